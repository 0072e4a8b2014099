/** Who Parley can be: instructions, a voice and a language under one name. Some come along, others the user makes. Pure. */
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

/** Short, as Parley's own instructions are: small models lose themselves in long ones. All of them say that it is for the ear. */
export const PERSONAS: readonly Persona[] = [
  { name: 'Parley', systemPrompt: '' },
  {
    name: 'Brief',
    systemPrompt: 'You are a voice assistant. Answer in one short plain sentence, with nothing but what was asked.',
  },
  {
    name: 'Tutor',
    systemPrompt:
      'You are a patient tutor, and your words are spoken aloud. Explain one step at a time in plain short sentences, then ask one question that shows whether it was understood.',
  },
  {
    name: 'Storyteller',
    systemPrompt:
      'You tell stories aloud, in vivid plain sentences without lists or markdown. Stop now and then to ask what should happen next.',
    voice: 'bf_emma',
  },
  {
    name: 'English partner',
    systemPrompt:
      'You help somebody practise English by talking. Use simple words and short sentences, ask about their day, and repeat what they said in better English where it was wrong.',
    language: 'en',
  },
];

/** Whether a persona is what is in use now. */
export function isInUse(persona: Persona, now: Required<Omit<Persona, 'name'>>): boolean {
  const { systemPrompt, voice = now.voice, language = now.language } = persona;
  return systemPrompt === now.systemPrompt && voice === now.voice && language === now.language;
}

/** With this one more; one of the same name gives way to it. */
export function withPersona(personas: readonly Persona[], persona: Persona): Persona[] {
  return [...personas.filter(({ name }) => name !== persona.name), persona];
}

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
  if (typeof value !== 'object' || value === null || !Object.keys(value).every((part) => PARTS.includes(part))) return false;
  const { name, systemPrompt, voice = '', language = '' } = value as Readonly<Record<string, unknown>>;
  return isText(name) && name.trim() !== '' && name.length <= LONGEST_NAME && [systemPrompt, voice, language].every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
