/** What is known of the models on this device. Plain data. */
import type { ErrorData } from '../protocol/errors.ts';
import type { Wishes } from './choose-models.ts';
import type { Downloads } from './downloads.ts';
import { graphicsMb, type GpuTrouble } from './graphics-memory.ts';
import type { Rung } from './ladder.ts';
import type { LlmSpec, ModelSpec } from './catalogue.ts';
import type { OwnModel } from './own.ts';
import { NOTHING_KNOWN, type Verdicts } from './verdicts.ts';

export type Role = ModelSpec['role'];

/** In the order in which the first turn needs them. */
export const ROLES: readonly Role[] = ['vad', 'stt', 'llm', 'tts', 'eou'];
/** What can be chosen, has a self-test, and memory worth giving back. */
export const BIG = ['stt', 'llm', 'tts'] as const satisfies readonly Role[];

export function isBig(role: Role): role is (typeof BIG)[number] {
  return role !== 'vad' && role !== 'eou';
}

/**
 * A model in a worker, or on its way there. `run` numbers the worker: whatever is told of another one comes too late.
 *
 * `waiting`: it has no worker, since models are asleep, another one is loaded first or built alone, or the user has yet to agree to its download.
 * `building`: its files are here, and the engine makes a model of them. `failed`: the user has a way on.
 */
export type Run =
  | { readonly is: 'waiting' | 'failed'; readonly rung: Rung }
  | { readonly is: 'loading' | 'building' | 'ready'; readonly rung: Rung; readonly run: number };

export type RoleState = {
  /** What can fill it on this device, the best first; empty before models are chosen. */
  readonly ladder: readonly Rung[];
  /** What keeps nobody waiting while something better is fetched. */
  readonly standIn: Rung | null;
  /** What answers, or will as soon as it is loaded. */
  readonly serving: Run | null;
  /** What takes over as soon as it is here and no turn is under way; never `failed`. */
  readonly next: Run | null;
  /** Something else was chosen, which waits for a moment between two turns. */
  readonly isChosenAnew: boolean;
  /** Why `serving` was lost, until it serves again. */
  readonly error: ErrorData | null;
  /** When it was last started again by itself, ms. */
  readonly restartedAt: number | null;
};

/** What the rules need to know of what the user and the page have chosen. */
export type Chosen = {
  readonly wishes: Wishes;
  /** The language model where `wishes.llm` is 'own'. */
  readonly own: OwnModel | null;
  /** Where they come from, as `ModelOrigin` has it. */
  readonly hub: string;
  /** Downloads of a model above this are asked about first, bytes. */
  readonly askAboveBytes: number;
};

/** Models are being chosen for these roles. What comes of another attempt is too late. */
export type Choosing = { readonly attempt: number; readonly wishes: Wishes; readonly roles: readonly Role[] };

export type ModelsState = {
  readonly roles: Readonly<Record<Role, RoleState>>;
  readonly chosen: Chosen;
  readonly choosing: Choosing | null;
  /** Null before models were chosen for the first time. `why`, `lack`, `vramMb` as `Choice` has them. */
  readonly choice: {
    readonly wishes: Wishes;
    readonly why: string;
    readonly lack: string | null;
    readonly vramMb: number;
    /** How to come by a better graphics card; null where there is nothing to be said. */
    readonly hint: string | null;
  } | null;
  /** Why the last choice failed. */
  readonly trouble: ErrorData | null;
  /** The big ones were ended to save memory. */
  readonly isAsleep: boolean;
  /** Another conversation of this page has the engine: nothing runs here. */
  readonly isHandedOver: boolean;
  /** Main memory is short, or may be: heavy models are loaded one after another. */
  readonly isTight: boolean;
  readonly verdicts: Verdicts;
  readonly downloads: Downloads;
  /** Why the language model that serves can't see, though it should. */
  readonly blind: ErrorData | null;
  /** What happened on the graphics card since a model gave way last, oldest first. */
  readonly troubles: readonly GpuTrouble[];
  /** Keys of what stood still when it was loaded last, and is being loaded once more. */
  readonly stoodStill: readonly string[];
  /** Keys of what is being built, largest first: should the tab end now, the next visit does not try it again unasked. */
  readonly marked: readonly string[];
  /** The last number given to a run or an attempt. */
  readonly count: number;
  readonly isDisposed: boolean;
};

const NO_ROLE: RoleState = {
  ladder: [],
  standIn: null,
  serving: null,
  next: null,
  isChosenAnew: false,
  error: null,
  restartedAt: null,
};

/** Nothing is chosen yet. */
export function initialState(chosen: Chosen): ModelsState {
  return {
    roles: { vad: NO_ROLE, stt: NO_ROLE, eou: NO_ROLE, llm: NO_ROLE, tts: NO_ROLE },
    chosen,
    choosing: null,
    choice: null,
    trouble: null,
    isAsleep: false,
    isHandedOver: false,
    isTight: false,
    verdicts: NOTHING_KNOWN,
    downloads: { agreed: [], declined: [], toFetch: {}, lookedUp: [], freeBytes: null, bytesPerSecond: null, isPaused: false, error: null, hubWaits: null },
    blind: null,
    troubles: [],
    stoodStill: [],
    marked: [],
    count: 0,
    isDisposed: false,
  };
}

/** Whether models were chosen (`trouble`: none could be), and whether the big ones were ended since to save memory. */
export function stageOf({ choice, choosing, trouble, isAsleep, isHandedOver }: ModelsState): 'not started' | 'trouble' | 'asleep' | 'started' {
  if (isAsleep || isHandedOver) return 'asleep';
  if (choice || choosing) return 'started';
  return trouble ? 'trouble' : 'not started';
}

/** Whether it has a worker. */
export function isRunning(run: Run | null): run is Extract<Run, { run: number }> {
  return run !== null && 'run' in run;
}

/** What is loaded for a role, or being loaded, beside the one that serves too. */
export function loadedFor({ serving, next }: RoleState): Rung[] {
  return [serving, next].filter(isRunning).map(({ rung }) => rung);
}

/** Graphics memory that the models take which are loaded, or being loaded, MB; an estimate. */
export function gpuMbOf({ roles }: ModelsState): number {
  return BIG.flatMap((role) => loadedFor(roles[role])).reduce((sum, rung) => sum + graphicsMb(rung), 0);
}

/** Whether sleep would disturb nothing: everything is loaded, or as good as it gets, and nothing is being fetched. */
export function canSleep({ roles, isAsleep }: ModelsState): boolean {
  const isSettled = ({ serving, next }: RoleState) =>
    (serving?.is === 'ready' || serving?.is === 'failed') && (next === null || next.is === 'waiting');
  return !isAsleep && BIG.every((role) => isSettled(roles[role]));
}

/** Whether what is chosen serves, in every role. */
export function isComplete({ roles, choosing }: ModelsState): boolean {
  return (
    choosing === null &&
    ROLES.every((role) => roles[role].serving?.is === 'ready' && roles[role].next === null && !roles[role].isChosenAnew)
  );
}

/** The language model that answers, or will; null before one is chosen. */
export function languageModel({ roles }: ModelsState): LlmSpec | null {
  const spec = roles.llm.serving?.rung.spec;
  return spec?.role === 'llm' ? spec : null;
}
