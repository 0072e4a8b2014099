/** Takes out of a transcript what nobody said. */
import { HALLUCINATIONS } from './words/hallucinations.ts';
import { plainWords } from './words/word-lists.ts';

/** A phrase can't be said faster than this per word, ms: fast English runs at about 200 ms a word. */
const FASTEST_WORD_MS = 170;
/** Speech-positive time that the VAD may have missed of an utterance, ms: soft beginnings and ends. */
const UNHEARD_MS = 300;
/** So many times the same words in a row are a decoder's loop, not a speaker's stress ("no, no, no" is three). */
const LOOP_REPEATS = 4;
/** The same where nobody can have said it all in the time that there was. */
const IMPOSSIBLE_REPEATS = 2;
/** Longest loop looked for, words: Whisper repeats whole sentences, two in a row among them. */
const LOOP_WORDS = 16;

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
  const leastMs = FASTEST_WORD_MS * words.split(' ').length;
  if (isStockPhrase(words, language) && speechMs < leastMs) return '';
  const isPossible = speechMs + UNHEARD_MS >= leastMs;
  return withoutLoops(said, isPossible ? LOOP_REPEATS : IMPOSSIBLE_REPEATS);
}

/** Whether Whisper writes this, in the form of `plainWords`, where there was nothing to write. */
export function isStockPhrase(words: string, language: string): boolean {
  const primary = language.split('-')[0]?.toLowerCase() ?? '';
  return Object.hasOwn(HALLUCINATIONS, primary) && HALLUCINATIONS[primary]?.includes(words) === true;
}

/** The text with every loop of so many rounds cut down to its first; a last round that the decoder could not finish goes too. */
function withoutLoops(text: string, repeats: number): string {
  const words = text.split(' ');
  const plain = words.map(plainWords);
  for (let length = 1; length <= LOOP_WORDS; length += 1) {
    for (let start = 0; start + length * repeats <= words.length; start += 1) {
      let rounds = 1;
      while (sameWords(plain, start, start + rounds * length, length)) rounds += 1;
      if (rounds < repeats) continue;
      const end = start + rounds * length;
      const rest = sameWords(plain, start, end, words.length - end) ? [] : words.slice(end);
      return withoutLoops([...words.slice(0, start + length), ...rest].join(' '), repeats);
    }
  }
  return text;
}

function sameWords(words: readonly string[], left: number, right: number, length: number): boolean {
  if (right + length > words.length) return false;
  for (let index = 0; index < length; index += 1) if (words[left + index] !== words[right + index]) return false;
  return true;
}
