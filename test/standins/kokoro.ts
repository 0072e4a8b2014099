/** A voice that speaks in tones: each token is 50 ms of its own frequency, so that what was heard can be read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { float32, int64, model } from './onnx.ts';

/** The real one, for its tokenizer. */
const STARTER = path.resolve(import.meta.dirname, '../../models/starter/kokoro-82m');
const SAMPLE_RATE = 24_000;
/** 50 ms. */
export const TONE_SAMPLES = 1_200;
/** Kokoro's vocabulary; 0 is the mark around every sentence, and silent. */
const TOKENS = 178;
/** Hz. 50 ms tell 20 Hz apart; the highest is 7.4 kHz. */
const LOWEST = 320;
const STEP = 40;
const AMPLITUDE = 0.3;
/** Both ends of a tone rise from silence, 5 ms: no clicks, and the seams can be seen. */
const FADE_SAMPLES = 120;

const frequency = (token: number) => LOWEST + STEP * token;

/** The stand-in's files, by path as in a transformers.js model folder. */
export function buildKokoro(): Map<string, Uint8Array> {
  const tones = new Float32Array(TOKENS * TONE_SAMPLES);
  for (let token = 1; token < TOKENS; token += 1) tones.set(tone(token), token * TONE_SAMPLES);
  const graph = model({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: [1, 'tokens'] },
      { name: 'style', type: 'float32', shape: [1, 256] },
      { name: 'speed', type: 'float32', shape: [1] },
    ],
    outputs: [{ name: 'waveform', type: 'float32', shape: [1, 'samples'] }],
    nodes: [
      { op: 'Gather', inputs: ['tones', 'input_ids'], outputs: ['spoken'] },
      { op: 'Reshape', inputs: ['spoken', 'row'], outputs: ['waveform'] },
    ],
    initializers: [float32('tones', [TOKENS, TONE_SAMPLES], tones), int64('row', [2], [1, -1])],
  });
  const files = new Map<string, Uint8Array>([['onnx/model_quantized.onnx', graph]]);
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    files.set(name, readFileSync(path.join(STARTER, name)));
  return files;
}

/**
 * The tokens in sound that the stand-in made (24 kHz mono, at any volume), in order. Where a tone was cut off in the middle, it counts
 * when at least half of it was heard.
 */
export function decodeTones(samples: Float32Array): number[] {
  const tokens: number[] = [];
  for (let at = nextSound(samples, 0); at < samples.length; at = nextSound(samples, at + TONE_SAMPLES)) {
    const end = Math.min(at + TONE_SAMPLES, samples.length);
    // The middle: neither fade nor a neighbour that came a little early.
    const middle = samples.subarray(at + FADE_SAMPLES, end - FADE_SAMPLES);
    if (middle.length >= TONE_SAMPLES / 2 - FADE_SAMPLES) tokens.push(loudestToken(middle));
  }
  return tokens;
}

function tone(token: number): Float32Array {
  return Float32Array.from({ length: TONE_SAMPLES }, (_, index) => {
    const edge = Math.min(index, TONE_SAMPLES - 1 - index);
    return AMPLITUDE * Math.min(1, edge / FADE_SAMPLES) * Math.sin((2 * Math.PI * frequency(token) * index) / SAMPLE_RATE);
  });
}

/** The first sample from `from` on that is not silent (−50 dB); the length when there is none. */
function nextSound(samples: Float32Array, from: number): number {
  for (let at = from; at < samples.length; at += 1) if (Math.abs(samples[at] ?? 0) > 0.003) return at;
  return samples.length;
}

/** By Goertzel's algorithm on every frequency there is. */
function loudestToken(samples: Float32Array): number {
  let best = 0;
  let bestPower = -1;
  for (let token = 1; token < TOKENS; token += 1) {
    const coefficient = 2 * Math.cos((2 * Math.PI * frequency(token)) / SAMPLE_RATE);
    let [last, beforeLast] = [0, 0];
    for (const sample of samples) [last, beforeLast] = [sample + coefficient * last - beforeLast, last];
    const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
    if (power > bestPower) [best, bestPower] = [token, power];
  }
  return best;
}
