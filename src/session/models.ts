/** The models of one conversation: chosen for this device, tried out on it, and replaced when they fail or the user says so. */
import type { LlmSpec, ModelSpec } from '../models/catalogue.ts';
import { chooseRung, type Rung } from '../models/ladder.ts';
import { toErrorData, type ErrorData, type ErrorReason } from '../protocol/errors.ts';
import type { ModelOrigin, Role } from '../protocol/messages.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { STARTER, probeGpu, type Gpu, type Ladders, type Starters, type Wishes } from './choose-models.ts';
import { KnownRungs } from './known-rungs.ts';
import type { Notices } from './notices.ts';
import type { Pipeline } from './pipeline.ts';
import { DEFAULTS } from './settings.ts';
import { Upgrades } from './upgrades.ts';
import { Verdicts } from './verdicts.ts';
import type { Coming, ModelView } from './view.ts';
import type { LoadPlan } from './worker-run.ts';

export type ModelOptions = Wishes & {
  voice?: string;
  /** Of speaking; 1, the default, is natural. */
  speed?: number;
  /** BCP 47 tag of the language spoken, 'en' by default. */
  language?: string;
  /** Where the app's files are, by default where the page's build says. */
  base?: string;
  /** Model hub; '' for none. */
  hub?: string;
  /** Downloads of a model above this are asked about first, bytes; 100 MB by default. */
  askAboveBytes?: number;
  /** Idle time after which the models give their memory back, minutes; 0, the default, for never. */
  idleUnloadMinutes?: number;
};

/** What the session must know of it. */
export type ModelEvents = {
  /** From now on it is this language model. */
  chosen: (llm: LlmSpec) => void;
  /** Another model is to be used as soon as that disturbs nothing: `switchOver` is worth a call. */
  waiting: () => void;
  /** A worker that was ready is about to be replaced: whatever it was doing is lost. */
  replacing: (role: Role) => void;
};

/** In the order in which the first turn needs them. */
const ROLES: readonly Role[] = ['vad', 'stt', 'llm', 'tts', 'eou'];
/** Whose model can be chosen. */
const CHOOSABLE = ['stt', 'llm', 'tts'] as const;
/** What has a self-test. */
const TRIED_OUT: ReadonlySet<Role> = new Set(['stt', 'llm', 'tts']);

/** What the user can mend; a download then goes on where it stopped. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorReason> = new Set(['network', 'download-cut', 'storage-full', 'model-file-web-page']);

/** Failures of this model on this device, which the next start would only repeat. */
const LASTING: ReadonlySet<ErrorReason> = new Set(['self-test-failed', 'load-failed', 'no-webgpu']);
/** Failures that may be over by then. Neither has anything to do with files or the network. */
const PASSING: ReadonlySet<ErrorReason> = new Set(['device-lost', 'inference-failed', 'worker-died', 'unknown']);

export class Models {
  /** Where the app's files are, ends in '/'. */
  readonly app: string;
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #events: ModelEvents;
  readonly #verdicts = new Verdicts();
  readonly #upgrades: Upgrades;
  /** What serves. */
  readonly #standingOn = new Map<Role, Rung>();
  /** Roles for which something else was chosen, which waits for a moment between two turns. */
  readonly #chosenAnew = new Set<Role>();
  readonly #knownRungs = new KnownRungs();
  #options: ModelOptions;
  #wishes: Wishes = {};
  #gpu: Gpu | null = null;
  #ladders: Ladders | null = null;
  #starters: Starters = {};
  #loading: Promise<void> | null = null;
  #disposed = false;

