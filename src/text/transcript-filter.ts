/** Takes out of a transcript what nobody said. */
import { HALLUCINATIONS } from './words/hallucinations.ts';
import { plainWords } from './words/word-lists.ts';

/** A phrase can't be said faster than this per word, ms: fast English runs at about 200 ms a word. */
const FASTEST_WORD_MS = 170;
/** So many times the same words in a row are a decoder's loop, not a speaker's stress ("no, no, no" is three). */
const LOOP_REPEATS = 4;
/** Longest loop looked for, words. */
const LOOP_WORDS = 8;

/**
 * The transcript without annotations ("[BLANK_AUDIO]", "(music)"), without loops, and '' for a stock phrase that the speech was too
 * short for: "Thank you." is kept when there was time to say it.
 */
export function filterTranscript(text: string, speechMs: number, language: string): string {
  const said = text
    .replace(/\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = plainWords(said);
  if (words === '') return '';
  const stock = HALLUCINATIONS[language.split('-')[0] ?? ''] ?? [];
  if (stock.includes(words) && speechMs < FASTEST_WORD_MS * words.split(' ').length) return '';
  return withoutLoops(said);
}

/** Whether a decoder has begun to repeat itself. */
export function hasLoop(text: string): boolean {
  return withoutLoops(text) !== text;
}

/** The text with every loop cut down to its first round. */
function withoutLoops(text: string): string {
  const words = text.split(' ');
  const plain = words.map(plainWords);
  for (let length = 1; length <= LOOP_WORDS; length += 1) {
    for (let start = 0; start + length * LOOP_REPEATS <= words.length; start += 1) {
      let rounds = 1;
      while (sameWords(plain, start, start + rounds * length, length)) rounds += 1;
      if (rounds < LOOP_REPEATS) continue;
      return withoutLoops([...words.slice(0, start + length), ...words.slice(start + rounds * length)].join(' '));
    }
  }
  return text;
}

function sameWords(words: readonly string[], left: number, right: number, length: number): boolean {
  if (right + length > words.length) return false;
  for (let index = 0; index < length; index += 1) if (words[left + index] !== words[right + index]) return false;
  return true;
}
