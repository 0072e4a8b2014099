/** Who Parley is: presets, those of the user among them, and what they are made of. */
import { html, type TemplateResult } from 'lit';
import type { Persona } from '../session/persona.ts';
import { isInUse, PERSONAS, withPersona } from '../session/personas.ts';
import { LONGEST_PROMPT } from '../session/settings.ts';
import { text, type Fields } from './setting-fields.ts';
import { number } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

export function personaSection(fields: Fields): TemplateResult {
  const { values } = fields;
  const own = values.personas;
  return html`<div class="field">
      <span id="personas">${msg('Personas')}</span>
      <div class="buttons" role="group" aria-labelledby="personas">
        ${[...PERSONAS, ...own].map(
          (persona) =>
            html`<button
              aria-pressed=${isInUse(persona, values)}
              @click=${() => {
                take(fields, persona);
              }}
            >
              ${own.includes(persona) ? persona.name : msg(persona.name)}
            </button>`,
        )}
      </div>
      <p class="about">${msg('Each sets the instructions below, and some the voice or the language. From the next turn on.')}</p>
    </div>
    ${text(
      fields,
      'systemPrompt',
      {
        label: msg('Instructions for the language model'),
        about: msg(
          str`Who it is and how it should answer, up to ${number(LONGEST_PROMPT)} characters. From the next turn on; left empty, Parley uses its own.`,
        ),
      },
      { placeholder: msg('You are Parley, a friendly voice assistant…'), hasLines: true },
    )}
    <details>
      <summary>${msg('Personas of your own')}</summary>
      <form
        class="row"
        @submit=${(event: Event) => {
          event.preventDefault();
          const input = (event.target as HTMLFormElement).querySelector('input');
          const name = input?.value.trim() ?? '';
          if (!input || name === '') return;
          const { systemPrompt, voice, language } = values;
          fields.change('personas', withPersona(own, { name, systemPrompt, voice, language }));
          input.value = '';
        }}
      >
        <label class="field"
          >${msg('Keep instructions, voice and language of now as')}<input maxlength="60" placeholder=${msg('A name')} required
        /></label>
        <div class="buttons"><button>${msg('Keep')}</button></div>
      </form>
      ${fields.problems.personas ? html`<p class="problem" role="alert">${fields.problems.personas}</p>` : null}
      ${own.map(
        ({ name }) =>
          html`<div class="buttons">
            <button
              aria-label=${msg(str`Delete the persona ${name}`)}
              @click=${() => {
                fields.change(
                  'personas',
                  own.filter((each) => each.name !== name),
                );
              }}
            >
              ${msg(str`Delete “${name}”`)}
            </button>
          </div>`,
      )}
    </details>`;
}

/** What the page has decided stays. */
function take({ change, fixed }: Fields, { systemPrompt, voice, language }: Persona): void {
  if (!fixed.has('systemPrompt')) change('systemPrompt', systemPrompt);
  if (voice !== undefined && !fixed.has('voice')) change('voice', voice);
  if (language !== undefined && !fixed.has('language')) change('language', language);
}
