/** Performs what the rules of the models ask for: the one place where they meet workers, the store and this device. */
import { toErrorData, type ErrorData } from '../../protocol/errors.ts';
import type { ModelOrigin, Role } from '../../protocol/messages.ts';
import { DEFAULTS } from '../../session/settings.ts';
import type { Notices } from '../../session/notices.ts';
import type { Pipeline } from '../../session/pipeline.ts';
import { isSame } from '../../session/slice.ts';
import type { ModelsView } from '../../session/view.ts';
import type { LlmSpec, ModelSpec } from '../catalogue.ts';
import type { Wishes } from '../choose-models.ts';
import type { ModelsEffect, ModelsEvent } from '../events.ts';
import { rungKey } from '../ladder.ts';
import { noticesOf, type ModelsNotice } from '../notices.ts';
import type { OwnModel } from '../own.ts';
import { reduce } from '../reducer.ts';
import { Speaker } from '../speaker.ts';
import {
  canSleep,
  initialState,
  isComplete,
  languageModel,
  ROLES,
  stageOf,
  type Chosen,
  type ModelsState,
} from '../state.ts';
import { Chooser } from './choose.ts';
import { discardDownload } from './discard-download.ts';
import { KeptModels } from './kept.ts';
import { BuildMarks } from './marks.ts';
import { modelsView } from './models-view.ts';
import { Pace } from './pace.ts';
import { unpin } from './pin.ts';
import { persist } from '../../store/site-storage.ts';
import { sharedStore } from '../../store/store-root.ts';

export type ModelOptions = Wishes & {
  /** The language model where `llm` is 'own'. */
  own?: OwnModel | null;
  voice?: string;
  /** Of speaking; 1, the default, is natural. */
  speed?: number;
  /** BCP 47 tag of the language spoken, or 'auto'; 'en' by default. */
  language?: string;
  /** Where the app's files are, by default where the page's build says. */
  base?: string;
  /** Model hub; '' for none. */
  hub?: string;
  /** Downloads of a model above this are asked about first, bytes; 100 MB by default. */
  askAboveBytes?: number;
  /** Idle time after which the models give their memory back, minutes; 0 for never. */
  idleUnloadMinutes?: number;
};

/** What the session must know of it. */
export type ModelEvents = {
  /** From now on it is this language model, or will be as soon as it is loaded. */
  languageModel: (llm: LlmSpec) => void;
  /** Whatever a worker of this role was doing is lost. */
  interrupted: (role: Role) => void;
  /** Something waits for a moment between two turns, in which `switchOver` is worth a call. */
  awaitsTurn: () => void;
  changed: () => void;
};

export class Models {
  /** Where the app's files are, ends in '/'. */
  readonly app: string;
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #events: ModelEvents;
  readonly #chooser = new Chooser();
  readonly #marks = new BuildMarks();
  readonly #kept = new KeptModels();
  readonly #pace = new Pace();
  #state: ModelsState;
  #options: ModelOptions;
  /** What came while something else was being dealt with. */
  readonly #queue: ModelsEvent[] = [];
  readonly #speaker = new Speaker();
  #isBusy = false;
  #told: readonly ModelsNotice[] = [];
  /** How often the store was looked at. */
  #looks = 0;
  /** Who waits until models are chosen. */
  #waiting: (() => void)[] = [];

