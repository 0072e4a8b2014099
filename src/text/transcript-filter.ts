/** Takes out of a transcript what nobody said. */
import { HALLUCINATIONS } from './words/hallucinations.ts';
import { plainWords, UNSPACED, wordsOf } from './words/word-lists.ts';
import { primaryOf } from './language.ts';

/** A phrase can't be said faster than this per word, ms: fast English runs at about 200 ms a word. */
const FASTEST_WORD_MS = 170;
/** Speech-positive time that the VAD may have missed of an utterance, ms: soft beginnings and ends. */
const UNHEARD_MS = 300;
/** So many times the same words in a row are a decoder's loop, not a speaker's stress ("no, no, no" is three). */
const LOOP_REPEATS = 4;
/** The same where nobody can have said it all in the time that there was. */
const IMPOSSIBLE_REPEATS = 2;
/** A single word may be said more often where it is a number ("5 5 5 5"), or something follows it ("very very very very good"). */
const STRESS_REPEATS = 8;
/** Longest loop looked for, words: Whisper repeats whole sentences, two in a row among them. */
const LOOP_WORDS = 16;

/**
 * The transcript without annotations ("[BLANK_AUDIO]", "(music)"), without loops, and '' for a stock phrase that the speech was too
 * short for: "Thank you." is kept when there was time to say it.
 */
export function filterTranscript(text: string, speechMs: number, language: string): string {
  const said = text.replace(ANNOTATIONS, ' ').replace(/\s+/g, ' ').trim();
  const words = plainWords(said);
  if (words === '') return '';
  const leastMs = FASTEST_WORD_MS * wordsOf(words).length;
  if (isStockPhrase(words, language) && speechMs < leastMs) return '';
  const isPossible = speechMs + UNHEARD_MS >= leastMs;
  const repeats = isPossible ? LOOP_REPEATS : IMPOSSIBLE_REPEATS;
  return withoutLoops(withoutRuns(said, isPossible), repeats, isPossible ? STRESS_REPEATS : repeats);
}

/**
 * What is described and not said: in brackets of any script, between stars or notes, and in a bracket at the beginning that the decoder never
 * closed.
 */
const ANNOTATIONS =
  /\[[^\]]*\]|\([^)]*\)|【[^】]*】|（[^）]*）|［[^］]*］|「?♪[^♪]*♪」?|\*[^*]*\*|^\s*[[(【（［][^\])】）］]*$|[♪♫]+/gu;

/** Where words stand without spaces between them, a loop is one of characters. */
const PHRASE_RUN = new RegExp(`(${UNSPACED.source}\\S{0,29}?)\\1{${String(LOOP_REPEATS - 1)},}`, 'gu');
const IMPOSSIBLE_PHRASE_RUN = new RegExp(`(${UNSPACED.source}\\S{1,29}?)\\1{${String(IMPOSSIBLE_REPEATS - 1)},}`, 'gu');
/** "aaaa…", "hahaha…", "1-1-1-1-…": ten times and more, nobody says that. */
const SYLLABLE_RUN = /(?<![\p{L}\p{N}])([\p{L}\p{N}]\p{M}*(?:[\p{L}\p{N}]\p{M}*){0,2}?[-,]?)\1{9,}[\p{L}\p{M}\p{N}]{0,3}/gu;
/** A letter has one of each of its marks. */
const MARK_RUN = /(\p{M})\1{2,}\ufffd?/gu;

/** Without what a decoder writes without end inside a word, or where there are no words with spaces between them. */
function withoutRuns(text: string, isPossible: boolean): string {
  return (
    text
      // A word of one character twice is often a word: 谢谢.
      .replace(isPossible ? PHRASE_RUN : IMPOSSIBLE_PHRASE_RUN, (_, unit: string) => (unit.length === 1 ? unit + unit : unit))
      .replace(SYLLABLE_RUN, '$1')
      .replace(MARK_RUN, '$1')
  );
}

/** Whether Whisper writes this, in the form of `plainWords`, where there was nothing to write. */
export function isStockPhrase(words: string, language: string): boolean {
  const primary = primaryOf(language);
  return Object.hasOwn(HALLUCINATIONS, primary) && HALLUCINATIONS[primary]?.includes(words) === true;
}

/** The text with every loop of so many rounds (`ofOne`: of a single word that may be meant) cut down to its first; a last round that the decoder could not finish goes too. */
function withoutLoops(text: string, repeats: number, ofOne: number): string {
  const words = text.split(' ');
  const plain = words.map(plainWords);
  for (let length = 1; length <= LOOP_WORDS; length += 1) {
    for (let start = 0; start + length * repeats <= words.length; start += 1) {
      let rounds = 1;
      while (sameWords(plain, start, start + rounds * length, length)) rounds += 1;
      const end = start + rounds * length;
      const isMeant = length === 1 && (/^\p{N}+$/u.test(plain[start] ?? '') || end < words.length);
      if (rounds < (isMeant ? ofOne : repeats)) continue;
      const rest = sameWords(plain, start, end, words.length - end) ? [] : words.slice(end);
      return withoutLoops([...words.slice(0, start + length), ...rest].join(' '), repeats, ofOne);
    }
  }
  return text;
}

function sameWords(words: readonly string[], left: number, right: number, length: number): boolean {
  if (right + length > words.length) return false;
  for (let index = 0; index < length; index += 1) if (words[left + index] !== words[right + index]) return false;
  return true;
}
