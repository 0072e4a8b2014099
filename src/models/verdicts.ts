/**
 * What came of trying models out on this device, and how long it holds. What is kept over visits is only what was shown to come of
 * this model on this device; whatever may be over by the next visit holds for this one. Pure.
 */
import { translatable } from '../locales/words.ts';
import type { ErrorData, ErrorReason } from '../protocol/errors.ts';
import { rungKey, type Rung, type Verdict } from './ladder.ts';

/** `ended-tab`: the page was gone when its load was not. */
export type KeptVerdict =
  | { readonly works: true; readonly realTimeFactor: number }
  | { readonly works: false; readonly why: string; readonly evidence: 'self-test' | 'rejected' | 'ended-tab' };

/** By the keys of rungs. */
export type Verdicts = {
  readonly kept: Readonly<Record<string, KeptVerdict>>;
  /**
   * How often something was seen that counts only the second time, by the keys of rungs: the graphics driver refused what the model computes with;
   * in how many visits its test did not end in time, by `unfinishedKey`.
   */
  readonly suspected: Readonly<Record<string, number>>;
  /** Of this visit alone; comes before what is kept. */
  readonly passing: Readonly<Record<string, Verdict>>;
};

export const NOTHING_KNOWN: Verdicts = { kept: {}, suspected: {}, passing: {} };

/** Said of a model whose load the page did not survive; behind its name. */
export const ENDED_TAB = translatable('The page was ended while it was loaded, so that it is not loaded again unasked.');

/** So many refusals of the driver count as one of the model. One may be a driver that was just being updated. */
const REJECTIONS = 2;
/** So many visits in which its test did not end count as a failed one. In one the machine may have been busy, or suspended. */
const UNFINISHED_VISITS = 2;

/** What says something about a model, kept or not. Files and networks have nothing to do with it. */
const TELLING: ReadonlySet<ErrorReason> = new Set([
  'self-test-failed',
  'self-test-unfinished',
  'shader-failed',
  'load-failed',
  'no-webgpu',
  'device-lost',
  'out-of-memory',
  'inference-failed',
  'worker-died',
  'unknown',
]);

/** Whether a failure speaks against the model here, so that another one should be tried. */
export function isTelling({ reason }: ErrorData): boolean {
  return TELLING.has(reason);
}

export function verdictOf({ passing, kept }: Verdicts, rung: Rung): Verdict | undefined {
  const key = rungKey(rung);
  return passing[key] ?? kept[key];
}

/** Whether its load ended a tab. */
export function endedTab({ kept }: Verdicts, rung: Rung): boolean {
  const verdict = kept[rungKey(rung)];
  return verdict?.works === false && verdict.evidence === 'ended-tab';
}

/** It passed its test. `realTimeFactor` as `Verdict` has it. */
export function withSuccess(verdicts: Verdicts, rung: Rung, realTimeFactor: number): Verdicts {
  const key = rungKey(rung);
  return {
    kept: { ...verdicts.kept, [key]: { works: true, realTimeFactor } },
    suspected: unsuspected(verdicts, key),
    passing: without(verdicts.passing, key),
  };
}

/** It failed. Of a server nothing is kept: it may be another one tomorrow. */
export function withFailure(verdicts: Verdicts, rung: Rung, { reason, message: why }: ErrorData): Verdicts {
  const key = rungKey(rung);
  const isServer = rung.backend === 'remote';
  const passing = { ...verdicts.passing, [key]: { works: false as const, why } };
  if (isServer) return { ...verdicts, passing };
  const isProven = verdicts.kept[key]?.works === true;
  const suspect = (what: string, most: number, evidence: 'self-test' | 'rejected'): Verdicts => {
    const times = (verdicts.suspected[what] ?? 0) + 1;
    if (times >= most) return withKept(verdicts, key, { works: false, why, evidence });
    return { ...verdicts, passing, suspected: { ...verdicts.suspected, [what]: times } };
  };
  if (reason === 'shader-failed') return suspect(key, REJECTIONS, 'rejected');
  // What is known to work is not tried out again.
  if (reason === 'self-test-failed' && !isProven) return withKept(verdicts, key, { works: false, why, evidence: 'self-test' });
  // Nor does it count that it only took too long to get ready; and a visit counts once, however often it is tried in it.
  const isNews = !isProven && !Object.hasOwn(verdicts.passing, key);
  if (reason === 'self-test-unfinished' && isNews) return suspect(unfinishedKey(key), UNFINISHED_VISITS, 'self-test');
  return { ...verdicts, passing };
}

/** It has to leave the graphics card for this visit, for no fault of its own. */
export function withoutRoom(verdicts: Verdicts, rung: Rung, why: string): Verdicts {
  return { ...verdicts, passing: { ...verdicts.passing, [rungKey(rung)]: { works: false, why } } };
}

/** A visit before this one ended while it was loaded. */
export function withEndedTab(verdicts: Verdicts, key: string): Verdicts {
  return withKept(verdicts, key, { works: false, why: ENDED_TAB, evidence: 'ended-tab' });
}

/** It is to be tried again, whatever was found. */
export function forgetVerdict({ kept, suspected, passing }: Verdicts, key: string): Verdicts {
  return { kept: without(kept, key), suspected: unsuspected({ suspected }, key), passing: without(passing, key) };
}

function withKept(verdicts: Verdicts, key: string, verdict: KeptVerdict): Verdicts {
  return {
    kept: { ...verdicts.kept, [key]: verdict },
    suspected: unsuspected(verdicts, key),
    passing: without(verdicts.passing, key),
  };
}

function unfinishedKey(key: string): string {
  return `${key} unfinished`;
}

function unsuspected({ suspected }: Pick<Verdicts, 'suspected'>, key: string): Verdicts['suspected'] {
  return without(without(suspected, key), unfinishedKey(key));
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  if (!Object.hasOwn(record, key)) return record;
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
