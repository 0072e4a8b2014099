/** Which models a device gets. */
import { describe, expect, it } from 'vitest';
import { STARTER, chooseModels, type Gpu } from '../../src/session/choose-models.ts';

const DISCRETE: Gpu = { name: 'discrete', features: new Set(['shader-f16', 'subgroups']), maxTensorBytes: 2 ** 31 - 4 };
const WITHOUT_F16: Gpu = { ...DISCRETE, features: new Set() };
/** What WebGPU guarantees. */
const LEAST: Gpu = { name: 'least', features: new Set(), maxTensorBytes: 128 * 2 ** 20 };

const ROLES = ['stt', 'llm', 'tts'] as const;
/** What is proposed first. */
const ids = ({ ladders }: ReturnType<typeof chooseModels>) =>
  ROLES.map((role) => [ladders[role][0]?.spec.id, ladders[role][0]?.backend]);

describe('the models for', () => {
  it.each([
    ['a discrete GPU', DISCRETE],
    ['one without 16-bit floats', WITHOUT_F16],
  ])('%s: the whole trio, with nothing to explain', (_, gpu) => {
    const chosen = chooseModels({}, gpu);
    expect(ids(chosen)).toEqual([
      ['whisper-small', 'webgpu'],
      ['gemma-3-4b-onnx', 'webgpu'],
      ['kokoro-82m', 'webgpu'],
    ]);
    expect(chosen.why).toBeNull();
  });

  it('a GPU that binds no more than it must: a small language model, and why', () => {
    const chosen = chooseModels({}, LEAST);
    expect(ids(chosen)[0]).toEqual(['whisper-small', 'webgpu']);
    expect(chosen.ladders.llm.every(({ spec }) => spec.id === STARTER.llm)).toBe(true);
    expect(chosen.why).toContain('Gemma 3 4B with pictures (ONNX, q4) (it wants 336 MB in one piece, 134 MB are allowed)');
  });

  it('no GPU: the starter set on the processor', () => {
    const chosen = chooseModels({}, null);
    expect(ids(chosen).map(([, backend]) => backend)).toEqual(['wasm', 'wasm', 'wasm']);
    expect(chosen.why).toMatch(/^No usable WebGPU/);
  });

  it('a GPU whose first choice fails: the next in line, the starter last', () => {
    const { ladders } = chooseModels({}, DISCRETE);
    const line = (role: 'stt' | 'llm' | 'tts') => ladders[role].map(({ spec, backend }) => `${spec.id} on ${backend}`);
    expect(line('stt')).toEqual(['whisper-small on webgpu', 'whisper-small on wasm', 'whisper-base on wasm']);
    expect(line('llm').slice(0, 2)).toEqual(['gemma-3-4b-onnx on webgpu', 'gemma-3-4b-mlc on webgpu']);
    expect(line('llm').at(-1)).toBe(`${STARTER.llm} on wasm`);
    expect(line('tts')).toEqual(['kokoro-82m on webgpu', 'kokoro-82m on wasm', 'kokoro-82m-starter on wasm']);
  });

  it('a wish that can not be: what is missing', () => {
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc' }, WITHOUT_F16)).toThrow('shader-f16 is missing');
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc' }, LEAST)).toThrow('needs WebGPU');
    expect(() => chooseModels({ llm: 'gemma-3-4b-onnx' }, null)).toThrow('there is none');
    expect(() => chooseModels({ llm: 'gemma-5' }, DISCRETE)).toThrow(/No llm model 'gemma-5'\. There are: .*smollm2-135m/);
  });

  it('everybody take 6 GB of graphics memory at most', () => {
    const { ladders } = chooseModels({}, DISCRETE);
    const vramMb = ROLES.map((role) => ladders[role][0]?.spec.variants.webgpu?.vramMb ?? Infinity);
    expect(vramMb.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(6_000);
  });
});
