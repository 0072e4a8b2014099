/** Instructions, a voice and a language under one name, and what they may be. Pure. */
import { isObject } from '../tools/json.ts';

/** What is missing stays as it is when the persona is taken. */
export type Persona = {
  readonly name: string;
  /** '' for Parley's own. */
  readonly systemPrompt: string;
  readonly voice?: string | undefined;
  readonly language?: string | undefined;
};

/** As many as a list shows without a search of its own. */
export const MAX_PERSONAS = 50;
export const LONGEST_NAME = 60;

/** Whether they are as many as can be, and each is one; what is in them the settings know. */
export function arePersonas(value: unknown): value is readonly Persona[] {
  return Array.isArray(value) && value.length <= MAX_PERSONAS && value.every(isPersona);
}

/** What a persona sets of the settings. */
export function partsOf({ systemPrompt, voice, language }: Persona): ['systemPrompt' | 'voice' | 'language', string][] {
  return [
    ['systemPrompt', systemPrompt],
    ...(voice === undefined ? [] : [['voice', voice] as ['voice', string]]),
    ...(language === undefined ? [] : [['language', language] as ['language', string]]),
  ];
}

const PARTS: readonly string[] = ['name', 'systemPrompt', 'voice', 'language'];

/** Written out, since a library of schemas would be a fifth of what a page waits for at first. */
function isPersona(value: unknown): value is Persona {
  if (!isObject(value) || !Object.keys(value).every((part) => PARTS.includes(part))) return false;
  const { name, systemPrompt, voice = '', language = '' } = value;
  return isText(name) && name.trim() !== '' && name.length <= LONGEST_NAME && [systemPrompt, voice, language].every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
