/** Whether a transcript is of the assistant's own voice, which came back into the microphone. Pure. */
import { consonantsOf } from '../text/consonants.ts';
import { plainWords, wordsOf } from '../text/words/word-lists.ts';

/** Of a transcript's words, so many must follow each other in what is being said for it to be an echo. */
const ECHO_SHARE = 0.75;
/**
 * Shorter matches are chance: a user may well repeat two words of the assistant's. Not where the microphone is known to hear the
 * loudspeaker: the assistant falls silent so soon that often no more than a word of it comes back.
 */
export const ECHO_MIN_WORDS = 3;

/**
 * Fewer consonants stand in any Hindi by chance. Of what others ask during a story at least three in eight stand nowhere in it; of what Whisper base writes
 * of Hindi that it has heard one in ten is another.
 */
const ECHO_MIN_CONSONANTS = 6;

/** Whether the assistant is hearing itself: most of the words stand in what it is saying, in the same order. */
export function isEcho(words: string, saying: string, minWords: number): boolean {
  const heard = wordsOf(words);
  const said = wordsOf(plainWords(saying));
  if (heard.length < minWords) return false;
  return commonSubsequence(heard, said) >= ECHO_SHARE * heard.length || soundsLikePartOf(words, saying);
}

/** Fewer letters may be like others by chance. */
const ALIKE_MIN_LETTERS = 8;

/**
 * Whether these words are written almost like a part of what is being said: what comes back of "on a rock far out" is "and a rock" and "look far out". For words
 * that Whisper doubted; what is understood well is spelt well.
 */
export function isLikeEcho(words: string, saying: string): boolean {
  const letters = (text: string) => text.replaceAll(' ', '');
  return isAlmostPartOf(letters(words), letters(plainWords(saying)), ALIKE_MIN_LETTERS);
}

/** Whether the assistant hears its own last words: nothing else, where there are only one or two. */
export function isLateEcho(words: string, said: string, minWords: number): boolean {
  const heard = wordsOf(words);
  if (heard.length < minWords) return false;
  const isFew = heard.length < ECHO_MIN_WORDS;
  const last = wordsOf(plainWords(said)).slice(-heard.length - (isFew ? 0 : 2));
  return (
    commonSubsequence(heard, last) >= (isFew ? 1 : ECHO_SHARE) * heard.length || soundsLikePartOf(words, last.join(' '), unvoiced)
  );
}

/**
 * The same of Hindi, which small Whispers write in letters of Latin or Urdu, with spaces elsewhere: by the consonants that all three have, in the `form` that
 * both are compared in.
 */
function soundsLikePartOf(words: string, saying: string, form = (consonants: string) => consonants): boolean {
  if (!/\p{Script=Devanagari}/u.test(saying)) return false;
  return isAlmostPartOf(form(consonantsOf(words)), form(consonantsOf(saying)), ECHO_MIN_CONSONANTS);
}

/** Whether a part of `said` has all but a few of these letters, and they are no fewer than `least`. */
function isAlmostPartOf(heard: string, said: string, least: number): boolean {
  return heard.length >= least && errorsIn(heard, said) <= (1 - ECHO_SHARE) * heard.length;
}

/** Whisper base writes "laud kai" for लौट गए. In a few words there is little to be taken for others by that; in a whole story there is. */
function unvoiced(consonants: string): string {
  return consonants.replace(/[gdbj]/g, (voiced) => ({ g: 'k', d: 't', b: 'p', j: 'c' })[voiced] ?? voiced);
}

/** The least number of letters to be changed, left out or added that makes a part of `text` of `part` (Sellers 1980). */
function errorsIn(part: string, text: string): number {
  let row = new Array<number>(text.length + 1).fill(0);
  for (const [index, letter] of Array.from(part).entries()) {
    const next = [index + 1];
    for (const [at, other] of Array.from(text).entries()) {
      const changed = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return Math.min(...row);
}

/** Length of the longest common subsequence of two word lists. */
function commonSubsequence(left: readonly string[], right: readonly string[]): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const word of left) {
    const next = [0];
    for (const [index, other] of right.entries()) {
      next.push(word === other ? (row[index] ?? 0) + 1 : Math.max(next[index] ?? 0, row[index + 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
