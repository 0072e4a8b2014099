/** Which rung of its ladder serves in each role, and what becomes of it when it fails, is too slow, or something better is here. */
import type { LlmSpec } from '../catalogue.ts';
import { chooseRung, type Rung } from '../ladder.ts';
import type { ErrorData, ErrorReason } from '../../protocol/errors.ts';
import type { ModelOrigin, Role } from '../../protocol/messages.ts';
import type { Choice, Ladders, Starters } from './choose-models.ts';
import { GraphicsCard } from './graphics-card.ts';
import type { Notices } from '../../session/notices.ts';
import type { Pipeline } from '../../session/pipeline.ts';
import { Upgrades } from './upgrades.ts';
import { Verdicts } from './verdicts.ts';
import type { Loss } from './worker-host.ts';
import type { LoadPlan } from './worker-run.ts';

/** What the session must know of it. */
export type RungEvents = {
  /** From now on it is this language model. */
  chosen: (llm: LlmSpec) => void;
  /** A worker that was ready is about to be replaced: whatever it was doing is lost. */
  replacing: (role: Role) => void;
};

/** In the order in which the first turn needs them. */
export const ROLES: readonly Role[] = ['vad', 'stt', 'llm', 'tts', 'eou'];
/** What can be chosen, has a self-test, and memory worth giving back. */
export const BIG = ['stt', 'llm', 'tts'] as const satisfies readonly Role[];
const TRIED_OUT: ReadonlySet<Role> = new Set(BIG);

/** Failures of this model on this device, which the next start would only repeat. */
const LASTING: ReadonlySet<ErrorReason> = new Set(['self-test-failed', 'load-failed', 'no-webgpu']);
/** Failures that may be over by then. Neither has anything to do with files or the network. */
const PASSING: ReadonlySet<ErrorReason> = new Set(['device-lost', 'out-of-memory', 'inference-failed', 'worker-died', 'unknown']);

/** Why a model that is right has to leave the graphics card; behind its name. */
const NO_ROOM = 'There is too little graphics memory for all.';

