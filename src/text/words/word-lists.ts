/** The words of one language that the rules of conversation know by heart. To add a language, add a file like en.ts and name it here. */
import { EN } from './en.ts';

export type WordLists = {
  /** Whole utterances that only ask for silence: they end a reply and start none. */
  readonly stops: readonly string[];
  /** Single words that mean something by themselves: never dropped. */
  readonly meant: readonly string[];
  /** Sounds and words that mean nothing by themselves: alone they start no turn. */
  readonly fillers: readonly string[];
  /** Said by a listener who wants the speaker to go on. */
  readonly backchannels: readonly string[];
  /** Last words after which a sentence goes on. */
  readonly openEndings: readonly string[];
  /** Words before which a speaker may take a breath in mid-sentence. */
  readonly phraseStarts: readonly string[];
};

const LISTS: ReadonlyMap<string, WordLists> = new Map([['en', EN]]);

const EMPTY: WordLists = { stops: [], meant: [], fillers: [], backchannels: [], openEndings: [], phraseStarts: [] };

/** The lists of a language ('en', 'en-GB' …); empty ones where there are none yet, so that nothing is ever dropped by mistake. */
export function wordLists(language: string): WordLists {
  return LISTS.get(language.split('-')[0]?.toLowerCase() ?? '') ?? EMPTY;
}

/** Lower case, punctuation gone, single spaces: the form of the lists. Apostrophes inside a word stay. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/(^|\s)'+|'+(\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
