/** What is seen and heard of a session from outside. It is there before the session, so that nobody who follows it has to wait for that. */
import { Happenings } from './happenings.ts';
import { mergeSettings } from './settings.ts';
import { makeSlices, type Sources } from './slices.ts';
import type { DevicesView, ModelsView, Shown, Slices } from './view.ts';

const NO_MODELS: ModelsView = { models: [], gpuMb: 0, coming: null, why: null, vramMb: 0, findings: [], leaves: null };

export const NO_DEVICES: DevicesView = {
  microphone: 'off',
  muted: false,
  camera: 'off',
  cameraStream: null,
  loudspeaker: 'off',
  chosenDevices: { microphone: '', loudspeaker: '', camera: '' },
  availableDevices: [],
  talk: 'open',
  held: false,
  isScreen: false,
};

/** Nothing was loaded, opened or said. */
export const NOTHING_YET: Sources = {
  phase: () => 'asleep',
  captions: () => ({ said: [], live: null }),
  models: () => NO_MODELS,
  devices: () => NO_DEVICES,
  picture: () => ({ url: null, seenBy: null }),
  notices: () => [],
  timings: () => null,
  turns: () => [],
  loudness: () => 0,
  offline: () => ({ is: 'unasked', about: '' }),
  settings: () => mergeSettings({}, {}),
  tools: () => ({ tools: [], log: [], isAble: true }),
  memory: () => ({ id: null, isPrivate: false }),
};

export class Front {
  readonly slices: Slices;
  readonly happenings = new Happenings();
  #sources: Sources;

  constructor(sources: Sources = NOTHING_YET) {
    this.#sources = sources;
    this.slices = makeSlices(() => this.#sources);
  }

  /** Everything is read there from now on. */
  readFrom(sources: Sources): void {
    this.#sources = sources;
    this.look(Object.keys(sources) as (keyof Shown)[]);
  }

  /** These may have another value. */
  look(names: readonly (keyof Shown)[]): void {
    for (const name of names) this.slices[name].look();
  }
}
