/** Which models a device gets. */
import { describe, expect, it } from 'vitest';
import { ownModel } from '../../src/models/own.ts';
import { VRAM_BUDGET_MB, vramMbOf } from '../../src/models/vram.ts';
import { STARTER, chooseModels, type Choice } from '../../src/models/choose-models.ts';
import type { Gpu } from '../../src/models/gpu.ts';
import { describeDevice } from '../../src/models/page/probe.ts';

const PLENTY = {
  maxStorageBufferBindingSize: 2 ** 31 - 4,
  maxStorageBuffersPerShaderStage: 10,
  maxComputeWorkgroupStorageSize: 32_768,
};
const DISCRETE: Gpu = {
  name: 'nvidia ada-lovelace',
  features: new Set(['shader-f16', 'subgroups']),
  limits: PLENTY,
  isFallback: false,
};
const WITHOUT_F16: Gpu = { ...DISCRETE, features: new Set() };
/** Between what Gemma 4 E2B binds in one piece and what Gemma 3 4B does. */
const SMALL: Gpu = { ...DISCRETE, limits: { ...PLENTY, maxStorageBufferBindingSize: 256 * 2 ** 20 } };
const SMALL_WITHOUT_F16: Gpu = { ...SMALL, features: new Set() };
/** What WebGPU guarantees. */
const LEAST: Gpu = {
  ...WITHOUT_F16,
  name: 'least',
  limits: {
    maxStorageBufferBindingSize: 128 * 2 ** 20,
    maxStorageBuffersPerShaderStage: 8,
    maxComputeWorkgroupStorageSize: 16_384,
  },
};
const IRIS_XE: Gpu = { ...DISCRETE, name: 'intel gen-12lp' };

const ROLES = ['stt', 'llm', 'tts'] as const;
/** What is proposed first. */
const ids = ({ ladders }: Choice) => ROLES.map((role) => [ladders[role][0]?.spec.id, ladders[role][0]?.backend]);
const line = ({ ladders }: Choice, role: (typeof ROLES)[number]) =>
  ladders[role].map(({ spec, backend }) => `${spec.id} on ${backend}`);

