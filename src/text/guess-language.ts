/** Which language a text is in, as far as that can be told from its letters and its small words. Pure. */
import { primaryOf } from './language.ts';
import { phrases } from './words/phrases.ts';
import { LANGUAGES_WITH_LISTS, plainWords, wordLists, wordsOf } from './words/word-lists.ts';

/**
 * Scripts that tell a language, or as good as: where several share one, those come first that have letters of their own. Han alone is Chinese: Japanese
 * has kana in every sentence.
 */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Devanagari}/u, 'hi'],
  [/[їєґ]/u, 'uk'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/[ٹڈڑںے]/u, 'ur'],
  [/[پچژگ]/u, 'fa'],
  [/\p{Script=Arabic}/u, 'ar'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Bengali}/u, 'bn'],
  [/\p{Script=Tamil}/u, 'ta'],
  [/\p{Script=Telugu}/u, 'te'],
  [/\p{Script=Gujarati}/u, 'gu'],
  [/\p{Script=Gurmukhi}/u, 'pa'],
  [/\p{Script=Kannada}/u, 'kn'],
  [/\p{Script=Malayalam}/u, 'ml'],
  [/\p{Script=Sinhala}/u, 'si'],
  [/\p{Script=Georgian}/u, 'ka'],
  [/\p{Script=Armenian}/u, 'hy'],
];

/** Words that short questions and greetings are made of, and that none of the other languages here has. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  en: phrases(
    'how, what, what’s, who, why, where, when, which, are, were, does, did, could, would, should, hello, thanks, thank, please, tell, give, show, write, you, your, my, this, that, the',
  ),
  es: phrases(
    'qué, cómo, dónde, cuándo, cuál, cuáles, quién, quiénes, cuánto, cuánta, cuántos, cuántas, hola, gracias, buenos, buenas, usted, eres, dime, cuéntame, hazme, explícame, puedes, quiero, hay, muy, adiós',
  ),
  fr: phrases(
    'ça, pourquoi, où, quand, quel, quelle, quels, quelles, bonjour, bonsoir, salut, merci, je, vous, nous, raconte, qu’est, c’est, dis, une, avec, dans, suis',
  ),
  it: phrases(
    'perché, dove, quale, quali, chi, ciao, grazie, buongiorno, buonasera, sono, è, stai, della, dello, raccontami, dimmi, questo, quanti, quante, puoi, vorrei, cos’è',
  ),
  pt: phrases('você, não, obrigado, obrigada, olá, oi, tudo, onde, quem, porquê, são, é, uma, isso, bom, boa, vai, quais'),
  de: phrases(
    'wer, wo, wann, warum, welche, welcher, welches, ist, das, und, nicht, ich, heißt, geht, danke, guten, erzähl, gibt, kannst, bist, sind',
  ),
};
/** What a telling word counts for. */
const TELLING_COUNTS = 2;

/** Fewer small words than this tell nothing: "no" is four languages. */
const LEAST_WORDS = 2;

/** What each word counts for its language; made when it is asked for first. */
let known: ReadonlyMap<string, ReadonlyMap<string, number>> | null = null;
function weights() {
  known ??= new Map(
    LANGUAGES_WITH_LISTS.map((language) => {
      const small = wordLists(language).openEndings.map((word) => [word, 1] as const);
      const telling = (TELLING[language] ?? []).map((word) => [word, TELLING_COUNTS] as const);
      return [language, new Map([...small, ...telling])];
    }),
  );
  return known;
}

/** The language, by its primary subtag, or null where several are as likely. Words of Latin letters are told apart by those that only one has. */
export function guessLanguage(text: string): string | null {
  const words = wordsOf(plainWords(text));
  // A name in other letters, or a sign of a formula, makes no text of its language.
  const latin = words.filter(isLatin);
  const others = words.filter((word) => /\p{L}/u.test(word) && !isLatin(word)).join(' ');
  if (others !== '' && wordsOf(others).length >= latin.length)
    return SCRIPTS.find(([letters]) => letters.test(others))?.[1] ?? null;
  const counts = [...weights()]
    .map(([language, counting]) => ({ language, count: latin.reduce((sum, word) => sum + (counting.get(word) ?? 0), 0) }))
    .toSorted((left, right) => right.count - left.count);
  const [best, next] = counts;
  if (!best || best.count < LEAST_WORDS || best.count === next?.count) return null;
  return best.language;
}

/** The language of a text that may not tell it: then that of what was said before, where it is written in such letters, or else English. */
export function likelyLanguage(text: string, before: string): string {
  const guessed = guessLanguage(text);
  if (guessed !== null) return primaryOf(before) === guessed ? before : guessed;
  const isWritten = wordsOf(plainWords(text)).some(isLatin);
  return isWritten && new Intl.Locale(before).maximize().script !== 'Latn' ? 'en' : before;
}

function isLatin(word: string): boolean {
  return /\p{Script=Latin}/u.test(word);
}
