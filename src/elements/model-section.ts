/** Which models are used, what becomes of them, and where they come from. */
import { html, type TemplateResult } from 'lit';
import { CATALOGUE, nameForChoice, type OwnModel } from '../session/choices.ts';
import type { ModelsView, ModelView, Session } from '../session/view.ts';
import { formatBytes, formatProgress } from '../text/bytes.ts';
import './device-report.ts';
import './own-model.ts';
import { choice, quantity, text, type Fields, type Option } from './setting-fields.ts';
import { msg, str } from '../locales/words.ts';

const chosenForDevice = (): Option => ({ value: '', label: msg('Chosen for this device') });

const backends = () => ({ webgpu: 'WebGPU', wasm: 'WASM', remote: msg('elsewhere') });

const states = () => ({
  waiting: msg('waiting'),
  loading: msg('loading'),
  ready: msg('ready'),
  failed: msg('failed'),
});

/** `testAgain` as the session's. */
export function modelSection(
  fields: Fields,
  { models, why, vramMb, gpuMb, findings }: ModelsView,
  testAgain: Session['testAgain'],
): TemplateResult {
  const own = fields.values.own === null ? [] : [{ value: 'own', label: msg('Your own, below') }];
  return html`${models.length > 0 ? modelTable(models) : null}
    ${why === null ? null : html`<p class="about">${why} ${vramMb > 0 ? msg('No browser tells how much there is: if it is short, choose smaller ones.') : null}</p>`}
    ${gpuMb > 0 ? html`<p class="about">${msg(str`Graphics memory: about ${formatBytes(gpuMb * 1e6)}`)}</p>` : null}
    ${[...new Set(models.flatMap(({ notice }) => notice ?? []))].map((notice) => html`<p class="about">${notice}.</p>`)}
    <parley-device-report></parley-device-report>
    ${findings.length > 0 ? found(findings, testAgain) : null}
    ${choice(
      fields,
      'llm',
      {
        label: msg('Language model'),
        about: msg('Takes over between two turns, and the conversation goes on. What is big is asked about first.'),
      },
      { before: [chosenForDevice(), ...own, ...optionsOf('llm')] },
    )}
    ${fields.fixed.has('llm') ? null : ownModel(fields)}
    ${choice(fields, 'stt', { label: msg('Ears'), about: msg('Write down what you say.') }, { before: [chosenForDevice(), ...optionsOf('stt')] })}
    ${choice(fields, 'tts', { label: msg('Voice model'), about: msg('Speaks the answers.') }, { before: [chosenForDevice(), ...optionsOf('tts')] })}
    ${quantity(fields, 'askAboveBytes', { label: msg('Ask before downloads above'), about: msg('Smaller ones are fetched unasked.') }, { unit: 1e6, suffix: 'MB' })}
    ${quantity(
      fields,
      'idleUnloadMinutes',
      {
        label: msg('Give memory back when idle for'),
        about: msg('The models are loaded again when you come back. 0 keeps them.'),
      },
      { suffix: msg('minutes') },
    )}
    ${text(
      fields,
      'hub',
      {
        label: msg('Model hub'),
        about: msg(
          'Where models come from that this page does not bring along: Hugging Face, or a mirror of it. Left empty, none is asked. Used for the next model that is loaded.',
        ),
      },
      { placeholder: 'https://huggingface.co/', tidy: (typed) => (typed === '' || typed.endsWith('/') ? typed : `${typed}/`) },
    )}`;
}

function ownModel({ values, change }: Fields): TemplateResult {
  return html`<details>
    <summary>${msg('A language model of your own')}</summary>
    <parley-own-model
      .model=${values.own}
      @own-model=${({ detail }: CustomEvent<OwnModel>) => {
        change('own', detail);
        change('llm', 'own');
      }}
    ></parley-own-model>
  </details>`;
}

function optionsOf(role: 'stt' | 'llm' | 'tts'): Option[] {
  return CATALOGUE.filter((spec) => spec.role === role).map((spec) => {
    const { id, variants } = spec;
    const bytes = Math.max(variants.webgpu?.bytes ?? 0, variants.wasm?.bytes ?? 0);
    return {
      value: id,
      label: `${nameForChoice(spec)}, ${formatBytes(bytes)}${variants.wasm ? '' : `, ${msg('needs WebGPU')}`}`,
    };
  });
}

/** What was found out here about models; each can be tried again. */
function found(findings: ModelsView['findings'], testAgain: Session['testAgain']): TemplateResult {
  return html`<details>
    <summary>${msg('Tried out on this device')}</summary>
    <ul class="found">
      ${findings.map(
        ({ key, text }) =>
          html`<li>
            <span>${text}</span>
            <button
              aria-label=${msg(str`Test again: ${text}`)}
              @click=${() => {
                testAgain(key);
              }}
            >
              ${msg('Test again')}
            </button>
          </li>`,
      )}
    </ul>
  </details>`;
}

function modelTable(models: readonly ModelView[]): TemplateResult {
  return html`<table>
    <caption>
      ${msg('In use')}
    </caption>
    ${models.map(
      ({ name, backend, state, loadedBytes, totalBytes }) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${backends()[backend]}</td>
          <td>${state === 'loading' ? formatProgress(loadedBytes, totalBytes) : states()[state]}</td>
        </tr>`,
    )}
  </table>`;
}
