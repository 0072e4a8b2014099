/** A Whisper that knows a few utterances: which of them is in the sound decides the text, so a wrong or a clipped one fails a test. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pcm } from '../../src/protocol/audio-messages.ts';
import { bool, float32, int64, model, type Node, type Tensor } from './onnx.ts';
import { transformers } from './transformers-in-node.ts';

/** `samples` is 16 kHz mono; what is said in it is `text`. */
export type Utterance = { samples: Float32Array; text: string };

/** Log-mel cells, [1, 80, frames] row by row; a frame every 10 ms. */
export type Features = { data: Pcm; dims: readonly [1, 80, number] };

/** The real one, for its tokenizer and its features. */
const STARTER = path.resolve(import.meta.dirname, '../../models/starter/whisper-base');
const MELS = 80;
const VOCABULARY = 51_865;
const END_OF_TEXT = 50_257;
/** Start, language, task, no timestamps: the decoder's prompt. */
const PROMPT_TOKENS = 4;
/** Width of hidden states, and of the one head of the one layer. */
const WIDTH = 16;
/** What is said when none of the utterances was heard; transcript filters take it out. */
const NOTHING = '(nothing)';
/**
 * Mean squared difference of log-mel cells up to which sound is taken for an utterance. The clips of test/audio differ from themselves
 * by up to 0.01 when they are shifted by part of a frame, and from each other by 0.13 and more.
 */
const TOLERANCE = 0.06;
const SAMPLE_RATE = 16_000;
const HOP_SAMPLES = 160;

