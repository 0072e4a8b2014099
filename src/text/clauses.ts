/** Cuts streamed text into what is spoken in one go: a first clause as early as it pays, then sentence by sentence. */

/** Characters [from, to) of the whole text. Clauses follow each other without a gap. */
export type Clause = { from: number; to: number; text: string };

/** A first clause of fewer words ("Sure,") would leave the voice with nothing to say while the next is made. */
const FIRST_MIN_WORDS = 3;
/** A first clause is cut at a word here even without a comma: the listener waits. About 3 s of speech, characters. */
const FIRST_MAX_CHARACTERS = 60;
/** Kokoro reads at most 510 phonemes at a time and drops the rest without a word; English has about one per character. */
export const MAX_CHARACTERS = 280;
/** Below this a clause is too short for its melody. About 4 s of speech. */
export const MIN_CHARACTERS = 70;

/** Words that end in a full stop in mid-sentence, in lower case. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st jr sr vs etc e.g i.e approx no vol fig inc ltd co corp dept est u.s u.k a.m p.m mt gen sen lt gov rep capt sgt ft ave col maj cmdr hon rev ph.d pp figs nos ed eds tel mon tue wed thu fri jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

/** Takes text as it streams in and gives clauses out. How the text was cut into pieces makes no difference. */
export class ClauseSplitter {
  /** What was not given out yet. */
  #rest = '';
  #from = 0;
  #first = true;
  readonly #maxCharacters: number;

  /** Clauses after the first get no longer than `maxCharacters` (MIN_CHARACTERS to MAX_CHARACTERS). */
  constructor(maxCharacters = MAX_CHARACTERS) {
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
      clauses.push({ from: this.#from, to: this.#from + length, text });
      this.#from += length;
      this.#rest = this.#rest.slice(length);
      if (/[\p{L}\p{N}]/u.test(text)) this.#first = false;
    }
  }

  /** How many characters of the rest are the next clause; 0 while that is not sure. */
  #boundary(ended: boolean): number {
    const text = this.#rest;
    const limit = this.#first ? FIRST_MAX_CHARACTERS : this.#maxCharacters;
    // A boundary needs the two characters behind it to be sure.
    for (let at = 1; at <= Math.min(limit, text.length - 2); at += 1) {
      if (this.#isBoundary(text, at)) return at;
    }
    if (text.length >= limit + 2) return cutBefore(text, limit);
    if (!ended) return 0;
    return text.length <= limit ? text.length : cutBefore(text, limit);
  }

  /** Whether a clause ends just before position `at`. */
  #isBoundary(text: string, at: number): boolean {
    const before = text.slice(0, at);
    if (!/[\p{L}\p{N}]/u.test(before)) return false;
    if (before.endsWith('\n')) return true;
    if (!/\s/.test(text.charAt(at))) return false;
    if (/[.!?…。！？]["'”’)\]]*$/.test(before)) return this.#isSentenceEnd(before, text.charAt(at + 1));
    return this.#first && /[,;:—–]$/.test(before) && wordCount(before) >= FIRST_MIN_WORDS;
  }

  #isSentenceEnd(before: string, next: string): boolean {
    if (this.#first && wordCount(before) < FIRST_MIN_WORDS && !/[!?]["'”’)\]]*$/.test(before)) {
      // "Yes. Paris is …": too short to go alone, unless nothing follows.
      return false;
    }
    if (/\p{Ll}/u.test(next)) return false;
    const word = /(\S+)\.$/
      .exec(before)?.[1]
      ?.toLowerCase()
      .replace(/^[("'“‘[]+/, '');
    if (word === undefined) return true;
    // "Dr.", an initial ("J. S. Bach", "J.R.R. Tolkien"), a list's number ("1.").
    return !ABBREVIATIONS.has(word) && !/^\p{L}(?:\.\p{L})*$/u.test(word) && !/(^|\n)\s*\d+\.$/.test(before);
  }
}

/**
 * Cuts a clause in two where a speaker might take a breath, so that a slow voice is heard sooner: the first such place at which the second
 * part can be made while the first is heard. `realTimeFactor`: work time of the voice over speech time. The clause alone where there is none,
 * or where it has markdown that belongs together.
 */
export function cutInTwo({ from, to, text }: Clause, realTimeFactor: number, phraseStarts: readonly string[]): Clause[] {
  if (/[[\]<>`|]/.test(text)) return [{ from, to, text }];
  for (const { index, 1: word = '' } of text.matchAll(/\s(\p{L}+)(?=\s)/gu)) {
    const [first, second] = [text.slice(0, index), text.slice(index)];
    if (!phraseStarts.includes(word) || wordCount(first) < FIRST_MIN_WORDS) continue;
    if (first.length < second.length * realTimeFactor) continue;
    return [
      { from, to: from + index, text: first },
      { from: from + index, to, text: second },
    ];
  }
  return [{ from, to, text }];
}

function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
}

/** The best place to cut at or before `limit`: behind a comma, else behind a space, else right there. */
function cutBefore(text: string, limit: number): number {
  const part = text.slice(0, limit);
  const comma = Math.max(part.lastIndexOf(', '), part.lastIndexOf('; '), part.lastIndexOf(': '));
  if (comma > limit / 2) return comma + 1;
  const space = part.lastIndexOf(' ');
  if (space > 0) return space;
  // Not between the halves of a character.
  return /[\uD800-\uDBFF]$/.test(part) ? limit - 1 : limit;
}
