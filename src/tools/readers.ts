/**
 * Readers that tell of a text whether it is a value of their kind, or may become one: the pieces of a grammar that is asked for each token that a
 * model may write next. Each reads on from a place in a text that may break off anywhere. Pure.
 */

/** Where the value ends, behind its last character; 'more' where the text breaks off before that is known; 'no' where it can't be one. */
export type Reading = number | 'more' | 'no';
export type Reader = (text: string, at: number) => Reading;

/** How values are written: as JSON, or as Gemma 4 and FunctionGemma do, with bare keys and texts between signs of their own. */
export type Notation = { readonly quote: string | null };

/** White space in a row, characters: more of it is a model that goes round in circles. */
const MOST_SPACE = 40;

export const nothing: Reader = () => 'no';

/** Exactly this. */
export function exactly(literal: string): Reader {
  return (text, at) => {
    if (text.startsWith(literal, at)) return at + literal.length;
    return literal.startsWith(text.slice(at)) ? 'more' : 'no';
  };
}

/** One behind the other. */
export function sequence(...readers: readonly Reader[]): Reader {
  return (text, from) => {
    let at = from;
    for (const read of readers) {
      const reading = read(text, at);
      if (typeof reading !== 'number') return reading;
      at = reading;
    }
    return at;
  };
}

/** Any of these. */
export function anyOf(readers: readonly Reader[]): Reader {
  return (text, at) => {
    let isOpen = false;
    for (const read of readers) {
      const reading = read(text, at);
      if (typeof reading === 'number') return reading;
      isOpen ||= reading === 'more';
    }
    return isOpen ? 'more' : 'no';
  };
}

/** All of these at once: they read the same value, so that they end together. */
export function allOf(readers: readonly Reader[]): Reader {
  return (text, at) => {
    const readings = readers.map((read) => read(text, at));
    if (readings.includes('no')) return 'no';
    return readings.includes('more') ? 'more' : (readings[0] ?? 'no');
  };
}

export const space: Reader = (text, from) => {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  if (at - from > MOST_SPACE) return 'no';
  return at === text.length ? 'more' : at;
};

/** One of these values: texts, numbers, yes, no and null. */
export function literals(values: readonly unknown[], { quote }: Notation): Reader {
  return anyOf(
    values.map((value) => {
      if (typeof value === 'number') return numberText(String(value));
      if (typeof value !== 'string') return exactly(String(value));
      return exactly(quote === null ? JSON.stringify(value) : quote + value + quote);
    }),
  );
}

/** A number ends where something else begins. */
function numberText(literal: string): Reader {
  const read = exactly(literal);
  return (text, at) => {
    const end = read(text, at);
    if (typeof end !== 'number') return end;
    if (end === text.length) return 'more';
    return /[\d.eE+-]/.test(text.charAt(end)) ? 'no' : end;
  };
}

export type TextLimits = { readonly least?: number; readonly most?: number };

/** A text of so many characters. */
export function textOf({ least = 0, most = Infinity }: TextLimits, { quote }: Notation): Reader {
  return quote === null ? jsonText(least, most) : quotedText(quote, least, most);
}

