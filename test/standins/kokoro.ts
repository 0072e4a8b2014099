/** A Kokoro that says every token as a tone of 50 ms, so that a test can read what was audible, in which order, and where it was cut. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { float32, int64, model } from './onnx.ts';

const STARTER = path.resolve(import.meta.dirname, '../../models/starter/kokoro-82m');
const COPIED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

const SAMPLE_RATE = 24_000;
/** One token: 50 ms. */
export const TONE_SAMPLES = 1_200;
/** Rise and fall of a tone, 5 ms: it doesn't click, and two of the same can be told apart. */
const FADE_SAMPLES = 120;
const AMPLITUDE = 0.3;
/** Kokoro's ids go up to 177. */
const TOKENS = 178;
/** Hz; 40 apart, a tone has whole periods of each, and the highest is 7.5 kHz. */
const LOWEST = 400;
const STEP = 40;

/**
 * The files of its folder, by path. `input_ids` [1, n] becomes `waveform` [1, 1200·n]; `style` and `speed` change nothing.
 * Token 0, at both ends of what kokoro-js asks for, has a tone like any other: between two of them a clause was heard whole.
 * `sampleAt` gives the sample (−1..1) at an index into all tokens' sounds one after another; tones, unless something else is wanted. A
 * sentence with the token `failsAt` in it makes the session's run fail.
 */
export function buildKokoro(sampleAt: (index: number) => number = toneAt, failsAt?: number): Map<string, Uint8Array> {
  const graph = model({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: [1, 'length'] },
      { name: 'style', type: 'float32', shape: [1, 256] },
      { name: 'speed', type: 'float32', shape: [1] },
    ],
    outputs: [{ name: 'waveform', type: 'float32', shape: [1, 'samples'] }],
    nodes: [
      { op: 'Gather', inputs: ['rows', 'input_ids'], outputs: ['chosen'] },
      { op: 'Gather', inputs: ['tones', 'chosen'], outputs: ['spoken'] },
      { op: 'Reshape', inputs: ['spoken', 'row'], outputs: ['waveform'] },
    ],
    initializers: [
      float32(
        'tones',
        [TOKENS, TONE_SAMPLES],
        Float32Array.from({ length: TOKENS * TONE_SAMPLES }, (_, index) => sampleAt(index)),
      ),
      // A row that is not there.
      int64(
        'rows',
        [TOKENS],
        Array.from({ length: TOKENS }, (_, token) => (token === failsAt ? TOKENS : token)),
      ),
      int64('row', [2], [1, -1]),
    ],
  });
  return new Map<string, Uint8Array>([
    ...COPIED.map((name) => [name, readFileSync(path.join(STARTER, name))] as const),
    ['onnx/model_quantized.onnx', graph],
  ]);
}

/** How it says phonemes, 24 kHz. */
export function soundOf(phonemes: string): Float32Array {
  const tokenizer = JSON.parse(readFileSync(path.join(STARTER, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
  };
  const tokens = Array.from(`$${phonemes}$`, (phoneme) => tokenizer.model.vocab[phoneme] ?? 0);
  return Float32Array.from({ length: tokens.length * TONE_SAMPLES }, (_, index) =>
    toneAt((tokens[Math.floor(index / TONE_SAMPLES)] ?? 0) * TONE_SAMPLES + (index % TONE_SAMPLES)),
  );
}

/** Of all tones one after another, this sample. */
function toneAt(index: number): number {
  const token = Math.floor(index / TONE_SAMPLES);
  const at = index % TONE_SAMPLES;
  const fade = Math.min(1, at / FADE_SAMPLES, (TONE_SAMPLES - at) / FADE_SAMPLES);
  return AMPLITUDE * fade * Math.sin((2 * Math.PI * frequencyOf(token) * at) / SAMPLE_RATE);
}

function frequencyOf(token: number): number {
  return LOWEST + STEP * token;
}

/** Loudness is looked at in windows of 2.5 ms, a period of the lowest tone, every millisecond. */
const WINDOW_MS = 2.5;
const HOP_MS = 1;
/** Below −60 dB there is no tone. */
const SILENCE = 0.001;
/** A gap between tones is this much quieter than the loudest of the 25 ms on either side of it. */
const GAP = 0.35;
const AROUND_MS = 25;
/** What is left of a tone that was cut, and still read. */
const LEAST_MS = 12;
/** Two pieces of the same tone, because it was turned down in the middle, are together no longer than this. */
const MOST_MS = 56;
/** How much of the sound has to be of one frequency: noise and speech are no tones. */
const PURE = 0.6;

/**
 * The tokens in what was played, in order. Volume, ramps of it, and pauses don't matter; a tone that was cut counts
 * while 12 ms of it are left.
 */
export function decodeTones(samples: Float32Array, sampleRate = SAMPLE_RATE): number[] {
  const perMs = sampleRate / 1000;
  const read: { token: number; start: number; end: number }[] = [];
  for (const { start, end } of pieces(samples, perMs)) {
    const token = loudestToken(samples.subarray(start, end), sampleRate);
    const last = read.at(-1);
    if (token === null) continue;
    if (last?.token === token && end - last.start < MOST_MS * perMs) last.end = end;
    else read.push({ token, start, end });
  }
  return read.filter(({ start, end }) => end - start >= LEAST_MS * perMs).map(({ token }) => token);
}

/** Where it sounds, from gap to gap, in samples. */
function pieces(samples: Float32Array, perMs: number): { start: number; end: number }[] {
  const window = Math.round(WINDOW_MS * perMs);
  const levels: number[] = [];
  for (let at = 0; at + window <= samples.length; at = Math.round(levels.length * HOP_MS * perMs)) {
    levels.push(rms(samples.subarray(at, at + window)));
  }
  const found: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | undefined;
  for (const [index, level] of levels.entries()) {
    const loudest = Math.max(...levels.slice(Math.max(0, index - AROUND_MS), index + AROUND_MS + 1));
    if (level < SILENCE || level < GAP * loudest) {
      open = undefined;
      continue;
    }
    const start = Math.round(index * HOP_MS * perMs);
    if (open) open.end = start + window;
    else found.push((open = { start, end: start + window }));
  }
  return found;
}

/** The token whose frequency the sound is of; null when it is of none. */
function loudestToken(samples: Float32Array, sampleRate: number): number | null {
  let best: number | null = null;
  let most = PURE;
  const energy = samples.length * rms(samples) ** 2;
  for (let token = 0; token < TOKENS; token += 1) {
    const share = (2 * power(samples, frequencyOf(token) / sampleRate)) / (samples.length * energy);
    if (share > most) [best, most] = [token, share];
  }
  return best;
}

/** |Σ x(n)·e^(−2πifn)|², by Goertzel's algorithm; `frequency` in periods per sample. */
function power(samples: Float32Array, frequency: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * frequency);
  let last = 0;
  let before = 0;
  for (const sample of samples) [last, before] = [sample + coefficient * last - before, last];
  return last * last + before * before - coefficient * last * before;
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
