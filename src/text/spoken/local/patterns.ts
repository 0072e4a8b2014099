/** How short forms and Roman numerals are found in a text of any of these languages. */

/** `\b` knows no letters with marks. */
export const START = String.raw`(?<![\p{L}\p{M}\p{N}.])`;
export const short = (form: string, long: string, flags = 'gu') => [new RegExp(START + form, flags), long] as const;
export const NUMERAL = String.raw`(?<roman>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\p{N}])`;
export const numbered = (before: string) => new RegExp(`${START}(?<before>${before}) ${NUMERAL}`, 'gu');
/** A name and two letters or more: one may be an initial. XL is a size. */
export const REGNAL = new RegExp(
  String.raw`${START}(?<before>\p{Lu}\p{Ll}+) (?=[IVXL]{2})(?!(?:XXX?|XL)(?![IVXL]))${NUMERAL}`,
  'gu',
);

/** One letter is a numeral too: of "I" and "V" there are no words in these languages. An initial has a full stop and a name behind it. */
export const FIRST_OR_FIFTH = new RegExp(
  String.raw`${START}(?<before>\p{Lu}\p{Ll}{2,}) (?<roman>[IV])(?![\p{L}\p{N}’']|\.\s*\p{Lu}|\.\p{L})`,
  'gu',
);
/** What is counted behind its number: "III edición". */
export const ranked = (nouns: string, ending: string) =>
  [
    new RegExp(String.raw`${START}(?<roman>(?=[IVX])(?:L?X{0,3})(?:IX|IV|V?I{0,3}))(?= (?:${nouns})(?!\p{L}))`, 'gu'),
    (value: number) => String(value) + ending,
  ] as const;
