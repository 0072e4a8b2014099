/** Counted things, numbers, lists, dates and names of languages as the page's language has them. Runs anywhere. */
import { msg, type str } from '@lit/localize';
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import { pageTag } from './words.ts';

export type Text = string | ReturnType<typeof str>;

/** None of them is markup. */
const say = (text: Text, options?: { id: string }): string => msg(text as string, options);

/** What @lit/localize knows a form of a counted thing by; `other`: its English text. */
export function formOf(other: Text, form: Intl.LDMLPluralRule): string {
  return `${generateMsgId(typeof other === 'string' ? other : other.strings, false)} ${form}`;
}

/** One of the forms that a counted thing has in English, or the one of as many as another language has: its file has them under `other`. */
export function plural(count: number, one: Text, other: Text): string {
  const form = new Intl.PluralRules(pageTag()).select(count);
  // Without a translation it is English, whatever the form.
  return isEnglish() && form === 'one' ? say(one) : say(other, { id: formOf(other, form) });
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number as the page's language writes it. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const tag = pageTag();
  const key = tag + JSON.stringify(options);
  // Made once: a formatter costs a thousand times what it does.
  const format = formats.get(key) ?? new Intl.NumberFormat(tag, options);
  formats.set(key, format);
  return format.format(value);
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  return new Intl.ListFormat(pageTag()).format(items);
}

/** `a, b or c`. */
export function alternatives(items: readonly string[]): string {
  return new Intl.ListFormat(pageTag(), { type: 'disjunction' }).format(items);
}

/** A moment, ms since 1970. */
export function moment(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(pageTag(), options).format(at);
}

/** What the page's language calls the language of this tag; a tag that is none stays as it is. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(pageTag(), { type: 'language', fallback: 'code' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Whether texts are as they stand in the code. */
export function isEnglish(): boolean {
  return pageTag() === 'en';
}
