import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { closingFallDb } from '../../src/turn/closing-fall.ts';
import { decodeWav } from '../wav.ts';

const RATE = 16_000;

/** A hum of one second whose loudness is `gain(seconds)`. */
function hum(gain: (seconds: number) => number): Float32Array {
  return Float32Array.from({ length: RATE }, (_, at) => 0.3 * gain(at / RATE) * Math.sin((2 * Math.PI * 150 * at) / RATE));
}

describe('the fall of a voice', () => {
  it('is none in full flight, and as deep as it gets quieter, however loud it is', () => {
    const fading = (seconds: number) => (seconds < 0.8 ? 1 : 0.25);
    expect(closingFallDb(hum(() => 1))).toBeCloseTo(0, 1);
    expect(closingFallDb(hum(fading))).toBeLessThan(-8);
    expect(closingFallDb(hum((seconds) => 0.02 * fading(seconds)))).toBeCloseTo(closingFallDb(hum(fading)) ?? 0, 3);
  });

  it('does not take the silence behind for a fall', () => {
    const padded = new Float32Array(RATE + 3200);
    padded.set(hum(() => 1));
    expect(closingFallDb(padded)).toBeGreaterThan(-3);
  });

  it('is unknown of a moment, and of nothing', () => {
    expect(closingFallDb(hum(() => 1).subarray(0, 2400))).toBeNull();
    expect(closingFallDb(new Float32Array(0))).toBeNull();
  });

  it('is deeper at the end of a recorded sentence than in the middle of its words', () => {
    const samples = decodeWav(readFileSync(path.join(import.meta.dirname, '../audio/tell-a-story.wav')));
    const at = (seconds: number) => closingFallDb(samples.subarray(0, seconds * RATE)) ?? 0;
    // "Please tell me a long story about a lighthouse.": its end, and the middle of "long", "story", "about".
    for (const seconds of [0.9, 1.2, 1.5]) expect(at(10)).toBeLessThan(at(seconds) - 5);
  });
});
