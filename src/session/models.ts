/** The models of one conversation: chosen for this device, tried out on it, and replaced when they fail or the user says so. */
import type { LlmSpec } from '../models/catalogue.ts';
import { chooseRung, type Rung } from '../models/ladder.ts';
import type { OwnModel } from '../models/own.ts';
import { toErrorData, type ErrorData, type ErrorReason } from '../protocol/errors.ts';
import type { ModelOrigin, Role } from '../protocol/messages.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { STARTER, chooseModels, type Choice, type Ladders, type Starters, type Wishes } from './choose-models.ts';
import { GraphicsCard } from './graphics-card.ts';
import type { Notices } from './notices.ts';
import type { Pipeline } from './pipeline.ts';
import { probeGpu, type Gpu } from './probe.ts';
import { Upgrades } from './upgrades.ts';
import { Verdicts } from './verdicts.ts';
import type { Coming } from './view.ts';
import type { Loss } from './worker-host.ts';
import type { LoadPlan } from './worker-run.ts';

export type ModelOptions = Wishes & {
  /** The language model where `llm` is 'own'. */
  own?: OwnModel;
  voice?: string;
  /** BCP 47 tag of the language spoken, 'en' by default. */
  language?: string;
  /** Where the app's files are, by default where the page's build says. */
  base?: string;
  /** Model hub; '' for none. */
  hub?: string;
  /** Downloads of a model above this are asked about first, bytes; 100 MB by default. */
  askAboveBytes?: number;
  /** Minutes without use after which the big models are ended until they are needed again, 0 for never; see idle.ts for the default. */
  idleUnloadMinutes?: number;
};

/** What the session must know of it. */
export type ModelEvents = {
  /** From now on it is this language model. */
  chosen: (llm: LlmSpec) => void;
  /** A worker that was ready is about to be replaced: whatever it was doing is lost. */
  replacing: (role: Role) => void;
};

const DEFAULT_HUB = 'https://huggingface.co/';
const DEFAULT_VOICE = 'af_heart';
const DEFAULT_ASK_ABOVE_BYTES = 100e6;
export const DEFAULT_LANGUAGE = 'en';

/** In the order in which the first turn needs them. */
const ROLES: readonly Role[] = ['vad', 'stt', 'llm', 'tts', 'eou'];
/** What has a self-test, and memory worth giving back. */
const BIG = ['stt', 'llm', 'tts'] as const satisfies readonly Role[];
const TRIED_OUT: ReadonlySet<Role> = new Set(BIG);

/** What the user can mend; a download then goes on where it stopped. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorReason> = new Set(['network', 'download-cut', 'storage-full', 'model-file-web-page']);

/** Failures of this model on this device, which the next start would only repeat. */
const LASTING: ReadonlySet<ErrorReason> = new Set(['self-test-failed', 'load-failed', 'no-webgpu']);
/** Failures that may be over by then. Neither has anything to do with files or the network. */
const PASSING: ReadonlySet<ErrorReason> = new Set(['device-lost', 'out-of-memory', 'inference-failed', 'worker-died', 'unknown']);

/** Why a model that is right has to leave the graphics card; behind its name. */
const NO_ROOM = 'There is too little graphics memory for all.';

