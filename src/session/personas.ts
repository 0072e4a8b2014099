/** Who Parley can be: some personas come along, others the user makes. Pure. */
import { msg, translatable } from '../locales/words.ts';
import { LONGEST_NAME, type Persona } from './persona.ts';
import { isSame } from './slice.ts';

/** Short, as Parley's own instructions are: small models lose themselves in long ones. All of them say that it is for the ear. */
export const PERSONAS: readonly Persona[] = [
  { name: 'Parley', systemPrompt: '' },
  {
    name: translatable('Brief'),
    systemPrompt: 'You are a voice assistant. Answer in one short plain sentence, with nothing but what was asked.',
  },
  {
    name: translatable('Tutor'),
    systemPrompt:
      'You are a patient tutor, and your words are spoken aloud. Explain one step at a time in plain short sentences, then ask one question that shows whether it was understood.',
  },
  {
    name: translatable('Storyteller'),
    systemPrompt:
      'You tell stories aloud, in vivid plain sentences without lists or markdown. Stop now and then to ask what should happen next.',
    voice: 'bf_emma',
  },
  {
    name: translatable('English partner'),
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

/** With this one more. None gives way to it: where another has its name, or one that comes along has, it gets a number. */
export function withPersona(personas: readonly Persona[], persona: Persona): Persona[] {
  if (personas.some((each) => isSame(each, persona))) return [...personas];
  const taken = new Set([...PERSONAS.flatMap(({ name }) => [name, msg(name)]), ...personas.map(({ name }) => name)].map(plain));
  let { name } = persona;
  for (let number = 2; taken.has(plain(name)); number += 1) {
    const ending = ` ${String(number)}`;
    name = persona.name.slice(0, LONGEST_NAME - ending.length).trimEnd() + ending;
  }
  return [...personas, { ...persona, name }];
}

/** Names that look the same are the same. */
function plain(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
