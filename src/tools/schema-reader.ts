/**
 * The reader of a JSON Schema: what it lets through is valid, as far as that can be told while it is written. Patterns, formats, conditions and
 * the like are left to the check of the whole (schema.ts). Pure.
 */
import { isObject } from './json.ts';
import {
  allOf,
  anyOf,
  anyValue,
  listOf,
  literals,
  nothing,
  numberOf,
  objectOf,
  textOf,
  type Notation,
  type Reader,
  type Reading,
} from './readers.ts';
import { target } from './schema-fault.ts';

type Schema = Readonly<Record<string, unknown>>;

type Context = {
  /** What a `$ref` begins from. */
  readonly root: unknown;
  readonly notation: Notation;
  /** Of each `$ref`, once: they may go round. */
  readonly refs: Map<string, Reader>;
  /** Members that are not named may be there: other schemas of the same value may name them. */
  readonly isOpen: boolean;
};

/** An object whose schema names its members has no others, unless `additionalProperties` says so: models make them up. */
export function readerOf(schema: unknown, notation: Notation): Reader {
  return read(schema, { root: schema, notation, refs: new Map(), isOpen: false });
}

const COMBINED = ['$ref', 'anyOf', 'oneOf', 'allOf'] as const;

function read(schema: unknown, context: Context): Reader {
  if (schema === false) return nothing;
  if (!isObject(schema)) return anyValue(context.notation);
  const own = Object.keys(schema).some((key) => ASSERTING.has(key));
  const combined = COMBINED.filter((key) => schema[key] !== undefined);
  const all = Array.isArray(schema['allOf']) ? schema['allOf'].length : 0;
  // What one of several schemas leaves open another may name.
  const isOpen = context.isOpen || combined.length + Number(own) > 1 || all > 1;
  const within = { ...context, isOpen };
  const readers = combined.map((key) => combination(key, schema[key], within));
  if (own) readers.push(plain(schema, within));
  const [only = anyValue(context.notation)] = readers;
  return readers.length > 1 ? allOf(readers) : only;
}

function combination(key: (typeof COMBINED)[number], value: unknown, context: Context): Reader {
  if (key === '$ref') return referred(value, context);
  if (!Array.isArray(value) || value.length === 0) return anyValue(context.notation);
  const readers = value.map((each) => read(each, context));
  // Whether no more than one of `oneOf` fits can't be told before the end.
  return key === 'allOf' ? allOf(readers) : anyOf(readers);
}

/** A pointer into the schema itself; what leads elsewhere may be anything. */
function referred(ref: unknown, context: Context): Reader {
  const found = target(ref, context.root);
  if (found === undefined) return anyValue(context.notation);
  const key = `${String(ref)} ${String(context.isOpen)}`;
  let reader = context.refs.get(key);
  // Noted before it is made: it may lead back here.
  if (!reader) context.refs.set(key, (reader = remembering(() => read(found, context))));
  return reader;
}

/**
 * Reads each place of a text once: where several schemas of a value are alike, and go round, there would be twice as many readings with each level. `make` makes the
 * reader when it is needed first.
 */
function remembering(make: () => Reader): Reader {
  let reader: Reader | null = null;
  let known = { text: '', readings: new Map<number, Reading>() };
  return (text, at) => {
    if (known.text !== text) known = { text, readings: new Map() };
    const { readings } = known;
    const before = readings.get(at);
    if (before !== undefined) return before;
    // So long as it is being read: it leads back to itself before anything was read.
    readings.set(at, 'no');
    reader ??= make();
    const reading = reader(text, at);
    readings.set(at, reading);
    return reading;
  };
}

/** Keywords by which a value is told from others here, and the type that each is about. */
const TYPE_OF: Readonly<Record<string, string>> = {
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  minItems: 'array',
  maxItems: 'array',
  minLength: 'string',
  maxLength: 'string',
  pattern: 'string',
  format: 'string',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
};
const ASSERTING: ReadonlySet<string> = new Set(['type', 'enum', 'const', ...Object.keys(TYPE_OF)]);

function plain(schema: Schema, context: Context): Reader {
  if (Object.hasOwn(schema, 'const')) return values([schema['const']], context);
  if (Array.isArray(schema['enum'])) return values(schema['enum'], context);
  const { type } = schema;
  if (Array.isArray(type)) return anyOf(type.map((each) => ofType(String(each), schema, context)));
  if (typeof type === 'string') return ofType(type, schema, context);
  // It says nothing of its type, but what it says is about one.
  const meant = Object.keys(schema).flatMap((key) => TYPE_OF[key] ?? [])[0];
  return meant === undefined ? anyValue(context.notation) : ofType(meant, schema, context);
}

function values(all: readonly unknown[], { notation }: Context): Reader {
  // Of objects and lists only the end of the check can tell.
  const isPlain = all.every((each) => each === null || typeof each !== 'object');
  return isPlain ? literals(all, notation) : anyValue(notation);
}

function ofType(type: string, schema: Schema, context: Context): Reader {
  const { notation } = context;
  const number = (key: string) => numberIn(schema, key);
  switch (type) {
    case 'object':
      return ofObject(schema, context);
    case 'array':
      return ofArray(schema, context);
    case 'string':
      return textOf({ ...given('least', number('minLength')), ...given('most', number('maxLength')) }, notation);
    case 'number':
    case 'integer':
      return ofNumber(schema, type === 'integer');
    case 'boolean':
      return literals([true, false], notation);
    case 'null':
      return literals([null], notation);
    default:
      return anyValue(notation);
  }
}

function ofNumber(schema: Schema, isInteger: boolean): Reader {
  const step = isInteger ? 1 : 0;
  const least = Math.max(numberIn(schema, 'minimum') ?? -Infinity, (numberIn(schema, 'exclusiveMinimum') ?? -Infinity) + step);
  const most = Math.min(numberIn(schema, 'maximum') ?? Infinity, (numberIn(schema, 'exclusiveMaximum') ?? Infinity) - step);
  return numberOf({ isInteger, least, most });
}

function ofObject(schema: Schema, context: Context): Reader {
  const { notation } = context;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].filter((name) => typeof name === 'string') : [];
  // Within a member nothing else names its members.
  const within = { ...context, isOpen: false };
  const of = new Map(Object.entries(properties).map(([name, each]) => [name, read(each, within)]));
  for (const name of required) if (!of.has(name)) of.set(name, anyValue(notation));
  const { additionalProperties: additional } = schema;
  const isNamed = Object.hasOwn(schema, 'properties') && schema['patternProperties'] === undefined;
  if (additional === false || (additional === undefined && isNamed && !context.isOpen))
    return objectOf({ of, required, others: null }, notation);
  return objectOf({ of, required, others: read(additional, within) }, notation);
}

function ofArray(schema: Schema, context: Context): Reader {
  const within = { ...context, isOpen: false };
  const { prefixItems, items } = schema;
  return listOf({
    first: Array.isArray(prefixItems) ? prefixItems.map((each) => read(each, within)) : [],
    others: items === false ? null : read(items, within),
    ...given('least', numberIn(schema, 'minItems')),
    ...given('most', numberIn(schema, 'maxItems')),
  });
}

function numberIn(schema: Schema, key: string): number | undefined {
  return typeof schema[key] === 'number' ? schema[key] : undefined;
}

function given<Key extends string>(key: Key, value: number | undefined): Partial<Record<Key, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, number>);
}
