/**
 * Finds the calls in an answer while it is being written: what is text goes on at once, what is a call is never given out as text. How the
 * answer was cut into pieces makes no difference. Pure.
 *
 * All the usual forms are known to it, whatever form the model was told: models fall back to the one that they were trained with.
 */
import { callInGemma, callsInJson, GEMMA_QUOTES, unreadable, type WrittenCall } from './calls.ts';
import { endOfValue } from './json.ts';
import { TOOL_SETTINGS } from './settings.ts';

/** What text goes through that is no call: here an answer loses its thoughts (workers/llm/answer-filter.ts). */
export type TextFilter = {
  push(delta: string): string;
  end(): string;
  /** Whether what was pushed so far ends in the middle of a thought: what looks like a call there is none. */
  readonly isThinking: boolean;
  /** Nothing counts any more. */
  readonly isOver: boolean;
};

/** What is certain with a piece: text, and calls that are complete. */
export type Found = { text: string; calls: WrittenCall[] };

type Opening = {
  readonly open: string;
  /** Ends it; null where the end of the value does. */
  readonly close: string | null;
  /** What Gemma's own form has texts between; null where the call is JSON. */
  readonly quote: string | null;
};

/** A call that is being written: what there is of it behind its opening. */
export type OpenCall = Pick<Opening, 'close' | 'quote'> & { readonly text: string };

/** What opens a call for sure. */
const OPENINGS: readonly Opening[] = [
  { open: '<tool_call>', close: '</tool_call>', quote: null },
  { open: '<function_call>', close: '</function_call>', quote: null },
  { open: '[TOOL_CALLS]', close: null, quote: null },
  { open: '<|tool_call>', close: '<tool_call|>', quote: '<|"|>' },
  { open: '<start_function_call>', close: '<end_function_call>', quote: '<escape>' },
];

const FENCE = '```';
/** A fence with one of these names is a call, and with one of those may be one. Any other is code to be read. */
const CALL_FENCES = ['tool_call', 'tool_calls', 'tool_code', 'function_call', 'tool'];
const MAYBE_FENCES = ['', 'json'];
/** No name of a fence is longer. */
const LONGEST_INFO = 30;

/** Everything that may begin in a piece and end in a later one. */
const MARKS: readonly string[] = [FENCE, ...OPENINGS.map(({ open }) => open)];

/** Signs of a call that a vocabulary may have as tokens. */
const CALL_TOKENS: ReadonlySet<string> = new Set([
  ...OPENINGS.flatMap(({ open, close }) => [open, close ?? open]),
  ...GEMMA_QUOTES,
]);

/** Whether a token of a vocabulary belongs to a call. */
export function isCallMark(token: string): boolean {
  return CALL_TOKENS.has(token);
}

type Mode =
  | { is: 'text' }
  /** Within a fence that is for the reader. */
  | { is: 'code' }
  /** Behind what opened a call. `opening` as it stood there. */
  | { is: 'call'; opening: string; close: string | null; quote: string | null }
  /** Behind what may have. */
  | { is: 'maybe'; opening: string; close: string | null };

const UNREADABLE = 'That call could not be read: it is no JSON object with a name and parameters.';

export class CallFilter {
  readonly #names: ReadonlySet<string>;
  readonly #inner: TextFilter;
  #mode: Mode = { is: 'text' };
  /** What is not decided yet. */
  #held = '';
  #found: Found = { text: '', calls: [] };
  /** What went through so far, the last of it: an answer may be a call and nothing else, without a mark before it. */
  #before = '';
  /** A value at the answer's beginning was no call; no other is looked at. */
  #isNoBareCall = false;
  #hasCalls = false;
  #isDone = false;

  /** `names`: of the tools there are. */
  constructor(names: Iterable<string>, inner: TextFilter) {
    this.#names = new Set(names);
    this.#inner = inner;
  }

  /** Whether nothing more is to be had: what comes after a call is the model making up its result. */
  get isOver(): boolean {
    return this.#isDone || this.#inner.isOver;
  }