  /** Nothing is loaded before `load`. */
  constructor(pipeline: Pipeline, notices: Notices, options: ModelOptions, events: ModelEvents) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#options = options;
    this.#events = events;
    this.#state = initialState(chosenOf(options));
    this.app = new URL(options.base ?? import.meta.env.BASE_URL, document.baseURI).href;
  }

  get state(): ModelsState {
    return this.#state;
  }

  /** As `stageOf`. */
  get stage(): ReturnType<typeof stageOf> {
    return stageOf(this.#state);
  }

  /** As the function of that name. */
  get canSleep(): boolean {
    return canSleep(this.#state);
  }

  /** As the function of that name. */
  get isComplete(): boolean {
    return isComplete(this.#state);
  }

  /** Whether the language model takes pictures; true while there is none yet. */
  get sees(): boolean {
    return this.#state.blind === null && (languageModel(this.#state)?.sees ?? true);
  }

  /** Why it does not, where it should. */
  get blind(): ErrorData | null {
    return this.#state.blind;
  }

  /** The host to which words and pictures go, because the language model is there or will be; null when everything stays here. */
  get leaves(): string | null {
    const spec = languageModel(this.#state);
    const { llm, own } = this.#options;
    const wished = !spec && llm === 'own' && own?.kind === 'endpoint' ? own.url : '';
    const url = spec ? (spec.endpoint?.url ?? '') : wished;
    return URL.canParse(url) ? new URL(url).host : null;
  }

  /** The models in use, with their files as far as they are here, by path. */
  get serving(): { spec: ModelSpec; files: readonly string[] }[] {
    return ROLES.flatMap((role) => {
      const { serving } = this.#state.roles[role];
      return serving ? [{ spec: serving.rung.spec, files: this.#pipeline.hosts[role].files }] : [];
    });
  }

  /** What the page shows of them. */
  get view(): ModelsView {
    return modelsView(this.#state, { hosts: this.#pipeline.hosts, pace: this.#pace, leaves: this.leaves });
  }

  /** Where models come from that the app does not bring along; ends in '/', '' for nowhere. */
  get hub(): string {
    return this.#options.hub ?? DEFAULTS.hub;
  }

  /** Id of the voice that speaks. */
  get voice(): string {
    const { voice = DEFAULTS.voice, language = DEFAULTS.language } = this.#options;
    return this.#speaker.voice({ voice, language });
  }

  /** What is said next is in this language. */
  speakIn(language: string): void {
    this.#letSpeak(() => {
      this.#speaker.begin(language);
    });
  }

  /** Nothing is being said, or about to be. */
  speakNothing(): void {
    this.#letSpeak(() => {
      this.#speaker.end();
    });
  }

  #letSpeak(change: () => void): void {
    const before = this.voice;
    change();
    if (this.voice !== before) this.#tellVoice();
  }

  /**
   * Chooses models and starts every worker, once; afterwards wakes what sleeps. Resolves when models are chosen, or can't be. Problems end
   * as notices, never as a rejection.
   */
  load(): Promise<void> {
    this.dispatch({ kind: 'load' });
    if (!this.#state.choosing) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Takes up other options. Before `load` they are only noted; after it, another model is put to use between two turns. */
  change(options: ModelOptions): void {
    this.#options = options;
    this.#tellWorkers();
    this.dispatch({ kind: 'options', chosen: chosenOf(options) });
  }

  dispatch(event: ModelsEvent): void {
    this.#queue.push(event);
    // What an effect brings about is dealt with after all effects of the event before it.
    if (this.#isBusy) return;
    this.#isBusy = true;
    const before = this.#state;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { state, effects } = reduce(this.#state, next);
      this.#state = state;
      for (const effect of effects) this.#perform(effect);
    }
    this.#isBusy = false;
    if (this.#state === before) return;
    this.#tell();
    if (!this.#state.choosing) {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const goOn of waiting) goOn();
    }
    this.#events.changed();
  }

  dispose(): void {
    this.dispatch({ kind: 'dispose' });
    this.#marks.dispose();
  }

  #perform(effect: ModelsEffect): void {
    switch (effect.kind) {
      case 'choose':
        void this.#choose(effect);
        break;
      case 'look':
        void this.#look(effect);
        break;
      case 'look-up':
        void this.#lookUp(effect);
        break;
      case 'load': {
        const { role, rung, tryOut, knownFactor, run, isBeside } = effect;
        if (isBeside) this.#pace.forget();
        const { wholeBytes = 0 } = this.#state.downloads.toFetch[rungKey(rung)] ?? {};
        this.#pipeline.hosts[role].load({ ...rung, tryOut, knownFactor, origin: this.#origin }, { run, isBeside, wholeBytes });
        break;
      }
      case 'end':
        this.#pipeline.hosts[effect.role].end(effect.run);
        break;
      case 'hand-over':
        this.#pipeline.hosts[effect.role].handOver(effect.run);
        break;
      case 'switch-over':
        this.#pipeline.hosts[effect.role].switchOver(effect.run);
        break;
      case 'give-up':
        this.#pipeline.hosts[effect.role].giveUp();
        break;
      case 'interrupted':
        this.#events.interrupted(effect.role);
        break;
      case 'language-model':
        this.#events.languageModel(effect.spec);
        break;
      case 'await-turn':
        this.#events.awaitsTurn();
        break;
      case 'keep-verdicts':
        void this.#kept.keepVerdicts(this.#chooser.device, effect);
        break;
      case 'keep-agreed':
        void this.#kept.keepAgreed(effect.agreed);
        break;
      case 'keep-declined':
        void this.#kept.keepDeclined(effect.declined);
        break;
      case 'discard':
        void this.#discard(effect);
        break;
      case 'unpin':
        void unpin(effect.rung.spec);
        break;
      case 'mark':
        this.#marks.set(effect.keys);
        break;
      case 'drop-marks':
        this.#marks.drop();
        break;
      case 'persist':
        // Chrome decides by itself; where it says no, a full disk may cost the models that were fetched.
        if (this.#origin.hub) void persist();
        break;
    }
  }

  async #choose({ attempt, wishes, own, roles }: Extract<ModelsEffect, { kind: 'choose' }>): Promise<void> {
    try {
      const isForAll = roles.length === ROLES.length;
      if (isForAll) await this.#chooser.probe(wishes.allowSoftwareGpu ?? false);
      const choice = await this.#chooser.propose(wishes, own, this.hub);
      const rungs = roles.flatMap((role) => choice.ladders[role]);
      const [looked, kept, ended] = await Promise.all([
        this.#chooser.look(rungs, this.#origin),
        isForAll ? this.#kept.read(this.#chooser.device) : null,
        isForAll ? this.#marks.found() : null,
      ]);
      const { isTight, hint } = this.#chooser;
      const { bytesPerSecond } = this.#pace;
      this.dispatch({ kind: 'chosen', attempt, choice, isTight, hint, ...looked, bytesPerSecond, ...(kept && { kept: { ...kept, ended } }) });
      if (isForAll) this.#tellWorkers();
    } catch (error) {
      this.dispatch({ kind: 'choosing-failed', attempt, error: toErrorData(error, 'load-failed') });
    }
  }

  async #look({ rungs }: Extract<ModelsEffect, { kind: 'look' }>): Promise<void> {
    this.#looks += 1;
    const mine = this.#looks;
    const { hub } = this;
    const looked = await this.#chooser.look(rungs, this.#origin);
    // Of two that are under way the later one counts; from another hub other files are to be had.
    if (mine !== this.#looks || hub !== this.hub) return;
    this.dispatch({ kind: 'looked', ...looked, bytesPerSecond: this.#pace.bytesPerSecond });
  }

  async #lookUp({ rung }: Extract<ModelsEffect, { kind: 'look-up' }>): Promise<void> {
    const toFetch = await this.#chooser.lookUp(rung);
    this.dispatch({ kind: 'looked-up', key: rungKey(rung), toFetch });
  }

  async #discard({ rung, others }: Extract<ModelsEffect, { kind: 'discard' }>): Promise<void> {
    await discardDownload(rung, others, this.hub);
    this.dispatch({ kind: 'store-changed' });
  }

  /** The page is in another language. */
  sayAnew(): void {
    this.#tell();
  }

  /** Says what is new of what the user should read; what was put away stays so until it is another. */
  #tell(): void {
    const notices = noticesOf(this.#state);
    for (const { id } of this.#told) if (!notices.some((notice) => notice.id === id)) this.#notices.drop(id);
    for (const notice of notices) if (!this.#told.some((told) => isSame(told, notice))) this.#say(notice);
    this.#told = notices;
  }

  #say({ id, level, text, advice, action, other, isOffer }: ModelsNotice): void {
    const [button, second] = [action, other].map(
      (way) =>
        way && {
          label: way.label,
          run: () => {
            this.dispatch(way.event);
          },
        },
    );
    if (level === 'error') this.#notices.error(id, { message: text, ...(advice ? { advice } : {}) }, button, second);
    else if (isOffer && button) this.#notices.offer(id, text, button);
    else this.#notices.info(id, text, button, second);
  }

  /** What the workers have to know, those of later models too. */
  #tellWorkers(): void {
    const { language } = this.#options;
    this.#pipeline.stt.set({ kind: 'language', language: language ?? DEFAULTS.language });
    this.#tellVoice();
  }

  #tellVoice(): void {
    this.#pipeline.tts.set({ kind: 'voice', voice: this.voice, speed: this.#options.speed ?? DEFAULTS.speed });
  }

  get #origin(): ModelOrigin {
    const store = sharedStore();
    return { app: this.app, hub: this.hub, ...(store ? { store } : {}) };
  }
}

/** What of the options the rules need to know. */
function chosenOf({ stt, llm, tts, allowSoftwareGpu, own, hub, askAboveBytes }: ModelOptions): Chosen {
  const wishes: Wishes = {
    ...(stt === undefined ? {} : { stt }),
    ...(llm === undefined ? {} : { llm }),
    ...(tts === undefined ? {} : { tts }),
    ...(allowSoftwareGpu === undefined ? {} : { allowSoftwareGpu }),
  };
  return { wishes, own: own ?? null, hub: hub ?? DEFAULTS.hub, askAboveBytes: askAboveBytes ?? DEFAULTS.askAboveBytes };
}
