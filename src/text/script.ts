/** What of a text a voice can say that reads the Latin alphabet. */
import { plainWords, wordsOf } from './words/word-lists.ts';

/** Letters of other scripts, with their marks. Letters of Greek are read by their names, as signs in a formula are. */
const OTHER = /(?:(?![\p{Script=Latin}\p{Script=Greek}])\p{L}\p{M}*|\p{Script=Greek}{2,})+/gu;
const LETTER = /\p{Script=Latin}/u;

/**
 * Without what eSpeak would read by the names of its letters ("Chinese letter"), or not at all; '' for a text that is mostly of other scripts, of
 * which only scraps would be left.
 */
export function sayable(spoken: string): string {
  if (spoken.search(OTHER) < 0) return spoken;
  const words = wordsOf(plainWords(spoken));
  const own = words.filter((word) => LETTER.test(word)).length;
  const others = words.filter((word) => !LETTER.test(word) && /\p{L}/u.test(word)).length;
  if (others > own) return '';
  const text = spoken
    .replace(OTHER, '')
    .replace(/["“”«»「」『』()（）]\s*["“”«»「」『』()（）]/gu, '')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return LETTER.test(text) || /\p{N}/u.test(text) ? text : '';
}
