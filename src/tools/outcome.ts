/** What came of a call, as the model is told: JSON, of a bounded length, and data whatever it says. Pure. */
import { textTokens } from '../turn/history.ts';
import { isObject, readJson, toJson, writeJson } from './json.ts';
import { TOOL_SETTINGS } from './settings.ts';
import type { Outcome, OutcomeKind } from './tool.ts';

/** A call that was carried out, by what its tool returned. MCP's form, `{content: [{type: 'text', text}]}`, is unpacked. */
export function outcomeOf(returned: unknown): Outcome {
  try {
    const { value, isError } = unpacked(returned);
    if (isError) return failed(typeof value === 'string' ? value : value === undefined ? '' : writeJson(value));
    return { is: 'done', text: bounded(value === undefined ? { ok: true } : value) };
  } catch {
    return failed('What the tool answered can’t be written as JSON.');
  }
}

/** A call that came to nothing, and why, in a sentence. */
export function unfulfilled(is: Exclude<OutcomeKind, 'done'>, why: string): Outcome {
  return { is, text: shortened(why, (part) => ({ error: part })) };
}

/** A call that has failed, and why. */
export function failed(why: string): Outcome {
  return unfulfilled('failed', why.trim() === '' ? 'It did not work.' : why);
}

/** A call whose tool threw this, whatever it is: an error of another page, say, or one without a message. */
export function thrown(error: unknown): Outcome {
  try {
    const said: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    return failed(typeof said === 'string' ? said : '');
  } catch {
    return failed('');
  }
}

function unpacked(given: unknown): { value: unknown; isError: boolean } {
  // WebMCP has it as text.
  const returned = plain(given);
  if (!isObject(returned) || !Array.isArray(returned['content'])) return { value: returned, isError: false };
  if (isObject(returned['structuredContent']))
    return { value: returned['structuredContent'], isError: returned['isError'] === true };
  const texts = returned['content'].flatMap((part: unknown) =>
    isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [],
  );
  // Only pictures and the like, which no model here can be given.
  const value = texts.length === 0 ? undefined : plain(texts.join('\n'));
  return { value, isError: returned['isError'] === true };
}

/** Text that is an object or an array of JSON is that. */
function plain(value: unknown): unknown {
  const parsed = typeof value === 'string' && /^\s*[[{]/.test(value) ? readJson(value) : undefined;
  return parsed === undefined ? value : parsed;
}

function bounded(value: unknown): string {
  // What JSON leaves out or has forms of its own for: dates, functions, maps.
  const data: unknown = JSON.parse(toJson(value));
  const text = writeJson(data);
  if (fits(text)) return text;
  const whole = typeof data === 'string' ? data : text;
  const note = `Cut off: all of it is ${String(whole.length)} characters.`;
  return shortened(whole, (part) => ({ text: part, note }));
}

/** As much of a text as fits into a result of this form. */
function shortened(text: string, form: (part: string) => object): string {
  let length: number = Math.min(text.length, TOOL_SETTINGS.longestResult);
  // How much longer it becomes in writing depends on what it is.
  for (;;) {
    const part = writeJson(form(cut(text, length)));
    if (fits(part) || length < 10) return part;
    length = Math.floor(length * 0.8);
  }
}

function fits(text: string): boolean {
  return text.length <= TOOL_SETTINGS.longestResult && textTokens(text) <= TOOL_SETTINGS.mostResultTokens;
}

/** No half of a surrogate pair is left at the end. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
