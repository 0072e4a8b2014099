/** What can happen to the models, and what their rules can ask for. Plain data. */
import type { ErrorData } from '../protocol/errors.ts';
import type { LlmSpec } from './catalogue.ts';
import type { Choice, Wishes } from './choose-models.ts';
import type { ToFetch } from './downloads.ts';
import type { Rung } from './ladder.ts';
import type { Chosen, Role } from './state.ts';
import type { OwnModel } from './own.ts';
import type { KeptVerdict } from './verdicts.ts';

/** What earlier visits have left. */
export type Kept = {
  verdicts: Readonly<Record<string, KeptVerdict>>;
  suspected: Readonly<Record<string, number>>;
  agreed: readonly string[];
  declined: readonly string[];
  /** Key of the largest model that was being built when a tab ended; null when none was. */
  ended: string | null;
};

/** What would have to be fetched, by the keys of rungs; null: nothing. */
export type Found = { found: Readonly<Record<string, ToFetch | null>>; freeBytes: number | null; bytesPerSecond: number | null };

export type ModelsEvent =
  // The user and the page.
  /** Models are wanted: choose some, or wake those that are asleep. */
  | { kind: 'load' }
  /** Nobody needs the big ones: give their memory back. */
  | { kind: 'sleep' }
  /** Another conversation of this page is talked to: it gets the workers, until models are wanted here again. */
  | { kind: 'hand-over' }
  | { kind: 'options'; chosen: Chosen }
  | { kind: 'agree' }
  | { kind: 'pause' }
  | { kind: 'go-on' }
  /** What is being fetched is not wanted after all, nor what came of it. */
  | { kind: 'cancel' }
  /** Every verdict is to be forgotten; or one, by the key of its rung. */
  | { kind: 'test-again'; key?: string }
  | { kind: 'start-again'; role: Role }
  | { kind: 'use-starter' }
  /** No turn is under way. */
  | { kind: 'between-turns' }
  /** Files came into the store or went from it, by others' doing. */
  | { kind: 'store-changed' }
  // Answers.
  /** `kept` where verdicts were read anew: models were chosen for all roles. `hint`: how to come by a better graphics card. */
  | ({ kind: 'chosen'; attempt: number; choice: Choice; kept?: Kept; isTight: boolean; hint?: string | null } & Found)
  | { kind: 'choosing-failed'; attempt: number; error: ErrorData }
  | ({ kind: 'looked' } & Found)
  | { kind: 'looked-up'; key: string; toFetch: ToFetch | null }
  /** All of its files are here. */
  | { kind: 'fetched'; run: number }
  /** The worker has its model; `realTimeFactor` as `Verdict` has it, where it was tried out. */
  | { kind: 'loaded'; run: number; realTimeFactor?: number }
  /** The hub asks this worker to wait for so long, ms; 0: no longer. */
  | { kind: 'hub-waits'; run: number; ms: number }
  /** The worker is loading and answers, and has given no sign of getting on for `ms`, time in which the page ran. `at` as below. */
  | { kind: 'still'; run: number; ms: number; at: number }
  /** The worker is gone, or of no use any more. `at`: ms on a clock that only goes forward. */
  | { kind: 'died'; run: number; error: ErrorData; at: number }
  /** The language model that serves should see, and can't here; null: that is to be tried again. */
  | { kind: 'blind'; error: ErrorData | null }
  | { kind: 'dispose' };

export type ModelsEffect =
  /** Look at this device and say what suits it. Ends with `chosen` or `choosing-failed`. */
  | { kind: 'choose'; attempt: number; wishes: Wishes; own: OwnModel | null; roles: readonly Role[] }
  /** Find out what of these is to be fetched. Ends with `looked`. */
  | { kind: 'look'; rungs: readonly Rung[] }
  /** Ask the hub for one. Ends with `looked-up`. */
  | { kind: 'look-up'; rung: Rung }
  /**
   * A worker of its own for this one, beside the one that serves where `isBeside`. `knownFactor`: its real-time factor, where it was tried out before.
   * Ends with `loaded` or `died`.
   */
  | { kind: 'load'; role: Role; run: number; rung: Rung; tryOut: boolean; knownFactor?: number; isBeside: boolean }
  /** Whatever this worker does is over. */
  | { kind: 'end'; role: Role; run: number }
  /** As `end`, but another conversation may go on with it. */
  | { kind: 'hand-over'; role: Role; run: number }
  /** The one that was loaded beside serves from now on. */
  | { kind: 'switch-over'; role: Role; run: number }
  /** What waited for a worker of this role waits no longer. */
  | { kind: 'give-up'; role: Role }
  /** Whatever the one that served was doing is lost. */
  | { kind: 'interrupted'; role: Role }
  /** It answers from now on, or will. */
  | { kind: 'language-model'; spec: LlmSpec }
  /** Something waits for a moment between two turns. */
  | { kind: 'await-turn' }
  | { kind: 'keep-verdicts'; verdicts: Kept['verdicts']; suspected: Kept['suspected'] }
  | { kind: 'keep-agreed'; agreed: readonly string[] }
  | { kind: 'keep-declined'; declined: readonly string[] }
  /** Delete what came of this one, but for files that one of `others` takes. Ends with `store-changed`. */
  | { kind: 'discard'; rung: Rung; others: readonly Rung[] }
  /** The hub does not have a file of it any more, by the commit that it was resolved to. */
  | { kind: 'unpin'; rung: Rung }
  /** Should the tab end now, these are to blame, the largest first. */
  | { kind: 'mark'; keys: readonly string[] }
  /** What earlier tabs were building when they ended is known, and kept as a verdict. */
  | { kind: 'drop-marks' }
  /** A full disk must not cost what is fetched. */
  | { kind: 'persist' };
