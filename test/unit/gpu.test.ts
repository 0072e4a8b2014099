/** Graphics cards: what they are called, and what is asked of them on the engines' behalf. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseModels } from '../../src/models/choose-models.ts';
import { isIntegrated, isSoftware, otherCardHint, type Gpu } from '../../src/models/gpu.ts';
import { probeGpu } from '../../src/models/page/probe.ts';
import { watchGpu } from '../../workers/gpu-loss.ts';

const MIB = 2 ** 20;
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36';
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36';

/** Bytes in one piece, and of one buffer, as Dawn offers them. */
const TIERS = [
  [128 * MIB, 256 * MIB],
  [256 * MIB, 256 * MIB],
  [512 * MIB, 512 * MIB],
  [1024 * MIB, 1024 * MIB],
  [2048 * MIB - 4, 2048 * MIB],
  [4096 * MIB - 4, 4096 * MIB],
] as const;

describe('a graphics card is called', () => {
  it.each([
    ['intel xe', true],
    ['intel gen-12lp', true],
    ['intel gen-9', true],
    ['intel xe-lpg', true],
    ['intel gen-12hp', false],
    ['intel xe-2hpg', false],
    ['intel xe-hpg  Intel(R) Arc(TM) A770 Graphics', false],
    ['amd gcn-5', true],
    ['amd rdna-2  AMD Radeon(TM) Graphics', true],
    ['amd rdna-3  AMD Radeon 780M Graphics', true],
    ['amd rdna-3  AMD Radeon(TM) 780M', true],
    ['amd rdna-3  AMD Radeon(TM) 8060S Graphics', true],
    ['amd gcn-5  AMD Radeon(TM) RX Vega 10 Graphics', true],
    ['amd gcn-5  Radeon RX Vega 64', false],
    ['amd rdna-3  AMD Radeon RX 7800 XT', false],
    ['amd rdna-3', false],
    ['nvidia ada-lovelace', false],
    ['apple metal-3', false],
    ['', false],
  ])('%s: inside a processor, %s', (name, expected) => {
    expect(isIntegrated(name)).toBe(expected);
  });

  it.each([
    ['google swiftshader', true],
    ['mesa llvmpipe', true],
    ['microsoft warp', true],
    ['microsoft  Microsoft Basic Render Driver', true],
    ['nvidia turing', false],
    ['intel xe', false],
  ])('%s: software, %s', (name, expected) => {
    expect(isSoftware(name)).toBe(expected);
  });

  it('and where the computer may have another, how to get at it is said, on Windows', () => {
    const chip = { name: 'intel gen-12lp', isFallback: false } as Gpu;
    expect(otherCardHint(chip, WINDOWS)).toMatch(/^The browser computes on intel gen-12lp.*High performance/);
    expect(otherCardHint(chip, LINUX)).toBeNull();
    expect(otherCardHint({ ...chip, name: 'nvidia turing' }, WINDOWS)).toBeNull();
  });
});

describe('the adapter of an older browser', () => {
  const adapter = (more: object) => ({ features: [], limits: {}, ...more });
  const probe = async (found: object, allowSoftware = false) => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(found) } });
    return probeGpu(allowSoftware);
  };
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('tells its name another way, or not at all (14)', async () => {
    const asked = adapter({ requestAdapterInfo: () => Promise.resolve({ vendor: 'nvidia', architecture: 'turing' }) });
    expect(await probe(asked)).toMatchObject({ name: 'nvidia turing', isFallback: false });
    expect(await probe(adapter({}))).toMatchObject({ name: '', isFallback: false });
  });

  it('is not taken for a card where it is software (14)', async () => {
    expect(await probe(adapter({ info: { vendor: 'a' }, isFallbackAdapter: true }))).toBeNull();
    expect(await probe(adapter({ info: { vendor: 'google', architecture: 'swiftshader' } }))).toBeNull();
    expect(await probe(adapter({ info: { vendor: 'google', architecture: 'swiftshader' } }), true)).toMatchObject({
      isFallback: true,
    });
  });
});

describe('what is proposed can be loaded (3)', () => {
  type Descriptor = { requiredLimits?: Record<string, number> };
  const granted: Record<string, number>[] = [];
  class FakeAdapter {
    readonly limits: Record<string, number>;
    constructor(limits: Record<string, number>) {
      this.limits = limits;
    }
    requestDevice({ requiredLimits = {} }: Descriptor = {}) {
      const refused = Object.entries(requiredLimits).find(([name, asked]) => asked > (this.limits[name] ?? 0));
      if (refused) return Promise.reject(new Error(`OperationError: ${refused[0]}`));
      granted.push({ maxBufferSize: 256 * MIB, maxStorageBufferBindingSize: 128 * MIB, ...requiredLimits });
      const nothing = () => undefined;
      const made = { createBuffer: nothing, createComputePipelineAsync: nothing, queue: { writeBuffer: nothing } };
      return Promise.resolve({ ...made, lost: new Promise(nothing), addEventListener: nothing });
    }
  }
  beforeEach(() => {
    granted.length = 0;
    vi.stubGlobal('GPUAdapter', FakeAdapter);
    watchGpu(() => undefined);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** As WebLLM 0.2.86 asks (lib/index.js, detectGPUDevice): its wish or else its fallback, nothing between. */
  const asWebLlm = (limits: Record<string, number>): Descriptor => {
    const or = (name: string, wish: number, fallback: number) => ((limits[name] ?? 0) < wish ? fallback : wish);
    return {
      requiredLimits: {
        maxBufferSize: or('maxBufferSize', 1024 * MIB, 256 * MIB),
        maxStorageBufferBindingSize: or('maxStorageBufferBindingSize', 1024 * MIB, 128 * MIB),
        maxComputeWorkgroupStorageSize: 32 << 10,
        maxStorageBuffersPerShaderStage: 10,
      },
    };
  };

  it.each(
    TIERS.flatMap(([binding, buffer]) =>
      [true, false].flatMap((f16) => [8, 10].map((storageBuffers) => ({ binding, buffer, f16, storageBuffers }))),
    ),
  )(
    '$binding bytes in one piece, f16 $f16, $storageBuffers storage buffers',
    async ({ binding, buffer, f16, storageBuffers }) => {
      const limits = {
        maxBufferSize: buffer,
        maxStorageBufferBindingSize: binding,
        maxStorageBuffersPerShaderStage: storageBuffers,
        maxComputeWorkgroupStorageSize: 32_768,
      };
      const gpu: Gpu = { name: 'a card', features: new Set(f16 ? ['shader-f16'] : []), limits, isFallback: false };
      const { ladders } = chooseModels({}, gpu);
      const adapter = new FakeAdapter(limits);
      for (const { spec, backend } of Object.values(ladders).flat()) {
        const variant = spec.variants.webgpu;
        if (backend !== 'webgpu' || !variant) continue;
        await adapter.requestDevice(spec.engine === 'webllm' ? asWebLlm(limits) : { requiredLimits: {} });
        const device = granted.at(-1);
        const piece = Math.min(device?.['maxStorageBufferBindingSize'] ?? 0, device?.['maxBufferSize'] ?? 0);
        expect(variant.largestTensorBytes ?? 0, spec.id).toBeLessThanOrEqual(piece);
        if (variant.features?.includes('shader-f16')) expect(f16, spec.id).toBe(true);
      }
      expect(ladders.llm.length).toBeGreaterThan(0);
    },
  );
});
