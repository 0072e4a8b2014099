/** Calls of tools in words for the user. Pure. */
import { toJson } from './json.ts';
import { inWords, type Args } from './tool.ts';

/** The title and the values of the arguments, as in “Set light: kitchen, on”. */
export function callInWords(title: string, args: Args): string {
  const values = Object.entries(args).map(([name, value]) => valueInWords(inWords(name).toLowerCase(), value));
  return values.length === 0 ? title : `${title}: ${values.join(', ')}`;
}

const LONGEST_VALUE = 60;

function valueInWords(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? name : `not ${name}`;
  const text = typeof value === 'string' ? value : toJson(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
