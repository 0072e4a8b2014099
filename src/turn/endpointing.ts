/** How long a silence must last before the turn is taken to be over. */
import { primaryOf } from '../text/language.ts';
import { endsWithQuestion } from '../text/questions.ts';
import { plainWords, wordLists, wordsOf } from '../text/words/word-lists.ts';
import { TURN_SETTINGS } from './settings.ts';

/** What is known about an utterance's end. Each but the text may be missing (null). */
export type EndEvidence = {
  text: string;
  language: string;
  /** Probability that the speaker is finished, from the sound (Smart Turn). */
  finished: number | null;
  /** How sure STT was of its words, 0..1: of half a sentence it is less so. */
  confidence: number | null;
  /** How far the voice had fallen at the end, dB (closing-fall.ts). */
  fallDb: number | null;
};

/** How the transcript's form speaks of its end. */
export type TextForm = 'whole' | 'open' | 'unclear';

/** From this on the sound is so sure of the end that a full stop counts, or a voice that has fallen all the way, whatever the last word is. */
const CERTAIN = 0.95;

/** Behind these a sentence is over, in whatever script. */
const END = /[.?!。？！｡؟۔।॥։።፧។៕။‽…]["'”’»」』)）\]]*$/u;

/**
 * `open`: trails off or ends on a word that wants another. `whole`: ends like a sentence. A question mark says more than the last word does ("What
 * is this?"); a full stop does where the sound is certain too (`finished`), since Whisper writes one behind half a sentence as well.
 */
export function textForm(text: string, language: string, finished: number | null = null, fallDb: number | null = null): TextForm {
  const trimmed = text.trim();
  if (/(\.\.\.|…)["'”’»)]*$/.test(trimmed)) return 'open';
  if (endsWithQuestion(trimmed)) return 'whole';
  if (/[,;:—–\-،、，؛፣՝]$/.test(trimmed)) return 'open';
  const last = wordsOf(plainWords(trimmed)).at(-1) ?? '';
  const isEnded = END.test(trimmed);
  const hasFallen = fallDb !== null && fallDb <= -DEEPEST_FALL_DB;
  const isCertain = (isEnded || hasFallen) && finished !== null && finished >= CERTAIN;
  if (!isCertain && wordLists(language).openEndings.includes(last)) return 'open';
  return isEnded ? 'whole' : 'unclear';
}

/**
 * How the evidence adds up: a logistic regression over the 80 whole and 61 cut prompts of test/audio/endpointing and 107 whole and 151 cut ones
 * of the same speaker that are not in it, cut at quiet places (docs/decisions/0010), rounded. Logits of the probabilities; `whole` counts when
 * the text ends like a sentence; `fall` is for each dB that the voice has fallen at the end.
 */
const WEIGHTS = { bias: -5.8, finished: 0.4, whole: 1.4, confidence: 1.1, fall: 0.35 };
/** Probabilities are held inside this distance from 0 and 1: no single witness may decide alone. */
const MARGIN = 0.01;
/** A voice that has fallen by this much has fallen, dB; more is the room's silence. */
const DEEPEST_FALL_DB = 12;
/** Counts where the fall of the voice can't be told, dB: what the shorter of the whole prompts have. */
const USUAL_FALL_DB = 8;
/**
 * Counts in place of Whisper's confidence where there is none, and for one or two words: of "Yes." or "Stop." it is never sure. With
 * this the sound has to be 0.9 sure of the end, which cuts off one in ten of the unfinished. And for languages other than English: of whole sentences in
 * them it is hardly surer (median 0.66 of 25) than of half ones (0.64 of 20; bench/endpointing --made all), so it tells nothing of the end.
 */
const USUAL_CONFIDENCE = 0.9;

/** Probability 0..1 that the turn is over; null while the sound was not judged. */
export function turnEndProbability({ text, language, finished, confidence, fallDb }: EndEvidence): number | null {
  if (finished === null) return null;
  const whole = textForm(text, language, finished, fallDb) === 'whole' ? 1 : 0;
  const isShort = wordsOf(plainWords(text)).length <= 2;
  const isTelling = confidence !== null && !isShort && primaryOf(language) === 'en';
  const sureness = isTelling ? confidence : USUAL_CONFIDENCE;
  const fall = fallDb === null ? USUAL_FALL_DB : Math.min(DEEPEST_FALL_DB, Math.max(0, -fallDb));
  const { bias, ...weights } = WEIGHTS;
  const sum =
    bias +
    weights.finished * logit(finished) +
    weights.whole * whole +
    weights.confidence * logit(sureness) +
    weights.fall * fall;
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Probability from which the short silence is enough: 78 of 100 whole turns, and 1 or 2 of 100 unfinished ones. Smaller: more people are cut
 * off in mid-sentence (0.7: 5 of 100). Larger: more whole turns wait for a second (0.9: 3 of 10). bench/endpointing prints the curve.
 */
const SURE = 0.85;
/** Sound less sure of the end than this asks for the long silence. */
const UNSURE = 0.5;

/** The silence after which the turn is committed, ms. `sure` is the probability from which the short one is enough. */
export function requiredSilenceMs(evidence: EndEvidence, sure = SURE): number {
  const { text, language, finished, fallDb } = evidence;
  const form = textForm(text, language, finished, fallDb);
  if (form === 'open') return TURN_SETTINGS.longSilenceMs;
  if (finished === null) return form === 'whole' ? TURN_SETTINGS.middleSilenceMs : TURN_SETTINGS.longSilenceMs;
  if ((turnEndProbability(evidence) ?? 0) >= sure) return TURN_SETTINGS.shortSilenceMs;
  return finished < UNSURE ? TURN_SETTINGS.longSilenceMs : TURN_SETTINGS.middleSilenceMs;
}

function logit(probability: number): number {
  const held = Math.min(1 - MARGIN, Math.max(MARGIN, probability));
  return Math.log(held / (1 - held));
}
