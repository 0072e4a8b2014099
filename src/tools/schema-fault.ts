/** What makes a JSON Schema one that no value can be held against: told to whoever wrote it, and not to the model with each call. Pure. */
import { field, isObject } from './json.ts';
import { declarationOf, noTool, type Declaration, type ToolLook } from './tool.ts';

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** Keywords by the form of what they have: a schema, a list of schemas, an object of schemas. */
const ONE = ['additionalProperties', 'items', 'contains', 'propertyNames', 'not', 'if', 'then', 'else'];
const LIST = ['prefixItems', 'anyOf', 'oneOf', 'allOf'];
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

/** As `declarationOf`, and throws for a schema that has a fault too. A page that waits for its first press has no need of this. */
export function soundDeclarationOf(tool: ToolLook, asksForAll = false): Declaration {
  const declaration = declarationOf(tool, asksForAll);
  const fault = schemaFault(declaration.parameters);
  if (fault !== null) throw noTool(`The tool “${declaration.name}”`, `Its inputSchema is no JSON Schema: ${fault}`);
  return declaration;
}

/** The first fault, in a sentence; null where there is none. References have to lead to a place in the schema itself. */
function schemaFault(root: unknown): string | null {
  const visit = (schema: unknown, path: string): string | null => {
    if (typeof schema === 'boolean') return null;
    if (!isObject(schema)) return `“${path}” is not a schema.`;
    const own = faultOf(schema, path) ?? (schema['$ref'] === undefined ? null : faultOfRef(schema, root, path));
    if (own !== null) return own;
    for (const [key, value] of Object.entries(schema)) {
      for (const [name, each] of innerOf(key, value)) {
        const fault = visit(each, `${path}/${key}${name}`);
        if (fault !== null) return fault;
      }
    }
    return null;
  };
  return visit(root, '#');
}

/** The schemas within the value of a keyword, each with how its path goes on. In older drafts `items` may be a list. */
function innerOf(key: string, value: unknown): (readonly [string, unknown])[] {
  if (LIST.includes(key) || (key === 'items' && Array.isArray(value)))
    return Array.isArray(value) ? value.map((each: unknown, index) => [`/${String(index)}`, each]) : [['', null]];
  if (NAMED.includes(key))
    return isObject(value) ? Object.entries(value).map(([name, each]) => [`/${name}`, each]) : [['', null]];
  return ONE.includes(key) ? [['', value]] : [];
}

function faultOf(schema: Record<string, unknown>, path: string): string | null {
  const { type, pattern, patternProperties } = schema;
  const types: unknown[] = type === undefined ? [] : [type].flat();
  const wrong = types.find((each) => !TYPES.includes(each as string));
  if (wrong !== undefined) return `“${path}” has the type ${JSON.stringify(wrong)}. There are: ${TYPES.join(', ')}.`;
  if (schema['enum'] !== undefined && !Array.isArray(schema['enum'])) return `The enum of “${path}” is not a list.`;
  const patterns = [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...(isObject(patternProperties) ? Object.keys(patternProperties) : []),
  ];
  const broken = patterns.find((each) => !isPattern(each));
  return broken === undefined
    ? null
    : `The pattern “${broken}” of “${path}” is no regular expression of JavaScript with the flag u.`;
}

/** Where it leads, on and on. */
function faultOfRef(schema: Record<string, unknown>, root: unknown, path: string): string | null {
  const seen = new Set<unknown>();
  for (let at: unknown = schema; isObject(at) && at['$ref'] !== undefined; at = target(at['$ref'], root)) {
    if (seen.has(at)) return `The $ref of “${path}” leads back to itself.`;
    seen.add(at);
    if (target(at['$ref'], root) === undefined)
      return `The $ref ${JSON.stringify(at['$ref'])} of “${path}” leads to nothing in it.`;
  }
  return null;
}

/** What a pointer such as `#/$defs/room` leads to. */
export function target(ref: unknown, root: unknown): unknown {
  if (typeof ref !== 'string' || !/^#(\/|$)/.test(ref)) return undefined;
  const steps = ref.slice(1).split('/').slice(1).map(unescaped);
  return steps.reduce<unknown>((at, step) => field(at, step), root);
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}

function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'));
  } catch {
    return false;
  }
}
