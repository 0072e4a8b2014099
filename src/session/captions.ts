/** What was said, as the page shows it: history and the answer under way. */
import { heardText, type Marks, type TurnState } from '../turn/state.ts';
import type { Picture } from '../turn/events.ts';
import type { Entry } from '../turn/history.ts';
import type { CaptionView, TurnTimings } from './view.ts';

/** The captions of a conversation, oldest first. `imageUrl` names the still of a turn, if there is one. */
export function captionsOf({ history, reply }: TurnState, imageUrl: (picture: Picture) => string | undefined): CaptionView[] {
  const captions = history.map((entry) => captionOf(entry, imageUrl));
  if (reply?.committed && reply.text.trim() !== '') {
    const heard = heardText(reply).length;
    captions.push({ id: `assistant-${String(reply.turn)}`, who: 'assistant', text: reply.text, heard, state: 'live' });
  }
  return captions;
}

function captionOf(entry: Entry, imageUrl: (picture: Picture) => string | undefined): CaptionView {
  const { role, text, turn } = entry;
  const id = `${role}-${String(turn)}`;
  if (role === 'assistant') {
    return { id, who: role, text, heard: text.length, state: entry.interrupted ? 'interrupted' : 'final' };
  }
  const url = entry.picture === undefined ? undefined : imageUrl(entry.picture);
  return { id, who: role, text, heard: text.length, state: 'final', ...(url ? { imageUrl: url } : {}) };
}

/** Where the time of a turn went, from its marks. What has not happened stays undefined. */
export function timingsOf(turn: number, marks: Marks): TurnTimings {
  const { speechEndAt, sttMs, generateAt, committedAt, firstTokenAt, ttsTtfbMs, startedAt } = marks;
  const timings: TurnTimings = { turn };
  if (speechEndAt !== undefined && committedAt !== undefined) timings.endOfUtteranceMs = committedAt - speechEndAt;
  if (sttMs !== undefined) timings.sttMs = sttMs;
  if (firstTokenAt !== undefined) timings.ttftMs = firstTokenAt - generateAt;
  if (ttsTtfbMs !== undefined) timings.ttsTtfbMs = ttsTtfbMs;
  if (startedAt !== undefined) timings.totalMs = startedAt - (speechEndAt ?? generateAt);
  return timings;
}

/** Object URLs of the stills, one each. */
export class PictureUrls {
  readonly #urls = new Map<Picture, string>();

  /** Undefined for a still that was never there. */
  of(picture: Picture, blob: Blob | undefined): string | undefined {
    const known = this.#urls.get(picture);
    if (known || !blob) return known;
    const url = URL.createObjectURL(blob);
    this.#urls.set(picture, url);
    return url;
  }

  clear(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}
