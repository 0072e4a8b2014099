/** Which models a device gets. */
import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { STARTER, chooseModels, type Gpu } from '../../src/session/choose-models.ts';

const ORIGIN = { app: 'https://parley.example/', hub: 'https://hub.example/' };
const DISCRETE: Gpu = { features: new Set(['shader-f16', 'subgroups']), maxTensorBytes: 2 ** 31 - 4 };
const WITHOUT_F16: Gpu = { ...DISCRETE, features: new Set() };
/** What WebGPU guarantees. */
const LEAST: Gpu = { features: new Set(), maxTensorBytes: 128 * 2 ** 20 };

const ids = ({ set }: ReturnType<typeof chooseModels>) =>
  [set.stt, set.llm, set.tts].map(({ spec, backend }) => [spec.id, backend]);

describe('the models for', () => {
  it.each([
    ['a discrete GPU', DISCRETE],
    ['one without 16-bit floats', WITHOUT_F16],
  ])('%s: the whole trio, with nothing to explain', (_, gpu) => {
    const chosen = chooseModels({}, gpu, ORIGIN);
    expect(ids(chosen)).toEqual([
      ['whisper-small', 'webgpu'],
      ['gemma-3-4b-onnx', 'webgpu'],
      ['kokoro-82m', 'webgpu'],
    ]);
    expect(chosen.why).toBeNull();
  });

  it('a GPU that binds no more than it must: a small language model, and why', () => {
    const chosen = chooseModels({}, LEAST, ORIGIN);
    expect(ids(chosen)[0]).toEqual(['whisper-small', 'webgpu']);
    expect(chosen.set.llm.spec.id).toBe(STARTER.llm);
    expect(chosen.why).toContain('Gemma 3 4B with pictures (ONNX, q4) (it wants 336 MB in one piece, 134 MB are allowed)');
  });

  it('no GPU: the starter set on the processor', () => {
    const chosen = chooseModels({}, null, ORIGIN);
    expect(ids(chosen).map(([, backend]) => backend)).toEqual(['wasm', 'wasm', 'wasm']);
    expect(chosen.why).toMatch(/^No usable WebGPU/);
  });

  it('a wish that can not be: what is missing', () => {
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc' }, WITHOUT_F16, ORIGIN)).toThrow('shader-f16 is missing');
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc' }, LEAST, ORIGIN)).toThrow('needs WebGPU');
    expect(() => chooseModels({ llm: 'gemma-3-4b-onnx' }, null, ORIGIN)).toThrow('there is none');
    expect(() => chooseModels({ llm: 'gemma-5' }, DISCRETE, ORIGIN)).toThrow(
      /No llm model 'gemma-5'\. There are: .*smollm2-135m/,
    );
  });

  it('everybody take 6 GB of graphics memory at most', () => {
    const { set } = chooseModels({}, DISCRETE, ORIGIN);
    const vramMb = [set.stt, set.llm, set.tts].map(({ spec }) => findModel(spec.role, spec.id).variants.webgpu?.vramMb ?? 0);
    expect(vramMb.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6_000);
  });
});
