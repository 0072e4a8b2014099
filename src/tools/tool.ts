/** A tool: something that Parley can do in the page. Its shape is WebMCP's (https://webmachinelearning.github.io/webmcp/). Pure. */
import { ParleyError } from '../protocol/errors.ts';
import { isObject } from './json.ts';

/** The arguments of a call, by their names. */
export type Args = Readonly<Record<string, unknown>>;

/** What a tool says of itself. */
export type ToolAnnotations = {
  /** It only looks: nothing is changed by it. */
  readonly readOnlyHint?: boolean;
  /** It does what can't be undone, or costs something: the user is asked each time. */
  readonly consequentialHint?: boolean;
  /** What it answers was written by others than the page. */
  readonly untrustedContentHint?: boolean;
};

/** What a page says of a tool, beside how it is carried out. */
export type ToolLook = {
  /** Letters, digits, `_`, `-` and `.`, at most 64. */
  readonly name: string;
  /** For the user, at most 100 characters; the name in words where it is missing. */
  readonly title?: string;
  /** For the model: what it does, and when to use it. At most 1,000 characters. */
  readonly description: string;
  /** JSON Schema (2020-12) of the arguments, an object. Without one there are none. */
  readonly inputSchema?: object;
  readonly annotations?: ToolAnnotations;
};

/** Who brought a tool along: the page by the element's methods, the page by WebMCP, Parley itself. */
export type ToolOrigin = 'page' | 'web-mcp' | 'parley';

/** What model and rules know of a tool: plain data. */
export type Declaration = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The user is asked before each call. */
  readonly asks: boolean;
  /** What it answers was written by others. */
  readonly untrusted: boolean;
};

/** A call as the model made it. */
export type ToolCall = {
  /** One for each call of a conversation. */
  readonly id: string;
  readonly name: string;
  readonly args: Args;
  /** As it was written, where it could not be read. */
  readonly raw?: string;
};

/** A message of a conversation with a language model that may call tools. */
export type ModelMessage = {
  role: 'system' | 'user' | 'assistant' | 'tool';
  /** A tool's: what came of a call, as JSON. */
  text: string;
  /** The assistant's: the calls that it made behind its words. */
  calls?: readonly ToolCall[];
  /** A tool's: the call that this is the result of. */
  of?: Pick<ToolCall, 'id' | 'name'>;
  /** A tool's: what it answers was written by strangers. */
  untrusted?: boolean;
};

/** How a call went. `invalid`: it was not one that could be carried out. `refused`: the user, or the page, said no. */
export type OutcomeKind = 'done' | 'failed' | 'refused' | 'cancelled' | 'invalid';

/** What came of a call. `text`: JSON, as the model is told. */
export type Outcome = { readonly is: OutcomeKind; readonly text: string };

/** The most of one tool, characters. Here, since a page checks its tools before anything else is fetched. */
export const TOOL_LIMITS = {
  /** It is said aloud where the user is asked. */
  title: 100,
  /** 250 and 700 tokens. */
  description: 1_000,
  schema: 2_800,
} as const;

const NAME = /^[\w.-]{1,64}$/;

/**
 * What is told of a tool. `asksForAll`: the host wants the user to be asked about every tool that does not only look. Throws a ParleyError
 * `bad-input` for what is no tool. Whether any arguments can fit its schema is for `soundDeclarationOf` (schema-fault.ts).
 */
export function declarationOf(tool: ToolLook, asksForAll = false): Declaration {
  if (!isObject(tool)) throw noTool('A tool', 'It is an object with name, description and execute.');
  const { name, title, description, inputSchema } = tool as Partial<ToolLook>;
  const annotations: ToolAnnotations = isObject(tool.annotations) ? tool.annotations : {};
  if (typeof name !== 'string' || !NAME.test(name))
    throw noTool('A tool', 'Its name has 1 to 64 letters, digits, “_”, “-” or “.”.');
  const about = `The tool “${name}”`;
  if (typeof description !== 'string' || description.trim() === '')
    throw noTool(about, 'It needs a description: by that the model knows when to use it.');
  const shown = typeof title === 'string' ? title.replace(/[\s\p{Cc}]+/gu, ' ').trim() : '';
  const parameters = schemaOf(about, inputSchema);
  for (const [what, text, most] of [
    ['description', description, TOOL_LIMITS.description],
    ['title', shown, TOOL_LIMITS.title],
    ['inputSchema', JSON.stringify(parameters), TOOL_LIMITS.schema],
  ] as const) {
    if (text.length > most) throw noTool(about, `Its ${what} is longer than ${most.toLocaleString('en')} characters.`);
  }
  return {
    name,
    title: shown || inWords(name) || name,
    description: description.trim(),
    parameters,
    asks: annotations.consequentialHint === true || (asksForAll && annotations.readOnlyHint !== true),
    untrusted: annotations.untrustedContentHint === true,
  };
}

/** `set_light`, `setLight` and `set-light` are “Set light”. */
export function inWords(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A copy, so that nothing changes afterwards what was checked. */
function schemaOf(about: string, schema: unknown): Declaration['parameters'] {
  if (schema === undefined || schema === null) return { type: 'object', properties: {} };
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(schema));
  } catch (cause) {
    throw noTool(about, 'Its inputSchema can’t be written as JSON.', cause);
  }
  if (!isObject(copy) || (copy['type'] !== undefined && copy['type'] !== 'object'))
    throw noTool(about, 'Its inputSchema has to be the JSON Schema of an object.');
  return { type: 'object', ...copy };
}

export function noTool(about: string, advice: string, cause?: unknown): ParleyError {
  return new ParleyError('bad-input', `${about} can’t be used. ${advice}`, { advice, cause });
}