describe('the models for', () => {
  it.each([
    ['a discrete GPU', DISCRETE, 'nvidia ada-lovelace with shader-f16'],
    ['one without 16-bit floats', WITHOUT_F16, 'nvidia ada-lovelace without shader-f16'],
  ])('%s: the whole trio, and why', (_, gpu, named) => {
    const chosen = chooseModels({}, gpu);
    expect(ids(chosen)).toEqual([
      ['whisper-small', 'webgpu'],
      ['gemma-3-4b-onnx', 'webgpu'],
      ['kokoro-82m', 'webgpu'],
    ]);
    expect(chosen.lack).toBeNull();
    expect(chosen.why).toBe(
      `Chosen for ${named}: Whisper small, Gemma 3 4B with pictures (ONNX, q4), and Kokoro 82M, 5.5 GB of graphics memory by estimate.`,
    );
  });

  it.each([
    ['with', SMALL, 'gemma-4-e2b-mlc'],
    ['without', SMALL_WITHOUT_F16, 'gemma-4-e2b-mlc-f32'],
  ])('a GPU that binds less in one piece than Gemma 3 4B wants, %s 16-bit floats: Gemma 4 E2B', (_, gpu, id) => {
    const chosen = chooseModels({}, gpu);
    expect(chosen.ladders.llm[0]?.spec.id).toBe(id);
    expect(chosen.lack).toMatch(/^This graphics card can’t run Gemma 3 4B .* using Gemma 4 E2B .* in its place\.$/);
  });

  it('a GPU that does no more than it must: small models, and why', () => {
    const chosen = chooseModels({}, LEAST);
    expect(ids(chosen)[0]).toEqual(['whisper-base-hub', 'webgpu']);
    expect(chosen.ladders.llm.every(({ spec }) => spec.id === STARTER.llm)).toBe(true);
    expect(chosen.lack).toContain('Whisper small (it wants 159 MB in one piece, 134 MB are allowed)');
    expect(chosen.lack).toContain('Gemma 3 4B with pictures (ONNX, q4) (it wants 336 MB in one piece, 134 MB are allowed)');
    expect(chosen.lack).toContain('using Whisper base and SmolLM2 135M (starter) in their place');
  });

  it('no GPU: the starter set on the processor', () => {
    const chosen = chooseModels({}, null);
    expect(ids(chosen).map(([, backend]) => backend)).toEqual(['wasm', 'wasm', 'wasm']);
    expect(chosen.lack).toMatch(/^No usable WebGPU/);
    expect(chosen.why).toMatch(/^Chosen for a device without WebGPU: .*\(starter\)\.$/);
    expect(chosen.vramMb).toBe(0);
  });

  it('a GPU whose first choice fails: the next in line, the starter last', () => {
    const chosen = chooseModels({}, DISCRETE);
    expect(line(chosen, 'stt')).toEqual(['whisper-small on webgpu', 'whisper-small on wasm', 'whisper-base on wasm']);
    expect(line(chosen, 'llm')).toEqual(['gemma-3-4b-onnx on webgpu', 'gemma-3-4b-mlc on webgpu', `${STARTER.llm} on wasm`]);
    expect(line(chosen, 'tts')).toEqual(['kokoro-82m on webgpu', 'kokoro-82m on wasm', 'kokoro-82m-starter on wasm']);
    for (const role of ROLES) expect(chosen.ladders[role].at(-1)).toBe(chosen.starters[role]);
  });

  it('a GPU that is known to garble the voice: the voice on the processor, and why', () => {
    const chosen = chooseModels({}, IRIS_XE);
    expect(line(chosen, 'tts')).toEqual(['kokoro-82m on wasm', 'kokoro-82m-starter on wasm']);
    expect(chosen.why).toContain('Kokoro 82M on the processor (it garbles every third long sentence on this graphics card)');
    // Whoever insists gets to it after the processor.
    expect(line(chooseModels({ tts: 'kokoro-82m' }, IRIS_XE), 'tts')).toEqual(['kokoro-82m on wasm', 'kokoro-82m on webgpu']);
  });

  it('a wish that can not be: what is missing', () => {
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc' }, WITHOUT_F16)).toThrow('shader-f16 is missing');
    expect(() => chooseModels({ llm: 'gemma-3-4b-mlc-f32' }, LEAST)).toThrow(
      'it wants maxStorageBuffersPerShaderStage to be 10, which is 8',
    );
    expect(() => chooseModels({ llm: 'gemma-3-4b-onnx' }, null)).toThrow('there is none');
    expect(() => chooseModels({ llm: 'gemma-5' }, DISCRETE)).toThrow(/No llm model 'gemma-5'\. There are: .*smollm2-135m/);
    expect(() => chooseModels({ llm: 'gemma-5' }, DISCRETE)).not.toThrow(/tiny/);
  });

  it('a wish that can: as asked for', () => {
    const { why } = chooseModels({ stt: 'whisper-tiny', llm: 'gemma-3-1b-mlc', tts: 'kokoro-82m' }, DISCRETE);
    expect(why).toMatch(/^As asked for: Whisper tiny, Gemma 3 1B \(WebLLM, q4f16\), and Kokoro 82M, 1\.8 GB/);
  });

  it('a model of the user’s own: that one, on no graphics card if it is on a server', () => {
    const own = ownModel({ kind: 'endpoint', url: 'https://llm.example/v1', model: 'big', apiKey: '', sees: true });
    const { ladders, vramMb } = chooseModels({ llm: 'own' }, DISCRETE, own);
    expect(ladders.llm).toEqual([{ spec: own, backend: 'remote' }]);
    expect(vramMb).toBe(1_700);
  });

  it.each([
    ['everything', DISCRETE],
    ['no 16-bit floats', WITHOUT_F16],
    ['small pieces', SMALL],
    ['small pieces and no 16-bit floats', SMALL_WITHOUT_F16],
    ['the least', LEAST],
    ['a known fault', IRIS_XE],
    ['no WebGPU', null],
  ])('%s take 6 GB of graphics memory at most, on whichever rungs they come to stand', (_, gpu) => {
    const { ladders, vramMb } = chooseModels({}, gpu);
    const most = ROLES.map((role) =>
      Math.max(...ladders[role].map(({ spec, backend }) => vramMbOf(spec.variants[backend] ?? {}))),
    );
    expect(most.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(VRAM_BUDGET_MB);
    expect(vramMb).toBeLessThanOrEqual(VRAM_BUDGET_MB);
    if (gpu) expect(vramMb).toBeGreaterThan(0);
  });
});

it('a device is told in three lines', () => {
  const device = {
    browser: 'Chrome 156',
    gpu: { ...DISCRETE, isFallback: true },
    cores: 8,
    memoryGb: 8,
    isIsolated: false,
    storage: { quotaBytes: 50e9, usageBytes: 3.8e9 },
    keepsStorage: false,
  };
  expect(describeDevice(device)).toEqual([
    'Graphics: nvidia ada-lovelace, software, with shader-f16, with subgroups, 2.1 GB in one piece, 10 storage buffers.',
    'Machine: Chrome 156, 8 cores, 8 GB of memory or more, not isolated, so WASM runs on one thread.',
    'Storage: 3.8 GB used of 50 GB, may be deleted when the disk is full.',
  ]);
  const silent = { ...device, gpu: null, memoryGb: null, isIsolated: true, storage: null, keepsStorage: null };
  expect(describeDevice(silent)).toEqual([
    'Graphics: no WebGPU.',
    'Machine: Chrome 156, 8 cores, isolated.',
    'Storage: unknown.',
  ]);
});
