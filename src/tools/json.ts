/** JSON as models read and write it. Pure. */

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of an object by its own name; undefined where there is none, or no object. */
export function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;
}

/**
 * JSON with a space after each colon and comma, as most text that models have read has it. A `<` is written as `\u003c`, which is the same in JSON: what a
 * page or a stranger has written can't be taken for a token of the chat template then, such as `<end_of_turn>`.
 */
export function writeJson(value: unknown): string {
  return spaced(value).replaceAll('<', '\\u003c');
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${members.map(([name, each]) => `${JSON.stringify(name)}: ${spaced(each)}`).join(', ')}}`;
  }
  return toJson(value);
}

/** As JSON.stringify; what it leaves out, such as a function, is null. */
export function toJson(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  // Its type says that this can't be.
  return typeof text === 'string' ? text : 'null';
}

/**
 * Where the object or array that begins at `from` ends, or -1 while it does not. What stands between its brackets is not looked at, but strings
 * are skipped.
 */
export function endOfValue(text: string, from: number): number {
  let depth = 0;
  let isString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** Undefined for what is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
