/** Holds the arguments of a call against the schema of its tool. Pure. */
import { Validator } from '@cfworker/json-schema';
import { isObject } from './json.ts';
import type { Args, Declaration } from './tool.ts';

/** Longest complaint that a model is told, characters: what is wrong first is what has to be mended first. */
const LONGEST = 300;

/** What is wrong with these arguments, in words that a model can mend them by; null where nothing is. */
export function problemWith(args: Args, parameters: Declaration['parameters']): string | null {
  try {
    const { valid, errors } = new Validator(parameters, '2020-12').validate(args);
    if (valid) return null;
    // The innermost complaints name the member; those around them only say that there is one.
    const inner = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items' && keyword !== '$ref');
    const said = (inner.length > 0 ? inner : errors).map(({ instanceLocation, error }) => {
      const where = instanceLocation.replace(/^#\/?/, '');
      return where === '' ? error : `“${where}”: ${error}`;
    });
    return [...new Set(said)].join(' ').slice(0, LONGEST);
  } catch (error) {
    // A schema that can't be used is the page's fault, and no call would ever pass.
    return `The schema of this tool can’t be used: ${error instanceof Error ? error.message : String(error)}`.slice(0, LONGEST);
  }
}

/** The arguments with what small models get wrong put right where that is safe: a number or a yes that was written as text, or the other way round. */
export function mended(args: Args, parameters: Declaration['parameters']): Args {
  const { properties } = parameters;
  if (!isObject(properties)) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return [name, isObject(schema) ? asType(value, schema['type']) : value];
    }),
  );
}

function asType(value: unknown, type: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.trim();
    if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    const isNumber = /^-?\d{1,15}(\.\d+)?$/.test(text);
    if (isNumber && (type === 'number' || (type === 'integer' && !text.includes('.')))) return Number(text);
  }
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  return value;
}
