/** The models of one conversation: chosen for this device and by the user, loaded, put to rest, and named when they are gone. */
import type { ModelSpec } from '../catalogue.ts';
import type { OwnModel } from '../own.ts';
import { toErrorData, type ErrorData, type ErrorReason } from '../../protocol/errors.ts';
import type { ModelOrigin, Role } from '../../protocol/messages.ts';
import { TURN_SETTINGS } from '../../turn/settings.ts';
import { STARTER, type Choice, type Wishes } from './choose-models.ts';
import type { Notices } from '../../session/notices.ts';
import type { Pipeline } from '../../session/pipeline.ts';
import { Proposals } from './proposals.ts';
import { BIG, ROLES, Rungs, type RungEvents } from './rungs.ts';
import { DEFAULTS } from '../../session/settings.ts';
import type { ModelsView } from '../../session/view.ts';

export type ModelOptions = Wishes & {
  /** The language model where `llm` is 'own'. */
  own?: OwnModel | null;
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
  /** Idle time after which the models give their memory back, minutes; 0 for never. */
  idleUnloadMinutes?: number;
};

/** What the session must know of it. `waiting`: another model is to be used as soon as that disturbs nothing; `switchOver` is worth a call. */
export type ModelEvents = RungEvents & { waiting: () => void };

/** What the user can mend; a download then goes on where it stopped. */
const WORTH_ANOTHER_TRY: ReadonlySet<ErrorReason> = new Set(['network', 'download-cut', 'storage-full', 'model-file-web-page']);

export class Models {
  /** Where the app's files are, ends in '/'. */
  readonly app: string;
  /** What serves, and what becomes of it. */
  readonly rungs: Rungs;
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #waiting: () => void;
  readonly #proposals = new Proposals();
  /** Roles for which something else was chosen, which waits for a moment between two turns. */
  readonly #chosenAnew = new Set<Role>();
  #options: ModelOptions;
  #wishes: Wishes = {};
  #choice: Pick<Choice, 'why' | 'vramMb'> | null = null;
  #loading: Promise<void> | null = null;
  #isAsleep = false;
  #disposed = false;

