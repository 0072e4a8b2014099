/** Voices. */
import { translatable } from '../locales/words.ts';
import type { TtsSpec } from './schema.ts';

const MB = 1_000_000;

/** Those of its languages that can be pronounced here (voices.ts): English with what kokoro-js brings, the others with eSpeak NG. */
const KOKORO = {
  role: 'tts',
  engine: 'kokoro',
  licence: 'Apache-2.0',
  languages: ['en-US', 'en-GB', 'es', 'fr', 'it', 'pt-BR', 'hi'],
  sampleRate: 24_000,
} satisfies Partial<TtsSpec>;

export const TTS_MODELS: readonly TtsSpec[] = [
  {
    ...KOKORO,
    id: 'kokoro-82m',
    name: 'Kokoro 82M',
    folder: 'Kokoro-82M-v1.0-ONNX',
    repo: 'onnx-community/Kokoro-82M-v1.0-ONNX',
    revision: '1939ad2a8e416c0acfeecc08a694d14ef25f2231',
    variants: {
      // fp16 and q8 are noise on WebGPU.
      webgpu: {
        dtype: 'fp32',
        bytes: 326 * MB,
        vram: { weights: 326, cache: 0, activations: 474 },
        knownBad: [
          {
            // Chromium calls Iris Xe and its smaller sisters by their architecture.
            gpu: '^intel .*(gen-?12-?lp|iris.*xe)',
            why: translatable('garbles every third long sentence on this graphics card'),
            source: 'https://github.com/microsoft/onnxruntime/issues/29807',
          },
          {
            // By description alone: their architecture is that of cards on which it may well work.
            gpu: 'radeon.* (780m|840m|880m)',
            why: translatable('distorts its voice on this graphics card'),
            source: 'https://github.com/hexgrad/kokoro/issues/98',
          },
        ],
      },
      wasm: { dtype: 'q8', bytes: 92_361_116, files: { 'onnx/model_quantized.onnx': { bytes: 92_361_116 } } },
    },
  },
  {
    ...KOKORO,
    id: 'kokoro-82m-starter',
    name: translatable('Kokoro 82M int8 (starter)'),
    folder: 'kokoro-82m',
    repo: '',
    revision: '',
    variants: {
      wasm: {
        dtype: 'q8',
        // Else its int8 weights are unpacked once and for all: 0.5 GB more of memory, and no faster.
        sessionOptions: { extra: { optimization: { disable_specified_optimizers: 'ConstantFolding' } } },
        bytes: 91_751_414,
        files: {
          'onnx/model_quantized.onnx': {
            bytes: 91_748_798,
            sha256: 'fd212ae2001d8335c84a461c23fa47c7442eca3ccb76b61251ed3ac3f8e07ab3',
          },
        },
      },
    },
  },
];
