/** What the language model is told of the language to answer in. Pure. */
import { nameOfLanguage, primaryOf } from '../text/language.ts';

/**
 * To be added to the instructions: nothing where the user has chosen English, in which they are written. `chosen` may be 'auto': then it is told each
 * time, since what was said before may be in another language.
 */
export function answerIn(chosen: string, language: string): string {
  const isPlain = chosen !== 'auto' && primaryOf(language) === 'en';
  return isPlain ? '' : `\n\nAnswer in ${nameOfLanguage(language)}.`;
}
