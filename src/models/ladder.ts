/** Which of several models, each on a backend, is the one to use on this device: the best that is right and fast enough. */
import type { ModelSpec } from './catalogue.ts';

/** One way to fill a role. A ladder is a list of them, the best first. */
export type Rung = { spec: ModelSpec; backend: keyof ModelSpec['variants'] };

/**
 * What came of trying a rung. `realTimeFactor`: work time over the speech time it is worth, so more than 1 keeps the listener waiting.
 * `why` goes behind the model's name: 'writes nothing …'.
 */
export type Verdict = { works: true; realTimeFactor: number } | { works: false; why: string };

const keys = new WeakMap<Rung, string>();

/** What identifies a rung from one visit to the next; another revision is another rung. */
export function rungKey(rung: Rung): string {
  const { spec, backend } = rung;
  const key = keys.get(rung) ?? `${spec.id}@${spec.revision} ${backend} ${JSON.stringify(spec.variants[backend]?.dtype)}`;
  keys.set(rung, key);
  return key;
}

/**
 * The rung to stand on, given what is known: the first that is fast enough or has not been tried; if there is none, the fastest of those
 * that are right; null when none is.
 */
export function chooseRung(ladder: readonly Rung[], verdictOf: (rung: Rung) => Verdict | undefined): Rung | null {
  let fastest: { rung: Rung; realTimeFactor: number } | null = null;
  for (const rung of ladder) {
    const verdict = verdictOf(rung);
    if (!verdict) return rung;
    if (!verdict.works) continue;
    const { realTimeFactor } = verdict;
    if (realTimeFactor <= 1) return rung;
    if (fastest === null || realTimeFactor < fastest.realTimeFactor) fastest = { rung, realTimeFactor };
  }
  return fastest?.rung ?? null;
}
