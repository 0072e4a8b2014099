/** The stand-in Whisper's decoder: says the text of the utterance that the encoder found, one token after the other. */
import { float32, int64, model, type Node, type Tensor } from './onnx.ts';

const VOCABULARY = 51_865;
/** Also the first id that is no text. */
const END_OF_TEXT = 50_257;
/** `<|notimestamps|>`, second choice everywhere: Whisper's settings forbid that a transcript begins with its end, and this one can't be seen. */
const UNSEEN = 50_363;
/**
 * How alike the worst part of an utterance has to be to what was heard. The clips of test/audio keep 0.86 and more in noise 10 dB below
 * them, at a fiftieth of their level, or with 50 ms missing; other clips, halves of long ones and noise reach 0.74.
 */
const HEARD = 0.8;

/** TensorProto.DataType, for Cast. */
const FLOAT = 1;
const INT64 = 7;
/** Where a cache grows. */
const TIME = 2;

/**
 * Merged decoder of one layer with one head. Its own cache holds the tokens themselves, [1, 1, tokens, 1], and the encoder's cache the
 * hidden states, [1, 1, positions, utterances]: a runtime that loses either gets another text. `use_cache_branch` chooses
 * between the cached hidden states and the given ones.
 */
export function decoder(texts: readonly (readonly number[])[]): Uint8Array {
  const count = texts.length;
  const longest = Math.max(...texts.map(({ length }) => length));
  // One row per utterance and one for none of them, filled up with ends.
  const table = [...texts, []].flatMap((text) => [...text, ...Array<number>(longest + 1 - text.length).fill(END_OF_TEXT)]);
  const own = ['batch_size', 1, 'tokens', 1];
  const cross = ['batch_size', 1, 'heard_positions', count];
  const nodes: Node[] = [
    // The utterance: the likeliest, where there is one at all.
    { op: 'Unsqueeze', inputs: ['encoder_hidden_states', 'head'], outputs: ['fresh'] },
    ...['key', 'value'].map((kind) => ({ op: 'Identity', inputs: ['fresh'], outputs: [`present.0.encoder.${kind}`] })),
    concat(['past_key_values.0.encoder.key', 'unlike'], 'cached', TIME),
    greatest('fresh', 'best_fresh'),
    greatest('cached', 'best_cached'),
    { op: 'Where', inputs: ['use_cache_branch', 'best_cached', 'best_fresh'], outputs: ['likes'] },
    concat(['likes', 'threshold'], 'choices', 1),
    { op: 'ArgMax', inputs: ['choices'], outputs: ['utterance'], attributes: { axis: { int: 1 }, keepdims: { int: 1 } } },
    // How much of its text has been said: what is in the cache and is text.
    { op: 'Cast', inputs: ['input_ids'], outputs: ['ids'], attributes: { to: { int: FLOAT } } },
    { op: 'Unsqueeze', inputs: ['ids', 'outer'], outputs: ['new'] },
    ...['key', 'value'].map((kind) => concat([`past_key_values.0.decoder.${kind}`, 'new'], `present.0.decoder.${kind}`, TIME)),
    { op: 'Less', inputs: ['present.0.decoder.key', 'first_special'], outputs: ['is_text'] },
    { op: 'Cast', inputs: ['is_text'], outputs: ['ones'], attributes: { to: { int: FLOAT } } },
    { op: 'ReduceSum', inputs: ['ones', 'all_but_batch'], outputs: ['said'], attributes: { keepdims: { int: 0 } } },
    { op: 'Min', inputs: ['said', 'longest'], outputs: ['within'] },
    { op: 'Cast', inputs: ['within'], outputs: ['place'], attributes: { to: { int: INT64 } } },
    { op: 'Unsqueeze', inputs: ['place', 'head'], outputs: ['column'] },
    concat(['utterance', 'column'], 'cell', 1),
    { op: 'GatherND', inputs: ['table', 'cell'], outputs: ['next'] },
    // The same logits at every position that was asked for; only the last is looked at.
    { op: 'OneHot', inputs: ['next', 'vocabulary', 'off_first'], outputs: ['first'] },
    { op: 'OneHot', inputs: ['unseen', 'vocabulary', 'off_second'], outputs: ['second'] },
    { op: 'Add', inputs: ['first', 'second'], outputs: ['row'] },
    { op: 'Unsqueeze', inputs: ['row', 'head'], outputs: ['rows'] },
    { op: 'Unsqueeze', inputs: ['ids', 'depth'], outputs: ['positions'] },
    { op: 'Mul', inputs: ['positions', 'zero'], outputs: ['zeros'] },
    { op: 'Add', inputs: ['rows', 'zeros'], outputs: ['logits'] },
  ];
  const constants: Tensor[] = [
    int64('table', [count + 1, longest + 1], table),
    float32('unlike', [1, 1, 1, count], Array<number>(count).fill(-1)),
    float32('threshold', [1, 1], [HEARD]),
    float32('first_special', [], [END_OF_TEXT]),
    float32('longest', [], [longest]),
    float32('zero', [], [0]),
    // Among so many tokens less would not be sure of anything.
    float32('off_first', [2], [0, 20]),
    float32('off_second', [2], [0, 15]),
    int64('unseen', [1], [UNSEEN]),
    int64('vocabulary', [], [VOCABULARY]),
    int64('all_but_batch', [3], [1, 2, 3]),
    int64('head', [1], [1]),
    int64('depth', [1], [2]),
    int64('outer', [2], [1, 3]),
  ];
  const cache = (prefix: string) =>
    ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((kind) => ({
      name: `${prefix}.0.${kind}`,
      type: 'float32' as const,
      shape: kind.startsWith('decoder') ? own : cross,
    }));
  return model({
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch_size', 'length'] },
      { name: 'encoder_hidden_states', type: 'float32', shape: ['batch_size', 'positions', count] },
      ...cache('past_key_values'),
      { name: 'use_cache_branch', type: 'bool', shape: [1] },
    ],
    outputs: [{ name: 'logits', type: 'float32', shape: ['batch_size', 'length', VOCABULARY] }, ...cache('present')],
    nodes,
    initializers: constants,
  });
}

function concat(inputs: readonly string[], output: string, axis: number): Node {
  return { op: 'Concat', inputs, outputs: [output], attributes: { axis: { int: axis } } };
}

/** Over all positions of hidden states in a cache: [1, 1, positions, utterances] → [1, utterances]. */
function greatest(input: string, output: string): Node {
  return { op: 'ReduceMax', inputs: [input], outputs: [output], attributes: { axes: { ints: [1, 2] }, keepdims: { int: 0 } } };
}
