/** What was that? From the words, how sure they are, and how long the sound was, whether an utterance is a turn. */
import { endsWithQuestion } from '../text/questions.ts';
import { isStockPhrase } from '../text/transcript-filter.ts';
import { madeOf, plainWords, UNSPACED, wordLists, wordsOf, type WordLists } from '../text/words/word-lists.ts';
import { ECHO_MIN_WORDS, isEcho, isLateEcho, isLikeEcho } from './own-voice.ts';

/**
 * `nothing`: noise, a blank, punctuation. `filler`: a sound or word that means nothing here. `echo`: the assistant's own voice.
 * `stop`: asks for silence and no more. `turn`: something to answer.
 */
export type Verdict = 'nothing' | 'filler' | 'echo' | 'stop' | 'turn';

export type Utterance = {
  /** The transcript, '' when STT heard no words. */
  text: string;
  /** Speech-positive time, ms. */
  speechMs: number;
  language: string;
  /** What the assistant is saying around now; null while it is silent. */
  saying: string | null;
  /**
   * What the assistant had said to its end when this began, shortly before; null when that was longer ago. `isStill`: its last word may still have
   * been heard then.
   */
  ended?: { text: string; isStill: boolean } | null;
  /** It has ended what the assistant was saying already, by going on for so long or by the talk key. */
  hasEnded?: boolean;
  /** Whether the last that it said was a question, and nothing was said since. */
  hasAsked?: boolean;
  /** How sure STT was of its words, 0..1; missing where it does not say. */
  confidence?: number | undefined;
  /** Whether the assistant's own voice was heard before in this conversation. */
  echoed?: boolean;
  /** Whether that has happened time and again. */
  hearsItself?: boolean;
};

/**
 * Below this much speech, one unknown word over the reply is a hum that Whisper made a word of ("Zot" for "uh"), ms. The shortest
 * meant words ("no", "stop") are in the lists, so nothing meant is lost; longer single words ("Barcelona") take longer to say.
 */
const HUM_MS = 450;
/**
 * Several words that Whisper itself doubted, in less than this, ms, are a murmur: it makes "and I'm home" of "mm-hmm" in 0.6 s. Whole
 * sentences take longer, or are surer.
 */
const MURMUR_MS = 900;
/**
 * Whisper base is 0.80 to 0.97 sure of the questions and recordings of test/audio, and 0.56 to 0.60 of that murmur. Of single words, right or
 * wrong, it is 0.3 to 0.7 sure: there this tells nothing.
 */
const DOUBT = 0.7;
/**
 * Less sure than this over several words, Whisper made them up: of music it is 0.2 to 0.3 sure ("I'm sorry.", "I'm going to go to the
 * bathroom."), of speech seldom below 0.4, and then it is wrong too.
 */
const GUESS = 0.35;
/** The same of single words, of which it is 0.3 to 0.7 sure when they are said: of music it makes "Hey" (0.18) and "I'm" (0.15). */
const WILD_GUESS = 0.25;
/**
 * In a room where the assistant hears itself time and again, words of which Whisper is less sure than this are a shred of its own: it falls silent so
 * soon that Whisper makes "No." (0.40) of "morning". Of its own words it was 0.3 to 0.6 sure. An order to be quiet counts all the same.
 */
const SHRED = 0.5;
/** The same of a word or two that nobody says to take the turn: of its own words Whisper made "Let's see." once, and was 0.77 sure. */
const SHORT_SHRED = 0.8;
/**
 * Doubted words that took longer than this each, and LEEWAY_MS in all, are not speech, ms: of music Whisper writes a word or two, however long
 * it plays. Slow speakers take 600 ms for a word, and some time for hums that Whisper leaves out.
 */
const SLOWEST_WORD_MS = 800;
const LEEWAY_MS = 700;

/** Judges an utterance, over a reply (`saying` is its text) or in silence. */
export function judge(utterance: Utterance): Verdict {
  const {
    text,
    speechMs,
    language,
    saying,
    ended = null,
    hasEnded = false,
    hasAsked = false,
    confidence = 1,
    echoed = false,
    hearsItself = false,
  } = utterance;
  const words = plainWords(text);
  if (words === '' || isDrawnOut(words, speechMs, confidence)) return 'nothing';
  const lists = wordLists(language);
  const isOrder = isStop(text, lists);
  if (saying === null) {
    const isAsked = hasAsked || (ended !== null && endsWithQuestion(ended.text));
    // "Huh?" wants to hear it again.
    if (isFiller(words, lists) && !endsWithQuestion(text) && !(isAsked && isAssent(words, lists))) return 'filler';
    if (hasEnded && isOrder) return 'stop';
    const isMeant = lists.meant.includes(words) || isOrder;
    return ended && !isMeant && isLateEcho(words, ended.text, ended.isStill ? 1 : ECHO_MIN_WORDS) ? 'echo' : 'turn';
  }
  if (isOrder) return 'stop';
  if (confidence < WILD_GUESS) return 'nothing';
  const isAsked = endsWithQuestion(saying);
  const mayBeShred = hearsItself && !isAsked;
  if (mayBeShred && confidence < SHRED) return 'echo';
  if (lists.meant.includes(words)) return 'turn';
  if (mayBeShred && confidence < SHORT_SHRED && wordsOf(words).length < ECHO_MIN_WORDS) return 'echo';
  // Before what sounds like a hum: that the assistant hears itself is to be known.
  if (confidence < DOUBT && !isAsked && isLikeEcho(words, saying)) return 'echo';
  if (wordsOf(words).length > 1 && confidence < GUESS) return 'nothing';
  if (isStockPhrase(words, language) && confidence < DOUBT) return 'nothing';
  // "Would you like to hear more?" "Yeah." is an answer.
  if (isAsked && isAssent(words, lists)) return 'turn';
  if (isFiller(words, lists) || isBackchannel(text, lists)) return 'filler';
  // Where not all meant words are known, a short one may be any of them; and whoever is asked may answer with any ("Rome.").
  if (lists.knowsShortWords && !isAsked && isHum(words, speechMs, confidence)) return 'filler';
  // "Paris or Rome?" "Rome." is an answer too.
  if (isEcho(words, saying, echoed && !isAsked ? 1 : ECHO_MIN_WORDS)) return 'echo';
  return 'turn';
}

