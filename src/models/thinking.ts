/** Language models. Which dtype is right where, and why: docs/models.md. */
import { translatable } from '../locales/words.ts';
import type { LlmSpec } from './schema.ts';
import { keysAndValuesMb } from './vram.ts';

const MB = 1_000_000;

export const GREEDY = { temperature: 0, topP: 1, repetitionPenalty: 1 };

/** Gemma's own recommendation for chat (generation_config.json of google/gemma-3-4b-it), a little cooler for speech. */
export const CHAT_SAMPLING = { temperature: 0.7, topP: 0.95, repetitionPenalty: 1 };

/** What WebLLM 0.2.86 refuses to start below, whatever the model. */
export const WEBLLM_LIMITS = { maxStorageBuffersPerShaderStage: 10, maxComputeWorkgroupStorageSize: 32_768 };

/** Gemma 3 4B's embedding: 262,208 tokens × 2,560 numbers, at four bits and at eight. */
const GEMMA_3_4B_Q4_BYTES = 335_626_240;
const GEMMA_3_4B_Q8_BYTES = 671_252_480;

const gemma34bCacheMb = (bytes: 2 | 4, tokens: number) => keysAndValuesMb({ layers: 34, heads: 4, width: 256, bytes, tokens });

const GEMMA_3 = {
  role: 'llm',
  licence: 'Gemma Terms of Use (ai.google.dev/gemma/terms)',
  notice: 'Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms',
  languages: 'many',
  sampling: CHAT_SAMPLING,
} as const;

/** Both come from WebLLM's list with all their options; `limits` and `vram` repeat what the page has to know before it is loaded. */
const GEMMA_4_E2B = {
  role: 'llm',
  engine: 'webllm',
  licence: 'Apache-2.0',
  languages: 'many',
  // Its package may take pictures; whether it says so was not to be seen here, so none are sent.
  sees: false,
  contextTokens: 4096,
  sampling: CHAT_SAMPLING,
  // No commit of these repositories is known to us; `main` is what WebLLM's list takes.
  revision: 'main',
} as const;

const GEMMA_4_E2B_TENSOR_BYTES = 201_326_592;

