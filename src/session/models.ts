/** The models of one conversation: chosen, loaded, and replaced when the user says so. */
import type { LlmSpec } from '../models/catalogue.ts';
import { toErrorData, type ErrorData, type ErrorReason } from '../protocol/errors.ts';
import type { ModelOrigin, Role } from '../protocol/messages.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { STARTER, chooseModels, probeGpu, type Gpu, type ModelSet, type Wishes } from './choose-models.ts';
import type { Notices } from './notices.ts';
import type { Pipeline } from './pipeline.ts';

export type ModelOptions = Wishes & {
  voice?: string;
  /** BCP 47 tag of the language spoken, 'en' by default. */
  language?: string;
  /** Where the app's files are, by default where the page's build says. */
  base?: string;
  /** Model hub; '' for none. */
  hub?: string;
};

const DEFAULT_HUB = 'https://huggingface.co/';
const DEFAULT_VOICE = 'af_heart';
export const DEFAULT_LANGUAGE = 'en';

/** What the user can mend; a download then goes on where it stopped. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorReason> = new Set(['network', 'download-cut', 'storage-full', 'model-file-web-page']);

export class Models {
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #options: ModelOptions;
  readonly #origin: ModelOrigin;
  readonly #onChosen: (llm: LlmSpec) => void;
  #set: ModelSet | null = null;
  #loading: Promise<void> | null = null;
  #disposed = false;

  /** Nothing is loaded before `load`. `onChosen` hears which language model it will be. */
  constructor(pipeline: Pipeline, notices: Notices, options: ModelOptions, onChosen: (llm: LlmSpec) => void) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#options = options;
    this.#onChosen = onChosen;
    const app = new URL(options.base ?? import.meta.env.BASE_URL, document.baseURI).href;
    this.#origin = { app, hub: options.hub ?? DEFAULT_HUB };
  }

  /** Whether a set was chosen, or is being chosen. */
  get started(): boolean {
    return this.#loading !== null;
  }

  /** Whether the language model takes pictures; true while there is none yet. */
  get sees(): boolean {
    const spec = this.#set?.llm.spec;
    return spec?.role === 'llm' ? spec.sees : true;
  }

  /** Chooses models and starts every worker, once. Problems end as notices, never as a rejection. */
  load(): Promise<void> {
    this.#loading ??= this.#chooseAndLoad(this.#options);
    return this.#loading;
  }

  /** Names the worker that is gone, with a way on. */
  lost(role: Role, error: ErrorData): void {
    const host = this.#pipeline.hosts[role];
    const starter = role === 'vad' || role === 'eou' ? undefined : STARTER[role];
    const again = {
      label: 'Start it again',
      run: () => {
        this.#notices.drop(role);
        host.restart();
      },
    };
    const isElsewhere = starter !== undefined && host.view?.id !== starter && error.reason !== 'worker-died';
    const message = `${host.view?.name ?? role}: ${error.message}`;
    const proposesStarter = isElsewhere && !WORTH_ANOTHER_TRY.has(error.reason);
    this.#notices.error(role, { ...error, message }, proposesStarter ? this.#starterAction : again);
  }

  dispose(): void {
    this.#disposed = true;
  }

  readonly #starterAction = {
    label: 'Use the starter set',
    run: () => {
      this.#notices.clear();
      this.#loading = this.#chooseAndLoad(STARTER, null);
    },
  };

  async #chooseAndLoad(wishes: Wishes, gpu?: Gpu | null): Promise<void> {
    try {
      const found = gpu === undefined ? await probeGpu(wishes.allowSoftwareGpu ?? false) : gpu;
      const { set, why } = chooseModels(wishes, found, this.#origin);
      if (this.#disposed) return;
      if (why) this.#notices.info('models', why);
      this.#set = set;
      if (set.llm.spec.role === 'llm') this.#onChosen(set.llm.spec);
      // Chrome decides by itself; where it says no, a full disk may cost the models that were fetched.
      if (this.#origin.hub && Object.values(set).some(({ spec }) => spec.repo !== '')) void navigator.storage.persist();
      this.#pipeline.load(set, ['vad', 'stt', 'llm', 'tts', 'eou']);
      const { vad, stt, tts } = this.#pipeline;
      const { confirmMs, suspectMs, prerollMs } = TURN_SETTINGS;
      vad.set({ kind: 'settings', settings: { confirmMs, suspectMs, prerollMs } });
      stt.set({ kind: 'language', language: this.#options.language ?? DEFAULT_LANGUAGE });
      tts.set({ kind: 'voice', voice: this.#options.voice ?? DEFAULT_VOICE, speed: 1 });
    } catch (error) {
      this.#loading = null;
      this.#notices.error('models', toErrorData(error, 'load-failed'), this.#starterAction);
    }
  }
}
