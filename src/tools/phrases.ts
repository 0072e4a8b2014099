/** What Parley says of its own accord around tools, in the voice's language, and what counts as a yes. Pure. */
import { plainWords, wordLists } from '../text/words/word-lists.ts';
import { madeOf } from '../turn/judgement.ts';
import { callInWords, type Args } from './tool.ts';

export const MOMENT = 'One moment.';
export const SORRY = 'Sorry, that did not work.';

/** Asked before a tool is used. There is no “yes” in it: the microphone may hear it. */
export function questionAbout(title: string, args: Args): string {
  return `Shall I do this? ${callInWords(title, args)}?`;
}

/** What may stand around a yes or a no. */
const AROUND = ['please', 'thanks', 'thank you', 'parley', 'that', 'right', "that's right", 'oh', 'well'];

/** Whether these words are a yes and nothing else. What can't be told is none. */
export function isYes(text: string, language: string): boolean {
  const { assents = [] } = wordLists(language);
  return madeOf(plainWords(text), [...assents, ...AROUND], assents);
}

/** Whether these words are a no and nothing else. */
export function isNo(text: string, language: string): boolean {
  const { denials = [] } = wordLists(language);
  return madeOf(plainWords(text), [...denials, ...AROUND], denials);
}