/** "Stop", "No, wait", "Umm, okay, stop, thank you": phrases that ask for silence, with nothing around them but what is said around anything. */
function isStop(text: string, lists: WordLists): boolean {
  const words = plainWords(text);
  // "That's all right."
  if (lists.backchannels.includes(words) || lists.goOn?.test(text)) return false;
  const said = words
    .split(' ')
    .filter((word) => !isSound(word, lists))
    .join(' ');
  const sounds = lists.fillers.filter((word) => isSound(word, lists));
  const parts = [...lists.stops, ...lists.courtesies, ...lists.backchannels, ...sounds];
  // "Stooop", "Shhhhh".
  return [said, said.replace(/(\p{L})\1{2,}/gu, '$1')].some((form) => madeOf(form, parts, lists.stops));
}

/** A lone meaningless word, or several sounds in a row ("uh, um"). Meant words never count. */
function isFiller(words: string, lists: WordLists): boolean {
  if (lists.meant.includes(words) || lists.stops.includes(words)) return false;
  return (
    lists.fillers.includes(words) ||
    isVowelless(words) ||
    madeOf(
      words,
      lists.fillers.filter((word) => isSound(word, lists)),
    )
  );
}

/** Whether somebody who says this wants the speaker to go on, however long it takes. */
export function wantsMore(text: string, language: string): boolean {
  return isBackchannel(text, wordLists(language));
}

/** The same syllable again and again, however long. */
const LAUGHTER = /^a?(?:([hj][aeou])\1+h?|k{3,}|哈{2,}|は{3,}|ハ{3,}|(?:हा){2,})$/;

/** "Yes, I know" is one; "yes, yes" may be meant. */
function isBackchannel(text: string, lists: WordLists): boolean {
  const words = plainWords(text);
  if (lists.goOn?.test(text) || LAUGHTER.test(words.replaceAll(' ', ''))) return true;
  if (endsWithQuestion(text) && !UNSPACED.test(words)) return isSurprise(text, lists);
  const { backchannels, fillers, meant } = lists;
  const parts = [...backchannels, ...fillers];
  return madeOf(
    words,
    parts,
    parts.filter((part) => !meant.includes(part)),
  );
}

/** "Oh, really?" wants no answer; "¿Es bueno?" does, though each of its words may be said by a listener. */
function isSurprise(text: string, lists: WordLists): boolean {
  return text
    .split(/[^\p{L}\p{M}\p{N}'’ -]+/u)
    .map((part) =>
      plainWords(part)
        .split(' ')
        .filter((word) => !isSound(word, lists))
        .join(' '),
    )
    .every((phrase) => phrase === '' || (lists.backchannels.includes(phrase) && !lists.meant.includes(phrase)));
}

/** A sign of listening that is a yes to whoever has asked: "yeah", "mm-hmm", and no mere "um". */
function isAssent(words: string, lists: WordLists): boolean {
  return madeOf(words, [...lists.backchannels, ...lists.fillers], lists.backchannels);
}

/**
 * How Whisper writes a hum ("M.M.H.R.M.", "Hmrm"): at least three consonants that can be hummed or breathed. Others are names ("BBC")
 * or words of languages that do with few vowels.
 */
function isVowelless(words: string): boolean {
  return /^[hmnrzgf ]+$/.test(words) && words.replaceAll(' ', '').length >= 3;
}

/** Interjections, as against short words like "the", of which several in a row may begin a sentence. */
function isSound(word: string, { sounds }: WordLists): boolean {
  return sounds?.test(word) ?? false;
}

/** Too few words for so much sound, and doubted ones. */
function isDrawnOut(words: string, speechMs: number, confidence: number): boolean {
  return confidence < DOUBT && speechMs > wordsOf(words).length * SLOWEST_WORD_MS + LEEWAY_MS;
}

function isHum(words: string, speechMs: number, confidence: number): boolean {
  return wordsOf(words).length > 1 ? speechMs < MURMUR_MS && confidence < DOUBT : speechMs < HUM_MS;
}
