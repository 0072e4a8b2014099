/** How a question ends, in any script. Pure. */

/** What may stand behind an end: quotation marks, brackets, stars, smileys. No mark by which a sentence ends or goes on. */
const CLOSED = String.raw`(?:(?![.。।,，、;:…—–-])[^\p{L}\p{M}\p{N}])*$`;
/** The mark, the first of several ("?!"). */
const MARK = '[?？؟፧⁇⁈⁉‽]';
const ASKED = new RegExp(`(?<!${MARK})${MARK}${CLOSED}`, 'u');
/** Greek asks with a semicolon, of its own or of everybody's. */
const GREEK = new RegExp(String.raw`(?:\p{Script=Greek}[^.!?;\n]*;|\u037e)${CLOSED}`, 'u');
/** Armenian has its mark in the word that asks, and its full stop at the end. */
const ARMENIAN = new RegExp(String.raw`՞[^։:.՞]*[։:.]?${CLOSED}`, 'u');
/** Japanese and Chinese have a particle in place of the mark. Behind other words than these か makes half a sentence ("行くかどうか"). */
const PARTICLE = new RegExp(
  String.raw`(?:(?:です|でした|ます|ました|しょう|せん|だろう)か|(?<=[るうくすつぬむぶぐいたのだんよ])か(?:な|ね|しら)|[吗嗎])[。.]?${CLOSED}`,
  'u',
);

/** So much of a text tells how it ends, characters. */
const TAIL = 200;

/** Whether a text ends with a question. */
export function endsWithQuestion(text: string): boolean {
  const tail = text.slice(-TAIL);
  return ASKED.test(tail) || GREEK.test(tail) || ARMENIAN.test(tail) || PARTICLE.test(tail);
}