function jsonText(least: number, most: number): Reader {
  // One character, or an escape that may break off.
  const character = /(?:[^"\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))|(\\(?:u[\da-fA-F]{0,3})?$)/y;
  return (text, from) => {
    if (from === text.length) return 'more';
    if (text.charAt(from) !== '"') return 'no';
    for (let at = from + 1, length = 0; ;) {
      if (at === text.length) return 'more';
      if (text.charAt(at) === '"') return length >= least ? at + 1 : 'no';
      character.lastIndex = at;
      const found = character.exec(text);
      // A line break, say, has to be an escape.
      if (!found || length >= most || text.charAt(at) < ' ') return 'no';
      if (found[1] !== undefined) return 'more';
      at += found[0].length;
      length += 1;
    }
  };
}

function quotedText(quote: string, least: number, most: number): Reader {
  const opened = exactly(quote);
  return (text, from) => {
    const start = opened(text, from);
    if (typeof start !== 'number') return start;
    const end = text.indexOf(quote, start);
    const length = (end < 0 ? withoutBeginningOf(quote, text) : end) - start;
    if (length > most) return 'no';
    if (end < 0) return 'more';
    return length >= least ? end + quote.length : 'no';
  };
}

/** How long the text is without what may be the beginning of a quote at its end. */
function withoutBeginningOf(quote: string, text: string): number {
  for (let length = quote.length - 1; length > 0; length -= 1)
    if (text.endsWith(quote.slice(0, length))) return text.length - length;
  return text.length;
}

export type NumberLimits = { readonly isInteger: boolean; readonly least?: number; readonly most?: number };

/** Digits that a number may have: more are none that JSON can hold exactly. */
const MOST_DIGITS = 15;

/** A number between these limits, without an exponent. */
export function numberOf({ isInteger, least = -Infinity, most = Infinity }: NumberLimits): Reader {
  return (text, at) => {
    const [written = ''] = /^-?\d*(?:\.\d*)?/.exec(text.slice(at, at + 2 * MOST_DIGITS)) ?? [];
    if (!/^-?(?:0|[1-9]\d*|$)(?:\.|$)/.test(written) || (isInteger && written.includes('.'))) return 'no';
    const isWhole = /\d$/.test(written);
    if (at + written.length === text.length) return mayComeBetween(written, isInteger, least, most) ? 'more' : 'no';
    return isWhole && Number(written) >= least && Number(written) <= most ? at + written.length : 'no';
  };
}

/** Whether a number that begins so can be one between the limits: with each digit more there is a narrower span that it can come to lie in. */
function mayComeBetween(written: string, isInteger: boolean, least: number, most: number): boolean {
  const digits = written.replace(/\D/g, '').length;
  if (digits > MOST_DIGITS) return false;
  const sign = written.startsWith('-') ? -1 : 1;
  const between = (one: number, other: number) => Math.max(one, other) >= least && Math.min(one, other) <= most;
  if (digits === 0) return sign < 0 ? least < 0 : true;
  const [whole = '', fraction] = written.split('.');
  const value = Number(written.endsWith('.') ? whole : written);
  if (fraction !== undefined) return between(value, value + sign * 10 ** -fraction.length);
  if (between(value, value) || (!isInteger && between(value, value + sign))) return true;
  // A nought at the beginning has no digit behind it.
  if (/^-?0$/.test(whole)) return false;
  for (let more = 1; digits + more <= MOST_DIGITS; more += 1) {
    const scale = 10 ** more;
    if (between(value * scale, value * scale + sign * (scale - (isInteger ? 1 : 0)))) return true;
  }
  return false;
}

export type Members = {
  readonly of: ReadonlyMap<string, Reader>;
  readonly required: readonly string[];
  /** Reads what other members have; null where there may be none. */
  readonly others: Reader | null;
};

/** An object, each of its members once and in any order. */
export function objectOf({ of, required, others }: Members, notation: Notation): Reader {
  const otherName = nameBut([...of.keys()], notation);
  return (text, from) => {
    const seen = new Set<string>();
    const member: Reader = (_, at) => {
      const left = [...of].filter(([name]) => !seen.has(name));
      const known = left.map(([name, read]) =>
        sequence(exactly(nameIn(name, notation)), space, exactly(':'), noting(seen, name), space, read),
      );
      const other = others && sequence(otherName, space, exactly(':'), space, others);
      return anyOf(other ? [...known, other] : known)(text, at);
    };
    const mayEnd = () => required.every((name) => seen.has(name));
    const mayGoOn = () => others !== null || [...of.keys()].some((name) => !seen.has(name));
    return listed('{', '}', member, { mayEnd, mayGoOn })(text, from);
  };
}

/** Reads nothing, and notes that the name before it was read. */
function noting(seen: Set<string>, name: string): Reader {
  return (_, at) => {
    seen.add(name);
    return at;
  };
}

/** A name that is none of those. */
export function nameBut(names: readonly string[], notation: Notation): Reader {
  const anyName = notation.quote === null ? jsonText(0, Infinity) : bareName;
  const known = new Set(names.map((name) => nameIn(name, notation)));
  return (text, at) => {
    const end = anyName(text, at);
    return typeof end === 'number' && known.has(text.slice(at, end)) ? 'no' : end;
  };
}

function nameIn(name: string, { quote }: Notation): string {
  return quote === null ? JSON.stringify(name) : name;
}

const bareName: Reader = (text, at) => {
  const [name = ''] = /^[\p{L}\p{N}_.-]+/u.exec(text.slice(at)) ?? [];
  if (at + name.length === text.length) return 'more';
  return name === '' ? 'no' : at + name.length;
};

export type Items = {
  /** Of the first items, one each. */
  readonly first?: readonly Reader[];
  /** Of all others; null where there may be none. */
  readonly others: Reader | null;
  readonly least?: number;
  readonly most?: number;
};

/** A list. */
export function listOf({ first = [], others, least = 0, most = Infinity }: Items): Reader {
  return (text, from) => {
    let count = 0;
    const item: Reader = (_, at) => {
      const end = (first[count] ?? others ?? nothing)(text, at);
      if (typeof end === 'number') count += 1;
      return end;
    };
    const mayEnd = () => count >= least;
    const mayGoOn = () => count < most && (count < first.length || others !== null);
    return listed('[', ']', item, { mayEnd, mayGoOn })(text, from);
  };
}

/** What stands between brackets, with commas. */
function listed(
  open: string,
  close: string,
  each: Reader,
  { mayEnd, mayGoOn }: { mayEnd: () => boolean; mayGoOn: () => boolean },
): Reader {
  return (text, from) => {
    let at = sequence(exactly(open), space)(text, from);
    for (let isFirst = true; typeof at === 'number'; isFirst = false) {
      const next = text.charAt(at);
      if (next === close) return mayEnd() ? at + 1 : 'no';
      if (!mayGoOn() || (!isFirst && next !== ',')) return 'no';
      at = sequence(...(isFirst ? [] : [exactly(','), space]), each, space)(text, at);
    }
    return at;
  };
}

/** Lists and objects within each other, where nothing says how deep they may be: a model that only opens brackets is stopped. */
const DEEPEST = 12;

/** Whatever can be written. */
export function anyValue(notation: Notation, depth = DEEPEST): Reader {
  const plain = [textOf({}, notation), numberOf({ isInteger: false }), literals([true, false, null], notation)];
  if (depth === 0) return anyOf(plain);
  const others = anyValue(notation, depth - 1);
  return anyOf([...plain, objectOf({ of: new Map(), required: [], others }, notation), listOf({ others })]);
}
