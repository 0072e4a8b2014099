/** What Parley says of its own accord around tools, in the voice's language, and what counts as a yes. Pure. */
import { plainWords, wordLists } from '../text/words/word-lists.ts';
import { callInWords, type Args } from './tool.ts';

export const MOMENT = 'One moment.';
export const SORRY = 'Sorry, that did not work.';

/** Asked before a tool is used. There is no “yes” in it: the microphone may hear it. */
export function questionAbout(title: string, args: Args): string {
  return `Shall I do this? ${callInWords(title, args)}?`;
}

/** What may stand around a yes. */
const AROUND = ['please', 'thanks', 'thank you', 'parley', 'that', 'right', "that's right", 'oh', 'well'];

/** Whether these words are a yes and nothing else. What can't be told is none. */
export function isYes(text: string, language: string): boolean {
  const { assents = [] } = wordLists(language);
  return madeOf(plainWords(text), assents, AROUND);
}

/** Whether these words are a no and nothing else. */
export function isNo(text: string, language: string): boolean {
  return madeOf(plainWords(text), wordLists(language).denials ?? [], ['thanks', 'thank you', 'please', 'parley']);
}

/** Whether `words` are one of `needed`, with nothing but those and `others` around it. */
function madeOf(words: string, needed: readonly string[], others: readonly string[]): boolean {
  if (words === '') return false;
  const parts = [...needed, ...others].toSorted((one, other) => other.length - one.length);
  let rest = words;
  let isFound = false;
  while (rest !== '') {
    const part = parts.find((each) => rest === each || rest.startsWith(`${each} `));
    if (part === undefined) return false;
    isFound ||= needed.includes(part);
    rest = rest.slice(part.length).trimStart();
  }
  return isFound;
}
