/** From eSpeak NG's phonemes to those that Kokoro was taught with, by the table of hexgrad/misaki (espeak.py), which taught it. Pure. */

/** Two sounds that are one phoneme have a letter of their own. */
const ONE: readonly (readonly [string, string])[] = [
  ['aɪ', 'I'],
  ['aʊ', 'W'],
  ['dz', 'ʣ'],
  ['dʒ', 'ʤ'],
  ['eɪ', 'A'],
  ['oʊ', 'O'],
  ['əʊ', 'Q'],
  ['ss', 'S'],
  ['ts', 'ʦ'],
  ['tʃ', 'ʧ'],
  ['ɔɪ', 'Y'],
];

/** `ipa` has '_' between phonemes, lines between clauses, and marks where it goes over into English and back: "(en)". */
export function kokoroPhonemes(ipa: string): string {
  return ipa
    .replace(/\([a-z-]+\)/g, '')
    .split(/(?<=[_\s])|(?=[_\s])/)
    .map((phoneme) => ONE.reduce((so, [two, one]) => so.replace(two, one), phoneme))
    .join('')
    .replace(/[_^-]/g, '')
    .replace(/r\./g, 'ɽ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Marks that Kokoro reads. eSpeak drops them: it is given what stands between them. Within a number they belong to it. */
const MARKS = /\s*(?<!\d(?=[.,:]\d))[;:,.!?¡¿—…"«»“”()।॥]+\s*/gu;
const AS: Readonly<Record<string, string>> = { '«': '“', '»': '”', '।': '.', '॥': '.' };

/** A text in pieces to be pronounced, and the marks between them in Kokoro's own writing. */
export function piecesToPronounce(text: string): { text: string; isMark: boolean }[] {
  const pieces: { text: string; isMark: boolean }[] = [];
  let at = 0;
  for (const { 0: marks, index } of text.matchAll(MARKS)) {
    if (index > at) pieces.push({ text: text.slice(at, index), isMark: false });
    // Kokoro has no upside-down marks: the voice hears of a question at its end.
    const written = marks
      .replace(/[«»।॥]/g, (mark) => AS[mark] ?? mark)
      .replace(/[¡¿]/g, '')
      .replace(/^\s+(?=[;:,.!?…”)])/, '');
    if (written !== '') pieces.push({ text: written, isMark: true });
    at = index + marks.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMark: false });
  return pieces;
}
