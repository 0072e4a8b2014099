/** Hindi by its consonants, so that what was said can be compared with what was written down in whatever letters: those of Hindi, of Latin, or of Urdu. Pure. */

const CONSONANTS = table(
  'क k ख k ग g घ g ङ n च c छ c ज j झ j ञ n ट t ठ t ड d ढ d ण n त t थ t द d ध d न n प p फ p ब b भ b म m य y र r ल l व v श s ष s स s ह h',
);
const VOWELS = table('अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o ा a ि i ी i ु u ू u े e ै e ो o ौ o ृ ri ं n ँ n');
/** Urdu is the same spoken language in Arabic letters, with several for one sound, and short vowels left out. */
const URDU = table(
  'ا a آ a ب b پ p ت t ٹ t ث s ج j چ c ح h خ k د d ڈ d ذ j ر r ڑ d ز j ژ j س s ش s ص s ض j ط t ظ j ع a غ g ف f ق k ک k ك k گ g ل l م m ن n ں n و v ؤ v ہ h ۂ h ه h ة t ھ h ء a ی y ي y ئ y ے e',
);

/**
 * The consonants of a text, in Latin letters, breath, doubles and what is written like a vowel (v, w, y, a final h) left out: Whisper writes "Raj Dhani" or
 * راج دھانی for राजधानी, and vowels as they come. Text that is in Latin letters already is brought into the same form.
 */
export function consonantsOf(text: string): string {
  const latin = Array.from(
    text.normalize('NFC'),
    (letter) => CONSONANTS.get(letter) ?? VOWELS.get(letter) ?? URDU.get(letter) ?? letter,
  ).join('');
  return latin
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=[a-z])h(?![a-z])/g, '')
    .replace(/[^a-z]/g, '')
    .replace(/(?<=[bcdfgjkpqrstvwxz])h/g, '')
    .replace(/[qx]/g, 'k')
    .replace(/z/g, 'j')
    .replace(/ph?/g, 'p')
    .replace(/f/g, 'p')
    .replace(/[aeiouyvw]+/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** "क k ख k": each letter and what it sounds like. */
function table(list: string): ReadonlyMap<string, string> {
  return new Map(Array.from(list.matchAll(/(\S+) (\S+)/g), ([, letter = '', sound = '']) => [letter, sound]));
}
