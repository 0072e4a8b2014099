/** The words of one language that the rules of conversation know by heart. To add a language, add a file like es.ts and name it here. */
import { DE } from './de.ts';
import { EN } from './en.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { HI } from './hi.ts';
import { IT } from './it.ts';
import { JA } from './ja.ts';
import { PT } from './pt.ts';
import { ZH } from './zh.ts';
import { primaryOf } from '../language.ts';

export { plainWords } from './phrases.ts';

/** All but `sounds` in the form of `plainWords`. */
export type WordLists = {
  /**
   * Whether `meant` has whatever short word is likely to be said over an answer, so that another one of less than half a second is a hum that
   * Whisper made a word of. Not where answers are not spoken: there nobody hums at them.
   */
  readonly knowsShortWords: boolean;
  /** How the sounds among the fillers are written, however long they are drawn out. Null where none are known. */
  readonly sounds: RegExp | null;
  /** Whole utterances that only ask for silence: they end a reply and start none. */
  readonly stops: readonly string[];
  /** A whole utterance that asks to go on, though it is made of an order to be quiet and what may stand around one: "Não para", without a comma. */
  readonly goOn?: RegExp;
  /** What may stand around an order to be quiet and changes nothing of it. */
  readonly courtesies: readonly string[];
  /** Single words that mean something by themselves: never dropped. */
  readonly meant: readonly string[];
  /** Sounds and words that mean nothing by themselves: alone they start no turn. */
  readonly fillers: readonly string[];
  /** Said by a listener who wants the speaker to go on. */
  readonly backchannels: readonly string[];
  /** Said for yes and for no by somebody who is asked: languages without them take no spoken yes. */
  readonly assents?: readonly string[];
  readonly denials?: readonly string[];
  /** Last words after which a sentence goes on. */
  readonly openEndings: readonly string[];
  /** Words before which a speaker may take a breath in mid-sentence. */
  readonly phraseStarts: readonly string[];
};

const LISTS: ReadonlyMap<string, WordLists> = new Map([
  ['en', EN],
  ['es', ES],
  ['fr', FR],
  ['it', IT],
  ['pt', PT],
  ['hi', HI],
  ['de', DE],
  ['ja', JA],
  ['zh', ZH],
]);

/** Their primary subtags. */
export const LANGUAGES_WITH_LISTS: readonly string[] = [...LISTS.keys()];

const EMPTY: WordLists = {
  knowsShortWords: false,
  sounds: null,
  stops: [],
  courtesies: [],
  meant: [],
  fillers: [],
  backchannels: [],
  openEndings: [],
  phraseStarts: [],
};

/** Scripts whose words stand without spaces between them. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text in the form of `plainWords`, in any script. */
export function wordsOf(plain: string): string[] {
  if (plain === '') return [];
  if (!UNSPACED.test(plain)) return plain.split(' ');
  return [...SEGMENTER.segment(plain)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}

/** The lists of a language ('en', 'en-GB' …); empty ones where there are none yet, so that nothing is ever dropped by mistake. */
export function wordLists(language: string): WordLists {
  return LISTS.get(primaryOf(language)) ?? EMPTY;
}

/** Whether `words` can be put together from phrases of `parts`, with at least one of `needed` among them. */
export function madeOf(words: string, parts: readonly string[], needed: readonly string[] = parts): boolean {
  // Babble can be put together in very many ways; what was found not to fit is not tried again.
  const tried = new Set<string>();
  const fits = (rest: string, found: boolean): boolean => {
    if (rest === '') return found;
    const key = `${String(found)} ${rest}`;
    if (tried.has(key)) return false;
    tried.add(key);
    return parts.some((part) => {
      if (!rest.startsWith(part)) return false;
      const behind = rest.slice(part.length);
      // Where words stand without spaces, phrases do too.
      const isWhole = behind === '' || behind.startsWith(' ') || UNSPACED.test(part.slice(-1));
      return isWhole && fits(behind.trimStart(), found || needed.includes(part));
    });
  };
  return fits(words, false);
}
