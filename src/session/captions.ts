/** What was said, as the page shows it: history and the answer under way. */
import { heardText, type Marks, type Reply, type TurnState } from '../turn/state.ts';
import type { Picture } from '../turn/events.ts';
import type { Entry, History } from '../turn/history.ts';
import type { Act, Acts } from '../tools/loop.ts';
import { primaryOf } from '../text/language.ts';
import { guessLanguage } from '../text/guess-language.ts';
import { callInWords, type CallState } from '../tools/call-words.ts';
import type { CaptionsView, CaptionView, TurnTimings } from './view.ts';

/**
 * The captions of a conversation. What was said is put into captions once: a token makes one new object, for the answer that it belongs
 * to, however long the conversation is.
 */
export class Captions {
  readonly #urlOf: (picture: Picture) => string | undefined;
  readonly #made = new WeakMap<Entry, CaptionView>();
  readonly #ofActs = new WeakMap<Act, CaptionView>();
  #history: History = [];
  #said: readonly CaptionView[] = [];
  /** The calls of the answer under way, and captions with them. */
  #acts: Acts | null = null;
  #saidWithActs: readonly CaptionView[] = [];

  /** `urlOf` names the still of a turn, if there is one. */
  constructor(urlOf: (picture: Picture) => string | undefined) {
    this.#urlOf = urlOf;
  }

  of({ history, reply, options }: TurnState): CaptionsView {
    const acts = reply?.committed ? reply.acts : null;
    const isOther = history !== this.#history || this.#hasNewPicture;
    if (isOther) {
      this.#history = history;
      this.#said = history.map((entry) => this.#captionOf(entry, options.language));
    }
    if (isOther || acts !== this.#acts) {
      this.#acts = acts;
      this.#saidWithActs = acts ? [...this.#said, ...acts.all.flatMap((act) => this.#captionOfAct(act, acts.turn))] : this.#said;
    }
    return { said: this.#saidWithActs, live: liveCaption(reply, options.language) };
  }

  /** None of a call that could not be made. */
  #captionOfAct(act: Act, turn: number): CaptionView[] {
    if (act.outcome?.is === 'invalid') return [];
    const made =
      this.#ofActs.get(act) ??
      toolCaption(act, turn, act.outcome?.is ?? (act.is === 'over' ? 'done' : act.is), act.outcome?.text ?? null);
    this.#ofActs.set(act, made);
    return [made];
  }

  /** The still of a turn may come after its words: of the newest, since an answer waits for it. */
  get #hasNewPicture(): boolean {
    const newest = this.#history.at(-1);
    return newest !== undefined && this.#said.at(-1)?.imageUrl !== this.#pictureOf(newest);
  }

  #pictureOf(entry: Entry): string | undefined {
    return entry.role === 'user' && entry.picture !== undefined ? this.#urlOf(entry.picture) : undefined;
  }

  /** `chosen`: the language that is spoken when it is said. */
  #captionOf(entry: Entry, chosen: string): CaptionView {
    const made = this.#made.get(entry);
    const imageUrl = this.#pictureOf(entry);
    if (made && made.imageUrl === imageUrl) return made;
    const { role, text, turn } = entry;
    if (role === 'tool') {
      const caption = toolCaption(entry, turn, entry.outcome, text);
      this.#made.set(entry, caption);
      return caption;
    }
    const caption = spokenCaption(chosen, {
      id: `${role}-${String(turn)}`,
      who: role,
      turn,
      text,
      heard: text.length,
      state: role === 'assistant' && entry.interrupted ? 'interrupted' : 'final',
      ...(imageUrl ? { imageUrl } : {}),
    });
    this.#made.set(entry, caption);
    return caption;
  }
}

/** A line of what was done. */
function toolCaption(
  { call, title }: Pick<Act, 'call' | 'title'>,
  turn: number,
  is: CallState,
  result: string | null,
): CaptionView {
  const text = callInWords(title, call.args);
  const { id, name, args } = call;
  const isLive = is === 'waiting' || is === 'asking' || is === 'running';
  return {
    id: `tool-${id}`,
    who: 'tool',
    turn,
    text,
    heard: text.length,
    state: isLive ? 'live' : 'final',
    call: { name, args, is, result },
  };
}

/** The answer that is being made or heard, as far as it is; null while there is nothing to read. */
function liveCaption(reply: Reply | null, chosen: string): CaptionView | null {
  if (!reply?.committed || reply.text.trim() === '') return null;
  const heard = heardText(reply).length;
  const { turn, text } = reply;
  return spokenCaption(chosen, { id: `assistant-${String(turn)}`, who: 'assistant', turn, text, heard, state: 'live' });
}

/** With the language that it is in, which is found out when it is shown: of a long conversation little is, and not every token. */
function spokenCaption(chosen: string, caption: CaptionView): CaptionView {
  let language: string | undefined;
  return {
    ...caption,
    get language() {
      return (language ??= languageOf(caption.text, chosen));
    },
  };
}

/** So many characters of a text tell its language. */
const TELLING_LENGTH = 200;

/** What a text is in, as a tag, for whoever has it read out; '' where nothing tells it. `chosen` may be 'auto'. */
function languageOf(text: string, chosen: string): string {
  const guessed = guessLanguage(text.slice(0, TELLING_LENGTH));
  const known = chosen === 'auto' ? '' : chosen;
  return guessed === null || guessed === primaryOf(known) ? known : guessed;
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

  /** Undefined for a still that was never there, or is kept no longer. */
  of(picture: Picture, blob: Blob | undefined): string | undefined {
    const known = this.#urls.get(picture);
    if (known && blob) return known;
    if (known) {
      URL.revokeObjectURL(known);
      this.#urls.delete(picture);
    }
    if (!blob) return undefined;
    const url = URL.createObjectURL(blob);
    this.#urls.set(picture, url);
    return url;
  }

  clear(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}
