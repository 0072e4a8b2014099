/** Settings as a file: what the user has chosen, without the key of a server. Pure. */
import { ownModelProblem } from '../models/own.ts';
import { ParleyError } from '../protocol/errors.ts';
import { readJson } from '../tools/json.ts';
import { isSame } from './slice.ts';
import { DEFAULTS, isName, accepts, type ChosenSettings, type SettingName, type Settings } from './settings.ts';
import { withPersona } from './personas.ts';
import { msg, str } from '../locales/words.ts';

const FORMAT = 'parley-settings';
const VERSION = 1;

/** What a file of settings comes to: those that can be taken, and the names of those that can't. */
export type FiledSettings = { settings: Partial<Settings>; refused: string[] };

/** As JSON that `settingsFrom` reads: what is other than Parley's own, and not the page's. */
export function settingsToJson({ values, fixed }: ChosenSettings): string {
  const chosen = (Object.entries(values) as [SettingName, unknown][]).filter(
    ([name, value]) => !fixed.has(name) && !isSame(value, DEFAULTS[name]),
  );
  const settings = Object.fromEntries(chosen.map(([name, value]) => [name, name === 'own' ? withoutKey(values.own) : value]));
  return JSON.stringify({ format: FORMAT, version: VERSION, settings }, null, 2);
}

/** What of such a file is of use here, and new: what is so already is left out. Throws a ParleyError `bad-input` for what is no such file. */
export function settingsFrom(text: string, { values, fixed }: ChosenSettings): FiledSettings {
  const file = readJson(text);
  if (file === undefined) throw refused(msg('This is no JSON, or only a part of it.'));
  const { format, version, settings } = (typeof file === 'object' && file !== null ? file : {}) as Record<string, unknown>;
  if (format !== FORMAT || typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw refused(msg('This is no file of Parley’s settings.'));
  if (version !== VERSION) throw refused(msg('It is of another Parley: load this page again to have the newest.'));
  const entries = Object.entries(settings);
  const isGood = ([name, value]: [string, unknown]) => {
    if (!isName(name) || fixed.has(name) || !accepts(name, value)) return false;
    return name !== 'own' || value === null || ownModelProblem(value) === null;
  };
  const good = Object.fromEntries(entries.filter(isGood)) as Partial<Settings>;
  const personas = (good.personas ?? []).reduce(withPersona, [...values.personas]);
  const all = { ...good, ...(good.personas ? { personas } : {}) };
  const isNew = ([name, value]: [string, unknown]) => !isSame(value, values[name as SettingName]);
  return {
    settings: Object.fromEntries(Object.entries(all).filter(isNew)),
    refused: entries.filter((entry) => !isGood(entry)).map(([name]) => name.slice(0, 40)),
  };
}

/** A key is for one person and one server: it stays on this device. */
function withoutKey(own: Settings['own']): Settings['own'] {
  return own?.kind === 'endpoint' ? { ...own, apiKey: '' } : own;
}

function refused(what: string): ParleyError {
  return new ParleyError('bad-input', msg(str`The file was not taken: ${what}`), {
    advice: 'Take a file that Parley has exported. Nothing was changed.',
  });
}
