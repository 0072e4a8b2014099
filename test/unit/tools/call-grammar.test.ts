import { describe, expect, it } from 'vitest';
import { CallFilter, type OpenCall } from '../../../src/tools/call-filter.ts';
import { CallGrammar } from '../../../src/tools/call-grammar.ts';
import { writeJson } from '../../../src/tools/json.ts';
import { problemWith } from '../../../src/tools/schema.ts';
import { declarationOf, type Declaration } from '../../../src/tools/tool.ts';
import { numbers } from '../../numbers.ts';

const tool = (inputSchema: object, name = 'act'): Declaration => declarationOf({ name, description: 'Acts.', inputSchema });
const args = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

const LIGHT = tool(
  args({ room: { type: 'string', enum: ['kitchen', 'office'] }, on: { type: 'boolean' } }, { required: ['room', 'on'] }),
  'set_light',
);
const TIME = tool(args({}), 'get_time');

const FENCE = { close: '```', quote: null };
const GEMMA = { close: '<tool_call|>', quote: '<|"|>' };

/** Whether this may stand behind the opening of a call. */
function allowed(text: string, tools: readonly Declaration[], kind: Omit<OpenCall, 'text'> = FENCE): boolean {
  return new CallGrammar(tools).guide({ ...kind, text: '' })?.allows(text) ?? false;
}

const mayEnd = (text: string, tools: readonly Declaration[], kind: Omit<OpenCall, 'text'> = FENCE) =>
  new CallGrammar(tools).guide({ ...kind, text })?.mayEnd ?? false;

