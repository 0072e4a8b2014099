import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TONE_SAMPLES, buildKokoro, decodeTones, soundOf } from '../../standins/kokoro.ts';
import { transformers } from '../../standins/transformers-in-node.ts';
import { SENTENCE_PHONEMES, clip, writeModel } from '../../standins/write.ts';
import { SENTENCE } from '../../../workers/self-test.ts';
import { MAX_PHONEMES, PhonemeCount, TooLong } from '../../../workers/tts/phonemes.ts';
import { trimClause } from '../../../workers/tts/trim.ts';
import { InferenceSession, Tensor } from './node-session.ts';

const MS = 24;
/** With neighbours that are the same, next to each other, and at both ends of the vocabulary. */
const TOKENS = [0, 54, 54, 54, 16, 1, 2, 177, 176, 0];

describe('the stand-in Kokoro', () => {
  let sound: Float32Array;

  beforeAll(async () => {
    const session = await InferenceSession.create(buildKokoro().get('onnx/model_quantized.onnx') ?? new Uint8Array());
    const { waveform } = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(TOKENS, BigInt), [1, TOKENS.length]),
      style: new Tensor('float32', new Float32Array(256), [1, 256]),
      speed: new Tensor('float32', [1], [1]),
    });
    sound = waveform?.data as Float32Array;
  });

  it('says each token for 50 ms, which can be read', () => {
    expect(sound).toHaveLength(TOKENS.length * TONE_SAMPLES);
    expect(decodeTones(sound)).toEqual(TOKENS);
  });

  it('is still read when it was trimmed, and clauses follow each other with or without a pause', () => {
    for (const text of ['end.', 'more,']) {
      const clause = trimClause(sound, text);
      expect(decodeTones(join(clause, clause))).toEqual([...TOKENS, ...TOKENS]);
    }
    for (const pauseMs of [0, 3, 777]) {
      expect(decodeTones(join(sound, new Float32Array(pauseMs * MS), sound))).toEqual([...TOKENS, ...TOKENS]);
    }
  });

  it('is still read when it gets quieter: at once, in the middle of a tone, or slowly', () => {
    expect(decodeTones(sound.map((sample) => sample / 30))).toEqual(TOKENS);
    for (let cutMs = 100; cutMs < 150; cutMs += 1) {
      const ducked = sound.map((sample, index) => sample * Math.min(1, Math.max(0.2, 1 - (index - cutMs * MS) / (20 * MS))));
      expect(decodeTones(ducked), `ducked at ${cutMs} ms`).toEqual(TOKENS);
    }
    expect(decodeTones(sound.map((sample, index) => sample * (1 - index / sound.length))).slice(0, 9)).toEqual(
      TOKENS.slice(0, 9),
    );
  });

  it('tells where it was cut, in front and behind', () => {
    expect(decodeTones(sound.subarray(0, 7.5 * TONE_SAMPLES))).toEqual(TOKENS.slice(0, 8));
    expect(decodeTones(sound.subarray(0, 7.1 * TONE_SAMPLES))).toEqual(TOKENS.slice(0, 7));
    expect(decodeTones(sound.subarray(4.5 * TONE_SAMPLES))).toEqual(TOKENS.slice(4));
    expect(decodeTones(sound.subarray(4.9 * TONE_SAMPLES))).toEqual(TOKENS.slice(5));
  });

  it('is read from a recording at 48 kHz', () => {
    const recorded = Float32Array.from({ length: 2 * sound.length - 1 }, (_, index) => {
      const [left = 0, right = 0] = [sound[Math.floor(index / 2)], sound[Math.ceil(index / 2)]];
      return (left + right) / 2;
    });
    expect(decodeTones(recorded, 48_000)).toEqual(TOKENS);
  });

  it('reads nothing in silence and in speech', () => {
    expect(decodeTones(new Float32Array(24_000))).toEqual([]);
    expect(decodeTones(clip('tell-a-story')).length).toBeLessThan(5);
  });
});

describe('kokoro-js with the stand-in', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-kokoro-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('says the phonemes of a text', async () => {
    const { KokoroTTS } = await import('kokoro-js');
    await writeModel(path.join(folder, 'kokoro-82m'), buildKokoro());
    transformers.env.localModelPath = `${folder}/`;
    transformers.env.allowRemoteModels = false;
    const kokoro = await KokoroTTS.from_pretrained('kokoro-82m', { dtype: 'q8', device: 'auto' as 'wasm' });
    const speech = await kokoro.generate('Hello there.');
    expect(decodeTones(speech.data)).toEqual(kokoro.tokenizer.encode('həlˈoʊ ðˈɛɹ.'));
    // The stand-in Whisper waits for this one.
    const tried = await kokoro.generate(SENTENCE);
    expect(decodeTones(tried.data)).toEqual(decodeTones(soundOf(SENTENCE_PHONEMES)));

    // What it would cut off is counted, and not said at all.
    const phonemes = new PhonemeCount(kokoro);
    const again = await kokoro.generate('Hello there.');
    expect(decodeTones(again.data)).toEqual(decodeTones(speech.data));
    expect(phonemes.count).toBe('həlˈoʊ ðˈɛɹ.'.length);
    const hundred = Array.from({ length: 60 }, (_, index) => String(index + 40)).join(', ');
    await expect(kokoro.generate(hundred)).rejects.toThrow(TooLong);
    expect(phonemes.count).toBeGreaterThan(MAX_PHONEMES);
  });
});

function join(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
