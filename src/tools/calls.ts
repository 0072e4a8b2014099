/** Reads the calls that a model has written, in whatever of the usual forms. Pure. */
import { isObject, readJson } from './json.ts';
import type { Args } from './tool.ts';

/** A call as it was read. `problem`: why it is none that could be carried out; `raw` is then what was written. */
export type WrittenCall = { readonly name: string; readonly args: Args; readonly problem?: string; readonly raw?: string };

/** The names that models and makers have for the members of a call. */
const NAMES = ['name', 'tool', 'tool_name', 'function'];
const ARGUMENTS = ['parameters', 'arguments', 'args', 'input'];

/** Calls in JSON: one, or a list of them. Null for what is JSON of something else, or none. */
export function callsInJson(text: string): WrittenCall[] | null {
  const value = readJson(text);
  const all: unknown[] = Array.isArray(value) ? value : [value];
  const calls = all.map(callOf);
  return calls.length > 0 && calls.every((call) => call !== null) ? calls : null;
}

/** A call that can't be read. */
export function unreadable(raw: string, problem: string): WrittenCall {
  return { name: '', args: {}, problem, raw };
}

/** A call of this name with arguments as JSON, as servers have them. */
export function callOfServer(name: string, json: string): WrittenCall {
  const args = json.trim() === '' ? {} : readJson(json);
  return isObject(args) ? { name, args } : { name, args: {}, problem: 'The arguments are not a JSON object.' };
}

function callOf(value: unknown): WrittenCall | null {
  if (!isObject(value)) return null;
  const name = firstOf(value, NAMES);
  // OpenAI's own form: {"type": "function", "function": {"name": …, "arguments": "…"}}
  if (isObject(name)) return callOf(name);
  if (typeof name !== 'string') return null;
  const given = firstOf(value, ARGUMENTS) ?? {};
  const args = typeof given === 'string' ? readJson(given) : given;
  return isObject(args) ? { name, args } : { name, args: {}, problem: 'The arguments are not a JSON object.' };
}

function firstOf(value: Record<string, unknown>, names: readonly string[]): unknown {
  const name = names.find((each) => Object.hasOwn(value, each));
  return name === undefined ? undefined : value[name];
}

/** How Gemma 4 and FunctionGemma quote a text. */
export const GEMMA_QUOTES: readonly string[] = ['<|"|>', '<escape>'];

/** A call in Gemma's own form: `call:NAME{key:<|"|>text<|"|>,other:[1,2]}`. Null for what is none. */
export function callInGemma(text: string): WrittenCall | null {
  const head = /^\s*call:([\w.-]+)\s*(?=\{)/.exec(text);
  if (!head) return null;
  const [whole, name = ''] = head;
  try {
    const { value, at } = gemmaValue(text, whole.length);
    return isObject(value) && text.slice(at).trim() === '' ? { name, args: value } : null;
  } catch {
    return null;
  }
}

type Read = { value: unknown; at: number };

/** Throws a SyntaxError where there is no value. */
function gemmaValue(text: string, from: number): Read {
  const at = skipSpace(text, from);
  const quote = GEMMA_QUOTES.find((each) => text.startsWith(each, at));
  if (quote !== undefined) {
    const end = text.indexOf(quote, at + quote.length);
    if (end < 0) throw new SyntaxError('a text without an end');
    return { value: text.slice(at + quote.length, end), at: end + quote.length };
  }
  if (text.charAt(at) === '{') return gemmaMembers(text, at);
  if (text.charAt(at) === '[') return gemmaList(text, at);
  // A number, a yes or no, or a text in JSON's own quotes.
  const literal = /^(?:"(?:[^"\\]|\\.)*"|[^,{}[\]\s]+)/.exec(text.slice(at))?.[0] ?? '';
  const value = readJson(literal);
  if (value === undefined) throw new SyntaxError('no value');
  return { value, at: at + literal.length };
}

function gemmaMembers(text: string, from: number): Read {
  const value: Record<string, unknown> = {};
  for (let at = skipSpace(text, from + 1); ;) {
    if (text.charAt(at) === '}') return { value, at: at + 1 };
    const key = /^"?([^:{}[\],"]*?)"?\s*:/.exec(text.slice(at));
    if (!key) throw new SyntaxError('no name');
    const member = gemmaValue(text, at + key[0].length);
    Object.defineProperty(value, key[1] ?? '', { value: member.value, enumerable: true, configurable: true, writable: true });
    at = afterComma(text, member.at, '}');
  }
}

function gemmaList(text: string, from: number): Read {
  const value: unknown[] = [];
  for (let at = skipSpace(text, from + 1); ;) {
    if (text.charAt(at) === ']') return { value, at: at + 1 };
    const member = gemmaValue(text, at);
    value.push(member.value);
    at = afterComma(text, member.at, ']');
  }
}

function afterComma(text: string, from: number, close: string): number {
  const at = skipSpace(text, from);
  if (text.charAt(at) === ',') return skipSpace(text, at + 1);
  if (text.charAt(at) === close) return at;
  throw new SyntaxError('neither a comma nor the end');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}