describe('what may be written within a call', () => {
  it.each([
    '{"name": "set_light", "parameters": {"room": "kitchen", "on": true}}\n```',
    '{"name":"set_light","arguments":{"on":false,"room":"office"}}```',
    '\n{"parameters": {"on": true, "room": "office"}, "name": "set_light"} \n```\nand more',
    '{"name": "get_time"}\n{"name": "get_time", "parameters": {}}\n```',
    '[{"name": "get_time", "parameters": {}}, {"name": "get_time"}]\n```',
  ])('%s, and whatever it begins with', (text) => {
    for (let length = 1; length <= text.length; length += 1)
      expect(allowed(text.slice(0, length), [LIGHT, TIME]), text.slice(0, length)).toBe(true);
    expect(mayEnd(text, [LIGHT, TIME])).toBe(true);
    expect(mayEnd(text.slice(0, 12), [LIGHT, TIME])).toBe(false);
  });

  it.each([
    ['a member that the schema does not name', '{"name": "set_light", "parameters": {"light'],
    ['a value that is none of its list', '{"name": "set_light", "parameters": {"room": "kitchenette'],
    ['a value of another type', '{"name": "set_light", "parameters": {"on": "'],
    ['an end before all that is required', '{"name": "set_light", "parameters": {"room": "kitchen"}'],
    ['a call without its arguments', '{"name": "set_light"}'],
    ['arguments of another tool', '{"name": "get_time", "parameters": {"room"'],
    ['a member twice', '{"name": "set_light", "parameters": {"room": "kitchen", "room"'],
    ['words', 'set_light('],
    ['an end without a call', '\n```'],
    ['space without end', ' '.repeat(100)],
    ['a comma that nothing can follow', '{"name": "get_time", "parameters": {},'],
    ['a line break in a name', '{"na\nme"'],
  ])('not %s', (_, text) => {
    expect(allowed(text, [LIGHT, TIME])).toBe(false);
    // All but the last character of it goes, or less.
    expect(allowed(text.slice(0, 1), [LIGHT, TIME])).toBe(/^[{\s]/.test(text));
  });

  it('the choice of a tool is the model’s: one that there is not is left to the check, whatever it is given', () => {
    const other = '{"name": "set_colour", "parameters": {"room": [}]\n```';
    for (let length = 1; length <= other.length; length += 1) expect(allowed(other.slice(0, length), [LIGHT, TIME])).toBe(true);
    expect(mayEnd('{"name": "set_colour", "parameters": {"', [LIGHT])).toBe(false);
    expect(mayEnd('{"name": "set_colour", "parameters": {}}', [LIGHT])).toBe(true);
    expect(allowed('call:set_lamp{x:1}<tool_call|>', [LIGHT, TIME], GEMMA)).toBe(true);
  });

  it('what went wrong already is left to the check', () => {
    expect(new CallGrammar([LIGHT]).guide({ ...FENCE, text: 'set_light(' })).toBeNull();
  });

  it('Gemma’s own form', () => {
    expect(allowed('call:set_light{on:true,room:<|"|>office<|"|>}<tool_call|>', [LIGHT, TIME], GEMMA)).toBe(true);
    expect(allowed('call:get_time{}<tool_call|>', [LIGHT, TIME], GEMMA)).toBe(true);
    expect(allowed('call:set_light{room:<|"|>hall', [LIGHT, TIME], GEMMA)).toBe(false);
    expect(allowed('call:set_light{room:<|"|>office<|"|>}', [LIGHT, TIME], GEMMA)).toBe(false);
    const named = tool(args({ on: { type: 'boolean' }, only: { type: 'string', maxLength: 3 } }, { required: ['on'] }));
    expect(allowed('call:act{only:<|"|>a<|<|"|>,on:true}', [named], GEMMA)).toBe(true);
    expect(allowed('call:act{only:<|"|>abcd', [named], GEMMA)).toBe(false);
    expect(allowed('call:act{only:<|"|>a<|"|>}', [named], GEMMA)).toBe(false);
  });
});

/** Schemas, each with arguments that fit and such as do not. */
const SCHEMAS: Record<string, [schema: object, fits: object[], not: object[]]> = {
  'numbers within limits': [
    args({ n: { type: 'integer', minimum: 5, maximum: 10 }, x: { type: 'number', minimum: -1, maximum: 0.25 } }),
    [{ n: 5 }, { n: 10 }, { x: -1 }, { x: 0.25 }, { x: -0.5 }, { x: 0 }],
    [{ n: 2 }, { n: 11 }, { n: 5.5 }, { n: '5' }, { x: 0.3 }, { x: -2 }, { n: null }],
  ],
  'limits that are no part of it': [
    args({ n: { type: 'integer', exclusiveMinimum: 99, exclusiveMaximum: 1001 } }),
    [{ n: 100 }, { n: 1000 }],
    [{ n: 99 }, { n: 1001 }, { n: -100 }],
  ],
  'numbers of a list': [args({ n: { enum: [1, 10, 2.5] } }), [{ n: 1 }, { n: 10 }, { n: 2.5 }], [{ n: 100 }, { n: 2 }]],
  constants: [args({ a: { const: 'x' }, b: { const: null } }), [{ a: 'x', b: null }], [{ a: 'y' }, { b: 'null' }]],
  'texts of a length': [
    args({ t: { type: 'string', minLength: 2, maxLength: 3 } }),
    [{ t: 'ab' }, { t: '"é\n' }],
    [{ t: 'a' }, { t: 'abcd' }, { t: ['ab'] }],
  ],
  'names beyond ASCII': [
    args({ größe: { enum: ['groß', 'klein', 'す', '😀'] }, '': { type: 'null' } }, { required: ['größe'] }),
    [{ größe: 'す' }, { größe: '😀', '': null }],
    [{ größe: 'す😀' }, { grösse: 'klein' }],
  ],
  'lists within lists': [
    args({ rows: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'array', items: { type: 'integer' } } } }),
    [{ rows: [[]] }, { rows: [[1, 2], [3]] }],
    [{ rows: [] }, { rows: [1] }, { rows: [[], [], []] }, { rows: [['1']] }],
  ],
  'a list with places': [
    args({ at: { type: 'array', prefixItems: [{ type: 'number' }, { enum: ['m', 'km'] }], items: false } }),
    [{ at: [1.5, 'km'] }, { at: [2] }],
    [{ at: ['km'] }, { at: [1, 'm', 2] }],
  ],
  'several types': [args({ v: { type: ['string', 'null'] } }), [{ v: 'a' }, { v: null }], [{ v: 1 }, { v: {} }]],
  'one of several': [
    args({
      who: {
        oneOf: [
          args({ id: { type: 'integer' } }, { required: ['id'] }),
          args({ mail: { type: 'string' } }, { required: ['mail'] }),
        ],
      },
    }),
    [{ who: { id: 1 } }, { who: { mail: 'a@b' } }],
    [{ who: {} }, { who: { id: '1' } }, { who: { name: 'a' } }],
  ],
  references: [
    {
      ...args({ tree: { $ref: '#/$defs/node' } }),
      $defs: { node: args({ of: { type: 'array', items: { $ref: '#/$defs/node' } } }) },
    },
    [{ tree: { of: [{ of: [] }, {}] } }],
    [{ tree: [] }, { tree: { of: {} } }, { tree: { at: 1 } }],
  ],
  'all of several': [
    args({ v: { allOf: [args({ a: { type: 'integer' } }, { required: ['a'] }), args({ b: { type: 'boolean' } })] } }),
    [{ v: { a: 1, b: true } }, { v: { b: false, a: 2 } }],
    [{ v: { b: true } }, { v: { a: 'x' } }],
  ],
  'one of two is required': [
    args({ a: { type: 'string' }, b: { type: 'string' } }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }),
    [{ a: '' }, { b: 'x' }],
    [{}, { a: 1 }],
  ],
  'members of any name': [
    args({ a: { type: 'boolean' } }, { additionalProperties: { type: 'integer' } }),
    [{ a: true, b: 1 }, { c: 2 }],
    [{ a: 1 }, { b: 'x' }],
  ],
  'no type, but members': [{ properties: { a: { minimum: 1 } } }, [{ a: 1 }], [{ a: 0 }, { a: 'x' }]],
  'nothing said': [{ type: 'object' }, [{ a: { b: [1, 'x', null, { c: [] }] } }, {}], []],
  'what can’t be told while it is written': [
    args({ d: { type: 'string', pattern: '^\\d{4}$', format: 'date' }, e: { not: { const: 1 } }, o: { enum: [{ a: 1 }, 'b'] } }),
    [{ d: '2026' }, { e: 2 }, { o: { a: 1 } }],
    [],
  ],
  'references that lead nowhere': [
    args({ a: { $ref: '#/$defs/none' }, b: { $ref: 'https://example.org/x' }, c: { $ref: '#/properties/c' } }),
    [{ a: 1, b: [] }],
    [],
  ],
};

