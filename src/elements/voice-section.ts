/** Settings of how Parley speaks, and of what it hears. */
import { html, type TemplateResult } from 'lit';
import {
  nameOfLanguage,
  primaryOf,
  SPOKEN_LANGUAGES,
  VOICES,
  voiceFor,
  WHISPER_LANGUAGES,
  type Voice,
} from '../session/choices.ts';
import { SPEEDS } from '../session/settings.ts';
import { choice, slider, type Fields, type Option, type OptionGroup } from './setting-fields.ts';

/** Voices by language and gender; those of one language where it is known which will be spoken. */
function voiceGroups(language: string | null): OptionGroup[] {
  const voices = VOICES.filter((voice) => language === null || primaryOf(voice.language) === primaryOf(language));
  const labelOf = (voice: Voice) => `${nameOfLanguage(voice.language)}, ${voice.gender}`;
  return [...new Set(voices.map(labelOf))].map((label) => ({
    label,
    options: voices.filter((voice) => labelOf(voice) === label).map(voiceOption),
  }));
}

const byName = (one: Option, other: Option) => one.label.localeCompare(other.label, 'en');
const languageOptions = (codes: readonly string[]) =>
  codes.map((value) => ({ value, label: nameOfLanguage(value) })).sort(byName);

const SPOKEN: OptionGroup = { label: 'Understood and spoken', options: languageOptions(SPOKEN_LANGUAGES) };
const UNSPOKEN: OptionGroup = {
  label: 'Understood; answers are shown, not spoken',
  options: languageOptions(WHISPER_LANGUAGES.filter((code) => !SPOKEN_LANGUAGES.includes(code))),
};

export function voiceSection(fields: Fields): TemplateResult {
  const { language, voice } = fields.values;
  const speaking = language === 'auto' ? VOICES.find(({ id }) => id === voice) : voiceFor(language, voice);
  // What is heard, and not what was chosen for another language.
  const shown = { ...fields, values: { ...fields.values, voice: speaking?.id ?? voice } };
  return html`${choice(
    fields,
    'language',
    { label: 'You speak', about: aboutLanguage(language, speaking ?? null) },
    { before: [{ value: 'auto', label: 'Any of them: found out of each sentence' }], groups: [SPOKEN, UNSPOKEN] },
  )}
  ${choice(
    shown,
    'voice',
    {
      label: 'Voice',
      about:
        'Each speaks its own language; answers in another are said by a voice of that one. In brackets how good Kokoro’s authors find it, from A to F.',
    },
    { groups: voiceGroups(language === 'auto' || !speaking ? null : language) },
  )}
  ${slider(fields, 'speed', { label: 'Speaking speed', about: '1 is natural. Voice and speed are heard from the next sentence on.' }, SPEEDS)}`;
}

/** What becomes of answers in this language, before anybody is surprised. */
function aboutLanguage(language: string, speaking: Voice | null): string {
  if (language === 'auto') {
    const spoken = new Intl.ListFormat('en').format(SPOKEN.options.map(({ label }) => label));
    return `Answers come in the language of the question. ${spoken} are spoken; answers in others are shown. Short words are understood best where the language is chosen.`;
  }
  if (speaking)
    return `Answers are in ${nameOfLanguage(language)}, as far as the language model knows it, and spoken by ${speaking.name}.`;
  return `There is no voice for ${nameOfLanguage(language)}: answers are shown, and not spoken.`;
}

function voiceOption({ id, name, language, grade }: Voice): Option {
  return { value: id, label: `${name}, ${nameOfLanguage(language)}${grade === '' ? '' : ` (${grade})`}` };
}
