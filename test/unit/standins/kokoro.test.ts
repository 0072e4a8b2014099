import { describe, expect, it } from 'vitest';
import { TONE_SAMPLES, buildKokoro, decodeTones } from '../../standins/kokoro.ts';
import { InferenceSession, Tensor } from './node-session.ts';

async function speak(tokens: readonly number[]): Promise<Float32Array> {
  const session = await InferenceSession.create(buildKokoro().get('onnx/model_quantized.onnx') ?? new Uint8Array());
  const ids = BigInt64Array.from([0, ...tokens, 0].map(BigInt));
  const { waveform } = await session.run({
    input_ids: new Tensor('int64', ids, [1, ids.length]),
    style: new Tensor('float32', new Float32Array(256), [1, 256]),
    speed: new Tensor('float32', Float32Array.of(1), [1]),
  });
  return waveform?.data as Float32Array;
}

const TOKENS = [50, 51, 51, 1, 177, 90, 16, 83];

describe('the stand-in voice', () => {
  it('says each token so that it can be read again', async () => {
    const sound = await speak(TOKENS);
    expect(sound.length).toBe((TOKENS.length + 2) * TONE_SAMPLES);
    expect(decodeTones(sound)).toEqual(TOKENS);
  });

  it('can be read when it is ducked, and when silence comes between', async () => {
    const sound = await speak(TOKENS);
    expect(decodeTones(sound.map((sample) => sample * 0.25))).toEqual(TOKENS);
    const apart = new Float32Array(2 * sound.length + 777);
    apart.set(sound);
    apart.set(sound, sound.length + 777);
    expect(decodeTones(apart)).toEqual([...TOKENS, ...TOKENS]);
  });

  it('tells where it was cut', async () => {
    const sound = await speak(TOKENS);
    expect(decodeTones(sound.subarray(0, 4.1 * TONE_SAMPLES))).toEqual(TOKENS.slice(0, 3));
    expect(decodeTones(sound.subarray(0, 4.9 * TONE_SAMPLES))).toEqual(TOKENS.slice(0, 4));
  });
});