  /** Nothing is loaded before `load`. */
  constructor(pipeline: Pipeline, notices: Notices, options: ModelOptions, events: ModelEvents) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#options = options;
    this.#events = events;
    this.app = new URL(options.base ?? import.meta.env.BASE_URL, document.baseURI).href;
    this.#upgrades = new Upgrades(pipeline.hosts, notices, {
      askAboveBytes: () => this.#options.askAboveBytes ?? DEFAULTS.askAboveBytes,
      prepare: (role, rung) => {
        pipeline.hosts[role].prepare(this.#planOf(role, rung));
      },
    });
  }

  /** Whether a set was chosen, or is being chosen. */
  get started(): boolean {
    return this.#loading !== null;
  }

  /** Whether the language model takes pictures; true while there is none yet. */
  get sees(): boolean {
    const spec = this.#standingOn.get('llm')?.spec;
    return spec?.role === 'llm' ? spec.sees : true;
  }

  /** Chooses models and starts every worker, once. Problems end as notices, never as a rejection. */
  load(): Promise<void> {
    this.#loading ??= this.#chooseAndLoad(this.#options);
    return this.#loading;
  }

  /** Takes up other options. Before `load` they are only noted; after it, another model is put to use between two turns. */
  change(options: ModelOptions): void {
    const before = this.#options;
    this.#options = options;
    this.#tellWorkers();
    const roles = CHOOSABLE.filter((role) => options[role] !== before[role]);
    if (this.#loading && roles.length > 0) this.#loading = this.#loading.then(() => this.#chooseAnew(roles));
  }

  /** What is being fetched behind the models that serve; null when nothing is. */
  get coming(): Coming | null {
    return this.#upgrades.progress();
  }

  /** Files were put into the store or taken out of it by others: what was aimed at may be here now. */
  async storeChanged(): Promise<void> {
    if (!this.#ladders) return;
    await this.#upgrades.look(Object.values(this.#ladders).flat(), this.#origin);
    if (!this.#disposed) this.#upgrades.lookedAgain();
  }

  /** Everything that this device could run, of what is chosen, may be fetched. */
  fetchAll(): void {
    this.#upgrades.agree();
  }

  /** Whether what is chosen serves, in every role. */
  get isComplete(): boolean {
    return (
      this.#chosenAnew.size === 0 && this.#upgrades.isEmpty && ROLES.every((role) => this.#pipeline.hosts[role].state === 'ready')
    );
  }

  /** The models in use, with their files as far as they are here, by path. */
  get serving(): { spec: ModelSpec; files: readonly string[] }[] {
    return [...this.#standingOn].map(([role, { spec }]) => ({ spec, files: this.#pipeline.hosts[role].files }));
  }

  /** What the page shows of them. */
  get views(): ModelView[] {
    return Object.values(this.#pipeline.hosts).flatMap((host) => host.view ?? []);
  }

  /** Id of the voice. */
  get voice(): string {
    return this.#options.voice ?? DEFAULTS.voice;
  }

  /** A model passed its test. If it is too slow, one further down may take its place at once. */
  triedOut(role: Role, realTimeFactor: number, which: 'serving' | 'prepared'): void {
    const aim = this.#upgrades.aimOf(role);
    const rung = which === 'prepared' ? aim : this.#standingOn.get(role);
    if (!rung) return;
    this.#verdicts.note(rung, { works: true, realTimeFactor }, { keep: true });
    const better = this.#choose(role);
    if (better && better !== rung && better !== aim) this.#stepTo(role, better);
  }

  /** A model could not be loaded, or failed again and again: the next one takes its place. False when there is none, or no use in it. */
  stepDown(role: Role, { reason, message }: ErrorData): boolean {
    const rung = this.#standingOn.get(role);
    // Below one that stands in for another there is nothing.
    if (!rung || this.#upgrades.aimOf(role) || !(LASTING.has(reason) || PASSING.has(reason))) return false;
    this.#verdicts.note(rung, { works: false, why: message }, { keep: LASTING.has(reason) });
    const next = this.#choose(role);
    if (next) this.#stepTo(role, next);
    return next !== null;
  }

  /** A model that was to take over could not be had, or is of no use here: the next one is tried, or the one that stands in stays. */
  aimLost(role: Role, error: ErrorData): void {
    const rung = this.#upgrades.aimOf(role);
    const { reason, message } = error;
    if (!rung) return;
    if (!(LASTING.has(reason) || PASSING.has(reason))) {
      this.#upgrades.interrupted(role, error);
      return;
    }
    this.#verdicts.note(rung, { works: false, why: message }, { keep: LASTING.has(reason) });
    const next = this.#choose(role) ?? this.#standingOn.get(role);
    if (next) this.#stepTo(role, next);
  }

  /** Puts to use what was made ready meanwhile, and goes after what was chosen. To be called between two turns. */
  switchOver(): void {
    const chosenAnew = [...this.#chosenAnew];
    this.#chosenAnew.clear();
    for (const role of chosenAnew) this.#stepTo(role, this.#best(role), { isBehind: true });
    for (const role of ROLES) {
      const rung = this.#upgrades.aimOf(role);
      if (!rung || !this.#pipeline.hosts[role].switchOver()) continue;
      this.#upgrades.drop(role);
      this.#standOn(role, rung);
    }
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
      this.#upgrades.clear();
      this.#loading = this.#chooseAndLoad(STARTER);
    },
  };

  readonly #testAgainAction = {
    label: 'Test again',
    run: () => {
      this.#verdicts.forget();
      for (const role of ROLES) {
        const rung = this.#choose(role);
        if (rung && rung !== this.#standingOn.get(role)) this.#stepTo(role, rung);
      }
    },
  };

  async #chooseAndLoad(wishes: Wishes): Promise<void> {
    try {
      const gpu = await probeGpu(wishes.allowSoftwareGpu ?? false);
      this.#gpu = gpu;
      this.#wishes = wishes;
      const { ladders, starters, why } = this.#knownRungs.propose(wishes, gpu);
      await Promise.all([
        // Another browser or another driver computes other things.
        this.#verdicts.read(`${navigator.userAgent} ${gpu?.name ?? ''}`),
        this.#upgrades.look(Object.values(ladders).flat(), this.#origin),
      ]);
      if (this.#disposed) return;
      if (why) this.#notices.info('models', why);
      this.#ladders = ladders;
      this.#starters = starters;
      this.#askToKeep();
      for (const role of ROLES) this.#stepTo(role, this.#best(role));
      const { confirmMs, suspectMs, prerollMs } = TURN_SETTINGS;
      this.#pipeline.vad.set({ kind: 'settings', settings: { confirmMs, suspectMs, prerollMs } });
      this.#tellWorkers();
    } catch (error) {
      this.#loading = null;
      this.#notices.error('models', toErrorData(error, 'load-failed'), this.#starterAction);
    }
  }

  /** The user wants something else for these roles. */
  async #chooseAnew(roles: readonly (typeof CHOOSABLE)[number][]): Promise<void> {
    // Loading failed meanwhile: the next try takes it up.
    if (!this.#ladders) return;
    const wishes: Wishes = { ...this.#wishes, ...Object.fromEntries(roles.map((role) => [role, this.#options[role]])) };
    try {
      const { ladders } = this.#knownRungs.propose(wishes, this.#gpu);
      await this.#upgrades.look(
        roles.flatMap((role) => ladders[role]),
        this.#origin,
      );
      if (this.#disposed) return;
      this.#notices.drop('choice');
      this.#wishes = wishes;
      this.#ladders = ladders;
      this.#askToKeep();
      for (const role of roles) this.#chosenAnew.add(role);
      this.#events.waiting();
    } catch (error) {
      this.#notices.error('choice', toErrorData(error, 'load-failed'));
    }
  }

  /** Chrome decides by itself; where it says no, a full disk may cost the models that were fetched. */
  #askToKeep(): void {
    const takesFromHub = ROLES.some((role) => this.#ladders?.[role][0]?.spec.repo !== '');
    if (this.#origin.hub && takesFromHub) void navigator.storage.persist();
  }

  /** What the workers have to know, those of later models too. */
  #tellWorkers(): void {
    const { speed, language } = this.#options;
    this.#pipeline.stt.set({ kind: 'language', language: language ?? DEFAULTS.language });
    this.#pipeline.tts.set({ kind: 'voice', voice: this.voice, speed: speed ?? DEFAULTS.speed });
  }

  get #origin(): ModelOrigin {
    return { app: this.app, hub: this.#options.hub ?? DEFAULTS.hub };
  }

  #choose(role: Role): Rung | null {
    return chooseRung(this.#ladders?.[role] ?? [], (rung) => this.#verdicts.of(rung));
  }

  /** The rung to use; the lowest is tried once more when everything has failed. */
  #best(role: Role): Rung {
    const rung = this.#choose(role) ?? this.#ladders?.[role].at(-1);
    if (!rung) throw new RangeError('A ladder without rungs');
    return rung;
  }

  /**
   * Loads a rung, or one that stands in for it until it is fetched, and says why it is not the best one. `isBehind`: whatever serves
   * stands in, so that nobody waits for a model that is here either.
   */
  #stepTo(role: Role, rung: Rung, { isBehind = this.#upgrades.aimOf(role) !== null } = {}): void {
    const starter = this.#starters[role];
    const standing = this.#standingOn.get(role);
    const isServing = standing !== undefined && this.#pipeline.hosts[role].state !== 'failed';
    // A graphics card that has room for one model of a role need not have it for two.
    const isCrowded = standing !== rung && standing?.backend === 'webgpu' && rung.backend === 'webgpu';
    const standIn = isServing && isBehind && !isCrowded ? standing : starter;
    if (standIn && rung !== standIn && ((isServing && isBehind) || this.#upgrades.isFarOff(role, rung))) {
      if (!isServing || standing !== standIn) this.#start(role, standIn);
      this.#upgrades.aimAt(role, rung);
    } else {
      this.#upgrades.drop(role);
      if (!isServing || rung !== standing) this.#start(role, rung);
    }
    const best = this.#ladders?.[role][0];
    if (!best || best === rung) this.#notices.drop(`${role}-rung`);
    else this.#notices.info(`${role}-rung`, this.#whyNot(best, rung), this.#testAgainAction);
  }

  #start(role: Role, rung: Rung): void {
    if (this.#pipeline.hosts[role].state === 'ready') this.#events.replacing(role);
    this.#standOn(role, rung);
    this.#pipeline.hosts[role].start(this.#planOf(role, rung));
  }

  #standOn(role: Role, rung: Rung): void {
    this.#standingOn.set(role, rung);
    if (rung.spec.role === 'llm') this.#events.chosen(rung.spec);
  }

  /** It is tried out unless that was done before. */
  #planOf(role: Role, rung: Rung): LoadPlan {
    const tryOut = TRIED_OUT.has(role) && !this.#verdicts.of(rung)?.works;
    return { ...rung, origin: this.#origin, tryOut };
  }

  #whyNot(best: Rung, rung: Rung): string {
    const verdict = this.#verdicts.of(best);
    const failing = verdict?.works === false ? verdict.why : 'It is slower than speech on this device.';
    return `${nameOf(best)}: ${failing} Using ${nameOf(rung)} in its place.`;
  }
}

function nameOf({ spec, backend }: Rung): string {
  return `${spec.name} on ${backend === 'webgpu' ? 'WebGPU' : 'the processor'}`;
}
