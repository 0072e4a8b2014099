/** What the user can choose, which values are of any use, and who decides: the page, then the user, then Parley. Pure. */
import { LANGUAGES } from '../locales/languages.ts';
import { DEFAULT_VOICE, MODEL_IDS, VOICE_IDS } from '../models/ids.ts';
import type { OwnModel } from '../models/own.ts';
import { WHISPER_LANGUAGES } from '../models/whisper-languages.ts';
import { OWN_TOOLS } from '../tools/own-names.ts';
import { TALK_MODES, type TalkMode } from '../turn/talk-mode.ts';
import { DEFAULT_HUB } from '../store/hub.ts';
import { arePersonas, partsOf, type Persona } from './persona.ts';
import { primaryOf } from '../text/language.ts';

export type Settings = {
  /** Ids of the catalogue; '' for whatever suits the device. The language model can be 'own' too. */
  stt: string;
  llm: string;
  tts: string;
  /** The user's own language model, in use or not. */
  own: OwnModel | null;
  /** A voice of Kokoro's. It speaks its own language; answers in others are said by a voice of theirs, if there is one (models/voices.ts). */
  voice: string;
  /** Of speaking; 1 is natural. */
  speed: number;
  /** How loud Parley is, 0 to 1. */
  volume: number;
  /** When the microphone's sound counts. */
  talk: TalkMode;
  /** Whether speech over an answer interrupts it. */
  interruptions: boolean;
  /** BCP 47 tag of the language that the user speaks; 'auto': found out of each turn. */
  language: string;
  /** Tag of the language that the page is in, one of locales/languages.ts; 'auto' for the one that suits the user best. */
  pageLanguage: string;
  /** '' for Parley's own, or the one that the language model was trained with. */
  systemPrompt: string;
  /** Of sampling; 0 always takes the likeliest token. Null for what is best for the model. */
  temperature: number | null;
  /** Share of likelihood among which tokens are chosen; null for what is best for the model. */
  topP: number | null;
  /** Most of a prompt and its answer, tokens; null for all that the model takes. */
  contextTokens: number | null;
  /** Those that the user has made. */
  personas: readonly Persona[];
  /** Model hub, ends in '/'; '' for none. */
  hub: string;
  /** Downloads of a model above this are asked about first, bytes. */
  askAboveBytes: number;
  /** Whether the app, installed, listens as soon as it is opened. */
  listenAtLaunch: boolean;
  /** Idle time after which the models give their memory back, minutes; 0 for never. */
  idleUnloadMinutes: number;
  /** Names of Parley's own tools that are switched on. */
  ownTools: readonly string[];
  /** Names of tools of others that the user has switched off. */
  toolsOff: readonly string[];
};

export type SettingName = keyof Settings;

/** The values in use, and those among them that the page has decided, so that the user can't. */
export type ChosenSettings = { values: Settings; fixed: ReadonlySet<SettingName> };

export const DEFAULTS: Settings = {
  stt: '',
  llm: '',
  tts: '',
  own: null,
  voice: DEFAULT_VOICE,
  speed: 1,
  volume: 1,
  talk: 'open',
  interruptions: true,
  language: 'en',
  pageLanguage: 'auto',
  systemPrompt: '',
  temperature: null,
  topP: null,
  contextTokens: null,
  personas: [],
  listenAtLaunch: false,
  hub: DEFAULT_HUB,
  // About a minute at 15 Mbit/s. Smaller: questions about what is here before they are answered. Larger: data plans are spent unasked.
  askAboveBytes: 100e6,
  // Gigabytes that other tabs, games and films want. Shorter: who comes back after a telephone call waits for them to be read again, half a
  // minute on two cores. Longer: the graphics card is full all afternoon.
  idleUnloadMinutes: 30,
  ownTools: [],
  toolsOff: [],
};

export const SETTING_NAMES = Object.keys(DEFAULTS) as SettingName[];

/** Kokoro swallows phonemes when it speaks faster, and drawls when slower. */
export const SPEEDS = { min: 0.5, max: 2, step: 0.05 } as const;

