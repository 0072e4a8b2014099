/** What the language model is told of the language to answer in. Pure. */

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/**
 * To be added to the instructions: nothing where the user has chosen English, in which they are written. `chosen` may be 'auto': then it is told each
 * time, since what was said before may be in another language.
 */
export function answerIn(chosen: string, language: string): string {
  const isPlain = chosen !== 'auto' && language.split('-')[0] === 'en';
  return isPlain ? '' : `\n\nAnswer in ${nameOf(language)}.`;
}

/** `Brazilian Portuguese` of `pt-BR`; a tag that is none stays as it is. */
function nameOf(tag: string): string {
  try {
    return NAMES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
