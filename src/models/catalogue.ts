/**
 * The models Parley knows: the one place for repositories, pinned revisions, dtypes, options and licences.
 *
 * Which combination of dtype and backend is right, and which is silently wrong, was measured: see docs/models.md.
 */

/** Bytes of a download, as the host reports them; VRAM as estimated with a full context. */
export type Footprint = { bytes: number; vramMb: number };

/** How one model runs on one backend. `dtype` is per session, keyed by transformers.js's file names. */
export type Variant = Footprint & {
  dtype: string | Record<string, string>;
  /** transformers.js `model_file_name`, where the graph has an unusual name. */
  modelFileName?: string;
  /** onnxruntime session options, as data. */
  sessionOptions?: Record<string, unknown>;
  /** WebGPU features without which it can't run. */
  features?: readonly string[];
  /** Its largest tensor, bytes: what `maxStorageBufferBindingSize` has to allow. Left out where every GPU does (128 MiB). */
  largestTensorBytes?: number;
};

type Common = {
  id: string;
  /** Shown to the user. */
  name: string;
  /** Folder under `<app>models/`. */
  folder: string;
  /** Hub repository, '' when the files exist only on the app's own origin. */
  repo: string;
  /** Pinned commit of the hub repository. */
  revision: string;
  licence: string;
  variants: { webgpu?: Variant; wasm?: Variant };
};

export type VadSpec = Common & { role: 'vad'; engine: 'silero' };

export type SttSpec = Common & {
  role: 'stt';
  engine: 'whisper';
  /** True when the encoder takes fewer than 3000 frames, so that its window can be cut to the utterance. */
  cutsWindow: boolean;
};

export type EouSpec = Common & { role: 'eou'; engine: 'smart-turn'; file: string };

export type LlmSpec = Common & {
  role: 'llm';
  /** `transformers-text`: AutoModelForCausalLM. `transformers-vision`: AutoModelForImageTextToText. `webllm`: MLCEngine. */
  engine: 'transformers-text' | 'transformers-vision' | 'webllm';
  /** Whether a user message may carry a picture. */
  sees: boolean;
  contextTokens: number;
  sampling: { temperature: number; topP: number; repetitionPenalty: number };
  /** System prompt instead of Parley's own: a very small model loses itself in rules about style. */
  system?: string;
  /** WebLLM's compiled library: beside the weights (`model`) or with the app (`app`, under public/). */
  library?: { at: 'model' | 'app'; path: string; sha256?: string };
};

export type TtsSpec = Common & { role: 'tts'; engine: 'kokoro'; sampleRate: 24_000 };

export type ModelSpec = VadSpec | SttSpec | EouSpec | LlmSpec | TtsSpec;

const MB = 1_000_000;
const GREEDY = { temperature: 0, topP: 1, repetitionPenalty: 1 };

/** Gemma's own recommendation for chat (generation_config.json of google/gemma-3-4b-it), a little cooler for speech. */
const GEMMA_SAMPLING = { temperature: 0.7, topP: 0.95, repetitionPenalty: 1 };

/** Gemma 3 4B's embedding at four bits: 262,208 tokens × 2,560 numbers / 2. */
const GEMMA_EMBEDDING_BYTES = 335_626_240;

const GEMMA_LICENCE = 'Gemma Terms of Use (ai.google.dev/gemma/terms)';