/** Above 2 small models write what is no language any more; servers take no more. */
export const TEMPERATURES = { min: 0, max: 2, step: 0.1 } as const;
/** 0 would leave no token to choose. */
export const TOP_PS = { min: 0.05, max: 1, step: 0.05 } as const;
/** Least context, tokens: the longest instructions and the longest answer take nearly a thousand of them. */
export const LEAST_CONTEXT = 1_024;

/** Longest system prompt, characters: some 500 tokens of the smallest window, 2048, in which the conversation has to fit too. */
export const LONGEST_PROMPT = 2_000;

/**
 * What the page has decided wins over what the user has, and that over Parley's defaults. What the page has of no use counts for nothing:
 * given.ts names it.
 */
export function mergeSettings(page: Partial<Settings>, kept: Partial<Settings>): ChosenSettings {
  const decided = onlyGood(page);
  return {
    values: { ...DEFAULTS, ...onlySettings(kept), ...decided },
    fixed: new Set(Object.keys(decided) as SettingName[]),
  };
}

/** Whether a setting can have this value; why it can't is in setting-problems.ts. */
export function accepts(name: SettingName, value: unknown): boolean {
  switch (name) {
    case 'stt':
    case 'llm':
    case 'tts':
      return value === '' || isModel(name, value);
    case 'own':
      // The form looks closer, and so does the loading.
      return typeof value === 'object';
    case 'voice':
      return typeof value === 'string' && VOICE_IDS.includes(value);
    case 'speed':
      return isBetween(value, SPEEDS.min, SPEEDS.max);
    case 'volume':
      return isBetween(value, 0, 1);
    case 'talk':
      return (TALK_MODES as readonly unknown[]).includes(value);
    case 'interruptions':
    case 'listenAtLaunch':
      return typeof value === 'boolean';
    case 'language':
      return isLanguage(value);
    case 'pageLanguage':
      return value === 'auto' || (typeof value === 'string' && Object.hasOwn(LANGUAGES, value));
    case 'systemPrompt':
      return typeof value === 'string' && value.length <= LONGEST_PROMPT;
    case 'temperature':
      return value === null || isBetween(value, TEMPERATURES.min, TEMPERATURES.max);
    case 'topP':
      return value === null || isBetween(value, TOP_PS.min, TOP_PS.max);
    case 'contextTokens':
      return value === null || (Number.isInteger(value) && isBetween(value, LEAST_CONTEXT, 1e6));
    case 'personas':
      return arePersonas(value) && value.flatMap(partsOf).every((part) => accepts(...part));
    case 'hub':
      return value === '' || isHub(value);
    case 'askAboveBytes':
    case 'idleUnloadMinutes':
      return isBetween(value, 0, Infinity);
    case 'ownTools':
      return isNames(value) && value.every((each) => (OWN_TOOLS as readonly string[]).includes(each));
    case 'toolsOff':
      return isNames(value);
  }
}

/** The first that is no setting, or has a value that is of no use; null where all are good. */
export function firstBad(settings: Partial<Settings>): { name: string; value: unknown } | null {
  const bad = Object.entries(settings).find(([name, value]) => !isName(name) || !accepts(name, value));
  return bad ? { name: bad[0], value: bad[1] } : null;
}

/** As `onlySettings`, without values that are of no use. */
function onlyGood(from: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(onlySettings(from)).filter(([name, value]) => accepts(name as SettingName, value)));
}

/** Those that are settings and have a value. */
export function onlySettings(from: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(SETTING_NAMES.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}

export function isName(name: string): name is SettingName {
  return Object.hasOwn(DEFAULTS, name);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isModel(role: 'stt' | 'llm' | 'tts', value: unknown): boolean {
  return (role === 'llm' && value === 'own') || (typeof value === 'string' && MODEL_IDS[role].includes(value));
}

function isLanguage(value: unknown): boolean {
  if (value === 'auto') return true;
  return (
    typeof value === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value) && WHISPER_LANGUAGES.includes(primaryOf(value))
  );
}

/** Pages of https can't ask http hosts, all but this very machine. */
function isHub(value: unknown): boolean {
  if (typeof value !== 'string' || !value.endsWith('/') || !URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isHere)) && search === '' && hash === '';
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most;
}
