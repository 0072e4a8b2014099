/** The words of one language that the rules of conversation know by heart. To add a language, add a file like en.ts and name it here. */
import { EN } from './en.ts';

export type WordLists = {
  /** Whole utterances that only ask for silence: they end a reply and start none. */
  readonly stops: readonly string[];
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

const LISTS: ReadonlyMap<string, WordLists> = new Map([['en', EN]]);

const EMPTY: WordLists = {
  stops: [],
  courtesies: [],
  meant: [],
  fillers: [],
  backchannels: [],
  openEndings: [],
  phraseStarts: [],
};

/** Whether any words of this language are known by heart. Rules that rest on lists hold only there. */
export function hasLists(language: string): boolean {
  return wordLists(language) !== EMPTY;
}

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
  return LISTS.get(language.split('-')[0]?.toLowerCase() ?? '') ?? EMPTY;
}

/** Lower case, punctuation gone, single spaces: the form of the lists. Apostrophes inside a word stay. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/[^\p{L}\p{M}\p{N}' ]+/gu, ' ')
    .replace(/(^|\s)'+|'+(\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
