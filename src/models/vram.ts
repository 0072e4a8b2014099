/** Arithmetic of graphics memory. No browser tells how much there is or how much a model took: estimates are all there can be. */
import type { Variant } from './schema.ts';

/**
 * What the models proposed for a device may take together, MB: a card of 8 GB keeps room for the desktop and for what the estimates
 * miss. Smaller: Gemma 3 4B would need cards of 12 GB. Larger: cards of 8 GB swap to main memory, at a tenth of the speed.
 */
export const VRAM_BUDGET_MB = 6_000;

/** Keys and values of a full context, MB: two vectors of `width` numbers for each head of each layer and each token. */
export function keysAndValuesMb(shape: { layers: number; heads: number; width: number; bytes: 2 | 4; tokens: number }): number {
  const { layers, heads, width, bytes, tokens } = shape;
  return (2 * layers * heads * width * bytes * tokens) / 1e6;
}

/** All of it, MB; 0 for what runs elsewhere. */
export function vramMbOf({ vram }: Pick<Variant, 'vram'>): number {
  return vram ? vram.weights + vram.cache + vram.activations : 0;
}
