/** Settings of how Parley speaks, and of what it hears. */
import { html, type TemplateResult } from 'lit';
import { primaryOf, SPOKEN_LANGUAGES, VOICES, voiceFor, WHISPER_LANGUAGES, type Voice } from '../session/choices.ts';
import { SPEEDS } from '../session/settings.ts';
import { choice, slider, type Fields, type Option, type OptionGroup } from './setting-fields.ts';
import { languageName, list } from '../locales/formats.ts';
import { LANGUAGES } from '../locales/languages.ts';
import { msg, pageTag, str } from '../locales/words.ts';

/** Voices by language and gender; those of one language where it is known which will be spoken. */
function voiceGroups(language: string | null): OptionGroup[] {
  const voices = VOICES.filter((voice) => language === null || primaryOf(voice.language) === primaryOf(language));
  const genders = { female: msg('female'), male: msg('male') };
  const labelOf = (voice: Voice) => `${capitalised(languageName(voice.language))}, ${genders[voice.gender]}`;
  return [...new Set(voices.map(labelOf))].map((label) => ({
    label,
    options: voices.filter((voice) => labelOf(voice) === label).map(voiceOption),
  }));
}

const byName = (one: Option, other: Option) => one.label.localeCompare(other.label, pageTag());
const languageOptions = (codes: readonly string[]) =>
  codes.map((value) => ({ value, label: capitalised(nameOf(value)) })).sort(byName);

/** Chromium has no names for these. */
const unnamed = (): Readonly<Record<string, string>> => ({ ba: msg('Bashkir'), bo: msg('Tibetan') });

function nameOf(language: string): string {
  const name = languageName(language);
  return name === language ? (unnamed()[language] ?? name) : name;
}

const spokenGroup = (): OptionGroup => ({ label: msg('Understood and spoken'), options: languageOptions(SPOKEN_LANGUAGES) });
const unspokenGroup = (): OptionGroup => ({
  label: msg('Understood; answers are shown, not spoken'),
  options: languageOptions(WHISPER_LANGUAGES.filter((code) => !SPOKEN_LANGUAGES.includes(code))),
});

export function voiceSection(fields: Fields): TemplateResult {
  const { language, voice } = fields.values;
  const speaking = language === 'auto' ? VOICES.find(({ id }) => id === voice) : voiceFor(language, voice);
  // What is heard, and not what was chosen for another language.
  const shown = { ...fields, values: { ...fields.values, voice: speaking?.id ?? voice } };
  return html`${choice(
    fields,
    'pageLanguage',
    {
      label: msg('Language of the page'),
      about: msg('What you read. What you speak is chosen below.'),
    },
    {
      before: [
        { value: 'auto', label: msg('As the browser has it') },
        ...Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name, lang: value })),
      ],
    },
  )}
  ${choice(
    fields,
    'language',
    { label: msg('You speak'), about: aboutLanguage(language, speaking ?? null) },
    {
      before: [{ value: 'auto', label: msg('Any of them: found out of each sentence') }],
      groups: [spokenGroup(), unspokenGroup()],
    },
  )}
  ${choice(
    shown,
    'voice',
    {
      label: msg('Voice'),
      about: aboutVoice(language, speaking ?? null),
    },
    { groups: voiceGroups(language === 'auto' || !speaking ? null : language) },
  )}
  ${slider(fields, 'speed', { label: msg('Speaking speed'), about: msg('1 is natural. Voice and speed are heard from the next sentence on.') }, SPEEDS)}`;
}

/** Many languages write names of languages small, but not at the beginning of a line. */
function capitalised(name: string): string {
  return name.replace(/^./u, (first) => first.toLocaleUpperCase(pageTag()));
}

/** What becomes of answers in this language, before anybody is surprised. */
function aboutLanguage(language: string, speaking: Voice | null): string {
  if (language === 'auto') {
    const spoken = list(SPOKEN_LANGUAGES.map(nameOf).sort((one, other) => one.localeCompare(other, pageTag())));
    return msg(
      str`Answers come in the language of the question. ${spoken} are spoken; answers in others are shown. Short words are understood best where the language is chosen.`,
    );
  }
  if (speaking)
    return msg(
      str`Answers are in ${languageName(language)}, as far as the language model knows it, and spoken by ${speaking.name}.`,
    );
  return msg(str`There is no voice for ${nameOf(language)}: answers are shown, and not spoken.`);
}

function aboutVoice(language: string, speaking: Voice | null): string {
  if (language !== 'auto' && !speaking)
    return msg(str`None of these speaks ${nameOf(language)}. The choice counts again with another language.`);
  return msg(
    'Each speaks its own language; answers in another are said by a voice of that one. In brackets how good Kokoro’s authors find it, from A to F.',
  );
}

function voiceOption({ id, name, language, grade }: Voice): Option {
  return { value: id, label: `${name}, ${languageName(language)}${grade === '' ? '' : ` (${grade})`}` };
}
