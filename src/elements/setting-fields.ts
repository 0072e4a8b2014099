/** The fields of the settings: a label, a control, what it is for, and what is wrong with what was put in. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SettingName, Settings } from '../session/settings.ts';
import { number } from '../locales/formats.ts';
import { msg } from '../locales/words.ts';

/** What every field needs to know of the settings, and where its new value goes. */
export type Fields = {
  values: Settings;
  fixed: ReadonlySet<SettingName>;
  /** Why a value that was put in was not taken. */
  problems: Partial<Record<SettingName, string>>;
  change: <Name extends SettingName>(name: Name, value: Settings[Name]) => void;
};

type Words = { label: string; about: string };

/** `lang`: of its label, where that is not the page’s. */
export type Option = { value: string; label: string; lang?: string };
export type OptionGroup = { label: string; options: readonly Option[] };

/** One of several. `before` stand alone above the groups. */
export function choice(
  fields: Fields,
  name: 'stt' | 'llm' | 'tts' | 'voice' | 'language' | 'pageLanguage' | 'talk',
  words: Words,
  { before = [], groups = [] }: { before?: readonly Option[]; groups?: readonly OptionGroup[] },
): TemplateResult {
  const value = fields.values[name];
  const all = [...before, ...groups.flatMap(({ options }) => options)];
  // A page may ask for what is offered to nobody else.
  const unlisted = all.some((option) => option.value === value) ? [] : [{ value, label: value }];
  const option = ({ value: each, label, lang }: Option) =>
    html`<option value=${each} lang=${lang ?? nothing} .selected=${each === value}>${label}</option>`;
  return field(
    fields,
    name,
    words,
    html`<select
      id=${name}
      aria-describedby="about-${name}"
      ?disabled=${fields.fixed.has(name)}
      @change=${(event: Event) => {
        fields.change(name, (event.target as HTMLSelectElement).value);
      }}
    >
      ${[...unlisted, ...before].map(option)}
      ${groups.map(({ label, options }) => html`<optgroup label=${label}>${options.map(option)}</optgroup>`)}
    </select>`,
  );
}

/** A number that is typed; `unit` is how much of the setting's own unit one of the field's is. */
export function quantity(
  fields: Fields,
  name: 'askAboveBytes' | 'idleUnloadMinutes',
  words: Words,
  { unit = 1, suffix }: { unit?: number; suffix: string },
): TemplateResult {
  return typedNumber(fields, name, words, {
    min: 0,
    inputmode: 'numeric',
    value: String(fields.values[name] / unit),
    suffix,
    read: ({ valueAsNumber }) => valueAsNumber * unit,
  });
}

/** A number that may be left empty, for null. */
export function optional(
  fields: Fields,
  name: 'temperature' | 'topP' | 'contextTokens',
  words: Words,
  { min, max, step }: { min: number; max: number; step: number },
): TemplateResult {
  const value = fields.values[name];
  return typedNumber(fields, name, words, {
    min,
    max,
    step,
    inputmode: 'decimal',
    value: value === null ? '' : String(value),
    // What is no number at all comes as an empty text too.
    read: ({ value: typed, valueAsNumber, validity }) => (typed === '' && !validity.badInput ? null : valueAsNumber),
  });
}

/** A text of one line, or of several. */
export function text(
  fields: Fields,
  name: 'hub' | 'systemPrompt',
  words: Words,
  {
    placeholder,
    hasLines = false,
    tidy = (typed) => typed,
  }: { placeholder: string; hasLines?: boolean; tidy?: (typed: string) => string },
): TemplateResult {
  const value = fields.values[name];
  const isFixed = fields.fixed.has(name);
  const isInvalid = fields.problems[name] ? 'true' : 'false';
  const onChange = (event: Event) => {
    fields.change(name, tidy((event.target as HTMLInputElement | HTMLTextAreaElement).value.trim()));
  };
  return field(
    fields,
    name,
    words,
    hasLines
      ? html`<textarea
          id=${name}
          rows="3"
          aria-describedby="about-${name}"
          aria-invalid=${isInvalid}
          placeholder=${placeholder}
          .value=${value}
          ?disabled=${isFixed}
          @change=${onChange}
        ></textarea>`
      : html`<input
          id=${name}
          type="url"
          aria-describedby="about-${name}"
          aria-invalid=${isInvalid}
          placeholder=${placeholder}
          .value=${value}
          ?disabled=${isFixed}
          @change=${onChange}
        />`,
  );
}

