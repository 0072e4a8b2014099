/** Which language a text is in, as far as that can be told from its letters and its small words. Pure. */
import { LANGUAGES_WITH_LISTS, plainWords, wordLists, wordsOf } from './words/word-lists.ts';

/** Scripts that tell a language, or as good as. Han alone is Chinese: Japanese has kana in every sentence. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
  [/\p{Script=Hangul}/u, 'ko'],
  [/\p{Script=Han}/u, 'zh'],
  [/\p{Script=Devanagari}/u, 'hi'],
];
/** Fewer small words than this tell nothing: "no" is four languages. */
const LEAST_WORDS = 2;

/** The language, by its primary subtag, or null where several are as likely. Words of Latin letters are told apart by those that end no sentence. */
export function guessLanguage(text: string): string | null {
  const script = SCRIPTS.find(([letters]) => letters.test(text));
  if (script) return script[1];
  const words = wordsOf(plainWords(text));
  const counts = LANGUAGES_WITH_LISTS.map((language) => {
    const { openEndings } = wordLists(language);
    return { language, count: words.filter((word) => openEndings.includes(word)).length };
  }).toSorted((left, right) => right.count - left.count);
  const [best, next] = counts;
  if (!best || best.count < LEAST_WORDS || best.count === next?.count) return null;
  return best.language;
}
