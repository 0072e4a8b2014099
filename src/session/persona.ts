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
const MAX_PERSONAS = 50;
const LONGEST_NAME = 60;

/** Why these can't be the user's personas; null when they can. `check` says the same of a setting's value. */
export function personasProblem(
  value: unknown,
  check: (name: 'systemPrompt' | 'voice' | 'language', value: unknown) => string | null,
): string | null {
  if (!Array.isArray(value) || value.length > MAX_PERSONAS || !value.every(isPersona))
    return `Personas are at most ${String(MAX_PERSONAS)}, each with a name of at most ${String(LONGEST_NAME)} characters.`;
  for (const { systemPrompt, voice, language } of value) {
    const about = { systemPrompt, ...(voice === undefined ? {} : { voice }), ...(language === undefined ? {} : { language }) };
    for (const [name, each] of Object.entries(about)) {
      const problem = check(name as keyof typeof about, each);
      if (problem !== null) return problem;
    }
  }
  return null;
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
