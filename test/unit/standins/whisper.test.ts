import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildWhisper, logMel, type Utterance } from '../../standins/whisper.ts';
import { decodeWav } from '../../wav.ts';
import { InferenceSession, Tensor } from './node-session.ts';

const CLIPS = path.resolve(import.meta.dirname, '../../audio');
const NAMES = ['capital-of-france', 'days-in-a-week', 'tell-a-story', 'stop', 'mhm', 'what-do-you-see'];

const clip = (name: string) => decodeWav(readFileSync(path.join(CLIPS, `${name}.wav`)));

describe('the stand-in ears', () => {
  let hear: (samples: Float32Array) => Promise<number>;
  beforeAll(async () => {
    const utterances: Utterance[] = NAMES.map((name) => ({ samples: clip(name), text: name }));
    const files = await buildWhisper(utterances);
    const encoder = await InferenceSession.create(files.get('onnx/encoder_model_quantized.onnx') ?? new Uint8Array());
    hear = async (samples) => {
      const { data, dims } = await logMel(samples, 1200);
      const { last_hidden_state: hidden } = await encoder.run({
        input_features: new Tensor('float32', data, dims),
      });
      expect(hidden?.dims).toEqual([1, 600, 16]);
      return (hidden?.data as Float32Array).indexOf(1);
    };
  });

  it.each(NAMES.map((name, index) => [name, index] as const))('hear "%s", wherever it stands', async (name, index) => {
    const said = clip(name);
    const later = new Float32Array(said.length + 5_077);
    later.set(said, 5_077);
    expect(await hear(said)).toBe(index);
    expect(await hear(later)).toBe(index);
  });

  it('hear nothing in noise, in silence, and in half an utterance', async () => {
    const random = Float32Array.from({ length: 32_000 }, (_, index) => 0.1 * Math.sin(index * index * 0.37));
    const half = clip('capital-of-france');
    expect(await hear(random)).toBe(NAMES.length);
    expect(await hear(new Float32Array(32_000))).toBe(NAMES.length);
    expect(await hear(half.subarray(0, half.length / 2))).toBe(NAMES.length);
  });
});
