/** Cuts streamed text into what is spoken in one go: a first clause as early as it pays, then sentence by sentence. */
import { hiddenLength, isAddress, isUncuttable, isWithin } from './wholes.ts';
import { plainWords, wordLists, wordsOf, type WordLists } from './words/word-lists.ts';
import { primaryOf } from './language.ts';

/**
 * Characters [from, to) of the whole text. Clauses follow each other without a gap. The first `skip` of them are the rest of an address that
 * was too long for one clause: nothing of it is said.
 */
export type Clause = { from: number; to: number; text: string; skip?: number };

/** A first clause of fewer words ("Sure,") would leave the voice with nothing to say while the next is made. */
const FIRST_MIN_WORDS = 3;
/** A first clause is cut at a word here even without a comma: the listener waits. About 3 s of speech, characters. */
const FIRST_MAX_CHARACTERS = 60;
/** How a sentence ends, or a line. */
const SENTENCE_END = /[.!?…。！？।॥]['"”’»)\]]*\s*$|\n\s*$/;
/** About 18 s of speech, which nobody says in one breath. What a voice can read at once is counted where it is known (workers/tts). */
export const MAX_CHARACTERS = 280;
/** Below this a clause is too short for its melody. About 4 s of speech. */
export const MIN_CHARACTERS = 70;

/** Words that end in a full stop in mid-sentence, by language, in lower case. */
const ABBREVIATIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    en: 'mr mrs ms dr prof st jr sr vs etc e.g i.e approx vol fig inc ltd co corp dept est u.s u.k a.m p.m mt gen sen lt gov rep capt sgt ft ave col maj cmdr hon rev ph.d pp figs nos ed eds tel mon tue wed thu fri jan feb mar apr jun jul aug sep sept oct nov dec adm brig supt atty al cf esq pvt cpl messrs blvd rd hwy univ assoc asst',
    es: 'dr prof sr etc vs st sra sres srta dra ud uds ee uu ej aprox núm pág págs art avda av cap gral ing lic dña pza ctra cdta cda máx mín p.ej a.c d.c tel ene feb abr jun jul ago sept oct nov dic',
    fr: 'dr prof etc vs st m mm mme mlle pr env ex av apr art chap p.ex j.-c c.-à-d tél éd bd hab no vol pers cf pp janv févr avr juil sept oct nov déc',
    it: 'dr prof sr etc vs sig sigg dott dott.ssa prof.ssa sig.ra avv ing ecc es pag pagg art a.c d.c tel cap sec cfr rid s p.za c.so v.le ca gen feb apr giu lug sett ott nov dic',
    pt: 'dr prof sr etc vs sra srta dra profa ex aprox pág págs art a.c d.c tel av cap p.ex séc obs eng gen pça r s jan fev abr jun jul ago nov dez seg ter qua qui sex sáb dom',
    hi: 'डॉ प्रो ई पू रु सं श्री पं कु मो पृ rs dr prof mr mrs etc',
    de: 'dr prof z.b u.a d.h bzw usw ca nr str hr fr st dipl ing evtl ggf inkl abs',
  }).map(([language, words]) => [language, new Set(words.split(' '))]),
);
const NONE: ReadonlySet<string> = new Set();
/** Before a number these are short forms; elsewhere they are words, or a sentence ends with them ("You said no."). */
const BEFORE_NUMBERS = /^(?:no|min|max|avg|sec|apt|ver|ch|ca|bd|nr|str|km|tel|arts?|al|para|eq|op|apto|mar|mag|set|out)$/;
/** A move in chess, and the number of the next. */
const MOVE = /(?:O-O|[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8])[+#!?]*\s\d+\.$/;

/** Takes text as it streams in and gives clauses out. How the text was cut into pieces makes no difference. */
export class ClauseSplitter {
  /** What was not given out yet. */
  #rest = '';
  #from = 0;
  #first = true;
  /** Whether the last clause ended within an address. */
  #inAddress = false;
  readonly #maxCharacters: number;
  readonly #abbreviations: ReadonlySet<string>;
  readonly #lists: WordLists;

  /** Clauses after the first get no longer than `maxCharacters` (MIN_CHARACTERS to MAX_CHARACTERS). `language` is the tag of the text's. */
  constructor(maxCharacters = MAX_CHARACTERS, language = 'en') {
    this.#abbreviations = ABBREVIATIONS.get(primaryOf(language)) ?? NONE;
    this.#lists = wordLists(language);
    this.#maxCharacters = Math.max(MIN_CHARACTERS, Math.min(MAX_CHARACTERS, maxCharacters));
  }

  /** The clauses that are complete now. */
  push(delta: string): Clause[] {
    this.#rest += delta;
    return this.#take(false);
  }

  /** The text is over: what is left. */
  end(): Clause[] {
    return this.#take(true);
  }

  #take(ended: boolean): Clause[] {
    const clauses: Clause[] = [];
    for (;;) {
      const length = this.#boundary(ended);
      if (length === 0) return clauses;
      const text = this.#rest.slice(0, length);
      const skip = this.#inAddress ? (/^[^\s)]*\)?/.exec(text)?.[0].length ?? 0) : 0;
      clauses.push({ from: this.#from, to: this.#from + length, text, ...(skip > 0 ? { skip } : {}) });
      this.#inAddress = skip === length || isAddress(text, this.#rest.slice(length));
      this.#from += length;
      this.#rest = this.#rest.slice(length);
      if (/[\p{L}\p{N}]/u.test(text.slice(skip))) this.#first = false;
    }
  }

  /** How many characters of the rest are the next clause; 0 while that is not sure. */
  #boundary(ended: boolean): number {
    const text = this.#rest;
    const least = this.#first ? FIRST_MAX_CHARACTERS : this.#maxCharacters;
    const most = longestClause(text, least, ended);
    const limit = most ?? least;
    // A boundary needs the two characters behind it to be sure.
    for (let at = 1; at <= Math.min(limit, text.length - 2); at += 1) {
      if (this.#isBoundary(text, at)) return at;
    }
    if (most === null) return 0;
    if (text.length >= limit + 2) return cutBefore(text, limit, this.#lists);
    if (!ended) return 0;
    return text.length <= limit ? text.length : cutBefore(text, limit, this.#lists);
  }

  /** Whether a clause ends just before position `at`. */
  #isBoundary(text: string, at: number): boolean {
    const before = text.slice(0, at);
    if (!/[\p{L}\p{N}]/u.test(before)) return false;
    if (before.endsWith('\n')) return true;
    // Where words stand without spaces, sentences do too.
    const isClosed = /[。！？｡"'”’)\]」』）]/.test(text.charAt(at - 1));
    if (isClosed && /[。！？｡]["'”’)\]」』）]*$/.test(before)) return !/[。！？｡"'”’)\]」』）]/.test(text.charAt(at));
    if (!/\s/.test(text.charAt(at))) return false;
    const isEnd = /[.!?…।॥](?:\s»|["'”’»)\]])*$/.test(before)
      ? this.#isSentenceEnd(before, text.charAt(at + 1))
      : this.#first && /[,;:—–]$/.test(before) && wordCount(before) >= FIRST_MIN_WORDS;
    return isEnd && !isWithin(before);
  }

  #isSentenceEnd(before: string, next: string): boolean {
    if (this.#first && wordCount(before) < FIRST_MIN_WORDS && !/[!?]["'”’»)\]]*$/.test(before)) {
      // "Yes. Paris is …": too short to go alone, unless nothing follows.
      return false;
    }
    // A sentence begins with none of these; French has spaces before its marks.
    if (/[\p{Ll}&,;:!?»)\]]/u.test(next)) return false;
    const word = /([^\s—–]+)\.$/
      .exec(before)?.[1]
      ?.toLowerCase()
      .replace(/^[("'“‘«[¿¡]+|^\p{L}{1,2}['’]/gu, '');
    if (word === undefined) return true;
    if ((BEFORE_NUMBERS.test(word) && /\d/.test(next)) || MOVE.test(before)) return false;
    // "Dr.", an initial ("J. S. Bach", "J.R.R. Tolkien"), a list's number ("1.").
    return (
      !this.#abbreviations.has(word) &&
      !(/^\p{L}(?:\.\p{L})*$/u.test(word) && !/\d\s?\p{L}\.$/u.test(before)) &&
      !/(^|\n)\s*\d+\.$/.test(before)
    );
  }
}

/** Whether a text ends with the end of a sentence, or of a line: list items and headings have no other. */
export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text);
}

/** How long a voice works for what it says, and how long that is heard, ms. Of a letter each, which has about one phoneme. */
export type VoicePace = { workMs(phonemes: number): number; heardMs(phonemes: number): number };

/** What a voice makes within this, ms, keeps the melody of a sentence said in one breath: a listener hardly waits. */
const SOON_MS = 1_000;
/** So does what would be heard sooner by less than this, ms. */
const WORTH_MS = 300;
/** And so much sooner, ms, is worth a cut where nobody would take a breath. */
const BREATH_MS = 300;

/**
 * Cuts a sentence in two, so that a slow voice is heard sooner: where its first part is soonest made, and heard for as long as the second takes to be made, so
 * that no gap opens between them. The clause alone where that isn't possible, gains little, would make the gap inside a sentence that goes on
 * behind the clause longer, or goes through markdown that belongs together.
 */
export function cutInTwo({ from, to, text }: Clause, pace: VoicePace, lists: WordLists): Clause[] {
  const whole = [{ from, to, text }];
  if (pace.workMs(text.length) < SOON_MS || /[[\]<>`|]/.test(text) || !endsSentence(text)) return whole;
  const waits = placesOf(text, lists)
    .filter(({ at, isFree, isOpen }) => isFree && !isOpen && wordCount(text.slice(0, at)) >= FIRST_MIN_WORDS)
    .filter(({ at }) => pace.heardMs(at) >= pace.workMs(text.slice(at).trim().length))
    .map(({ at, isBreath }) => ({ at, ms: pace.workMs(at) + (isBreath ? 0 : BREATH_MS) }));
  const best = waits.toSorted((left, right) => left.ms - right.ms)[0];
  if (!best || pace.workMs(text.length) - best.ms < WORTH_MS) return whole;
  return [
    { from, to: from + best.at, text: text.slice(0, best.at) },
    { from: from + best.at, to, text: text.slice(best.at) },
  ];
}

function wordCount(text: string): number {
  return wordsOf(plainWords(text)).length;
}

/**
 * How many characters a clause may have that says `limit` of them: addresses are not said, and links and the like are not cut. Null while the
 * text ends within one.
 */
function longestClause(text: string, limit: number, ended: boolean): number | null {
  for (let most = limit; ;) {
    let end = most;
    while (end < Math.min(text.length, MAX_CHARACTERS) && isUncuttable(text, end)) {
      const space = text.slice(end + 1).search(/\s/);
      if (space < 0 && !ended && text.length < MAX_CHARACTERS) return null;
      end = space < 0 ? text.length : end + 1 + space;
    }
    const next = Math.min(MAX_CHARACTERS, Math.max(end, limit + hiddenLength(text.slice(0, end))));
    if (next <= most) return most;
    most = next;
  }
}

/**
 * A space at which a text may be cut. `isBreath`: a speaker might take one, behind a comma or before a phrase; `isFree`: it is not beside a number or a sign;
 * `isOpen`: the word before it wants another ("by the | sea").
 */
type Place = { at: number; isComma: boolean; isBreath: boolean; isFree: boolean; isOpen: boolean };

function placesOf(text: string, { phraseStarts, openEndings }: WordLists): Place[] {
  // French has a space before its marks, and within its quotation marks.
  const spaces = [...text.matchAll(/(?<!«)\s(?![?!;:»%€])/g)].map(({ index }) => index);
  return spaces
    .filter((at) => at > 0 && !isWithin(text.slice(0, at)))
    .map((at) => {
      const isComma = /[,;:—]/.test(text.charAt(at - 1));
      return {
        at,
        isComma,
        isBreath: isComma || phraseStarts.includes(plainWords(/^\s*\S+/.exec(text.slice(at))?.[0] ?? '')),
        isFree: !/[\d$£€=+*/<>−.-]/.test(text.charAt(at - 1)) && !/[\d=+*/<>−-]/.test(text.charAt(at + 1)),
        isOpen: openEndings.includes(plainWords(/\S+$/.exec(text.slice(0, at))?.[0] ?? '')),
      };
    });
}

/**
 * The best place to cut at or before `limit`: behind a comma, else where a speaker might take a breath, else at a free space that is not open, else at a
 * free one, else at any, else right there.
 */
function cutBefore(text: string, limit: number, lists: WordLists): number {
  const places = placesOf(text, lists).filter(({ at }) => at < limit);
  const late = places.filter(({ at }) => at > limit / 2);
  const best =
    late.findLast(({ isComma }) => isComma) ??
    late.findLast(({ isFree, isBreath, isOpen }) => isFree && isBreath && !isOpen) ??
    places.findLast(({ isFree, isOpen }) => isFree && !isOpen) ??
    places.findLast(({ isFree }) => isFree) ??
    places.at(-1);
  if (best) return best.at;
  // Not between the halves of a character.
  return /[\uD800-\uDBFF]$/.test(text.slice(0, limit)) ? limit - 1 : limit;
}
