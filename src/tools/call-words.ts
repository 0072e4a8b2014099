/** Calls of tools in words for the user. Pure. */
import { msg } from '../locales/words.ts';
import { toJson } from './json.ts';
import { inWords, type Args, type OutcomeKind } from './tool.ts';

/** How far a call is, or how it went. */
export type CallState = OutcomeKind | 'waiting' | 'asking' | 'running';

/** That in words, to stand behind the call. */
export const callStates = (): Readonly<Record<CallState, string>> => ({
  waiting: msg('waits'),
  asking: msg('waits for your yes'),
  running: msg('under way'),
  done: msg('done'),
  failed: msg('did not work'),
  refused: msg('not done'),
  cancelled: msg('interrupted'),
  invalid: msg('did not work'),
});

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
