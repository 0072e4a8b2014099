/** Frames as JSON, in both spellings of proto3 (camelCase and snake_case), and what is read out of them. Pure. */
import { isObject } from '../../tools/json.ts';
import { INVALID, Refusal, TOO_BIG } from './refusal.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Characters of one frame, the most: a picture of 10 MB in Base64, and something around it. */
export const LONGEST_FRAME = 15_000_000;
/** How deep a frame may be nested. The schemas of functions are the deepest. */
const DEEPEST = 64;
/** What is below these is the client's own: names of arguments and properties are not ours to spell. */
const OWN_NAMES = new Set([
  'args',
  'response',
  'parametersJsonSchema',
  'responseJsonSchema',
  'parameters',
  'properties',
  'labels',
]);

/** The frame as an object with names in camelCase. Throws a Refusal. */
export function readFrame(text: string): Fields {
  if (text.length > LONGEST_FRAME) throw new Refusal(TOO_BIG, `Message too big: ${LONGEST_FRAME} characters are the most.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(INVALID, 'Invalid JSON payload received.');
  }
  if (!isObject(value)) throw new Refusal(INVALID, 'Invalid JSON payload received: a message is an object.');
  return camelised(value, 0);
}

/** A field of an object, undefined where it is not there or null. Throws a Refusal that names its path where it is of another kind. */
export function objectAt(fields: Fields, name: string, path: string): Fields | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw invalid(`${path}.${name}`, 'an object');
}

export function listAt(fields: Fields, name: string, path: string): readonly unknown[] {
  const value = fields[name] ?? [];
  if (Array.isArray(value)) return value;
  throw invalid(`${path}.${name}`, 'a list');
}

/** As `listAt`, of objects. */
export function objectsAt(fields: Fields, name: string, path: string): readonly Fields[] {
  return listAt(fields, name, path).map((value, index) => {
    if (isObject(value)) return value;
    throw invalid(`${path}.${name}[${index}]`, 'an object');
  });
}

export function textAt(fields: Fields, name: string, path: string): string | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`${path}.${name}`, 'a string');
}

export function flagAt(fields: Fields, name: string, path: string): boolean | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(`${path}.${name}`, 'true or false');
}

/** A number; as text too, as proto3 writes 64-bit ones. */
export function numberAt(
  fields: Fields,
  name: string,
  path: string,
  { min = -Infinity, max = Infinity }: { min?: number; max?: number } = {},
): number | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw invalid(`${path}.${name}`, 'a number');
  if (number < min || number > max) throw invalid(`${path}.${name}`, `a number from ${min} to ${max}`);
  return number;
}

/** One of these names. */
export function choiceAt<Choice extends string>(
  fields: Fields,
  name: string,
  path: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined) return undefined;
  const choice = choices.find((each) => each === value);
  // The name that every enum of proto3 has for "not said".
  if (choice !== undefined) return choice;
  if (typeof value === 'string' && value.endsWith('_UNSPECIFIED')) return undefined;
  throw invalid(`${path}.${name}`, `one of ${choices.join(', ')}`);
}

export function invalid(path: string, wanted: string): Refusal {
  return new Refusal(INVALID, `Invalid value at '${path}': it must be ${wanted}.`);
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function camelised(value: Fields, depth: number): Fields {
  if (depth > DEEPEST) throw tooDeep();
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const spelled = camelCase(name);
      if (!OWN_NAMES.has(spelled)) return [spelled, below(each, depth + 1)];
      if (isDeeper(each, DEEPEST)) throw tooDeep();
      return [spelled, each];
    }),
  );
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function tooDeep(): Refusal {
  return new Refusal(INVALID, `Invalid JSON payload received: nested deeper than ${DEEPEST}.`);
}

function below(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) {
    if (depth > DEEPEST) throw tooDeep();
    return value.map((each) => below(each, depth + 1));
  }
  return isObject(value) ? camelised(value, depth) : value;
}