export const CATALOGUE: readonly ModelSpec[] = [
  {
    id: 'silero-v5',
    role: 'vad',
    engine: 'silero',
    name: 'Silero VAD v5',
    folder: '',
    repo: '',
    revision: '',
    licence: 'MIT',
    // Served with the app, at <app>vad/silero_vad_v5.onnx.
    variants: { wasm: { dtype: 'fp32', bytes: 2_327_524, vramMb: 0 } },
  },
  {
    id: 'whisper-small',
    role: 'stt',
    engine: 'whisper',
    name: 'Whisper small',
    folder: 'whisper-small',
    repo: 'onnx-community/whisper-small',
    revision: '36050c4',
    licence: 'Apache-2.0',
    cutsWindow: false,
    variants: {
      // The one verified pair: q8 is gibberish on WebGPU, an fp16 encoder silently wrong.
      webgpu: { dtype: { encoder_model: 'fp32', decoder_model_merged: 'q4' }, bytes: 550 * MB, vramMb: 900 },
      wasm: { dtype: { encoder_model: 'q8', decoder_model_merged: 'q4' }, bytes: 290 * MB, vramMb: 0 },
    },
  },
  {
    id: 'whisper-base',
    role: 'stt',
    engine: 'whisper',
    name: 'Whisper base (starter)',
    folder: 'whisper-base',
    repo: '',
    revision: '',
    licence: 'MIT',
    cutsWindow: true,
    variants: {
      wasm: { dtype: { encoder_model: 'q8', decoder_model_merged: 'q8' }, bytes: 77 * MB, vramMb: 0 },
    },
  },
  {
    id: 'smart-turn-v3.2',
    role: 'eou',
    engine: 'smart-turn',
    name: 'Smart Turn v3.2',
    folder: 'smart-turn-v3.2',
    repo: '',
    revision: '',
    file: 'smart-turn-v3.2-cpu.onnx',
    licence: 'BSD-2-Clause',
    variants: { wasm: { dtype: 'int8', bytes: 8_679_182, vramMb: 0 } },
  },
  {
    id: 'gemma-3-4b-mlc',
    role: 'llm',
    engine: 'webllm',
    name: 'Gemma 3 4B (WebLLM, q4f16)',
    folder: 'gemma-3-4b-it-q4f16_1-MLC',
    repo: 'mlc-ai/gemma-3-4b-it-q4f16_1-MLC',
    revision: 'af1fe173321285b526dd3dd9b9d8f5000f324baf',
    licence: GEMMA_LICENCE,
    sees: false,
    contextTokens: 4096,
    sampling: GEMMA_SAMPLING,
    library: { at: 'app', path: 'webllm/gemma3-4b-it-q4f16_1-webgpu.wasm' },
    variants: {
      webgpu: {
        dtype: 'q4f16_1',
        bytes: 2_200 * MB,
        vramMb: 3_300,
        features: ['shader-f16'],
        largestTensorBytes: GEMMA_EMBEDDING_BYTES,
      },
    },
  },
  {
    id: 'gemma-3-4b-onnx',
    role: 'llm',
    engine: 'transformers-vision',
    name: 'Gemma 3 4B with pictures (ONNX, q4)',
    folder: 'gemma-3-4b-it-ONNX',
    repo: 'onnx-community/gemma-3-4b-it-ONNX',
    // No commit of this repository is known to us; `main` is what its authors' example loads.
    revision: 'main',
    licence: GEMMA_LICENCE,
    sees: true,
    // Keys and values are float32 here, 278,528 bytes a token: 4096 of them would bring the default set above 6 GB.
    contextTokens: 2048,
    sampling: GEMMA_SAMPLING,
    variants: {
      // q4f16 and fp16 answer with nothing: the residual stream leaves float16's range.
      webgpu: {
        dtype: { embed_tokens: 'q4', decoder_model_merged: 'q4', vision_encoder: 'q4' },
        bytes: 2_900 * MB,
        // 2.9 GB of weights, 0.57 GB of keys and values, 0.85 GB of activations.
        vramMb: 4_300,
        largestTensorBytes: GEMMA_EMBEDDING_BYTES,
      },
    },
  },
  {
    id: 'smollm2-135m',
    role: 'llm',
    engine: 'transformers-text',
    name: 'SmolLM2 135M (starter)',
    folder: 'smollm2-135m-instruct',
    repo: '',
    revision: '',
    licence: 'Apache-2.0',
    sees: false,
    contextTokens: 2048,
    sampling: GREEDY,
    system: 'You are a helpful assistant.',
    variants: {
      wasm: {
        dtype: 'q4',
        modelFileName: 'model_wasm',
        // Without it the weights are unpacked again for every token.
        sessionOptions: { extra: { session: { disable_quant_qdq: '1' } } },
        bytes: 88_359_000,
        vramMb: 0,
      },
    },
  },
  {
    id: 'tiny-gemma3',
    role: 'llm',
    engine: 'transformers-text',
    name: 'Tiny Gemma 3 (test)',
    folder: 'tiny-gemma3',
    repo: '',
    revision: '',
    licence: 'Apache-2.0',
    sees: false,
    contextTokens: 2048,
    sampling: GREEDY,
    variants: {
      wasm: { dtype: 'fp32', bytes: 2_700_000, vramMb: 0 },
      webgpu: { dtype: 'fp32', bytes: 2_700_000, vramMb: 20 },
    },
  },
  {
    // The same, from a hub: no hub has it but the one that a test brings.
    id: 'tiny-gemma3-hub',
    role: 'llm',
    engine: 'transformers-text',
    name: 'Tiny Gemma 3 (test, from a hub)',
    folder: 'tiny-gemma3-hub',
    repo: 'parley-test/tiny-gemma3',
    revision: 'main',
    licence: 'Apache-2.0',
    sees: false,
    contextTokens: 2048,
    sampling: GREEDY,
    variants: { wasm: { dtype: 'fp32', bytes: 2_700_000, vramMb: 0 } },
  },
  {
    id: 'tiny-gemma3-vision',
    role: 'llm',
    engine: 'transformers-vision',
    name: 'Tiny Gemma 3 with pictures (test)',
    folder: 'tiny-gemma3-vision',
    repo: '',
    revision: '',
    licence: 'Apache-2.0',
    sees: true,
    contextTokens: 2048,
    sampling: GREEDY,
    variants: {
      wasm: { dtype: 'fp32', bytes: 3_800_000, vramMb: 0 },
      webgpu: { dtype: 'fp32', bytes: 3_800_000, vramMb: 20 },
    },
  },
  {
    id: 'tiny-gemma3-mlc',
    role: 'llm',
    engine: 'webllm',
    name: 'Tiny Gemma 3 (test, WebLLM)',
    folder: 'tiny-gemma3-mlc',
    repo: '',
    revision: 'main',
    licence: 'Apache-2.0',
    sees: false,
    contextTokens: 2048,
    sampling: GREEDY,
    library: { at: 'model', path: 'tiny-gemma3-q0f32-webgpu.wasm' },
    variants: { webgpu: { dtype: 'q0f32', bytes: 7_300_000, vramMb: 20 } },
  },
  {
    id: 'kokoro-82m',
    role: 'tts',
    engine: 'kokoro',
    name: 'Kokoro 82M',
    folder: 'Kokoro-82M-v1.0-ONNX',
    repo: 'onnx-community/Kokoro-82M-v1.0-ONNX',
    revision: '1939ad2a8e416c0acfeecc08a694d14ef25f2231',
    licence: 'Apache-2.0',
    sampleRate: 24_000,
    variants: {
      webgpu: { dtype: 'fp32', bytes: 326 * MB, vramMb: 800 },
      wasm: { dtype: 'q8', bytes: 92_361_116, vramMb: 0 },
    },
  },
  {
    id: 'kokoro-82m-starter',
    role: 'tts',
    engine: 'kokoro',
    name: 'Kokoro 82M int8 (starter)',
    folder: 'kokoro-82m',
    repo: '',
    revision: '',
    licence: 'Apache-2.0',
    sampleRate: 24_000,
    variants: { wasm: { dtype: 'q8', bytes: 91_751_414, vramMb: 0 } },
  },
];

/** The model with this id and role. Throws a RangeError that lists the ids there are. */
export function findModel<R extends ModelSpec['role']>(role: R, id: string): Extract<ModelSpec, { role: R }> {
  const ofRole = CATALOGUE.filter((spec) => spec.role === role);
  const found = ofRole.find((spec) => spec.id === id);
  if (!found) throw new RangeError(`No ${role} model '${id}'. There are: ${ofRole.map((spec) => spec.id).join(', ')}.`);
  return found as Extract<ModelSpec, { role: R }>;
}
