/** How a language file is written and read. Pure. */
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import type { TemplateMap } from '@lit/localize';
import { formOf, type Text } from './formats.ts';

/** What a text is in this language; `${0}` is its first value. Of a counted thing, its forms by CLDR’s names: `one`, `few`, `other` … */
type Translated = string | (Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string });

/** By the English text as it stands in the code, with `${0}` for its first value. */
export type Translation = Readonly<Record<string, Translated>>;

export type LanguageFile = {
  /** BCP 47. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  readonly texts: Translation;
};

/** As @lit/localize looks them up. */
export function templatesOf({ tag, direction, texts }: LanguageFile): TemplateMap {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const entries = Object.entries(texts).flatMap(([english, text]): [string, TemplateMap[string]][] => {
    const source = pieces(english).strings;
    if (typeof text === 'string') return [[generateMsgId(source, false), templateOf(text)]];
    return forms.map((form) => [formOf({ strTag: true, strings: source } as Text, form), templateOf(text[form] ?? text.other)]);
  });
  return { ...Object.fromEntries(entries), tag: withRegion(tag), direction };
}

/** A text with values: what stands between them, and which they are. */
export function pieces(text: string): { strings: TemplateStringsArray; values: number[] } {
  const parts = text.split(/\$\{(\d+)\}/);
  const strings = parts.filter((_, index) => index % 2 === 0);
  return {
    strings: strings as unknown as TemplateStringsArray,
    values: parts.filter((_, index) => index % 2 === 1).map(Number),
  };
}

function templateOf(text: string): TemplateMap[string] {
  const { strings, values } = pieces(text);
  return values.length === 0 ? text : { strTag: true, strings, values };
}

/** As the user’s browser has it: numbers and dates differ between regions of one language. */
function withRegion(tag: string): string {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  return wanted.find((each) => each === tag || each.startsWith(`${tag}-`)) ?? tag;
}
