/** Models for tests (models/test/README.md): found by their ids, and in no list that a user is shown. */
import type { LlmSpec } from './schema.ts';
import { GREEDY } from './thinking.ts';

const TINY_GEMMA_3 = {
  role: 'llm',
  engine: 'transformers-text',
  repo: '',
  revision: '',
  licence: 'Apache-2.0',
  languages: ['en'],
  sees: false,
  contextTokens: 2048,
  sampling: GREEDY,
} satisfies Partial<LlmSpec>;

const MLC_LIBRARY = {
  path: 'tiny-gemma3-q0f32-webgpu.wasm',
  sha256: '77c4f395c685350f20f8a69aadd993f9d08691e461932a3e1fa6cfeea15078f1',
};

const VRAM = { weights: 4, cache: 1, activations: 15 };

export const TEST_MODELS: readonly LlmSpec[] = [
  {
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3',
    name: 'Tiny Gemma 3 (test)',
    folder: 'tiny-gemma3',
    variants: {
      wasm: { dtype: 'fp32', bytes: 2_700_000 },
      webgpu: { dtype: 'fp32', bytes: 2_700_000, vram: VRAM },
    },
  },
  {
    // The same, from a hub: no hub has it but the one that a test brings.
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3-hub',
    name: 'Tiny Gemma 3 (test, from a hub)',
    folder: 'tiny-gemma3-hub',
    repo: 'parley-test/tiny-gemma3',
    revision: 'main',
    variants: { wasm: { dtype: 'fp32', bytes: 2_700_000 } },
  },
  {
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3-vision',
    engine: 'transformers-vision',
    name: 'Tiny Gemma 3 with pictures (test)',
    folder: 'tiny-gemma3-vision',
    sees: true,
    variants: {
      wasm: { dtype: 'fp32', bytes: 3_800_000 },
      webgpu: { dtype: 'fp32', bytes: 3_800_000, vram: VRAM },
    },
  },
  {
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3-tools',
    name: 'Tiny Gemma 3 that calls tools (test)',
    folder: 'tiny-gemma3-tools',
    variants: {
      wasm: { dtype: 'fp32', bytes: 2_700_000 },
      webgpu: { dtype: 'fp32', bytes: 2_700_000, vram: VRAM },
    },
  },
  {
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3-tools-mlc',
    engine: 'webllm',
    name: 'Tiny Gemma 3 that calls tools (test, WebLLM)',
    folder: 'tiny-gemma3-tools-mlc',
    revision: 'main',
    // Compiled for both.
    library: { at: 'app', path: `models/tiny-gemma3-mlc/${MLC_LIBRARY.path}`, sha256: MLC_LIBRARY.sha256 },
    variants: { webgpu: { dtype: 'q0f32', bytes: 2_700_000, vram: VRAM } },
  },
  {
    ...TINY_GEMMA_3,
    id: 'tiny-gemma3-mlc',
    engine: 'webllm',
    name: 'Tiny Gemma 3 (test, WebLLM)',
    folder: 'tiny-gemma3-mlc',
    revision: 'main',
    library: { at: 'model', ...MLC_LIBRARY },
    variants: { webgpu: { dtype: 'q0f32', bytes: 7_300_000, vram: VRAM } },
  },
];
