/** Settings of how Parley speaks, and of what it hears. */
import { html, type TemplateResult } from 'lit';
import { VOICES, WHISPER_LANGUAGES, type Voice } from '../session/choices.ts';
import { SPEEDS } from '../session/settings.ts';
import { choice, slider, type Fields, type OptionGroup } from './setting-fields.ts';

const ACCENTS = { 'en-US': 'American', 'en-GB': 'British' } as const;

const VOICE_GROUPS = Object.entries(ACCENTS).flatMap(([language, accent]) =>
  (['female', 'male'] as const).map((gender): OptionGroup => {
    const options = VOICES.filter((voice) => voice.language === language && voice.gender === gender).map(voiceOption);
    return { label: `${accent} English, ${gender}`, options };
  }),
);

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

const OTHER_LANGUAGES: OptionGroup = {
  label: 'Understood, but answered in an English voice',
  options: WHISPER_LANGUAGES.filter((code) => code !== 'en')
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en')),
};

export function voiceSection(fields: Fields): TemplateResult {
  return html`${choice(
    fields,
    'voice',
    { label: 'Voice', about: 'In brackets how good Kokoro’s authors find it, from A to F.' },
    { groups: VOICE_GROUPS },
  )}
  ${slider(fields, 'speed', { label: 'Speaking speed', about: '1 is natural. Voice and speed are heard from the next sentence on.' }, SPEEDS)}
  ${choice(
    fields,
    'language',
    {
      label: 'You speak',
      about:
        'Kokoro speaks English only, and Parley knows “mm-hmm”, “stop” and unfinished sentences only in English: other languages are written down, but interrupted and ended less well.',
    },
    { before: [{ value: 'en', label: 'English' }], groups: [OTHER_LANGUAGES] },
  )}`;
}

function voiceOption({ id, name, language, grade }: Voice): { value: string; label: string } {
  return { value: id, label: `${name}, ${ACCENTS[language]} (${grade})` };
}
