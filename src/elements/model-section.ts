/** Which models are used, what becomes of them, and where they come from. */
import { html, type TemplateResult } from 'lit';
import { CATALOGUE, nameForChoice, type OwnModel } from '../session/choices.ts';
import type { ModelsView, ModelView, Session } from '../session/view.ts';
import { formatBytes, formatProgress } from '../text/bytes.ts';
import './device-report.ts';
import './own-model.ts';
import { choice, quantity, text, type Fields, type Option } from './setting-fields.ts';

const CHOSEN_FOR_DEVICE: Option = { value: '', label: 'Chosen for this device' };

const BACKENDS = { webgpu: 'WebGPU', wasm: 'WASM', remote: 'elsewhere' };

/** `testAgain` as the session's. */
export function modelSection(
  fields: Fields,
  { models, why, vramMb, gpuMb, findings }: ModelsView,
  testAgain: Session['testAgain'],
): TemplateResult {
  const own = fields.values.own === null ? [] : [{ value: 'own', label: 'Your own, below' }];
  return html`${models.length > 0 ? modelTable(models) : null}
    ${why === null ? null : html`<p class="about">${why}${vramMb > 0 ? ' No browser tells how much there is: if it is short, choose smaller ones.' : null}</p>`}
    ${gpuMb > 0 ? html`<p class="about">Graphics memory: about ${formatBytes(gpuMb * 1e6)}</p>` : null}
    ${[...new Set(models.flatMap(({ notice }) => notice ?? []))].map((notice) => html`<p class="about">${notice}.</p>`)}
    <parley-device-report></parley-device-report>
    ${findings.length > 0 ? found(findings, testAgain) : null}
    ${choice(
      fields,
      'llm',
      {
        label: 'Language model',
        about: 'Takes over between two turns, and the conversation goes on. What is big is asked about first.',
      },
      { before: [CHOSEN_FOR_DEVICE, ...own, ...optionsOf('llm')] },
    )}
    ${fields.fixed.has('llm') ? null : ownModel(fields)}
    ${choice(fields, 'stt', { label: 'Ears', about: 'Write down what you say.' }, { before: [CHOSEN_FOR_DEVICE, ...optionsOf('stt')] })}
    ${choice(fields, 'tts', { label: 'Voice model', about: 'Speaks the answers.' }, { before: [CHOSEN_FOR_DEVICE, ...optionsOf('tts')] })}
    ${quantity(fields, 'askAboveBytes', { label: 'Ask before downloads above', about: 'Smaller ones are fetched unasked.' }, { unit: 1e6, suffix: 'MB' })}
    ${quantity(
      fields,
      'idleUnloadMinutes',
      { label: 'Give memory back when idle for', about: 'The models are loaded again when you come back. 0 keeps them.' },
      { suffix: 'minutes' },
    )}
    ${text(
      fields,
      'hub',
      {
        label: 'Model hub',
        about:
          'Where models come from that this page does not bring along: Hugging Face, or a mirror of it. Left empty, none is asked. Used for the next model that is loaded.',
      },
      { placeholder: 'https://huggingface.co/', tidy: (typed) => (typed === '' || typed.endsWith('/') ? typed : `${typed}/`) },
    )}`;
}

function ownModel({ values, change }: Fields): TemplateResult {
  return html`<details>
    <summary>A language model of your own</summary>
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
    return { value: id, label: `${nameForChoice(spec)}, ${formatBytes(bytes)}${variants.wasm ? '' : ', needs WebGPU'}` };
  });
}

/** What was found out here about models; each can be tried again. */
function found(findings: ModelsView['findings'], testAgain: Session['testAgain']): TemplateResult {
  return html`<details>
    <summary>Tried out on this device</summary>
    <ul class="found">
      ${findings.map(
        ({ key, text }) =>
          html`<li>
            <span>${text}</span>
            <button
              aria-label=${`Test again: ${text}`}
              @click=${() => {
                testAgain(key);
              }}
            >
              Test again
            </button>
          </li>`,
      )}
    </ul>
  </details>`;
}

function modelTable(models: readonly ModelView[]): TemplateResult {
  return html`<table>
    <caption>
      In use
    </caption>
    ${models.map(
      ({ name, backend, state, loadedBytes, totalBytes }) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${BACKENDS[backend]}</td>
          <td>${state === 'loading' ? formatProgress(loadedBytes, totalBytes) : state}</td>
        </tr>`,
    )}
  </table>`;
}
