/** The device as the rules of the models see it: workers, the store, visits that end. Throws at the first broken promise. */
import { chooseModels, type Choice, type Wishes } from '../../../src/models/choose-models.ts';
import { isCancellable, isDeclined, mayFetch } from '../../../src/models/downloads.ts';
import type { Kept, ModelsEffect, ModelsEvent } from '../../../src/models/events.ts';
import { STILL_MS } from '../../../src/models/fallback.ts';
import type { Gpu } from '../../../src/models/gpu.ts';
import { rungKey, type Rung } from '../../../src/models/ladder.ts';
import { standsAside } from '../../../src/models/loading.ts';
import { noticesOf, type ModelsNotice } from '../../../src/models/notices.ts';
import { reduce } from '../../../src/models/reducer.ts';
import { BIG, initialState, isBig, isRunning, ROLES, type Chosen, type Role } from '../../../src/models/state.ts';
import type { ErrorReason } from '../../../src/protocol/errors.ts';
import { check } from './outside-world.ts';

const CARD: Gpu = {
  name: 'a card',
  features: new Set(['shader-f16', 'subgroups']),
  limits: {
    maxStorageBufferBindingSize: 2 ** 31 - 4,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupStorageSize: 32_768,
  },
  isFallback: false,
};

type Worker = { role: Role; rung: Rung; isBeside: boolean; isReady: boolean; isFetched: boolean };

/** What counts over visits. */
const LASTING: ReadonlySet<ErrorReason> = new Set(['self-test-failed', 'self-test-unfinished', 'shader-failed']);

const PAGE: Chosen = { wishes: {}, own: null, hub: '', askAboveBytes: 100e6 };

export class ModelsWorld {
  state = initialState(PAGE);
  effects: readonly ModelsEffect[] = [];
  readonly workers = new Map<number, Worker>();
  /** Numbers of workers that are no more. */
  readonly #over: number[] = [];
  #choosing: Extract<ModelsEffect, { kind: 'choose' }> | null = null;
  #toLookUp: Rung[] = [];
  /** Whether anything of a hub is here. */
  isFetched = false;
  hasCard = true;
  isTight = false;
  // What outlives a visit.
  #kept: Omit<Kept, 'ended'> = { verdicts: {}, suspected: {}, agreed: [], declined: [] };
  #marks: readonly string[] = [];
  /** What a tab that has ended was building. */
  #left: string | null = null;
  /** Loads that ended a tab, and were not asked for since. */
  readonly #deadly = new Set<string>();
  /** What has been seen of each rung, by key, since it was last forgotten or worked. */
  readonly #seen = new Map<string, ErrorReason[]>();
  /** Keys of those whose test did not end in this visit: once more says no more. */
  readonly #unfinished = new Set<string>();
  #at = 0;
  /** Something waits for a moment between two turns. */
  #isAwaited = false;

  send(event: ModelsEvent): void {
    if (event.kind === 'between-turns') this.#isAwaited = false;
    const { state, effects } = reduce(this.state, event);
    this.state = state;
    this.effects = effects;
    for (const effect of effects) this.#perform(effect);
    this.#check();
  }

  cancel(): void {
    this.send({ kind: 'cancel' });
    const { state } = this;
    const isOver = ROLES.every((role) => !isCancellable(state, state.roles[role]));
    check(isOver || state.isDisposed, 'what is given up is not fetched');
  }

