/** Microphone, loudspeaker and camera by name, whether they work, and how loud Parley is. */
import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceKind, DevicesView, Session } from '../session/view.ts';
import { follow } from './follow.ts';
import { visibleLoudness } from './loudness.ts';
import { slider, type Fields, type Option } from './setting-fields.ts';
import { number } from '../locales/formats.ts';
import { msg } from '../locales/words.ts';

/** Names that Chrome has for the system's choice, which is offered anyway. */
const PSEUDO_IDS: readonly string[] = ['default', 'communications'];

const facings = (): readonly Option[] => [
  { value: 'facing:front', label: msg('Front') },
  { value: 'facing:back', label: msg('Back') },
];

export function deviceSection(control: Session, fields: (settings: Session['settings']) => Fields): TemplateResult {
  const { slices } = control;
  const choices = (kind: DeviceKind, label: string, about: unknown, first: readonly Option[] = []) =>
    follow(slices, ['devices'], ({ devices }) => field(control, devices, { kind, label, about, first }));
  return html`${choices('microphone', msg('Microphone'), meter(control))}
    ${
      'setSinkId' in AudioContext.prototype
        ? choices('loudspeaker', msg('Loudspeaker'), nothing)
        : html`<p class="about">${msg('This browser plays through the system’s choice of loudspeaker.')}</p>`
    }
    <div class="buttons">
      <button
        @click=${() => {
          control.testSound();
        }}
      >
        ${msg('Play a test sound')}
      </button>
    </div>
    ${follow(slices, ['settings'], ({ settings }) =>
      slider(
        fields(settings),
        'volume',
        { label: msg('Parley’s volume'), about: msg('On top of the system’s.') },
        { min: 0, max: 1, step: 0.05 },
        (volume) => number(volume, { style: 'percent' }),
      ),
    )}
    ${choices('camera', msg('Camera'), nothing, matchMedia('(pointer: coarse)').matches ? facings() : [])}`;
}

type Words = { kind: DeviceKind; label: string; about: unknown; first: readonly Option[] };

function field(control: Session, devices: DevicesView, { kind, label, about, first }: Words): TemplateResult {
  const value = devices.chosenDevices[kind];
  const named = devices.availableDevices
    .filter((device) => device.kind === kind && device.id !== '' && !PSEUDO_IDS.includes(device.id))
    .map(({ id, label }): Option => ({ value: id, label: label || msg('Without a name') }));
  const known = [{ value: '', label: msg('The system’s choice') }, ...first, ...named];
  // One of an earlier visit, which is unplugged, or not named before the user has allowed it.
  const options = known.some((option) => option.value === value) ? known : [...known, { value, label: msg('The one you chose') }];
  return html`<div class="field">
    <label for="device-${kind}">${label}</label>
    <select
      id="device-${kind}"
      aria-describedby="about-device-${kind}"
      @change=${(event: Event) => {
        control.chooseDevice(kind, (event.target as HTMLSelectElement).value);
      }}
    >
      ${options.map((each) => html`<option value=${each.value} .selected=${each.value === value}>${each.label}</option>`)}
    </select>
    <div id="about-device-${kind}" class="about">
      ${about} ${named.length === 0 ? msg('The browser tells names once you have allowed one to be used.') : nothing}
    </div>
  </div>`;
}

/** What the microphone hears now. */
function meter({ slices }: Session): unknown {
  return follow(slices, ['devices'], ({ devices: { microphone } }) =>
    microphone === 'on'
      ? html`<meter
          min="0"
          max="1"
          aria-label=${msg('How loud the microphone is')}
          .value=${follow(slices, ['loudness'], ({ loudness }) => visibleLoudness(loudness))}
        ></meter>`
      : html`${msg('Its level is shown here while Parley listens.')}`,
  );
}
