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

function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id += 1) if ((logits[id] ?? -Infinity) > (logits[best] ?? -Infinity)) best = id;
  return best;
}

/** Less likely than the best token by this much (in temperature-scaled nats) a token is as good as impossible: e^-12. */
const NEGLIGIBLE = 12;

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
