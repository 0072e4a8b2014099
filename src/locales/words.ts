/**
 * Words for the user in the language of the page. That is English until page-language.ts has another one, and always in workers. `msg` says a text, with
 * `str` before one that has values in it; it looks the language up each time, so that a text is said where it is shown and never when a module is
 * loaded.
 */
import { msg } from '@lit/localize';

export { msg, str } from '@lit/localize';

/** Marks a fixed text that `msg` says later, where a rule or a table has it. */
export function translatable(text: string): string {
  return text;
}

/** The tag (BCP 47) of the page's language, with a region where the browser has one, as in `es-MX`: for formats. */
export function pageTag(): string {
  return msg('en', { id: 'tag' });
}

/** Which way it is written. */
export function pageDirection(): string {
  return msg('ltr', { id: 'direction' });
}
