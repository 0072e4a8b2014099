/** Tags of languages (BCP 47). */

/** The primary subtag: 'pt' of 'pt-BR'. */
export function primaryOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** `Brazilian Portuguese` of `pt-BR`; a tag that is none stays as it is. */
export function nameOfLanguage(tag: string): string {
  try {
    return NAMES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
