/** How long a silence must last before the turn is taken to be over. */
import { plainWords, wordLists } from '../text/words/word-lists.ts';
import { TURN_SETTINGS } from './settings.ts';

/** What is known about an utterance's end. Each but the text may be missing. */
export type EndEvidence = {
  text: string;
  language: string;
  /** Probability that the speaker is finished, from the sound (Smart Turn); null while unknown. */
  finished: number | null;
};

/** How the transcript's form speaks of its end. */
export type TextForm = 'whole' | 'open' | 'unclear';

/** `open`: trails off or ends on a word that wants another. `whole`: ends like a sentence. */
export function textForm(text: string, language: string): TextForm {
  const trimmed = text.trim();
  if (/(\.\.\.|…|[,;:—–-])$/.test(trimmed)) return 'open';
  const last = plainWords(trimmed).split(' ').at(-1) ?? '';
  if (wordLists(language).openEndings.includes(last)) return 'open';
  return /[.?!。？！]["'”’)]*$/.test(trimmed) ? 'whole' : 'unclear';
}

/**
 * Sound so sure of the end that the short silence is enough, if the text agrees. Of test/audio/endpointing about two thirds of the whole
 * recordings are above it with a whole text, and one in ten of those cut in mid-sentence. Smaller: more of the latter (bench/endpointing
 * prints the curve). Larger: more whole turns wait for a second.
 */
const SURE = 0.95;
const UNSURE = 0.5;

/**
 * The silence after which the turn is committed, ms.
 *
 * Whisper likes to end sentences that nobody ended, and the sound alone is wrong on half of the cut ones, so the short silence
 * asks for both; either one against it asks for the long one. `sure` is the probability from which the sound counts as sure.
 */
export function requiredSilenceMs({ text, language, finished }: EndEvidence, sure = SURE): number {
  const form = textForm(text, language);
  if (form === 'open') return TURN_SETTINGS.longSilenceMs;
  if (finished === null) return form === 'whole' ? TURN_SETTINGS.middleSilenceMs : TURN_SETTINGS.longSilenceMs;
  if (finished < UNSURE) return TURN_SETTINGS.longSilenceMs;
  return form === 'whole' && finished >= sure ? TURN_SETTINGS.shortSilenceMs : TURN_SETTINGS.middleSilenceMs;
}