describe('a schema', () => {
  it.each(Object.entries(SCHEMAS))('%s', (_, [schema, fits, not]) => {
    // Whatever it says: some of these are refused where a tool is registered.
    const tools = [{ ...tool({}), parameters: { type: 'object', ...schema } }];
    for (const call of fits.map((parameters) => ({ name: 'act', parameters }))) {
      for (const text of [writeJson(call), JSON.stringify(call), JSON.stringify(call, null, 2)]) {
        for (let length = 1; length <= text.length; length += 1)
          expect(allowed(text.slice(0, length), tools), text.slice(0, length)).toBe(true);
        expect(mayEnd(text, tools), text).toBe(true);
      }
    }
    for (const parameters of not)
      expect(allowed(writeJson({ name: 'act', parameters }), tools), writeJson(parameters)).toBe(false);
  });
});

describe('schemas that are alike and go round', () => {
  it('are read once at each place, and not twice as often with each level', () => {
    const node = { type: 'object', properties: { kind: { type: 'string' }, of: { $ref: '#/$defs/node' } } };
    const alike = { oneOf: [node, { ...node, required: ['kind'] }, { ...node, required: ['of'] }] };
    const tools = [tool({ ...args({ tree: { $ref: '#/$defs/node' } }), $defs: { node: alike } })];
    const deep = '{"kind": "x", "of": '.repeat(40);
    expect(allowed(`{"name": "act", "parameters": {"tree": ${deep}`, tools)).toBe(true);
    expect(allowed(`{"name": "act", "parameters": {"tree": ${deep}1`, tools)).toBe(false);
  });
});

describe('calls of a model that writes at random', () => {
  const random = numbers(20_261_129);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  /** What is told from the schema only when the call is whole. */
  const LATE = ['what can’t be told while it is written', 'references that lead nowhere', 'one of several'];
  const certain = Object.entries(SCHEMAS).filter(([name]) => !LATE.includes(name));
  const SIGNS = [...Array.from('{}[]",:0123456789.-truefalsnxyzdomk é😀\n\\<|>'), '```', '<|"|>', '<tool_call|>'];
  /** They come often, so that there is an end. */
  const CLOSING = ['"', '}', ']', '"}', '<|"|>', '<|"|>}'];

  /** Most begin with a tool that there is. */
  const BEGUN = { json: '{"name": "act"', gemma: 'call:act{' };

  /** One call, sign by sign, each of them any that may be there; null for one that finds no end. */
  function written(tools: readonly Declaration[], open: string, kind: Omit<OpenCall, 'text'>): string | null {
    const grammar = new CallGrammar(tools);
    const names = tools.flatMap(({ name, parameters }) => [name, ...Object.keys(parameters['properties'] ?? {})]);
    const signs = [...SIGNS, ...names, '"name": "', '"parameters": {', 'call:'];
    const begun = BEGUN[kind.quote === null ? 'json' : 'gemma'];
    for (let text = random() < 0.8 ? begun : ''; text.length < 300;) {
      const guide = grammar.guide({ ...kind, text });
      if (guide?.mayEnd) return open + text;
      const next = () => pick(random() < 0.3 ? CLOSING : signs);
      let sign = next();
      for (let tries = 0; !guide?.allows(sign); tries += 1) {
        if (tries > 300) return null;
        sign = next();
      }
      text += sign;
    }
    return null;
  }

  it.each([
    ['JSON', '```tool_call\n', FENCE],
    ['Gemma', '<|tool_call>', GEMMA],
  ])('fit the schemas: %s', (_, open, kind) => {
    let count = 0;
    for (let run = 0; run < 80; run += 1) {
      const [, [schema]] = pick(certain);
      const tools = [tool(schema), LIGHT];
      const answer = written(tools, open, kind);
      if (answer === null) continue;
      const filter = new CallFilter(['act', 'set_light'], {
        push: (text) => text,
        end: () => '',
        isThinking: false,
        isOver: false,
      });
      const calls = [...filter.push(answer).calls, ...filter.end().calls];
      const known = calls.flatMap(({ name, args, problem }, at) => {
        const parameters = tools.find((each) => each.name === name)?.parameters;
        if (parameters) return [problemWith(args, parameters)];
        return at === 0 && answer.startsWith(open + BEGUN[kind.quote === null ? 'json' : 'gemma']) ? [problem ?? name] : [];
      });
      if (known.some((problem) => problem !== null)) expect({ answer, calls }).toEqual(known);
      count += known.length;
    }
    expect(count).toBeGreaterThan(8);
  });
});
