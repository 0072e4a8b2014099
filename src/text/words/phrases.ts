/** Lower case, punctuation gone, single spaces: the form of the lists. Apostrophes inside a word stay; the dot below letters of Hindi, which many leave out, goes, as does the one that İ leaves behind. */
export function plainWords(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .replace(/[’]/g, "'")
    .replace(/\u093c/g, '')
    .replace(/[^\p{L}\p{M}\p{N}' ]+/gu, ' ')
    .replace(/(^|\s)'+|'+(\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Phrases of a list, in the form of `plainWords`; commas between them. */
export function phrases(list: string): readonly string[] {
  return list.split(',').map(plainWords).filter(Boolean);
}

/** The same, and nothing at all as well. */
export function optional(list: string): readonly string[] {
  return ['', ...phrases(list)];
}

/** Each phrase of a list behind each of the list before it: "how nice, very nice, how sad, very sad". */
export function behind(...lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((before, list) => before.flatMap((left) => list.map((right) => `${left} ${right}`.trim())), ['']);
}
