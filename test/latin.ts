/** Hindi in Latin letters, so that what was said can be compared with what an English ear would write. */

const CONSONANTS = new Map(
  'क k ख k ग g घ g ङ n च c छ c ज j झ j ञ n ट t ठ t ड d ढ d ण n त t थ t द d ध d न n प p फ p ब b भ b म m य y र r ल l व v श s ष s स s ह h'
    .split(' ')
    .reduce<[string, string][]>((pairs, each, at, all) => (at % 2 === 1 ? [...pairs, [all[at - 1] ?? '', each]] : pairs), []),
);
const VOWELS = new Map(
  'अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o ा a ि i ी i ु u ू u े e ै e ो o ौ o ृ ri ं n ँ n'
    .split(' ')
    .reduce<[string, string][]>((pairs, each, at, all) => (at % 2 === 1 ? [...pairs, [all[at - 1] ?? '', each]] : pairs), []),
);

/**
 * The consonants of a text, in Latin letters, breath and doubles left out: Whisper writes "Raj Dhani" for राजधानी, and vowels as they come. Text that is in
 * Latin letters already is brought into the same form.
 */
export function latinOf(text: string): string {
  const latin = Array.from(text.normalize('NFC'), (letter) => CONSONANTS.get(letter) ?? VOWELS.get(letter) ?? letter).join('');
  return latin
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
    .replace(/(?<=[bcdfgjkpqrstvwxz])h/g, '')
    .replace(/w/g, 'v')
    .replace(/[qx]/g, 'k')
    .replace(/z/g, 'j')
    .replace(/ph?/g, 'p')
    .replace(/f/g, 'p')
    .replace(/[aeiouy]+/g, '')
    .replace(/(.)\1+/g, '$1');
}
