/** Takes out of a transcript what nobody said. */
import { HALLUCINATIONS } from './words/hallucinations.ts';
import { namesNoise } from './words/noises.ts';
import { madeOf, plainWords, UNSPACED, wordsOf } from './words/word-lists.ts';
import { primaryOf } from './language.ts';

/** A phrase can't be said faster than this per word, ms: fast English runs at about 200 ms a word. */
const FASTEST_WORD_MS = 170;
/** Speech-positive time that the VAD may have missed of an utterance, ms: soft beginnings and ends. */
const UNHEARD_MS = 300;
/** So many times the same words in a row are a decoder's loop, not a speaker's stress ("no, no, no" is three). */
const LOOP_REPEATS = 4;
/** The same where nobody can have said it all in the time that there was. */
const IMPOSSIBLE_REPEATS = 2;
/** A single word may be said more often: "very very very very good", "no, no, no, no, no!" */
const STRESS_REPEATS = 8;
/** And a number more often still ("1 1 1 1 …"): some have nothing but zeros behind their beginning. */
const NUMBER_REPEATS = 16;
/** Longest loop looked for, words: Whisper repeats whole sentences, two in a row among them. */
const LOOP_WORDS = 16;
/** Shorter stock phrases ("so", "thanks") are what people say, too: alone they make no text of several, characters. */
const LONG_PHRASE = 6;

/**
 * The transcript without annotations ("[BLANK_AUDIO]", "(music)"), without loops, and '' for a stock phrase that the speech was too
 * short for: "Thank you." is kept when there was time to say it.
 */
export function filterTranscript(text: string, speechMs: number, language: string): string {
  const said = withoutAnnotations(text).replace(/\s+/g, ' ').trim();
  const words = plainWords(said);
  if (words === '') return '';
  const leastMs = FASTEST_WORD_MS * wordsOf(words).length;
  if (isStockPhrase(words, language) && speechMs < leastMs) return '';
  const isPossible = speechMs + UNHEARD_MS >= leastMs;
  return withoutLoops(withoutRuns(said, isPossible), isPossible, language);
}

/** What is described and not said: in brackets of other scripts, between stars or notes, and in a bracket at the beginning that the decoder never closed. */
const ANNOTATIONS =
  /【[^】]*】|［[^］]*］|〔[^〕]*〕|「?[♪♫♬♩][^♪♫♬♩]*[♪♫♬♩]」?|(?<![\p{L}\p{N}])\*(?=\p{L})[^*]*\*|^\s*[[({【（［][^\])}】）］]*$|[♪♫♬♩]+/gu;
const BRACKETS = /\[[^\]]*\]|\([^)]*\)|（[^）]*）|\{[^}]*\}|<[^\s>][^>]*>/g;

function withoutAnnotations(text: string): string {
  return text
    .replace(BRACKETS, (bracket, at: number) => {
      const [before, behind] = [text.slice(0, at), text.slice(at + bracket.length)];
      return isFormula(bracket, before.slice(-1)) || isAside(bracket, before, behind) ? bracket : ' ';
    })
    .replace(ANNOTATIONS, ' ');
}