  /** Models are chosen for whoever asked last; `fails`: they can't be. */
  choose({ fails = false } = {}): void {
    const asked = this.#choosing;
    if (!asked) return;
    this.#choosing = null;
    const { attempt, wishes, roles } = asked;
    const choice = fails ? null : this.#propose(wishes);
    if (!choice) {
      this.send({ kind: 'choosing-failed', attempt, error: { reason: 'no-webgpu', message: 'There is none.' } });
      return;
    }
    const rungs = roles.flatMap((role) => choice.ladders[role]);
    const isForAll = roles.length === ROLES.length;
    const ended = this.#left;
    const { isTight } = this;
    const event = { kind: 'chosen', attempt, choice, isTight, ...this.#found(rungs), bytesPerSecond: null } as const;
    this.send(isForAll ? { ...event, kept: { ...this.#kept, ended } } : event);
  }

  look(): void {
    const look = this.effects.find(({ kind }) => kind === 'look');
    if (look?.kind === 'look') this.send({ kind: 'looked', ...this.#found(look.rungs), bytesPerSecond: null });
  }

  lookUp(): void {
    const rung = this.#toLookUp.shift();
    if (rung) this.send({ kind: 'looked-up', key: rungKey(rung), toFetch: this.#toFetch(rung) });
  }

  /** The newest worker that is loading gets on with it; or the oldest. */
  load(how: 'fetched' | number | null, which: 'newest' | 'oldest' = 'newest'): void {
    const loading = [...this.workers].filter(([, { isReady }]) => !isReady);
    const [run, worker] = (which === 'newest' ? loading.at(-1) : loading[0]) ?? [];
    if (run === undefined || !worker) return;
    if (how === 'fetched') {
      worker.isFetched = true;
      this.send({ kind: 'fetched', run });
      return;
    }
    worker.isReady = true;
    if (how !== null) this.#seen.delete(rungKey(worker.rung));
    if (how !== null) this.#unfinished.delete(rungKey(worker.rung));
    if (how !== null) this.#deadly.delete(rungKey(worker.rung));
    this.send({ kind: 'loaded', run, ...(how === null ? {} : { realTimeFactor: how }) });
  }

  /** The newest worker that is loading gives no sign for longer than is waited. */
  standStill(): void {
    const [run, worker] = [...this.workers].findLast(([, { isReady }]) => !isReady) ?? [];
    if (run === undefined || !worker) return;
    const { role, rung, isFetched } = worker;
    const key = rungKey(rung);
    const isSecond = this.state.stoodStill.includes(key);
    if (isFetched && isSecond) this.#seen.set(key, [...(this.#seen.get(key) ?? []), 'load-failed']);
    this.#at += 20_000;
    this.send({ kind: 'still', run, ms: STILL_MS, at: this.#at });
    check(this.workers.has(run) === !isFetched, 'what stands still is ended, unless it is being fetched');
    if (!isFetched || isSecond) return;
    const { serving, next } = this.state.roles[role];
    const isThere = [serving, next].some((each) => each !== null && each.is !== 'failed' && rungKey(each.rung) === key);
    check(isThere, 'what stood still once is loaded once more');
  }

  kill(reason: ErrorReason, which: 'newest' | 'ready'): void {
    const [run, worker] = [...this.workers].findLast(([, { isReady }]) => which === 'newest' || isReady) ?? [];
    if (run === undefined || !worker) return;
    this.workers.delete(run);
    this.#over.push(run);
    const key = rungKey(worker.rung);
    const isNews = reason !== 'self-test-unfinished' || !this.#unfinished.has(key);
    if (reason === 'self-test-unfinished') this.#unfinished.add(key);
    if (isNews) this.#seen.set(key, [...(this.#seen.get(key) ?? []), reason]);
    this.#at += 20_000;
    this.send({ kind: 'died', run, error: { reason, message: 'It is gone.' }, at: this.#at });
  }

  /** Something is told of a worker that is no more. */
  hearOfTheDead(kind: 'fetched' | 'loaded' | 'died'): void {
    const run = this.#over.at(-1);
    if (run === undefined || this.workers.has(run)) return;
    const before = this.state;
    const error = { reason: 'load-failed', message: 'It is gone.' } as const;
    this.send(kind === 'died' ? { kind, run, error, at: this.#at } : { kind, run });
    check(this.state === before, 'what is told of an old worker changes nothing');
  }

  testAgain(): void {
    if (this.state.isDisposed) return;
    this.#deadly.clear();
    this.#seen.clear();
    this.#unfinished.clear();
    this.send({ kind: 'test-again' });
  }

  startAgain(role: Role): void {
    const { serving } = this.state.roles[role];
    if (serving) this.#deadly.delete(rungKey(serving.rung));
    this.send({ kind: 'start-again', role });
  }

  /** The tab is left, or ends by what it does; another visit begins. */
  leave({ crashes }: { crashes: boolean }): void {
    const [largest] = this.#marks;
    this.#marks = [];
    if (crashes && largest) {
      this.#left = largest;
      this.#deadly.add(largest);
    }
    this.workers.clear();
    this.#choosing = null;
    this.#toLookUp = [];
    this.state = initialState(PAGE);
    // What passed with the visit is no evidence any more.
    for (const [key, reasons] of this.#seen) {
      this.#seen.set(
        key,
        reasons.filter((reason) => LASTING.has(reason)),
      );
    }
    this.#unfinished.clear();
  }

  /** Everything that is asked for succeeds, until nothing is. */
  succeed(): void {
    for (let steps = 0; steps < 100; steps += 1) {
      if (this.#choosing) this.choose();
      else if ([...this.workers.values()].some(({ isReady }) => !isReady)) this.load(0.5, 'oldest');
      else {
        const before = this.state;
        this.send({ kind: 'between-turns' });
        if (this.state === before) return;
      }
    }
    check(false, 'it ends');
  }

  /** Null for what was asked for and can't run. */
  #propose(wishes: Wishes): Choice | null {
    try {
      return chooseModels(wishes, this.hasCard ? CARD : null);
    } catch {
      return null;
    }
  }

  #found(rungs: readonly Rung[]) {
    return { found: Object.fromEntries(rungs.map((rung) => [rungKey(rung), this.#toFetch(rung)])), freeBytes: null };
  }

  #toFetch({ spec, backend }: Rung) {
    const bytes = spec.variants[backend]?.bytes ?? 0;
    if (this.isFetched || spec.repo === '') return null;
    return { name: spec.name, missingBytes: bytes, wholeBytes: bytes, isExact: false };
  }

  #perform(effect: ModelsEffect): void {
    switch (effect.kind) {
      case 'choose':
        this.#choosing = effect;
        return;
      case 'look-up':
        this.#toLookUp.push(effect.rung);
        return;
      case 'load': {
        const { role, run, rung, isBeside } = effect;
        const others = [...this.workers.values()].filter((worker) => worker.role === role && worker.isBeside === isBeside);
        check(others.length === 0, 'a place has one worker');
        check(!this.#deadly.has(rungKey(rung)), 'a load that ended the tab is not repeated unasked');
        this.workers.set(run, { role, rung, isBeside, isReady: false, isFetched: false });
        return;
      }
      case 'hand-over':
        check(this.workers.get(effect.run)?.isReady === true, 'only what is ready goes to another conversation');
        this.workers.delete(effect.run);
        this.#over.push(effect.run);
        return;
      case 'end':
        check(this.workers.delete(effect.run), 'only what is there is ended, and once');
        this.#over.push(effect.run);
        return;
      case 'switch-over': {
        const worker = this.workers.get(effect.run);
        check(worker?.isReady === true && worker.isBeside, 'only what was made ready takes over');
        const others = [...this.workers.values()].filter(({ role, isBeside }) => role === effect.role && !isBeside);
        check(others.length === 0, 'what served has ended');
        worker.isBeside = false;
        return;
      }
      case 'keep-verdicts':
        this.#kept = { ...this.#kept, verdicts: effect.verdicts, suspected: effect.suspected };
        return;
      case 'keep-agreed':
        this.#kept = { ...this.#kept, agreed: effect.agreed };
        return;
      case 'keep-declined':
        this.#kept = { ...this.#kept, declined: effect.declined };
        return;
      case 'await-turn':
        this.#isAwaited = true;
        return;
      case 'drop-marks':
        this.#left = null;
        return;
      case 'mark':
        this.#marks = effect.keys;
        return;
      default:
    }
  }

  #check(): void {
    this.#checkWorkers();
    this.#checkWaysOn();
    this.#checkVerdicts();
  }

  /** The workers are those that the state says, and no more. */
  #checkWorkers(): void {
    const { roles, isDisposed, isAsleep, isHandedOver } = this.state;
    const said = ROLES.flatMap((role) =>
      [roles[role].serving, roles[role].next].flatMap((run) => (isRunning(run) ? [[run.run, run.is === 'ready']] : [])),
    );
    const there = [...this.workers].map(([run, { isReady }]) => [run, isReady]);
    check(said.sort().join(';') === there.sort().join(';'), 'a worker runs where the state says so, and nowhere else');
    if (isDisposed) check(this.workers.size === 0, 'nothing is left behind');
    if (isHandedOver) check(this.workers.size === 0, 'what another conversation has is not here too');
    if (isAsleep)
      check(
        BIG.every((role) => !isRunning(roles[role].serving) && !isRunning(roles[role].next)),
        'sleep holds no memory',
      );
  }

  /** Nothing stands still: something is on its way, or the user has a button. */
  #checkWaysOn(): void {
    const { state } = this;
    if (state.isDisposed) return;
    let notices: readonly ModelsNotice[] | undefined;
    const hasButton = (id: string) =>
      (notices ??= noticesOf(state)).some((notice) => notice.id === id && notice.action !== undefined);
    check(state.choosing === null || state.choosing.attempt === this.#choosing?.attempt, 'what is chosen is being chosen');
    if (state.trouble && !state.choice) check(hasButton('models'), 'who has no models has a button');
    const isLoading = [...this.workers.values()].some(({ isReady }) => !isReady);
    for (const role of ROLES) {
      const { ladder, serving, next } = state.roles[role];
      if (ladder.length > 0) check(serving !== null, 'each role has a model');
      const isAside = standsAside(state, role);
      const mayWait = state.isHandedOver || (state.isAsleep && isBig(role)) || (state.isTight && isLoading) || isAside;
      if (isAside) this.#checkRoom(role);
      if (serving?.is === 'waiting') check(mayWait, 'what serves waits for a reason');
      if (serving?.is === 'failed' && role !== 'eou') check(hasButton(role), 'what failed has a button');
      if (next?.is === 'failed') check(false, 'what failed is not waited for');
      if (next?.is !== 'waiting') continue;
      check(!isDeclined(state, next.rung), 'what was given up is not asked for again');
      const isAsked = mayFetch(state, next.rung) ? state.downloads.isPaused && hasButton('fetching') : hasButton('offer');
      check(mayWait || isAsked, 'what is waited for is on its way, or there is a button');
    }
  }

  /** What is built alone is: whoever is in its way goes between two turns, and something is on its way then. */
  #checkRoom(role: Role): void {
    const { serving, next } = this.state.roles[role];
    if (isRunning(serving))
      check(this.#isAwaited && next?.is === 'waiting', 'who is in the way is asked to go, and nothing is built before');
    else check(isRunning(next) || serving?.is === 'failed', 'what stood aside did so for something');
  }

  /** No verdict is worse than what was seen. */
  #checkVerdicts(): void {
    for (const [key, verdict] of Object.entries(this.state.verdicts.kept)) {
      if (verdict.works) continue;
      const reasons = this.#seen.get(key) ?? [];
      const times = (reason: ErrorReason) => reasons.filter((each) => each === reason).length;
      const isProven = {
        'self-test': times('self-test-failed') > 0 || times('self-test-unfinished') > 1,
        rejected: times('shader-failed') > 1,
        'ended-tab': this.#deadly.has(key),
      }[verdict.evidence];
      check(isProven, 'what is kept was shown');
    }
    for (const [key, verdict] of Object.entries(this.state.verdicts.passing)) {
      const isSeen = (this.#seen.get(key) ?? []).length > 0;
      check(verdict.works || isSeen || verdict.why.includes('graphics memory'), 'what is said against a model was seen');
    }
  }
}
