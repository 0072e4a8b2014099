/** What of a text a voice can say, by the script that its language is written in; and which scripts have no spaces. */
import { plainWords, wordsOf } from './words/word-lists.ts';

/**
 * Letters that a voice can't read, with their marks, and those that it can. Letters of Greek are read by their names, as signs in a formula are; in Hindi
 * words of English stand as they are.
 */
const SCRIPTS = {
  latin: {
    other: /(?:(?![\p{Script=Latin}\p{Script=Greek}])\p{L}\p{M}*|\p{Script=Greek}{2,})+/gu,
    own: /\p{Script=Latin}/u,
  },
  hi: {
    other: /(?:(?![\p{Script=Devanagari}\p{Script=Latin}\p{Script=Greek}])\p{L}\p{M}*|\p{Script=Greek}{2,})+/gu,
    own: /[\p{Script=Devanagari}\p{Script=Latin}]/u,
  },
};

/**
 * Without what eSpeak would read by the names of its letters ("Chinese letter"), or not at all; '' for a text that is mostly of other scripts, of
 * which only scraps would be left. `language` is the voice's.
 */
export function sayable(spoken: string, language = 'en'): string {
  const { other, own: ownLetter } = SCRIPTS[language.startsWith('hi') ? 'hi' : 'latin'];
  if (spoken.search(other) < 0) return spoken;
  const words = wordsOf(plainWords(spoken));
  const own = words.filter((word) => ownLetter.test(word)).length;
  const others = words.filter((word) => !ownLetter.test(word) && /\p{L}/u.test(word)).length;
  if (others > own) return '';
  const text = spoken
    .replace(other, '')
    .replace(/["“”«»「」『』()（）]\s*["“”«»「」『』()（）]/gu, '')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/^[\s.,;:!?。、！？]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return ownLetter.test(text) || /\p{N}/u.test(text) ? text : '';
}