/** Between two ends, heard at once. */
export function slider(
  fields: Fields,
  name: 'speed' | 'volume',
  words: Words,
  { min, max, step }: { min: number; max: number; step: number },
  inWords: (value: number) => string = times,
): TemplateResult {
  const value = fields.values[name];
  return field(
    fields,
    name,
    words,
    html`<span class="slider"
      ><input
        id=${name}
        type="range"
        min=${min}
        max=${max}
        step=${step}
        aria-describedby="about-${name}"
        .value=${String(value)}
        ?disabled=${fields.fixed.has(name)}
        @input=${(event: Event) => {
          const { valueAsNumber, nextElementSibling } = event.target as HTMLInputElement;
          (nextElementSibling as HTMLOutputElement).value = inWords(valueAsNumber);
        }}
        @change=${(event: Event) => {
          fields.change(name, (event.target as HTMLInputElement).valueAsNumber);
        }} /><output for=${name} .value=${inWords(value)}></output
    ></span>`,
  );
}

/** On or off. */
export function check(fields: Fields, name: 'interruptions' | 'listenAtLaunch', { label, about }: Words): TemplateResult {
  return html`<div class="field">
    <label class="check">
      <input
        id=${name}
        type="checkbox"
        aria-describedby="about-${name}"
        .checked=${fields.values[name]}
        ?disabled=${fields.fixed.has(name)}
        @change=${(event: Event) => {
          fields.change(name, (event.target as HTMLInputElement).checked);
        }}
      />
      ${label}
    </label>
    ${aboutOf(fields, name, about)}
  </div>`;
}

type TypedNumber<Value> = {
  min: number;
  max?: number;
  step?: number;
  inputmode: 'numeric' | 'decimal';
  /** As it stands in the field. */
  value: string;
  suffix?: string;
  /** The setting that was typed. */
  read: (input: HTMLInputElement) => Value;
};

function typedNumber<Name extends SettingName>(
  fields: Fields,
  name: Name,
  words: Words,
  { min, max, step, inputmode, value, suffix = '', read }: TypedNumber<Settings[Name]>,
): TemplateResult {
  return field(
    fields,
    name,
    words,
    html`<span class="quantity"
      ><input
        id=${name}
        type="number"
        min=${min}
        max=${max ?? nothing}
        step=${step ?? nothing}
        inputmode=${inputmode}
        aria-describedby="about-${name}"
        aria-invalid=${fields.problems[name] ? 'true' : 'false'}
        .value=${value}
        ?disabled=${fields.fixed.has(name)}
        @change=${(event: Event) => {
          fields.change(name, read(event.target as HTMLInputElement));
        }}
      />${suffix}</span
    >`,
  );
}

const times = (value: number) => `${number(value, { minimumFractionDigits: 2 })}×`;

function field(fields: Fields, name: SettingName, { label, about }: Words, control: TemplateResult): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${control} ${aboutOf(fields, name, about)}
  </div>`;
}

function aboutOf(fields: Fields, name: SettingName, about: string): TemplateResult {
  const problem = fields.problems[name];
  return html`<p id="about-${name}" class="about">
    ${problem ? html`<strong role="alert">${problem}</strong>` : nothing} ${about}
    ${fields.fixed.has(name) ? html`<em>${msg('This page has decided it.')}</em>` : nothing}
  </p>`;
}
