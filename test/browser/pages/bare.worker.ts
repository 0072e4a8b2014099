/** One model with nothing of Parley's around it: what the engine itself takes to load the starter’s files. */
import {
  AutoFeatureExtractor,
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  WhisperForConditionalGeneration,
} from '@huggingface/transformers';
import { KokoroTTS } from 'kokoro-js';
import module from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { BareModel } from './bare-messages.ts';

const here = self.location.href;
env.allowLocalModels = false;
env.remoteHost = new URL('/models/', here).href;
env.remotePathTemplate = '{model}/';
env.useBrowserCache = false;
if (!env.backends.onnx.wasm) throw new Error('onnxruntime has no WASM backend');
env.backends.onnx.wasm.wasmPaths = { mjs: new URL(module, here).href, wasm: new URL(binary, here).href };
env.backends.onnx.wasm.numThreads = Math.min(4, navigator.hardwareConcurrency);

const LOADS: Record<BareModel, () => Promise<unknown>> = {
  stt: () =>
    Promise.all([
      WhisperForConditionalGeneration.from_pretrained('whisper-base', { dtype: 'q8', device: 'wasm' }),
      AutoTokenizer.from_pretrained('whisper-base'),
      AutoFeatureExtractor.from_pretrained('whisper-base'),
    ]),
  llm: () =>
    Promise.all([
      AutoModelForCausalLM.from_pretrained('smollm2-135m-instruct', {
        dtype: 'q4',
        device: 'wasm',
        model_file_name: 'model_wasm',
        session_options: { extra: { session: { disable_quant_qdq: '1' } } },
      }),
      AutoTokenizer.from_pretrained('smollm2-135m-instruct'),
    ]),
  tts: () => KokoroTTS.from_pretrained('kokoro-82m', { dtype: 'q8', device: 'wasm' }),
};

self.onmessage = ({ data }: MessageEvent<BareModel>) => {
  void LOADS[data]().then(
    () => {
      self.postMessage('loaded');
    },
    (error: unknown) => {
      self.postMessage(String(error));
    },
  );
};
