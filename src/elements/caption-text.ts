/** How much of what is said is shown, and how. Pure. */
import type { CaptionsView, CaptionView } from '../session/view.ts';

/** `karaoke`: all that is known, what was not heard yet dimmer. `sentence`: each sentence as soon as it is begun. */
export type CaptionMode = 'karaoke' | 'sentence';

const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** The text in two parts, to be shown bright and dim. */
export function shownText({ text, heard, state }: CaptionView, mode: CaptionMode): { bright: string; dim: string } {
  if (state !== 'live') return { bright: text, dim: '' };
  if (mode === 'karaoke') return { bright: text.slice(0, heard), dim: text.slice(heard) };
  return { bright: text.slice(0, sentenceEnd(text, heard)), dim: '' };
}

/** Where the sentence ends in which the last heard character is; 0 before the first. */
function sentenceEnd(text: string, heard: number): number {
  if (heard === 0) return 0;
  const sentence = SENTENCES.segment(text).containing(heard - 1);
  return sentence ? sentence.index + sentence.segment.length : text.length;
}

/** Whether nothing is new but that the answer was written on: no other caption, and no further word of it was heard. */
export function isOnlyWritten(drawn: CaptionsView, { said, live }: CaptionsView): boolean {
  if (!live || said !== drawn.said || live.id !== drawn.live?.id) return false;
  return live.heard === drawn.live.heard || live.heard === live.text.length;
}
