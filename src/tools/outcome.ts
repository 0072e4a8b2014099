/** What came of a call, as the model is told: JSON, of a bounded length, and data whatever it says. Pure. */
import { textTokens } from '../turn/history.ts';
import { isObject, readJson, toJson, writeJson } from './json.ts';
import { TOOL_SETTINGS } from './settings.ts';
import type { Outcome, OutcomeKind } from './tool.ts';

/** A call that was carried out, by what its tool returned. MCP's form, `{content: [{type: 'text', text}]}`, is unpacked. */
export function outcomeOf(returned: unknown): Outcome {
  try {
    const { value, isError } = unpacked(returned);
    if (isError) return failed(typeof value === 'string' ? value : writeJson(value));
    return { is: 'done', text: bounded(value === undefined ? { ok: true } : value) };
  } catch {
    return failed('What the tool answered can’t be written as JSON.');
  }
}

/** A call that came to nothing, and why, in a sentence. */
export function unfulfilled(is: Exclude<OutcomeKind, 'done'>, why: string): Outcome {
  return { is, text: writeJson({ error: cut(why, TOOL_SETTINGS.longestResult) }) };
}

/** A call whose tool threw. */
export function failed(why: string): Outcome {
  return unfulfilled('failed', why === '' ? 'It did not work.' : why);
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
  return { value: plain(texts.join('\n')), isError: returned['isError'] === true };
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
  let length: number = Math.min(whole.length, TOOL_SETTINGS.longestResult);
  // How much longer it becomes in writing depends on what it is.
  for (;;) {
    const part = writeJson({ text: cut(whole, length), note: `Cut off: all of it is ${String(whole.length)} characters.` });
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
