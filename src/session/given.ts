/** What a page's attributes or its address say, as settings: mended where that is safe, and named where it is of no use. Pure. */
import { accepts, DEFAULTS, type SettingName, type Settings } from './settings.ts';
import { bestLanguage } from '../locales/languages.ts';

/** Something that was given and can't be used: `name` as it was given, and what is wrong with it. In words: setting-problems.ts. */
export type GivenProblem = { readonly name: string } & (
  | { readonly is: 'setting'; readonly setting: SettingName; readonly value: unknown }
  | { readonly is: 'choice'; readonly choices: readonly string[] }
  | { readonly is: 'folder' }
);

/** Attributes of the element and parameters of the address, with the setting that each stands for and how its text is read. */
const NAMES: Readonly<Record<string, { setting: SettingName; read: (text: string) => unknown }>> = {
  stt: { setting: 'stt', read: readId },
  llm: { setting: 'llm', read: readId },
  tts: { setting: 'tts', read: readId },
  voice: { setting: 'voice', read: readId },
  speed: { setting: 'speed', read: readNumber },
  volume: { setting: 'volume', read: readNumber },
  'push-to-talk': { setting: 'talk', read: readTalk },
  'no-interrupt': { setting: 'interruptions', read: (text) => opposite(readFlag(text)) },
  lang: { setting: 'language', read: readLanguage },
  'page-language': { setting: 'pageLanguage', read: readPageLanguage },
  'system-prompt': { setting: 'systemPrompt', read: (text) => text.trim() },
  hub: { setting: 'hub', read: readHub },
  'ask-above-mb': { setting: 'askAboveBytes', read: (text) => readNumber(text) * 1e6 },
  'idle-unload-minutes': { setting: 'idleUnloadMinutes', read: readNumber },
  'own-tools': { setting: 'ownTools', read: (text) => text.split(/[\s,]+/).filter((each) => each !== '') },
};

/** What may be given. */
export const GIVEN_NAMES: readonly string[] = Object.keys(NAMES);

/** Tags of languages that Whisper has under another one: Norwegian, Filipino, Javanese, Mandarin. */
const WHISPER_TAGS: ReadonlyMap<string, string> = new Map([
  ['nb', 'no'],
  ['fil', 'tl'],
  ['jv', 'jw'],
  ['cmn', 'zh'],
]);

/** Reads what was given, by name; null for what was not. */
export function readGiven(given: (name: string) => string | null): { settings: Partial<Settings>; problems: GivenProblem[] } {
  const settings: Partial<Record<SettingName, unknown>> = {};
  const problems: GivenProblem[] = [];
  for (const [name, { setting, read }] of Object.entries(NAMES)) {
    const text = given(name);
    if (text === null) continue;
    const value = read(text.normalize('NFKC'));
    if (accepts(setting, value)) settings[setting] = value;
    else problems.push({ name, is: 'setting', setting, value });
  }
  return { settings: settings as Partial<Settings>, problems };
}

/** What of these options a session can use; the rest is named. */
export function checkGiven<Options extends Partial<Settings>>(options: Options): { settings: Options; problems: GivenProblem[] } {
  const problems: GivenProblem[] = [];
  const good = (Object.entries(options) as [string, unknown][]).filter(([name, value]) => {
    if (value === undefined || !isSetting(name)) return true;
    const isGood = accepts(name, value);
    if (!isGood) problems.push({ name, is: 'setting', setting: name, value });
    return isGood;
  });
  return { settings: Object.fromEntries(good) as Options, problems };
}

/**
 * What of an address takes a yes from the user first: where models come from, what is fetched unasked, where words go, and what Parley is told to
 * be. Nothing does that is as the user has it, or more careful.
 */
export function needsYes(address: Partial<Settings>, now: Settings): Partial<Settings> {
  const { hub, askAboveBytes, llm, systemPrompt } = address;
  return {
    ...(hub !== undefined && hub !== '' && hub !== now.hub ? { hub } : {}),
    ...(askAboveBytes !== undefined && askAboveBytes > now.askAboveBytes ? { askAboveBytes } : {}),
    ...(llm === 'own' && now.llm !== 'own' ? { llm } : {}),
    ...(systemPrompt !== undefined && systemPrompt !== '' && systemPrompt !== now.systemPrompt ? { systemPrompt } : {}),
  };
}

/** Those of the settings that the others do not name. */
export function without(settings: Partial<Settings>, others: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in others)));
}

/** What counts of an address before the user's own settings are known: all but what ever takes a yes. */
export function needsNoYes(address: Partial<Settings>): Partial<Settings> {
  return without(address, needsYes(address, MOST_CAREFUL));
}

/** Settings under which everything takes a yes that ever does. */
const MOST_CAREFUL: Settings = { ...DEFAULTS, hub: '', askAboveBytes: -1 };

function isSetting(name: string): name is SettingName {
  return Object.values(NAMES).some(({ setting }) => setting === name);
}

function readId(text: string): string {
  return text.trim().toLowerCase();
}

/** As an attribute of HTML that is there or not, which frameworks write as true or false as well; what it is otherwise comes back. */
function readFlag(text: string): unknown {
  const word = text.trim().toLowerCase();
  if (['', 'true', 'on', 'yes', '1'].includes(word)) return true;
  return ['false', 'off', 'no', '0'].includes(word) ? false : word;
}

function opposite(flag: unknown): unknown {
  return typeof flag === 'boolean' ? !flag : flag;
}

function readTalk(text: string): unknown {
  const flag = readFlag(text);
  if (typeof flag === 'boolean') return flag ? 'hold' : 'open';
  return flag;
}

/** NaN for what is no number. */
export function readNumber(text: string): number {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** As a tag that Whisper knows, where it is one by another name; otherwise as it is. */
function readLanguage(text: string): string {
  if (text.trim().toLowerCase() === 'auto') return 'auto';
  try {
    const { baseName, language } = new Intl.Locale(text.trim().replaceAll('_', '-'));
    const known = WHISPER_TAGS.get(language);
    return known === undefined ? baseName : [known, ...baseName.split('-').slice(1)].join('-');
  } catch {
    return text;
  }
}

/** As one that the page can be in, where it is one with a region. */
function readPageLanguage(text: string): string {
  const tag = text.trim();
  return tag.toLowerCase() === 'auto' ? 'auto' : (bestLanguage([tag]) ?? tag);
}

/** With its scheme and its slash. */
function readHub(text: string): string {
  const plain = text.trim();
  if (plain === '') return '';
  const address = /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(plain) ? `https://${plain}` : plain;
  if (!URL.canParse(address)) return plain;
  const { href } = new URL(address);
  return href.endsWith('/') || /[?#]/.test(href) ? href : `${href}/`;
}