  /** The call that is just being written, for sure; null in the midst of text. */
  get openCall(): OpenCall | null {
    const mode = this.#mode;
    return mode.is === 'call' && !this.isOver ? { text: this.#held, close: mode.close, quote: mode.quote } : null;
  }

  push(delta: string): Found {
    this.#held += delta;
    return this.#take(false);
  }

  /** What is left when nothing more comes. */
  end(): Found {
    const found = this.#take(true);
    if (!this.#hasCalls) found.text += this.#inner.end();
    return found;
  }

  #take(isEnd: boolean): Found {
    this.#found = { text: '', calls: [] };
    while (!this.isOver && this.#held !== '' && this.#step(isEnd));
    return this.#found;
  }

  /** False where more has to come first. */
  #step(isEnd: boolean): boolean {
    switch (this.#mode.is) {
      case 'text':
        return this.#stepText(isEnd);
      case 'code':
        return this.#stepCode(isEnd);
      case 'call':
        return this.#stepCall(this.#mode, isEnd);
      case 'maybe':
        return this.#stepMaybe(this.#mode, isEnd);
    }
  }

  #stepText(isEnd: boolean): boolean {
    const held = this.#held;
    const at = firstMark(held);
    const bare = this.#bareValue();
    if (bare >= 0 && (at < 0 || bare < at)) {
      this.#giveHeld(bare);
      if (this.#inner.isThinking) this.#giveHeld(1);
      else this.#mode = { is: 'maybe', opening: '', close: null };
      return true;
    }
    if (at < 0) {
      const length = isEnd ? held.length : held.length - openEnd(held);
      this.#giveHeld(length);
      return false;
    }
    if (at > 0) {
      this.#giveHeld(at);
      return true;
    }
    // A mark, at the very beginning of what is held. In a thought it is none.
    if (this.#inner.isThinking) {
      this.#giveHeld(1);
      return true;
    }
    return held.startsWith(FENCE) ? this.#openFence(isEnd) : this.#open();
  }

  /** Where a bracket is the first that the answer has; -1 where none is. */
  #bareValue(): number {
    if (this.#isNoBareCall || this.#hasCalls) return -1;
    for (const { index } of this.#held.matchAll(/[{[]/g)) {
      const rest = this.#held.slice(index);
      if (MARKS.some((mark) => mark.startsWith(rest))) return -1;
      const before = lastOf(this.#before + this.#held.slice(0, index)).trimEnd();
      if (before === '' || THOUGHT_ENDS.test(before)) return index;
    }
    return -1;
  }

  #open(): boolean {
    const opening = OPENINGS.find(({ open }) => this.#held.startsWith(open));
    if (!opening) return false;
    this.#held = this.#held.slice(opening.open.length);
    this.#mode = { is: 'call', opening: opening.open, close: opening.close, quote: opening.quote };
    return true;
  }

  /** What kind of fence it is stands on its line. */
  #openFence(isEnd: boolean): boolean {
    const line = this.#held.slice(0, FENCE.length + LONGEST_INFO);
    const [opening, info = ''] = /^```([^\n`{[]*?)[ \t]*(\n|(?=[{[]))/.exec(line) ?? [];
    if (opening === undefined) {
      if (!isEnd && line.length < FENCE.length + LONGEST_INFO && !/[\n`]/.test(line.slice(FENCE.length))) return false;
      return this.#enterCode(FENCE.length);
    }
    const name = info.trim().toLowerCase();
    const rest = this.#held.slice(opening.length);
    if (CALL_FENCES.includes(name)) this.#mode = { is: 'call', opening, close: FENCE, quote: null };
    else if (MAYBE_FENCES.includes(name) && !this.#hasCalls) this.#mode = { is: 'maybe', opening, close: FENCE };
    else return this.#enterCode(opening.length);
    this.#held = rest;
    return true;
  }

  #enterCode(length: number): boolean {
    this.#mode = { is: 'code' };
    this.#giveHeld(length);
    return true;
  }

  #stepCode(isEnd: boolean): boolean {
    const at = this.#held.indexOf(FENCE);
    if (at >= 0) {
      this.#mode = { is: 'text' };
      this.#giveHeld(at + FENCE.length);
      return true;
    }
    const ticks = isEnd ? 0 : (/`{1,2}$/.exec(this.#held)?.[0].length ?? 0);
    this.#giveHeld(this.#held.length - ticks);
    return false;
  }

  #stepCall({ opening, close, quote }: Extract<Mode, { is: 'call' }>, isEnd: boolean): boolean {
    const held = this.#held.slice(0, TOOL_SETTINGS.longestCall);
    const bodyEnd = quote === null ? endOfJsonBody(held, close, isEnd) : endOfGemma(held, close ?? '');
    if (bodyEnd === null && !isEnd && held.length < TOOL_SETTINGS.longestCall) return false;
    const { length, text } = bodyEnd ?? { length: held.length, text: held };
    // Only its end was left of it.
    if (bodyEnd && text.trim() === '' && this.#hasCalls) {
      this.#mode = { is: 'text' };
      this.#held = this.#held.slice(length);
      return true;
    }
    const calls = quote === null ? valuesIn(text).flatMap((value) => callsInJson(value) ?? [null]) : [callInGemma(text)];
    const isRead = calls.length > 0 && calls.every((call) => call !== null);
    this.#called(isRead ? calls : [unreadable(`${opening}${held.slice(0, length)}`, UNREADABLE)]);
    this.#held = this.#held.slice(length);
    // It has no end that could be found.
    if (bodyEnd === null) this.#isDone = true;
    return true;
  }

  /** A value that may be a call: it is one where it names a tool that there is. */
  #stepMaybe({ opening, close }: Extract<Mode, { is: 'maybe' }>, isEnd: boolean): boolean {
    const held = this.#held.slice(0, TOOL_SETTINGS.longestCall);
    const start = /^\s*/.exec(held)?.[0].length ?? 0;
    const isLikely = mayBeCall(held.slice(start));
    const end = isLikely === true ? endOfValue(held, start) : -1;
    const isUndecided = isLikely === null || (isLikely && end < 0);
    if (isUndecided && !isEnd && held.length < TOOL_SETTINGS.longestCall) return false;
    const calls = end < 0 ? null : callsInJson(held.slice(start, end));
    if (!calls?.every(({ name }) => this.#names.has(name))) {
      // It was text after all; in a fence, code.
      this.#mode = close === null ? { is: 'text' } : { is: 'code' };
      if (close === null) this.#isNoBareCall = true;
      this.#give(opening);
      return true;
    }
    this.#called(calls);
    this.#held = this.#held.slice(end);
    if (close !== null) this.#mode = { is: 'call', opening, close, quote: null };
    return true;
  }

  #called(calls: readonly WrittenCall[]): void {
    // What was held back of the text before it is text.
    if (!this.#hasCalls) this.#found.text += this.#inner.end();
    this.#found.calls.push(...calls);
    this.#hasCalls = true;
    this.#mode = { is: 'text' };
  }

  #giveHeld(length: number): void {
    this.#give(this.#held.slice(0, length));
    this.#held = this.#held.slice(length);
  }

  #give(text: string): void {
    if (text === '') return;
    if (this.#hasCalls) {
      // Between two calls, and behind the last, there may be space.
      if (text.trim() !== '') this.#isDone = true;
      return;
    }
    this.#before = lastOf(this.#before + text);
    this.#found.text += this.#inner.push(text);
  }
}

function firstMark(text: string): number {
  const found = MARKS.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** So much of what went through is looked back at, characters. */
const LOOKED_BACK = 200;

function lastOf(text: string): string {
  return text.slice(-LOOKED_BACK);
}

/** Behind a thought the answer begins. */
const THOUGHT_ENDS = /(<\/[a-z:]+>|\[\/THINK\]|<channel\|>|<\|END_THINKING\|>|<unused95>|◁\/think▷|<\|message\|>)$/;

/** How many characters at the end may be the beginning of a mark. */
function openEnd(text: string): number {
  for (let length = Math.min(text.length, 24); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (MARKS.some((mark) => mark.length > length && mark.startsWith(end))) return length;
  }
  return 0;
}

/** Whether JSON of objects begins here; null where that can't be told yet. */
function mayBeCall(text: string): boolean | null {
  if (/^\{\s*"/.test(text) || /^\[\s*\{\s*"/.test(text)) return true;
  return /^(\{\s*|\[\s*(\{\s*)?)?$/.test(text) ? null : false;
}

/** Values in JSON, one after the other. */
function valuesIn(text: string): string[] {
  const values: string[] = [];
  for (let at = 0; at < text.length;) {
    const start = at + (/^[\s,;]*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) break;
    const end = /[{[]/.test(text.charAt(start)) ? endOfValue(text, start) : -1;
    values.push(text.slice(start, end < 0 ? text.length : end));
    at = end < 0 ? text.length : end;
  }
  return values;
}

type Body = { text: string; length: number };

/** The values up to what closes them; null while that has not come. */
function endOfJsonBody(text: string, close: string | null, isEnd: boolean): Body | null {
  for (let at = 0; ;) {
    at += /^[\s,;]*/.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    if (close !== null && rest.startsWith(close)) return { text: text.slice(0, at), length: at + close.length };
    if (rest === '' || (close?.startsWith(rest) ?? false))
      return isEnd && at > 0 ? { text: text.slice(0, at), length: text.length } : null;
    if (/^[{[]/.test(rest)) {
      const end = endOfValue(text, at);
      if (end < 0) return null;
      if (close === null) return { text: text.slice(0, end), length: end };
      at = end;
      continue;
    }
    // What stands behind the calls is none of them.
    if (text.slice(0, at).trim() !== '') return { text: text.slice(0, at), length: at };
    // What is no JSON is given up with what closes it.
    const closedAt = close === null ? -1 : text.indexOf(close, at);
    return closedAt < 0 ? null : { text: text.slice(0, closedAt), length: closedAt + (close?.length ?? 0) };
  }
}

/** As above; what stands between quotes of its kind closes nothing. */
function endOfGemma(text: string, close: string): Body | null {
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith(close, at)) return { text: text.slice(0, at), length: at + close.length };
    const quote = GEMMA_QUOTES.find((each) => text.startsWith(each, at));
    if (quote === undefined) continue;
    const end = text.indexOf(quote, at + quote.length);
    if (end < 0) return null;
    at = end + quote.length - 1;
  }
  return null;
}
