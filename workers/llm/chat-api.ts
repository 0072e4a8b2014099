/**
 * What servers say in the chat API that OpenAI made common, and how they differ in it. Pure.
 *
 * Servers leave out what they don't know, and have names of their own for thoughts: `reasoning_content` (llama.cpp, vLLM, DeepSeek),
 * `reasoning` (Ollama, OpenRouter), `reasoning_text`, `thinking`.
 */

import { field } from '../../src/tools/json.ts';
import type { Declaration, ModelMessage } from '../../src/tools/tool.ts';

/** A piece of a streamed answer. `thinks`: there were thoughts in it. */
export type Delta = {
  text: string;
  thinks: boolean;
  /** Pieces of calls: those of one `index` belong together, and `json` is what is added to its arguments. */
  calls: { index: number; name: string; json: string }[];
  /** Null while the answer goes on. */
  finish: 'stop' | 'length' | null;
  usage: { completionTokens: number | null; readTokens: number } | null;
  /** The server gave up, for this reason; '' where it gives none. */
  error: string | null;
};

const THOUGHTS = ['reasoning_content', 'reasoning', 'reasoning_text', 'reasoning_details', 'thinking'];

/** Reads the data of one event. Throws a SyntaxError for what is no JSON. */
export function readDelta(data: string): Delta {
  const chunk: unknown = JSON.parse(data);
  const first = firstOf(field(chunk, 'choices'));
  const choice = field(first, 'delta') ?? field(first, 'message');
  const finish = field(first, 'finish_reason');
  const gaveUp =
    finish === 'error' ||
    field(chunk, 'object') === 'error' ||
    [chunk, first, choice].some((each) => isThere(field(each, 'error')));
  return {
    text: textOf(field(choice, 'content')) + textOf(field(choice, 'refusal')),
    thinks: THOUGHTS.some((name) => isThere(field(choice, name))),
    calls: callsOf(field(choice, 'tool_calls')),
    finish: typeof finish !== 'string' || finish === '' ? null : finish === 'length' ? 'length' : 'stop',
    usage: usageOf(field(chunk, 'usage')),
    error: gaveUp ? reasonOf(chunk) || reasonOf(first) || reasonOf(choice) : null,
  };
}

/** Some servers leave the number out, and have each call whole. */
function callsOf(calls: unknown): Delta['calls'] {
  if (!Array.isArray(calls)) return [];
  return calls.map((call: unknown, at) => {
    const index = field(call, 'index');
    const name = field(field(call, 'function'), 'name');
    const json = field(field(call, 'function'), 'arguments');
    return {
      index: typeof index === 'number' ? index : at,
      name: typeof name === 'string' ? name : '',
      json: typeof json === 'string' ? json : isThere(json) ? JSON.stringify(json) : '',
    };
  });
}

/** A tool, as the API has it. */
export function toolParam({ name, description, parameters }: Declaration): object {
  return { type: 'function', function: { name, description, parameters } };
}

/** A message with calls, or with what came of one, as the API has them; null for any other. */
export function callParam({ role, text, calls, of }: ModelMessage): object | null {
  if (role === 'tool') return { role: 'tool', tool_call_id: of?.id ?? '', content: text };
  if (!calls || calls.length === 0) return null;
  const all = calls.map(({ id, name, args }) => ({
    id,
    type: 'function',
    // A server may refuse a call without a name.
    function: { name: name || 'unknown', arguments: JSON.stringify(args) },
  }));
  return { role: 'assistant', content: text === '' ? null : text, tool_calls: all };
}

/** Text may be a string, or a list of parts of which some are text. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map((part) => (isThought(part) ? '' : textOf(part))).join('');
  const text = field(content, 'text');
  return typeof text === 'string' ? text : '';
}

function isThought(part: unknown): boolean {
  const type = field(part, 'type');
  return typeof type === 'string' && /think|reason/.test(type);
}

function usageOf(usage: unknown): Delta['usage'] {
  if (!isThere(usage)) return null;
  const count = (value: unknown) => (typeof value === 'number' ? value : 0);
  const completion = field(usage, 'completion_tokens');
  const cached = count(field(field(usage, 'prompt_tokens_details'), 'cached_tokens'));
  return {
    completionTokens: typeof completion === 'number' ? completion : null,
    readTokens: Math.max(0, count(field(usage, 'prompt_tokens')) - cached),
  };
}

/** The longest reason that is passed on, characters. */
const LONGEST_REASON = 200;

