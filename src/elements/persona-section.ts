/** Who Parley is: presets, those of the user among them, and what they are made of. */
import { html, type TemplateResult } from 'lit';
import type { Persona } from '../session/persona.ts';
import { isInUse, PERSONAS, withPersona } from '../session/personas.ts';
import { LONGEST_PROMPT } from '../session/settings.ts';
import { text, type Fields } from './setting-fields.ts';

export function personaSection(fields: Fields): TemplateResult {
  const { values } = fields;
  const own = values.personas;
  return html`<div class="field">
      <span id="personas">Personas</span>
      <div class="buttons" role="group" aria-labelledby="personas">
        ${[...PERSONAS, ...own].map(
          (persona) =>
            html`<button
              aria-pressed=${isInUse(persona, values)}
              @click=${() => {
                take(fields, persona);
              }}
            >
              ${persona.name}
            </button>`,
        )}
      </div>
      <p class="about">Each sets the instructions below, and some the voice or the language. From the next turn on.</p>
    </div>
    ${text(
      fields,
      'systemPrompt',
      {
        label: 'Instructions for the language model',
        about: `Who it is and how it should answer, up to ${LONGEST_PROMPT.toLocaleString('en')} characters. From the next turn on; left empty, Parley uses its own.`,
      },
      { placeholder: 'You are Parley, a friendly voice assistant…', hasLines: true },
    )}
    <details>
      <summary>Personas of your own</summary>
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
          >Keep instructions, voice and language of now as<input maxlength="60" placeholder="A name" required
        /></label>
        <div class="buttons"><button>Keep</button></div>
      </form>
      ${fields.problems.personas ? html`<p class="problem" role="alert">${fields.problems.personas}</p>` : null}
      ${own.map(
        ({ name }) =>
          html`<div class="buttons">
            <button
              aria-label=${`Delete the persona ${name}`}
              @click=${() => {
                fields.change(
                  'personas',
                  own.filter((each) => each.name !== name),
                );
              }}
            >
              Delete “${name}”
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
