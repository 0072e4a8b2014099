/** A Whisper that knows a few utterances: which of them it hears decides the text, so that a wrong or a cut one fails the test. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Tensor } from '@huggingface/transformers';
import { transformers } from './transformers-in-node.ts';
import { decoder } from './whisper-decoder.ts';
import { encoder, type LogMel } from './whisper-encoder.ts';

/** `samples` is 16 kHz mono, at most 30 s. */
export type Utterance = { samples: Float32Array; text: string };

/** The real one, for its tokenizer, its feature extractor and its settings. */
const STARTER = path.resolve(import.meta.dirname, '../../models/starter/whisper-base');
const COPIED = ['generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** One layer, one head. */
const REDUCED = {
  encoder_layers: 1,
  decoder_layers: 1,
  num_hidden_layers: 1,
  encoder_attention_heads: 1,
  decoder_attention_heads: 1,
};
/** Samples per log-mel frame at 16 kHz. */
const HOP_SAMPLES = 160;

/** The files of its folder, by path. It says an utterance's text, in one piece, when all of it is heard; otherwise nothing. */
export async function buildWhisper(utterances: readonly Utterance[]): Promise<Map<string, Uint8Array>> {
  const tokenizer = new transformers.WhisperTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const texts = utterances.map(({ text }) => tokenizer.encode(` ${text}`, { add_special_tokens: false }));
  const spectrograms: LogMel[] = [];
  for (const { samples } of utterances) spectrograms.push(await logMel(samples));
  const config = { ...json('config.json'), ...REDUCED, d_model: utterances.length };
  return new Map<string, Uint8Array>([
    ['config.json', new TextEncoder().encode(JSON.stringify(config, null, 2))],
    ...COPIED.map((name) => [name, read(name)] as const),
    ['onnx/encoder_model_quantized.onnx', encoder(spectrograms)],
    ['onnx/decoder_model_merged_quantized.onnx', decoder(texts)],
  ]);
}

/** As the real feature extractor makes it, without a window's silence behind. */
async function logMel(samples: Float32Array): Promise<LogMel> {
  const frames = Math.ceil(samples.length / HOP_SAMPLES);
  const extractor = new transformers.WhisperFeatureExtractor(json('preprocessor_config.json'));
  const { input_features } = (await extractor(samples, { max_length: frames * HOP_SAMPLES })) as { input_features: Tensor };
  return { data: input_features.data as Float32Array, frames };
}

function read(name: string): Uint8Array {
  return readFileSync(path.join(STARTER, name));
}

function json(name: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(read(name))) as Record<string, unknown>;
}