/** Why a server refuses, in its own words, from the body of its answer; '' where it says nothing of use. */
export function reasonOf(body: unknown): string {
  const error = field(body, 'error');
  const said = [field(error, 'message'), error, field(body, 'message'), field(body, 'detail'), field(error, 'code')];
  const reason = said.find((each): each is string => typeof each === 'string' && each.trim() !== '') ?? '';
  const line = reason.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}

/** The same, from the data of an event that is named `error`: some servers write it as plain text. */
export function reasonOfEvent(data: string): string {
  try {
    const said: unknown = JSON.parse(data);
    return reasonOf(typeof said === 'string' ? { message: said } : said);
  } catch {
    // A page, or what is left of an object, is nothing to read.
    return /^\s*[<{[]/.test(data) ? '' : reasonOf({ message: data });
  }
}

/** Whether a reason repeats words of the conversation, since some servers quote what they were asked: three in a row are no chance. */
export function quotes(reason: string, texts: readonly string[]): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = ` ${texts.map((text) => words(text).join(' ')).join(' | ')} `;
  const told = words(reason);
  return told.some((_, at) => at + 3 <= told.length && said.includes(` ${told.slice(at, at + 3).join(' ')} `));
}

/** What of the request some servers don't take: learnt from their refusals. */
export type Dialect = {
  /** Newer models of OpenAI's refuse `max_tokens`, older servers don't know the other. */
  limit: 'max_tokens' | 'max_completion_tokens';
  /** How little a model is asked to think; null: it is not asked. */
  effort: 'none' | 'minimal' | 'low' | null;
  /** Whether what an answer took is asked for. */
  usage: boolean;
  /** Whether tools are named beside the messages; otherwise they are written into them (src/tools/families.ts). */
  tools: boolean;
  /** Whether the user's sampling is passed on: models that think refuse any but their own. */
  samples: boolean;
};

export const FIRST_DIALECT: Dialect = { limit: 'max_tokens', effort: 'none', usage: true, samples: true, tools: true };

const LESS: Readonly<Record<string, Dialect['effort']>> = { none: 'minimal', minimal: 'low', low: null };

/**
 * How to ask again after a refusal (HTTP 400 or 422) with this body; null where it names nothing that could be left out. A server that does
 * not say what it minds may mind what only some models know.
 */
export function afterRefusal(dialect: Dialect, body: string): Dialect | null {
  if (dialect.limit === 'max_tokens' && /max_completion_tokens|\bmax_tokens\b/.test(body))
    return { ...dialect, limit: 'max_completion_tokens' };
  if (dialect.usage && /stream_options|include_usage/.test(body)) return { ...dialect, usage: false };
  if (dialect.tools && /\btools?\b|function.?call/i.test(body)) return { ...dialect, tools: false };
  if (dialect.samples && /\b(temperature|top_p)\b/.test(body)) return { ...dialect, samples: false };
  if (dialect.effort === null) return null;
  // One that knows the name but not the value says which values there are.
  const knowsIt =
    /reasoning[_ .]?effort/i.test(body) &&
    /support|valid|one of|expected|allowed|must be/i.test(body) &&
    !/unknown|unrecognized|unexpected|extra|not permitted/i.test(body);
  return { ...dialect, effort: knowsIt ? (LESS[dialect.effort] ?? null) : null };
}

/** What servers say of a conversation that is longer than their window: OpenAI, vLLM, llama.cpp, LM Studio, Text Generation Inference, Gemini, Anthropic. */
const TOO_LONG =
  /context.?(length|size|window)|context the overflows|(prompt|input).{0,20}too long|inputs?\W{1,3}tokens.{0,60}must be|(prompt|input).{0,20}tokens?.{0,40}(exceed|too large)/i;

/** Whether a refusal with this body is about the length of what was asked. */
export function isTooLong(body: string): boolean {
  return TOO_LONG.test(body);
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