/** The stand-in's files, by path as in a transformers.js model folder. At most 15 utterances. */
export async function buildWhisper(utterances: readonly Utterance[]): Promise<Map<string, Uint8Array>> {
  if (utterances.length >= WIDTH)
    throw new RangeError(`${String(utterances.length)} utterances; there is room for ${String(WIDTH - 1)}`);
  const json = (name: string) => JSON.parse(readFileSync(path.join(STARTER, name), 'utf8')) as Record<string, unknown>;
  const tokenizer = new transformers.WhisperTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const texts = [...utterances.map(({ text }) => text), NOTHING].map((text) => [
    ...tokenizer.encode(` ${text}`, { add_special_tokens: false }),
    END_OF_TEXT,
  ]);
  const templates = await Promise.all(utterances.map(({ samples }) => logMel(spokenPart(samples))));
  const config = {
    ...json('config.json'),
    d_model: WIDTH,
    encoder_layers: 1,
    decoder_layers: 1,
    num_hidden_layers: 1,
    encoder_attention_heads: 1,
    decoder_attention_heads: 1,
  };
  const files = new Map<string, Uint8Array>([
    ['config.json', Buffer.from(JSON.stringify(config))],
    ['onnx/encoder_model_quantized.onnx', encoder(templates)],
    ['onnx/decoder_model_merged_quantized.onnx', decoder(texts)],
  ]);
  for (const name of ['generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    files.set(name, readFileSync(path.join(STARTER, name)));
  }
  return files;
}

/** What Whisper's encoder gets. */
export async function logMel(samples: Float32Array, frames = Math.ceil(samples.length / HOP_SAMPLES)): Promise<Features> {
  const config = JSON.parse(readFileSync(path.join(STARTER, 'preprocessor_config.json'), 'utf8')) as Record<string, unknown>;
  const extractor = new transformers.WhisperFeatureExtractor(config);
  const { input_features } = (await extractor(samples, { max_length: frames * HOP_SAMPLES })) as { input_features: Features };
  return input_features;
}

/** Without the silence before and behind it. */
function spokenPart(samples: Float32Array): Float32Array {
  const isLoud = (sample: number) => Math.abs(sample) > 0.02;
  const margin = 0.02 * SAMPLE_RATE;
  return samples.subarray(Math.max(0, samples.findIndex(isLoud) - margin), samples.findLastIndex(isLoud) + margin);
}

/** Slides every template over the sound; the hidden state says, one-hot, which came closest, or the last entry for none. */
function encoder(templates: readonly Features[]): Uint8Array {
  const count = templates.length;
  const length = Math.max(...templates.map(({ dims }) => dims[2]));
  const shape = [count, MELS, length];
  const weights = new Float32Array(count * MELS * length);
  const mask = new Float32Array(weights.length);
  const cells: number[] = [];
  const squares: number[] = [];
  for (const [index, { data, dims }] of templates.entries()) {
    const frames = dims[2];
    let square = 0;
    for (let mel = 0; mel < MELS; mel += 1) {
      for (let frame = 0; frame < frames; frame += 1) {
        const value = data[mel * frames + frame] ?? 0;
        const at = (index * MELS + mel) * length + frame;
        weights[at] = value;
        mask[at] = 1;
        square += value * value;
      }
    }
    cells.push(MELS * frames);
    squares.push(square);
  }
  const padding = { attributes: { pads: { ints: [0, length - 1] } } };
  return model({
    inputs: [{ name: 'input_features', type: 'float32', shape: ['batch_size', MELS, 'frames'] }],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch_size', 'positions', WIDTH] }],
    nodes: [
      // |sound − template|² = |sound|² − 2 sound·template + |template|², at every offset.
      { op: 'Mul', inputs: ['input_features', 'input_features'], outputs: ['squared'] },
      { op: 'Conv', inputs: ['squared', 'mask'], outputs: ['sound_square'], ...padding },
      { op: 'Conv', inputs: ['input_features', 'weights'], outputs: ['product'], ...padding },
      { op: 'Mul', inputs: ['product', 'two'], outputs: ['double'] },
      { op: 'Sub', inputs: ['sound_square', 'double'], outputs: ['partial'] },
      { op: 'Add', inputs: ['partial', 'squares'], outputs: ['distance'] },
      { op: 'Div', inputs: ['distance', 'cells'], outputs: ['mean'] },
      { op: 'ReduceMin', inputs: ['mean'], outputs: ['closest'], attributes: { axes: { ints: [2] }, keepdims: { int: 0 } } },
      { op: 'Concat', inputs: ['closest', 'tolerance'], outputs: ['choices'], attributes: { axis: { int: 1 } } },
      { op: 'ArgMin', inputs: ['choices'], outputs: ['heard'], attributes: { axis: { int: 1 }, keepdims: { int: 1 } } },
      { op: 'OneHot', inputs: ['heard', 'width', 'off_on'], outputs: ['one_hot'] },
      // [1, 1, WIDTH] → half as many positions as frames.
      { op: 'Shape', inputs: ['input_features'], outputs: ['shape'] },
      { op: 'Gather', inputs: ['shape', 'two_int'], outputs: ['frames'] },
      { op: 'Div', inputs: ['frames', 'two_int'], outputs: ['positions'] },
      { op: 'Concat', inputs: ['one_int', 'positions', 'width'], outputs: ['hidden_shape'], attributes: { axis: { int: 0 } } },
      { op: 'Expand', inputs: ['one_hot', 'hidden_shape'], outputs: ['last_hidden_state'] },
    ],
    initializers: [
      float32('weights', shape, weights),
      float32('mask', shape, mask),
      float32('cells', [1, count, 1], cells),
      float32('squares', [1, count, 1], squares),
      float32('two', [], [2]),
      float32('tolerance', [1, 1], [TOLERANCE]),
      float32('off_on', [2], [0, 1]),
      int64('width', [1], [WIDTH]),
      int64('one_int', [1], [1]),
      int64('two_int', [1], [2]),
    ],
  });
}

/** Says the tokens of the text that the encoder named, one per position behind the prompt. Its past is as long as what was read. */
function decoder(texts: readonly (readonly number[])[]): Uint8Array {
  const longest = Math.max(...texts.map(({ length }) => length));
  const table = texts.flatMap((tokens) => [...tokens, ...Array.from({ length: longest - tokens.length }, () => END_OF_TEXT)]);
  const past = (kind: string) => `past_key_values.0.${kind}`;
  const present = (kind: string) => `present.0.${kind}`;
  const cacheShape = (length: string) => ['batch_size', 1, length, WIDTH];
  const kinds = ['decoder.key', 'decoder.value'] as const;
  const grown: Node[] = kinds.map((kind) => ({
    op: 'Concat',
    inputs: [past(kind), 'new_past'],
    outputs: [present(kind)],
    attributes: { axis: { int: 2 } },
  }));
  // What the encoder's side would keep is never looked at; transformers.js passes it on.
  const kept: Node[] = ['encoder.key', 'encoder.value'].map((kind) => ({
    op: 'Unsqueeze',
    inputs: ['encoder_hidden_states', 'axis_one'],
    outputs: [present(kind)],
  }));
  const constants: Tensor[] = [
    int64('table', [texts.length, longest], table),
    int64('zero', [1], [0]),
    int64('zero_scalar', [], [0]),
    int64('one_scalar', [], [1]),
    int64('one', [1], [1]),
    int64('two', [1], [2]),
    int64('width', [1], [WIDTH]),
    int64('axis_one', [1], [1]),
    int64('prompt', [], [PROMPT_TOKENS - 1]),
    int64('last', [], [longest - 1]),
    int64('vocabulary', [1], [VOCABULARY]),
    float32('off_on', [2], [0, 100]),
    bool('branch', [1], [false]),
  ];
  return model({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch_size', 'tokens'] },
      { name: 'encoder_hidden_states', type: 'float32', shape: ['batch_size', 'positions', WIDTH] },
      ...kinds.map((kind) => ({ name: past(kind), type: 'float32' as const, shape: cacheShape('past') })),
      ...['encoder.key', 'encoder.value'].map((kind) => ({
        name: past(kind),
        type: 'float32' as const,
        shape: cacheShape('encoder_past'),
      })),
      { name: 'use_cache_branch', type: 'bool', shape: [1] },
    ],
    outputs: [
      { name: 'logits', type: 'float32', shape: ['batch_size', 'tokens', VOCABULARY] },
      ...kinds.map((kind) => ({ name: present(kind), type: 'float32' as const, shape: cacheShape('grown') })),
      ...['encoder.key', 'encoder.value'].map((kind) => ({
        name: present(kind),
        type: 'float32' as const,
        shape: cacheShape('encoder_present'),
      })),
    ],
    nodes: [
      // Which text.
      { op: 'Gather', inputs: ['encoder_hidden_states', 'zero_scalar'], outputs: ['states'], attributes: { axis: { int: 1 } } },
      { op: 'ArgMax', inputs: ['states'], outputs: ['heard'], attributes: { axis: { int: 1 }, keepdims: { int: 0 } } },
      { op: 'Gather', inputs: ['table', 'heard'], outputs: ['text_row'] },
      { op: 'Squeeze', inputs: ['text_row', 'zero'], outputs: ['text'] },
      // Which place in it: behind what the past holds.
      { op: 'Shape', inputs: [past('decoder.key')], outputs: ['past_shape'] },
      { op: 'Gather', inputs: ['past_shape', 'two'], outputs: ['past_length'] },
      { op: 'Shape', inputs: ['input_ids'], outputs: ['ids_shape'] },
      { op: 'Gather', inputs: ['ids_shape', 'one'], outputs: ['length'] },
      { op: 'Add', inputs: ['past_length', 'length'], outputs: ['until'] },
      { op: 'Squeeze', inputs: ['past_length', 'zero'], outputs: ['from_scalar'] },
      { op: 'Squeeze', inputs: ['until', 'zero'], outputs: ['until_scalar'] },
      { op: 'Range', inputs: ['from_scalar', 'until_scalar', 'one_scalar'], outputs: ['places'] },
      { op: 'Sub', inputs: ['places', 'prompt'], outputs: ['behind_prompt'] },
      { op: 'Max', inputs: ['behind_prompt', 'zero_scalar'], outputs: ['not_before'] },
      { op: 'Min', inputs: ['not_before', 'last'], outputs: ['at'] },
      { op: 'Gather', inputs: ['text', 'at'], outputs: ['next'] },
      { op: 'OneHot', inputs: ['next', 'vocabulary', 'off_on'], outputs: ['rows'] },
      { op: 'Unsqueeze', inputs: ['rows', 'zero'], outputs: ['logits'] },
      // The past grows by what was read. `use_cache_branch` changes nothing, but must be part of the graph.
      { op: 'Concat', inputs: ['one', 'one', 'length', 'width'], outputs: ['new_shape'], attributes: { axis: { int: 0 } } },
      { op: 'Or', inputs: ['use_cache_branch', 'branch'], outputs: ['any_branch'] },
      { op: 'Cast', inputs: ['any_branch'], outputs: ['branch_number'], attributes: { to: { int: 1 } } },
      { op: 'Expand', inputs: ['branch_number', 'new_shape'], outputs: ['new_past'] },
      ...grown,
      ...kept,
    ],
    initializers: constants,
  });
}