export class Rungs {
  readonly verdicts = new Verdicts();
  readonly upgrades: Upgrades;
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #origin: () => ModelOrigin;
  readonly #events: RungEvents;
  readonly #card = new GraphicsCard(
    (role) => this.#loadedFor(role),
    (role) => this.#isReplaceable(role),
  );
  readonly #standingOn = new Map<Role, Rung>();
  #ladders: Ladders | null = null;
  #starters: Starters = {};

  /** Nothing serves before `step`. */
  constructor(
    pipeline: Pipeline,
    notices: Notices,
    { origin, askAboveBytes, ...events }: RungEvents & { origin: () => ModelOrigin; askAboveBytes: () => number },
  ) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#origin = origin;
    this.#events = events;
    this.upgrades = new Upgrades(pipeline.hosts, notices, {
      askAboveBytes,
      prepare: (role, rung) => {
        pipeline.hosts[role].prepare(this.#planOf(role, rung));
      },
    });
  }

  /** Every rung there is; null before there are any. */
  get all(): Rung[] | null {
    return this.#ladders && Object.values(this.#ladders).flat();
  }

  /** What serves, or is being loaded to. */
  get standing(): ReadonlyMap<Role, Rung> {
    return this.#standingOn;
  }

  /** Graphics memory that the models take which are loaded, or being loaded, MB; an estimate. */
  get gpuMb(): number {
    return this.#card.usedMb(BIG);
  }

  /** These are the ladders from now on. Nobody steps yet. */
  use({ ladders, starters }: Pick<Choice, 'ladders' | 'starters'>): void {
    this.#ladders = ladders;
    this.#starters = starters;
  }

  /** Has a role stand on the best of its rungs. `isBehind`: whatever serves goes on until that is ready. */
  step(role: Role, { isBehind = false } = {}): void {
    // The lowest is tried once more when everything has failed.
    const rung = this.#choose(role) ?? this.#ladders?.[role].at(-1);
    if (!rung) throw new RangeError('A ladder without rungs');
    this.#stepTo(role, rung, isBehind);
  }

  /** A model passed its test. If it is too slow, one further down may take its place at once. */
  triedOut(role: Role, realTimeFactor: number, which: 'serving' | 'prepared'): void {
    const aim = this.upgrades.aimOf(role);
    const rung = which === 'prepared' ? aim : this.#standingOn.get(role);
    if (!rung) return;
    this.verdicts.note(rung, { works: true, realTimeFactor }, { keep: true });
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

  /** A model that was to take over could not be had, or is of no use here: the next one is tried, or the one that stands in stays. */
  aimLost(role: Role, error: ErrorData): void {
    const rung = this.upgrades.aimOf(role);
    const { reason, message } = error;
    if (!rung) return;
    if (!(LASTING.has(reason) || PASSING.has(reason))) {
      this.upgrades.interrupted(role, error);
      return;
    }
    const giving = this.#makeRoom(role, rung, error, true);
    if (giving !== null && giving !== role) {
      this.upgrades.again(role);
      return;
    }
    this.verdicts.note(rung, { works: false, why: message }, { keep: LASTING.has(reason) });
    const next = this.#choose(role) ?? this.#standingOn.get(role);
    if (next) this.#stepTo(role, next);
  }

  /** Puts to use what was made ready meanwhile. */
  switchOver(): void {
    for (const role of ROLES) {
      const rung = this.upgrades.aimOf(role);
      if (!rung || !this.#pipeline.hosts[role].switchOver()) continue;
      this.upgrades.drop(role);
      this.#standOn(role, rung);
    }
  }

  /** A model could not be loaded, or failed again and again: the next one takes its place. False when there is none, or no use in it. */
  #stepDown(role: Role, { reason, message }: ErrorData): boolean {
    const rung = this.#standingOn.get(role);
    // Below one that stands in for another there is nothing.
    if (!rung || this.upgrades.aimOf(role) || !(LASTING.has(reason) || PASSING.has(reason))) return false;
    this.verdicts.note(rung, { works: false, why: message }, { keep: LASTING.has(reason) });
    const next = this.#choose(role);
    if (next) this.#stepTo(role, next);
    return next !== null;
  }

  #choose(role: Role): Rung | null {
    return chooseRung(this.#ladders?.[role] ?? [], (rung) => this.verdicts.of(rung));
  }

  /**
   * Loads a rung, or one that stands in for it until it is fetched, and says why it is not the best one. `isBehind`: whatever serves
   * stands in, so that nobody waits for a model that is here either.
   */
  #stepTo(role: Role, rung: Rung, isBehind = this.upgrades.aimOf(role) !== null): void {
    const starter = this.#starters[role];
    const standing = this.#standingOn.get(role);
    const isServing = standing !== undefined && this.#pipeline.hosts[role].state !== 'failed';
    // A graphics card that has room for one model of a role need not have it for two.
    const isCrowded = standing !== rung && standing?.backend === 'webgpu' && rung.backend === 'webgpu';
    const standIn = isServing && isBehind && !isCrowded ? standing : starter;
    if (standIn && rung !== standIn && ((isServing && isBehind) || this.upgrades.isFarOff(role, rung))) {
      if (!isServing || standing !== standIn) this.#start(role, standIn);
      this.upgrades.aimAt(role, rung);
    } else {
      this.upgrades.drop(role);
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
    const prepared = preparedView ? this.upgrades.aimOf(role) : undefined;
    return [serving, prepared].flatMap((rung) => rung ?? []);
  }

  #isReplaceable(role: Role): boolean {
    return this.#ladders?.[role].some((rung) => rung.backend === 'wasm' && this.verdicts.of(rung)?.works !== false) ?? false;
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
      this.verdicts.note(left, { works: false, why: NO_ROOM }, { keep: false });
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
    const tryOut = TRIED_OUT.has(role) && !this.verdicts.of(rung)?.works;
    return { ...rung, origin: this.#origin(), tryOut };
  }

  readonly #testAgainAction = {
    label: 'Test again',
    run: () => {
      this.verdicts.forget();
      for (const role of ROLES) {
        const rung = this.#choose(role);
        if (rung && rung !== this.#standingOn.get(role)) this.#stepTo(role, rung);
      }
    },
  };

  #whyNot(best: Rung, rung: Rung): string {
    const verdict = this.verdicts.of(best);
    const failing = verdict?.works === false ? verdict.why : 'It is slower than speech on this device.';
    return `${nameOf(best)}: ${failing} Using ${nameOf(rung)} in its place.`;
  }
}

function nameOf({ spec, backend }: Rung): string {
  return backend === 'remote' ? spec.name : `${spec.name} on ${backend === 'webgpu' ? 'WebGPU' : 'the processor'}`;
}
