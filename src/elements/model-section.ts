/** Which models are used, what becomes of them, and where they come from. */
import { html, type TemplateResult } from 'lit';
import { CATALOGUE } from '../models/catalogue.ts';
import type { ModelView } from '../session/view.ts';
import { formatBytes, formatProgress } from '../text/bytes.ts';
import { choice, quantity, text, type Fields, type Option } from './setting-fields.ts';

const CHOSEN_FOR_DEVICE: Option = { value: '', label: 'Chosen for this device' };

export function modelSection(fields: Fields, models: readonly ModelView[]): TemplateResult {
  // A model of the user's own, <parley-own-model>, goes below the language models.
  return html`${models.length > 0 ? modelTable(models) : null}
  ${choice(
    fields,
    'llm',
    {
      label: 'Language model',
      about: 'Takes over between two turns, and the conversation goes on. What is big is asked about first.',
    },
    { before: [CHOSEN_FOR_DEVICE, ...optionsOf('llm')] },
  )}
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

/** What is offered for a role. Test models are for tests. */
function optionsOf(role: 'stt' | 'llm' | 'tts'): Option[] {
  return CATALOGUE.filter((spec) => spec.role === role && !spec.id.startsWith('tiny-')).map(({ id, name, variants }) => {
    const bytes = Math.max(variants.webgpu?.bytes ?? 0, variants.wasm?.bytes ?? 0);
    return { value: id, label: `${name}, ${formatBytes(bytes)}${variants.wasm ? '' : ', needs WebGPU'}` };
  });
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
          <td>${backend === 'webgpu' ? 'WebGPU' : 'WASM'}</td>
          <td>${state === 'loading' ? formatProgress(loadedBytes, totalBytes) : state}</td>
        </tr>`,
    )}
  </table>`;
}
