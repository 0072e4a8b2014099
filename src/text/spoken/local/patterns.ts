/** How short forms and Roman numerals are found in a text of any of these languages. */

/** `\b` knows no letters with marks. */
export const START = String.raw`(?<![\p{L}\p{M}\p{N}.])`;
export const short = (form: string, long: string, flags = 'gu') => [new RegExp(START + form, flags), long] as const;
/** No fifty of anything has one letter. */
export const NUMERAL = String.raw`(?<roman>(?=[IVXL])(?!L(?![IVXL]))(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?![\p{L}\p{N}])`;
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
/** Behind a word in small letters: "fase II". Doctors have an IV of their own. */
export const COUNTED = new RegExp(
  String.raw`${START}(?<before>\p{Ll}{3,}) (?=[IVXL]{2})(?!(?:XXX?|XL|IV)(?![IVXL]))${NUMERAL}`,
  'gu',
);
/** The second of two spans: "siglos 18-XIX". */
export const SPAN = new RegExp(String.raw`(?<=\p{L}{4,} \d+ ?[-–] ?)${NUMERAL}`, 'gu');
/** What is counted behind its number: "III edición". */
export const ranked = (nouns: string, ending: string) =>
  [
    new RegExp(
      String.raw`${START}(?<roman>(?=[IVX])(?:L?X{0,3})(?:IX|IV|V?I{0,3}))(?= (?:${nouns.replace(/(?<=^|\|)\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`)})(?!\p{L}))`,
      'gu',
    ),
    (value: number) => String(value) + ending,
  ] as const;
/** The same behind an article, whatever it is that is counted: "el III Reich". */
export const nth = (articles: string, ending: string) =>
  [
    new RegExp(String.raw`${START}(?<before>${articles}) (?=[IVX]{2})(?!(?:XXX|XL)(?![IVXL]))${NUMERAL}(?= \p{L}{4})`, 'gu'),
    (value: number) => String(value) + ending,
  ] as const;
