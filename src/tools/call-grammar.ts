/**
 * What may be written within a call, so that a tool is called with arguments as its schema has them. It is asked only once a call was opened: ordinary
 * text pays nothing.
 *
 * Which tool is called is the model's choice. A model that wants one that there is not must not be bent to another: that is left to the check. Pure.
 */
import type { OpenCall } from './call-filter.ts';
import { endOfValue } from './json.ts';
import { anyOf, exactly, listOf, literals, nameBut, objectOf, sequence, space, type Notation, type Reader } from './readers.ts';
import { readerOf } from './schema-reader.ts';
import type { Declaration } from './tool.ts';

/** What an engine may write next. */
export type Guide = {
  /** Whether this may be next, or the beginning of it. */
  readonly allows: (next: string) => boolean;
  /** Whether the answer may end here. */
  readonly mayEnd: boolean;
};

export class CallGrammar {
  readonly #tools: readonly Declaration[];
  readonly #readers = new Map<string, Reader>();

  constructor(tools: readonly Declaration[]) {
    this.#tools = tools;
  }

  /** What may follow in this call; null where it went wrong already, and the check has to say so. */
  guide({ text, close, quote }: OpenCall): Guide | null {
    const call = this.#reader({ quote });
    if (following(call, close, text) === 'no') return null;
    return {
      allows: (next) => next !== '' && following(call, close, text + next) !== 'no',
      mayEnd: following(call, close, text) === 'whole',
    };
  }

  #reader(notation: Notation): Reader {
    const key = notation.quote ?? '';
    let reader = this.#readers.get(key);
    if (!reader) this.#readers.set(key, (reader = callReader(this.#tools, notation)));
    return reader;
  }
}

/** A call of any of the tools, or in JSON a list of them. */
function callReader(tools: readonly Declaration[], notation: Notation): Reader {
  const names = tools.map(({ name }) => name);
  const one = anyOf([...tools.flatMap((tool) => callsOf(tool, notation)), otherCall(names, notation)]);
  return notation.quote === null ? anyOf([one, listOf({ others: one, least: 1 })]) : one;
}

/** A call that begins with the name of none of them. */
function otherCall(names: readonly string[], notation: Notation): Reader {
  const name = nameBut(names, notation);
  // What closes it is looked for elsewhere.
  if (notation.quote !== null) return sequence(exactly('call:'), name, () => 'more');
  const begun = sequence(exactly('{'), space, exactly('"name"'), space, exactly(':'), space, name);
  return (text, from) => {
    const reading = begun(text, from);
    if (typeof reading !== 'number') return reading;
    const end = endOfValue(text, from);
    return end < 0 ? 'more' : end;
  };
}

/** How calls of one tool look. */
function callsOf({ name, parameters }: Declaration, notation: Notation): Reader[] {
  const args = readerOf(parameters, notation);
  if (notation.quote !== null) return [sequence(exactly(`call:${name}`), args)];
  const mayBeWithout = typeof args('{}', 0) === 'number';
  return ['parameters', 'arguments'].map((member) => {
    const of = new Map([
      ['name', literals([name], notation)],
      [member, args],
    ]);
    return objectOf({ of, required: mayBeWithout ? ['name'] : ['name', member], others: null }, notation);
  });
}

/** Calls, one behind the other, up to what closes them. 'whole': there is one, and nothing is open. */
function following(call: Reader, close: string | null, text: string): 'whole' | 'more' | 'no' {
  let isWhole = false;
  for (let at = 0; ;) {
    const next = space(text, at);
    if (typeof next !== 'number') return next === 'more' && isWhole ? 'whole' : next;
    at = next;
    if (isWhole && close !== null) {
      const closed = exactly(close)(text, at);
      if (typeof closed === 'number') return 'whole';
      if (closed === 'more') return 'more';
    }
    const end = call(text, at);
    if (typeof end !== 'number') return end;
    isWhole = true;
    at = end;
  }
}