export const LLM_MODELS: readonly LlmSpec[] = [
  {
    ...GEMMA_3,
    id: 'gemma-3-4b-onnx',
    engine: 'transformers-vision',
    name: translatable('Gemma 3 4B with pictures (ONNX, q4)'),
    folder: 'gemma-3-4b-it-ONNX',
    repo: 'onnx-community/gemma-3-4b-it-ONNX',
    // No commit of this repository is known to us; `main` is what its authors' example loads.
    revision: 'main',
    note: 'Takes 1.1 GB more of graphics memory as soon as it sees a picture.',
    sees: true,
    // Keys and values are float32 here, 278,528 bytes a token: 4096 of them would bring the default set above 6 GB.
    contextTokens: 2048,
    variants: {
      // q4f16 and fp16 answer with nothing: the residual stream leaves float16's range.
      webgpu: {
        dtype: { embed_tokens: 'q4', decoder_model_merged: 'q4', vision_encoder: 'q4' },
        // Of a stand-in with the same shapes, to the byte (bench/rehearsal); what the hub's list says counts for more.
        bytes: 3_143 * MB,
        largestTensorBytes: GEMMA_3_4B_Q4_BYTES,
        vram: { weights: 2_862, cache: gemma34bCacheMb(4, 2048), activations: 400, pictures: 281 + 800 },
      },
    },
  },
  {
    ...GEMMA_3,
    id: 'gemma-3-4b-onnx-q8',
    engine: 'transformers-vision',
    name: translatable('Gemma 3 4B with pictures (ONNX, q8)'),
    folder: 'gemma-3-4b-it-ONNX-q8',
    repo: 'onnx-community/gemma-3-4b-it-ONNX',
    revision: 'main',
    note: 'Takes 6.1 GB of graphics memory by itself, 7.4 GB with pictures: with ears and voice beside it that wants a card of 12 GB.',
    sees: true,
    contextTokens: 2048,
    variants: {
      webgpu: {
        dtype: { embed_tokens: 'q8', decoder_model_merged: 'q8', vision_encoder: 'q8' },
        bytes: 5_626 * MB,
        largestTensorBytes: GEMMA_3_4B_Q8_BYTES,
        vram: { weights: 5_137, cache: gemma34bCacheMb(4, 2048), activations: 400, pictures: 489 + 800 },
      },
    },
  },
  {
    ...GEMMA_3,
    id: 'gemma-3-4b-mlc',
    engine: 'webllm',
    name: 'Gemma 3 4B (WebLLM, q4f16)',
    folder: 'gemma-3-4b-it-q4f16_1-MLC',
    repo: 'mlc-ai/gemma-3-4b-it-q4f16_1-MLC',
    revision: 'af1fe173321285b526dd3dd9b9d8f5000f324baf',
    experimental: true,
    sees: false,
    contextTokens: 4096,
    library: {
      at: 'app',
      path: 'webllm/gemma3-4b-it-q4f16_1-webgpu.wasm',
      sha256: '6a892b296f1a51692838599eed8089d8f50bdadc8e2c872cf2a9388749868d5f',
    },
    variants: {
      webgpu: {
        dtype: 'q4f16_1',
        // 3.88 billion numbers of 4.5 bits.
        bytes: 2_200 * MB,
        features: ['shader-f16'],
        largestTensorBytes: GEMMA_3_4B_Q4_BYTES,
        limits: WEBLLM_LIMITS,
        vram: { weights: 2_200, cache: gemma34bCacheMb(2, 4096), activations: 530 },
      },
    },
  },
  {
    ...GEMMA_3,
    id: 'gemma-3-4b-mlc-f32',
    engine: 'webllm',
    name: 'Gemma 3 4B (WebLLM, q4f32)',
    folder: 'gemma-3-4b-it-q4f32_1-MLC',
    repo: 'mlc-ai/gemma-3-4b-it-q4f32_1-MLC',
    // No commit of this repository is known to us.
    revision: 'main',
    note: 'Takes 4.9 GB of graphics memory, and with ears and voice more than 6.',
    experimental: true,
    sees: false,
    contextTokens: 4096,
    library: {
      at: 'app',
      path: 'webllm/gemma3-4b-it-q4f32_1-webgpu.wasm',
      sha256: '1664920a984099cb81a91dc5b3abc0980beda6fe0b9137dfdfe7ca1dbb71fa37',
    },
    variants: {
      webgpu: {
        dtype: 'q4f32_1',
        bytes: 2_400 * MB,
        largestTensorBytes: GEMMA_3_4B_Q4_BYTES,
        limits: WEBLLM_LIMITS,
        // Activations are what is left of the 4.9 GB that others state.
        vram: { weights: 2_400, cache: gemma34bCacheMb(4, 4096), activations: 1_360 },
      },
    },
  },
  {
    ...GEMMA_4_E2B,
    id: 'gemma-4-e2b-mlc',
    name: 'Gemma 4 E2B (WebLLM, q4f16)',
    folder: 'gemma-4-E2B-it-q4f16_1-MLC',
    repo: 'mlc-ai/gemma-4-E2B-it-q4f16_1-MLC',
    prebuilt: 'gemma-4-E2B-it-q4f16_1-MLC',
    variants: {
      webgpu: {
        dtype: 'q4f16_1',
        // Others state 2.7 GB for a build like it.
        bytes: 2_700 * MB,
        features: ['shader-f16'],
        largestTensorBytes: GEMMA_4_E2B_TENSOR_BYTES,
        limits: WEBLLM_LIMITS,
        // WebLLM's own figure, undivided.
        vram: { weights: 3_387.37, cache: 0, activations: 0 },
      },
    },
  },
  {
    ...GEMMA_4_E2B,
    id: 'gemma-4-e2b-mlc-f32',
    name: 'Gemma 4 E2B (WebLLM, q4f32)',
    folder: 'gemma-4-E2B-it-q4f32_1-MLC',
    repo: 'mlc-ai/gemma-4-E2B-it-q4f32_1-MLC',
    prebuilt: 'gemma-4-E2B-it-q4f32_1-MLC',
    variants: {
      webgpu: {
        dtype: 'q4f32_1',
        bytes: 3_000 * MB,
        largestTensorBytes: GEMMA_4_E2B_TENSOR_BYTES,
        limits: WEBLLM_LIMITS,
        vram: { weights: 3_862.72, cache: 0, activations: 0 },
      },
    },
  },
  {
    ...GEMMA_3,
    id: 'gemma-3-1b-mlc',
    engine: 'webllm',
    name: 'Gemma 3 1B (WebLLM, q4f16)',
    folder: 'gemma3-1b-it-q4f16_1-MLC',
    repo: 'mlc-ai/gemma3-1b-it-q4f16_1-MLC',
    revision: 'main',
    note: 'Its published library gives every layer the same rotary base, so it writes worse than Gemma 3 1B can.',
    sees: false,
    contextTokens: 4096,
    prebuilt: 'gemma3-1b-it-q4f16_1-MLC',
    variants: {
      webgpu: {
        dtype: 'q4f16_1',
        bytes: 600 * MB,
        // WebLLM's record names no feature, but kernels of q4f16 are written in 16-bit floats.
        features: ['shader-f16'],
        // 262,144 tokens × 1,152 numbers / 2.
        largestTensorBytes: 150_994_944,
        limits: WEBLLM_LIMITS,
        vram: { weights: 711.07, cache: 0, activations: 0 },
      },
    },
  },
  {
    ...GEMMA_3,
    id: 'gemma-3-270m-onnx',
    engine: 'transformers-text',
    name: 'Gemma 3 270M (ONNX)',
    folder: 'gemma-3-270m-it-ONNX',
    repo: 'onnx-community/gemma-3-270m-it-ONNX',
    // No commit of this repository is known to us.
    revision: 'main',
    sees: false,
    contextTokens: 2048,
    // Bytes are computed: 100 million numbers of 4.5 bits and 168 million of 32.
    variants: {
      webgpu: {
        dtype: 'q4',
        bytes: 800 * MB,
        // Its embedding is not quantised: 262,144 tokens × 640 numbers × 4 bytes.
        largestTensorBytes: 671_088_640,
        vram: {
          weights: 800,
          cache: keysAndValuesMb({ layers: 18, heads: 1, width: 256, bytes: 4, tokens: 2048 }),
          activations: 200,
        },
      },
      // Its exports have no q8; see docs/models.md.
      wasm: { dtype: 'q4', bytes: 800 * MB },
    },
  },
  {
    id: 'smollm2-135m',
    role: 'llm',
    engine: 'transformers-text',
    name: translatable('SmolLM2 135M (starter)'),
    folder: 'smollm2-135m-instruct',
    repo: '',
    revision: '',
    licence: 'Apache-2.0',
    languages: ['en'],
    sees: false,
    contextTokens: 2048,
    sampling: GREEDY,
    system: 'You are a helpful assistant.',
    // It calls what there is for everything, or nothing at all.
    tools: 'none',
    variants: {
      wasm: {
        dtype: 'q4',
        modelFileName: 'model_wasm',
        // Without it the weights are unpacked again for every token.
        sessionOptions: { extra: { session: { disable_quant_qdq: '1' } } },
        bytes: 88_359_000,
        files: {
          'onnx/model_wasm_q4.onnx': {
            bytes: 86_987_537,
            sha256: '6f4c2f33cd0e65b74953304fc87948e8708ffa1b680f1f7469e77022efaaa36e',
          },
        },
      },
    },
  },
];