/** Round brackets in the middle of a sentence hold what was said beside it, unless they name a sound: "I live in Paris (in France) now." */
function isAside(bracket: string, before: string, behind: string): boolean {
  if (!/^[(（]/.test(bracket) || !/\p{L}/u.test(bracket) || namesNoise(bracket)) return false;
  return /[\p{L}\p{M}\p{N},]["'”’»]?\s*$/u.test(before) || /^,?\s*\p{Ll}/u.test(behind);
}

/** Numbers and signs in brackets, and a letter close behind a name, were said: "(3 + 4)", "f(x)", "a[0]". */
function isFormula(bracket: string, before: string): boolean {
  if (/\p{L}{3}/u.test(bracket)) return false;
  return (
    /[\d+*/=^]/.test(bracket) ||
    (/[\p{L}\p{N}]/u.test(before) && /^.[\p{Script=Latin}\p{Script=Greek}\p{N}]{1,2}.$/u.test(bracket))
  );
}

/** Where words stand without spaces between them, a loop is one of characters. */
const PHRASE_RUN = new RegExp(`(${UNSPACED.source}\\S{0,29}?)\\1{${String(LOOP_REPEATS - 1)},}`, 'gu');
const IMPOSSIBLE_PHRASE_RUN = new RegExp(`(${UNSPACED.source}\\S{1,29}?)\\1{${String(IMPOSSIBLE_REPEATS - 1)},}`, 'gu');
const NUMERALS = /^(?:[〇零一二两兩三四五六七八九十百千万萬幺]|ゼロ|いち|さん|よん|ろく|なな|はち|きゅう)+$/u;
/** "aaaa…", "hahaha…", "1-1-1-1-…": ten times and more, nobody says that. */
const SYLLABLE_RUN = /(?<![\p{L}\p{N}])([\p{L}\p{N}]\p{M}*(?:[\p{L}\p{N}]\p{M}*){0,2}?[-,]?)\1{9,}[\p{L}\p{M}\p{N}]{0,3}/gu;
/** A letter has one of each of its marks. */
const MARK_RUN = /(\p{M})\1{2,}\ufffd?/gu;

/** Without what a decoder writes without end inside a word, or where there are no words with spaces between them. */
function withoutRuns(text: string, isPossible: boolean): string {
  return (
    text
      // A word of one character twice is often a word: 谢谢.
      .replace(isPossible ? PHRASE_RUN : IMPOSSIBLE_PHRASE_RUN, (run: string, unit: string) => {
        if (isPossible && NUMERALS.test(unit) && run.length < unit.length * NUMBER_REPEATS) return run;
        return unit.length === 1 ? unit + unit : unit;
      })
      .replace(SYLLABLE_RUN, '$1')
      .replace(MARK_RUN, '$1')
  );
}

/** How subtitles name who made them, in the form of `plainWords`. */
const CREDITS =
  /^(?:subtitles? (?:by|made)|(?:transcription|transcribed|captions?|captioned) by|subtítulos (?:realizados|por)|sous titr(?:es|age)|sottotitoli|legendas? (?:pela|por|adriana)|transcrição e legendas|untertitel(?:ung)?(?: |$)|ondertitel|napisy|altyazı|субтитры|редактор субтитров|字幕(?:志愿者|by|由| |$)|中文字幕|优优独播|優優獨播)/u;

/** Whether Whisper writes this, in the form of `plainWords`, where there was nothing to write. */
export function isStockPhrase(words: string, language: string): boolean {
  const primary = primaryOf(language);
  const phrases = (Object.hasOwn(HALLUCINATIONS, primary) && HALLUCINATIONS[primary]) || [];
  // One behind the other, too: "Thanks for watching, and see you next time."
  const long = phrases.filter((phrase) => phrase.length >= LONG_PHRASE);
  return phrases.includes(words) || madeOf(words, phrases, long) || CREDITS.test(words);
}

const NUMBER = /^\p{N}+$/u;

/** From how many rounds on it is a loop, where there was time to say it all. `language` of a text that ends with it: null where something follows. */
function leastRounds(unit: readonly string[], language: string | null): number {
  const [word = ''] = unit;
  // "7 7" four times is 7 eight times.
  if (unit.length > 1 && unit.every((each) => each === word)) return Infinity;
  // "2 plus 2 plus 2 …", "1 2 1 2 …"
  if (unit.length === 2 && unit.some((each) => NUMBER.test(each))) return STRESS_REPEATS;
  if (unit.length > 1) return LOOP_REPEATS;
  if (language !== null && isStockPhrase(word, language)) return LOOP_REPEATS;
  return NUMBER.test(word) ? NUMBER_REPEATS : STRESS_REPEATS;
}

/** The text with every loop of so many rounds (of a single word more, where there was time to say it) cut down to its first; a last round that the decoder could not finish goes too. */
function withoutLoops(text: string, isPossible: boolean, language: string): string {
  const repeats = isPossible ? LOOP_REPEATS : IMPOSSIBLE_REPEATS;
  const words = text.split(' ');
  const plain = words.map(plainWords);
  for (let length = 1; length <= LOOP_WORDS; length += 1) {
    for (let start = 0; start + length * repeats <= words.length; start += 1) {
      let rounds = 1;
      while (sameWords(plain, start, start + rounds * length, length)) rounds += 1;
      const end = start + rounds * length;
      const unit = plain.slice(start, start + length);
      if (
        rounds < (isPossible ? leastRounds(unit, start + rounds * length < words.length ? null : language) : IMPOSSIBLE_REPEATS)
      )
        continue;
      const rest = sameWords(plain, start, end, words.length - end) ? [] : words.slice(end);
      return withoutLoops([...words.slice(0, start + length), ...rest].join(' '), isPossible, language);
    }
  }
  return text;
}

function sameWords(words: readonly string[], left: number, right: number, length: number): boolean {
  if (right + length > words.length) return false;
  for (let index = 0; index < length; index += 1) if (words[left + index] !== words[right + index]) return false;
  return true;
}
