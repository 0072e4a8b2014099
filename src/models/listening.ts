/** What hears: voice activity, speech to text, the end of an utterance. */
import { translatable } from '../locales/words.ts';
import type { EouSpec, SttSpec, VadSpec } from './schema.ts';

const MB = 1_000_000;

export const VAD_MODELS: readonly VadSpec[] = [
  {
    id: 'silero-v5',
    role: 'vad',
    engine: 'silero',
    name: 'Silero VAD v5',
    folder: '',
    repo: '',
    revision: '',
    licence: 'MIT',
    languages: 'many',
    // Served with the app, at <app>vad/silero_vad_v5.onnx.
    variants: { wasm: { dtype: 'fp32', bytes: 2_327_524 } },
  },
];

export const EOU_MODELS: readonly EouSpec[] = [
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
    languages: 'many',
    variants: {
      wasm: {
        dtype: 'int8',
        bytes: 8_679_182,
        files: {
          'smart-turn-v3.2-cpu.onnx': { bytes: 8_679_182, sha256: '2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f' },
        },
      },
    },
  },
];

/** OpenAI's list has 99 languages; Parley's filters and word lists speak English. */
const WHISPER = { role: 'stt', engine: 'whisper', languages: 'many', licence: 'Apache-2.0', cutsWindow: false } as const;

/** The one pair that is verified: q8 is gibberish on WebGPU, an fp16 encoder silently wrong. */
const ON_WEBGPU = { encoder_model: 'fp32', decoder_model_merged: 'q4' };
const ON_WASM = { encoder_model: 'q8', decoder_model_merged: 'q4' };

/** A decoder's table of tokens, which stays float32 at q4 too: the size of the turbo's file leaves no other way. */
const embeddingBytes = (width: number) => 51_866 * width * 4;

/** Activations are an allowance: one encoder pass over 30 s, its attention above all, and the decoder's keys and values. */
export const STT_MODELS: readonly SttSpec[] = [
  {
    ...WHISPER,
    id: 'whisper-small',
    name: 'Whisper small',
    folder: 'whisper-small',
    repo: 'onnx-community/whisper-small',
    revision: '36050c4',
    variants: {
      // The encoder is 353 MB; the decoder's size is computed.
      webgpu: {
        dtype: ON_WEBGPU,
        bytes: 575 * MB,
        largestTensorBytes: embeddingBytes(768),
        vram: { weights: 575, cache: 0, activations: 325 },
      },
      wasm: { dtype: ON_WASM, bytes: 290 * MB },
    },
  },
  {
    ...WHISPER,
    id: 'whisper-base-hub',
    name: 'Whisper base',
    folder: 'whisper-base-hub',
    repo: 'onnx-community/whisper-base',
    revision: '1846881',
    variants: {
      // The encoder is 82.5 MB, the decoder less than its 209 MB in fp32.
      webgpu: { dtype: ON_WEBGPU, bytes: 210 * MB, vram: { weights: 210, cache: 0, activations: 240 } },
      wasm: { dtype: ON_WASM, bytes: 150 * MB },
    },
  },
  {
    ...WHISPER,
    id: 'whisper-tiny',
    name: 'Whisper tiny',
    folder: 'whisper-tiny',
    repo: 'onnx-community/whisper-tiny',
    revision: 'ff4177021cc41f7db950912b73ea4fdf7d01d8e7',
    note: 'Mishears more than the starter’s Whisper base; for devices on which that one is too slow.',
    variants: {
      webgpu: {
        dtype: ON_WEBGPU,
        bytes: 125 * MB,
        files: {
          'onnx/encoder_model.onnx': {
            bytes: 32_904_992,
            sha256: '6642befb640f950d4a8cbbd17834d59e7e75f575b81ccf213e06b050623ab1dd',
          },
        },
        vram: { weights: 125, cache: 0, activations: 175 },
      },
      wasm: { dtype: ON_WASM, bytes: 100 * MB },
    },
  },
  {
    ...WHISPER,
    id: 'whisper-large-v3-turbo',
    name: 'Whisper large v3 turbo',
    folder: 'whisper-large-v3-turbo',
    repo: 'onnx-community/whisper-large-v3-turbo',
    revision: '2782fd2056a95fc7290f367e608d3da49e2e804a',
    note: 'Takes 1.6 GB of graphics memory: beside Gemma 3 4B that wants a card of more than 8 GB.',
    variants: {
      // fp32 of this encoder would be 2.5 GB, and fp16 is wrong since transformers.js 4 (huggingface/transformers.js#1590).
      webgpu: {
        dtype: { encoder_model: 'q4', decoder_model_merged: 'q4' },
        bytes: 765 * MB,
        files: {
          'onnx/encoder_model_q4.onnx': { sha256: '7e64b20dd7b556cb7a2c1c65d9fbf31af985323c006f993d2a9dd10083547d78' },
          'onnx/decoder_model_merged_q4.onnx': {
            sha256: '8b933ac24074a24a1635084d06a4ed37e387ef22d980f184a5fc27418e9ceeb8',
          },
        },
        largestTensorBytes: embeddingBytes(1_280),
        vram: { weights: 765, cache: 0, activations: 835 },
      },
    },
  },
  {
    ...WHISPER,
    id: 'whisper-base',
    name: translatable('Whisper base (starter)'),
    folder: 'whisper-base',
    repo: '',
    revision: '',
    licence: 'MIT',
    cutsWindow: true,
    variants: {
      wasm: {
        dtype: { encoder_model: 'q8', decoder_model_merged: 'q8' },
        bytes: 77 * MB,
        files: {
          'onnx/encoder_model_quantized.onnx': {
            bytes: 22_469_886,
            sha256: '96e83ac06a49bcec0d001a0c138c0494102a634e2d76b8b5467661237e802476',
          },
          'onnx/decoder_model_merged_quantized.onnx': {
            bytes: 52_762_641,
            sha256: '267aab369e3ae7ccb68bb830e42c27b97db623745b5431b2777dfa2faf107529',
          },
        },
      },
    },
  },
];
