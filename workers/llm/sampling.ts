/** Choosing the next token from logits. Pure. */
import type { SamplingWish } from '../../src/protocol/messages.ts';

export type Sampling = { temperature: number; topP: number; repetitionPenalty: number };

/** The model's own sampling, but for what the user wants otherwise. */
export function sampledAs(own: Sampling, { temperature, topP }: SamplingWish = { temperature: null, topP: null }): Sampling {
  return { ...own, temperature: temperature ?? own.temperature, topP: topP ?? own.topP };
}

/**
 * The next token's id. Temperature 0 is greedy. The repetition penalty is that of CTRL (Keskar 2019): positive logits of tokens already
 * there are divided by it, negative ones multiplied; `logits` is changed in place. `random` is uniform in [0, 1).
 */
export function sampleToken(
  logits: Float32Array,
  seen: Iterable<number>,
  { temperature, topP, repetitionPenalty }: Sampling,
  random: () => number = Math.random,
): number {
  if (repetitionPenalty !== 1) {
    for (const id of new Set(seen)) {
      const logit = logits[id] ?? 0;
      logits[id] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    }
  }
  const best = argmax(logits);
  if (temperature === 0) return best;
  return sampleNucleus(logits, logits[best] ?? 0, temperature, topP, random);
}

/** Less likely than the best token by this much (in temperature-scaled nats) a token is as good as impossible: e^-12. */
const NEGLIGIBLE = 12;

/** What a logit becomes whose token must not be chosen: as good as minus infinity, and finite after any temperature. */
const REFUSED = -1e30;
/** So many of the likeliest tokens are looked for one by one; behind that all are sorted, which takes longer. */
const LOOKED_FOR = 32;

/**
 * Leaves only tokens that are allowed, and of those only what is not negligible beside the likeliest. False where none is allowed: then nothing is changed.
 * Where the likeliest is allowed, as a rule, no other is asked about at temperature 0.
 */
export function keepAllowed(logits: Float32Array, isAllowed: (id: number) => boolean, temperature: number): boolean {
  const likeliest = argmax(logits);
  const refused = new Set<number>();
  const best = isAllowed(likeliest) ? likeliest : likeliestAllowed(logits, isAllowed, refused.add(likeliest));
  if (best === null) return false;
  const highest = logits[best] ?? 0;
  const least = highest - NEGLIGIBLE * temperature;
  // Up to where the likeliest of all was: with all that was kept below 0, WebLLM 0.2.86 was seen to choose tokens that were not; why was not looked into.
  const raise = (logits[likeliest] ?? 0) - highest;
  for (const [id, logit] of logits.entries()) {
    const isKept = id === best || (logit > least && !refused.has(id) && isAllowed(id));
    logits[id] = isKept ? logit + raise : REFUSED;
  }
  return true;
}

/** Of those that are not refused yet; which others are not allowed is put down in `refused`. */
function likeliestAllowed(logits: Float32Array, isAllowed: (id: number) => boolean, refused: Set<number>): number | null {
  const left = logits.slice();
  for (const id of refused) left[id] = -Infinity;
  for (let count = 0; count < LOOKED_FOR; count += 1) {
    const best = argmax(left);
    if (isAllowed(best)) return best;
    refused.add(best);
    left[best] = -Infinity;
  }
  const rest = Uint32Array.from(left.keys()).sort((one, other) => (left[other] ?? 0) - (left[one] ?? 0));
  for (const id of rest) {
    if (refused.has(id)) continue;
    if (isAllowed(id)) return id;
    refused.add(id);
  }
  return null;
}

function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id += 1) if ((logits[id] ?? -Infinity) > (logits[best] ?? -Infinity)) best = id;
  return best;
}

/** Nucleus sampling (Holtzman 2019): among the likeliest tokens that together reach `topP`. */
function sampleNucleus(logits: Float32Array, highest: number, temperature: number, topP: number, random: () => number): number {
  const likely: { id: number; weight: number }[] = [];
  let total = 0;
  for (const [id, logit] of logits.entries()) {
    const below = (highest - logit) / temperature;
    if (below > NEGLIGIBLE) continue;
    const weight = Math.exp(-below);
    likely.push({ id, weight });
    total += weight;
  }
  likely.sort((left, right) => right.weight - left.weight);
  let nucleus = 0;
  let count = 0;
  while (count < likely.length && nucleus < topP * total) nucleus += likely[count++]?.weight ?? 0;
  let left = random() * nucleus;
  for (const { id, weight } of likely.slice(0, count)) {
    left -= weight;
    if (left < 0) return id;
  }
  return likely[0]?.id ?? 0;
}