export class Models {
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #options: ModelOptions;
  readonly #origin: ModelOrigin;
  readonly #events: ModelEvents;
  readonly #verdicts = new Verdicts();
  readonly #upgrades: Upgrades;
  readonly #card = new GraphicsCard(
    (role) => this.#loadedFor(role),
    (role) => this.#isReplaceable(role),
  );
  /** What serves. */
  readonly #standingOn = new Map<Role, Rung>();
  #choice: Pick<Choice, 'why' | 'vramMb'> | null = null;
  #ladders: Ladders | null = null;
  #starters: Starters = {};
  #loading: Promise<void> | null = null;
  #isAsleep = false;
  #disposed = false;

  /** Nothing is loaded before `load`. */
  constructor(pipeline: Pipeline, notices: Notices, options: ModelOptions, events: ModelEvents) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#options = options;
    this.#events = events;
    const app = new URL(options.base ?? import.meta.env.BASE_URL, document.baseURI).href;
    this.#origin = { app, hub: options.hub ?? DEFAULT_HUB };
    this.#upgrades = new Upgrades(pipeline.hosts, notices, {
      askAboveBytes: options.askAboveBytes ?? DEFAULT_ASK_ABOVE_BYTES,
      prepare: (role, rung) => {
        pipeline.hosts[role].prepare(this.#planOf(role, rung));
      },
    });
  }

  /** Whether a set was chosen, or is being chosen. */
  get started(): boolean {
    return this.#loading !== null;
  }

  /** Whether the big models were ended to save memory, until the next `load`. */
  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  /** Whether `unload` would disturb nothing: everything is loaded, or as good as it gets, and nothing is being fetched. */
  get canSleep(): boolean {
    const hosts = BIG.map((role) => this.#pipeline.hosts[role]);
    return !this.#isAsleep && hosts.every(({ state, preparedView }) => /ready|failed/.test(state) && preparedView === null);
  }

  /** Graphics memory that the models take which are loaded, or being loaded, MB; an estimate. */
  get gpuMb(): number {
    return this.#card.usedMb(BIG);
  }

  /** Whether the language model takes pictures; true while there is none yet. */
  get sees(): boolean {
    const spec = this.#standingOn.get('llm')?.spec;
    return spec?.role === 'llm' ? spec.sees : true;
  }

  /** Why it is these models, in one line, and the graphics memory they take by estimate; null before they are chosen. */
  get choice(): Pick<Choice, 'why' | 'vramMb'> | null {
    return this.#choice;
  }

  /** The host to which words and pictures go, because the language model is there or will be; null when everything stays here. */
  get leaves(): string | null {
    const spec = this.#standingOn.get('llm')?.spec;
    const { llm, own } = this.#options;
    const wished = !spec && llm === 'own' && own?.kind === 'endpoint' ? own.url : '';
    const url = spec?.role === 'llm' ? (spec.endpoint?.url ?? '') : wished;
    return URL.canParse(url) ? new URL(url).host : null;
  }

  /**
   * Chooses models and starts every worker, once; afterwards starts only what was unloaded. Problems end as notices, never as a
   * rejection.
   */
  load(): Promise<void> {
    if (this.#isAsleep) {
      this.#isAsleep = false;
      for (const role of BIG) if (this.#pipeline.hosts[role].state === 'waiting') this.#pipeline.hosts[role].restart();
    }
    this.#loading ??= this.#chooseAndLoad(this.#options);
    return this.#loading;
  }

  /** Ends the big models until the next `load`, which finds their files on this device. VAD and Smart Turn stay: they take little. */
  unload(): void {
    this.#isAsleep = true;
    for (const role of BIG) this.#pipeline.hosts[role].unload();
  }

  /** What is being fetched behind the models that serve; null when nothing is. */
  get coming(): Coming | null {
    return this.#upgrades.progress();
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

  /**
   * A worker was lost. True when the role goes on with another model, or with the same one on a graphics card that is less full. After
   * the first loss in a while it is false: the host starts the same again.
   */
  replace(role: Role, error: ErrorData, loss: Loss): boolean {
    const rung = this.#standingOn.get(role);
    const giving = rung ? this.#makeRoom(role, rung, error, loss === 'while-loading') : null;
    if (giving !== null && giving !== role) {
      if (loss !== 'once') this.#pipeline.hosts[role].restart();
      return loss !== 'once';
    }
    if (loss === 'once' && giving !== role) return false;
    const isForOthers = giving === role && error.reason === 'device-lost';
    return this.#stepDown(role, isForOthers ? { ...error, message: NO_ROOM } : error);
  }

  /** A model could not be loaded, or failed again and again: the next one takes its place. False when there is none, or no use in it. */
  #stepDown(role: Role, { reason, message }: ErrorData): boolean {
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
    const giving = this.#makeRoom(role, rung, error, true);
    if (giving !== null && giving !== role) {
      this.#upgrades.again(role);
      return;
    }
    this.#verdicts.note(rung, { works: false, why: message }, { keep: LASTING.has(reason) });
    const next = this.#choose(role) ?? this.#standingOn.get(role);
    if (next) this.#stepTo(role, next);
  }

  /** Puts to use what was made ready meanwhile. To be called between two turns. */
  switchOver(): void {
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
      this.#loading = this.#chooseAndLoad(STARTER, null);
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

  async #chooseAndLoad(wishes: Wishes, gpu?: Gpu | null): Promise<void> {
    try {
      const found = gpu === undefined ? await probeGpu(wishes.allowSoftwareGpu ?? false) : gpu;
      // What checks a user's input is fetched only where there is some.
      const own = wishes.llm === 'own' ? (await import('../models/own.ts')).ownModel(this.#options.own) : null;
      const { ladders, starters, why, lack, vramMb } = chooseModels(wishes, found, own);
      await Promise.all([
        // Another browser or another driver computes other things.
        this.#verdicts.read(`${navigator.userAgent} ${found?.name ?? ''}`),
        this.#upgrades.look(Object.values(ladders).flat(), this.#origin),
      ]);
      if (this.#disposed) return;
      if (lack) this.#notices.info('models', lack);
      this.#choice = { why, vramMb };
      this.#ladders = ladders;
      this.#starters = starters;
      // Chrome decides by itself; where it says no, a full disk may cost the models that were fetched.
      const takesFromHub = ROLES.some((role) => ladders[role][0]?.spec.repo !== '');
      if (this.#origin.hub && takesFromHub) void navigator.storage.persist();
      for (const role of ROLES) this.#stepTo(role, this.#choose(role) ?? lowest(ladders[role]));
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

  #choose(role: Role): Rung | null {
    return chooseRung(this.#ladders?.[role] ?? [], (rung) => this.#verdicts.of(rung));
  }

  /** Loads a rung, or one that stands in for it until it is fetched, and says why it is not the best one. */
  #stepTo(role: Role, rung: Rung): void {
    const starter = this.#starters[role];
    const standing = this.#standingOn.get(role);
    const isServing = standing !== undefined && this.#pipeline.hosts[role].state !== 'failed';
    if (starter && rung !== starter && this.#upgrades.isFarOff(role, rung)) {
      if (!isServing || standing !== starter) this.#start(role, starter);
      this.#upgrades.aimAt(role, rung);
    } else {
      this.#upgrades.drop(role);
      if (!isServing || rung !== standing) this.#start(role, rung);
    }
    const best = this.#ladders?.[role][0];
    if (!best || best === rung) this.#notices.drop(`${role}-rung`);
    else this.#notices.info(`${role}-rung`, this.#whyNot(best, rung), this.#testAgainAction);
  }

  /** What is loaded for a role, or being loaded, beside the one that serves too. */
  #loadedFor(role: Role): Rung[] {
    const { state, preparedView } = this.#pipeline.hosts[role];
    const serving = state === 'loading' || state === 'ready' ? this.#standingOn.get(role) : undefined;
    const prepared = preparedView ? this.#upgrades.aimOf(role) : undefined;
    return [serving, prepared].flatMap((rung) => rung ?? []);
  }

  #isReplaceable(role: Role): boolean {
    return this.#ladders?.[role].some((rung) => rung.backend === 'wasm' && this.#verdicts.of(rung)?.works !== false) ?? false;
  }

  /**
   * If graphics memory is short after this, has a model leave it for this visit and returns its role; a model of `role` itself is left to
   * the caller.
   */
  #makeRoom(role: Role, rung: Rung, { reason }: ErrorData, whileLoading: boolean): Role | null {
    if (rung.backend !== 'webgpu') return null;
    const giving = this.#card.whoGivesWay(role, reason, whileLoading, BIG);
    if (giving === null || giving === role) return giving;
    for (const left of this.#card.rungsOf(giving)) {
      this.#verdicts.note(left, { works: false, why: NO_ROOM }, { keep: false });
    }
    const next = this.#choose(giving);
    if (next) this.#stepTo(giving, next);
    return giving;
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
  return backend === 'remote' ? spec.name : `${spec.name} on ${backend === 'webgpu' ? 'WebGPU' : 'the processor'}`;
}

/** What is tried once more when everything has failed. */
function lowest(ladder: readonly Rung[]): Rung {
  const rung = ladder.at(-1);
  if (!rung) throw new RangeError('A ladder without rungs');
  return rung;
}