  /** Nothing is loaded before `load`. */
  constructor(pipeline: Pipeline, notices: Notices, options: ModelOptions, { waiting, ...events }: ModelEvents) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#options = options;
    this.#waiting = waiting;
    this.app = new URL(options.base ?? import.meta.env.BASE_URL, document.baseURI).href;
    this.rungs = new Rungs(pipeline, notices, {
      ...events,
      origin: () => this.#origin,
      askAboveBytes: () => this.#options.askAboveBytes ?? DEFAULTS.askAboveBytes,
    });
  }

  /** Whether a set was chosen (`trouble`: none could be), and whether the big models were ended since to save memory. */
  get stage(): 'not started' | 'trouble' | 'asleep' | 'started' {
    if (!this.#loading) return this.#notices.has('models') ? 'trouble' : 'not started';
    return this.#isAsleep ? 'asleep' : 'started';
  }

  /** Whether `unload` would disturb nothing: everything is loaded, or as good as it gets, and nothing is being fetched. */
  get canSleep(): boolean {
    const hosts = BIG.map((role) => this.#pipeline.hosts[role]);
    return !this.#isAsleep && hosts.every(({ state, preparedView }) => /ready|failed/.test(state) && preparedView === null);
  }

  /** Whether what is chosen serves, in every role. */
  get isComplete(): boolean {
    const isReady = ROLES.every((role) => this.#pipeline.hosts[role].state === 'ready');
    return this.#chosenAnew.size === 0 && this.rungs.upgrades.isEmpty && isReady;
  }

  /** Whether the language model takes pictures; true while there is none yet. */
  get sees(): boolean {
    const spec = this.rungs.standing.get('llm')?.spec;
    return spec?.role === 'llm' ? spec.sees : true;
  }

  /** The host to which words and pictures go, because the language model is there or will be; null when everything stays here. */
  get leaves(): string | null {
    const spec = this.rungs.standing.get('llm')?.spec;
    const { llm, own } = this.#options;
    const wished = !spec && llm === 'own' && own?.kind === 'endpoint' ? own.url : '';
    const url = spec?.role === 'llm' ? (spec.endpoint?.url ?? '') : wished;
    return URL.canParse(url) ? new URL(url).host : null;
  }

  /** The models in use, with their files as far as they are here, by path. */
  get serving(): { spec: ModelSpec; files: readonly string[] }[] {
    return [...this.rungs.standing].map(([role, { spec }]) => ({ spec, files: this.#pipeline.hosts[role].files }));
  }

  /** What the page shows of them. */
  get view(): ModelsView {
    return {
      models: Object.values(this.#pipeline.hosts).flatMap((host) => host.view ?? []),
      gpuMb: this.rungs.gpuMb,
      coming: this.rungs.upgrades.progress(),
      why: this.#choice?.why ?? null,
      vramMb: this.#choice?.vramMb ?? 0,
      leaves: this.leaves,
    };
  }

  /** Id of the voice. */
  get voice(): string {
    return this.#options.voice ?? DEFAULTS.voice;
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

  /** Takes up other options. Before `load` they are only noted; after it, another model is put to use between two turns. */
  change(options: ModelOptions): void {
    const before = this.#options;
    this.#options = options;
    this.#tellWorkers();
    const isOtherOwn = options.llm === 'own' && options.own !== before.own;
    const roles = BIG.filter((role) => options[role] !== before[role] || (role === 'llm' && isOtherOwn));
    if (this.#loading && roles.length > 0) this.#loading = this.#loading.then(() => this.#chooseAnew(roles));
  }

  /** Files were put into the store or taken out of it by others: what was aimed at may be here now. */
  async storeChanged(): Promise<void> {
    const rungs = this.rungs.all;
    if (!rungs) return;
    await this.rungs.upgrades.look(rungs, this.#origin);
    if (!this.#disposed) this.rungs.upgrades.lookedAgain();
  }

  /** Everything that this device could run, of what is chosen, may be fetched. */
  fetchAll(): void {
    this.rungs.upgrades.agree();
  }

  /** Puts to use what was made ready meanwhile, and goes after what was chosen. To be called between two turns. */
  switchOver(): void {
    const chosenAnew = [...this.#chosenAnew];
    this.#chosenAnew.clear();
    for (const role of chosenAnew) this.rungs.step(role, { isBehind: true });
    this.rungs.switchOver();
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
    this.rungs.upgrades.clear();
  }

  readonly #starterAction = {
    label: 'Use the starter set',
    run: () => {
      this.#notices.clear();
      this.rungs.upgrades.clear();
      this.#loading = this.#chooseAndLoad(STARTER);
    },
  };

  async #chooseAndLoad(wishes: Wishes): Promise<void> {
    try {
      await this.#proposals.probe(wishes.allowSoftwareGpu ?? false);
      const choice = await this.#proposals.propose(wishes, this.#options.own ?? null);
      await Promise.all([
        // Another browser or another driver computes other things.
        this.rungs.verdicts.read(this.#proposals.device),
        this.rungs.upgrades.look(Object.values(choice.ladders).flat(), this.#origin),
      ]);
      if (this.#disposed) return;
      if (choice.lack) this.#notices.info('models', choice.lack);
      this.#useChoice(choice, wishes);
      for (const role of ROLES) this.rungs.step(role);
      const { confirmMs, suspectMs, prerollMs } = TURN_SETTINGS;
      this.#pipeline.vad.set({ kind: 'settings', settings: { confirmMs, suspectMs, prerollMs } });
      this.#tellWorkers();
    } catch (error) {
      this.#loading = null;
      this.#notices.error('models', toErrorData(error, 'load-failed'), this.#starterAction);
    }
  }

  /** The user wants something else for these roles. */
  async #chooseAnew(roles: readonly (typeof BIG)[number][]): Promise<void> {
    // Loading failed meanwhile: the next try takes it up.
    if (!this.rungs.all) return;
    const wishes: Wishes = { ...this.#wishes, ...Object.fromEntries(roles.map((role) => [role, this.#options[role]])) };
    try {
      const choice = await this.#proposals.propose(wishes, this.#options.own ?? null);
      const rungs = roles.flatMap((role) => choice.ladders[role]);
      await this.rungs.upgrades.look(rungs, this.#origin);
      if (this.#disposed) return;
      this.#notices.drop('choice');
      this.#useChoice(choice, wishes);
      for (const role of roles) this.#chosenAnew.add(role);
      this.#waiting();
    } catch (error) {
      this.#notices.error('choice', toErrorData(error, 'load-failed'));
    }
  }

  #useChoice(choice: Choice, wishes: Wishes): void {
    this.#wishes = wishes;
    this.#choice = choice;
    this.rungs.use(choice);
    // Chrome decides by itself; where it says no, a full disk may cost the models that were fetched.
    const takesFromHub = Object.values(choice.ladders).some(([best]) => best?.spec.repo !== '');
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
}
