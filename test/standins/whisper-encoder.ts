/** The stand-in Whisper's encoder: how alike the sound is to each utterance it knows, wherever it may begin. */
import { float32, int64, model, type Node, type Tensor } from './onnx.ts';

const MELS = 80;
/** Log-mel frames per position of the encoder, as in the real one: 20 ms. */
const STRIDE = 2;
/** What is further below the loudest cell is silence, in log-mel units of four decades each: 44 dB, above a quiet room. */
const RANGE = 1.1;
/** And what is below this, however quiet the rest: digital silence is −1.5. */
const FLOOR = -1.4;
/** An utterance is compared in parts of about this many positions (0.4 s), each of which has to be there. */
const PART_POSITIONS = 20;
/** Positions by which an utterance may begin before the sound does. */
const EARLY = 5;

/** Mean height of a position's cells from which on it belongs to the utterance. */
const LOUD = 0.03;

/** A log-mel spectrogram, row-major [80, frames]. */
export type LogMel = { data: Float32Array; frames: number };

/** `last_hidden_state` [1, frames/2, utterances]: at each position, how alike (−1..1) the worst part of an utterance that begins there is. */
export function encoder(spectrograms: readonly LogMel[]): Uint8Array {
  const templates = spectrograms.map(template);
  const longest = Math.max(...templates.map(({ length }) => length));
  const nodes: Node[] = [
    // Cells above silence, at the encoder's pace, with silence around.
    { op: 'ReduceMax', inputs: ['input_features'], outputs: ['loudest'] },
    { op: 'Sub', inputs: ['loudest', 'range'], outputs: ['quiet'] },
    { op: 'Max', inputs: ['quiet', 'floor'], outputs: ['silence'] },
    { op: 'Sub', inputs: ['input_features', 'silence'], outputs: ['above'] },
    { op: 'Relu', inputs: ['above'], outputs: ['cells'] },
    {
      op: 'AveragePool',
      inputs: ['cells'],
      outputs: ['paced'],
      attributes: { kernel_shape: { ints: [STRIDE] }, strides: { ints: [STRIDE] } },
    },
    { op: 'Pad', inputs: ['paced', 'margins'], outputs: ['sound'] },
    { op: 'Mul', inputs: ['sound', 'sound'], outputs: ['squared'] },
  ];
  const constants: Tensor[] = [
    float32('range', [], [RANGE]),
    float32('floor', [], [FLOOR]),
    float32('tiny', [], [1e-3]),
    int64('margins', [6], [0, 0, EARLY, 0, 0, longest]),
    int64('time', [1], [2]),
  ];
  for (const [index, whole] of templates.entries()) {
    const count = Math.max(1, Math.round(whole.length / PART_POSITIONS));
    const parts = Array.from({ length: count }, (_, part) => {
      const start = Math.round((part * whole.length) / count);
      const name = `${index}_${part}`;
      const shape = normalised(whole, start, Math.round(((part + 1) * whole.length) / count));
      constants.push(
        float32(`part_${name}`, [1, MELS, shape.length / MELS], shape),
        int64(`start_${name}`, [1], [start]),
        // All end as far from the padded sound's end, so that they stay aligned.
        int64(`end_${name}`, [1], [start - (EARLY + longest - shape.length / MELS + 1)]),
      );
      nodes.push(...likeness(name, shape.length / MELS));
      return `like_${name}`;
    });
    nodes.push({ op: 'Min', inputs: parts, outputs: [`like_${index}`] });
  }
  nodes.push(
    { op: 'Concat', inputs: templates.map((_, index) => `like_${index}`), outputs: ['likes'], attributes: { axis: { int: 1 } } },
    { op: 'Transpose', inputs: ['likes'], outputs: ['last_hidden_state'], attributes: { perm: { ints: [0, 2, 1] } } },
  );
  return model({
    inputs: [{ name: 'input_features', type: 'float32', shape: ['batch_size', MELS, 'frames'] }],
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch_size', 'positions', templates.length] }],
    nodes,
    initializers: constants,
  });
}

/** Correlation of one part with the sound from every position on: Σ (x − x̄)·t over the root of Σ (x − x̄)², t normalised, x̄ per band. */
function likeness(name: string, length: number): Node[] {
  const window = { kernel_shape: { ints: [length] }, strides: { ints: [1] } };
  return [
    { op: 'Conv', inputs: ['sound', `part_${name}`], outputs: [`product_${name}`] },
    { op: 'AveragePool', inputs: ['sound'], outputs: [`mean_${name}`], attributes: window },
    { op: 'AveragePool', inputs: ['squared'], outputs: [`power_${name}`], attributes: window },
    { op: 'Mul', inputs: [`mean_${name}`, `mean_${name}`], outputs: [`steady_${name}`] },
    { op: 'Sub', inputs: [`power_${name}`, `steady_${name}`], outputs: [`variances_${name}`] },
    { op: 'ReduceMean', inputs: [`variances_${name}`], outputs: [`variance_${name}`], attributes: { axes: { ints: [1] } } },
    { op: 'Max', inputs: [`variance_${name}`, 'tiny'], outputs: [`positive_${name}`] },
    { op: 'Sqrt', inputs: [`positive_${name}`], outputs: [`deviation_${name}`] },
    { op: 'Div', inputs: [`product_${name}`, `deviation_${name}`], outputs: [`everywhere_${name}`] },
    {
      op: 'Slice',
      inputs: [`everywhere_${name}`, `start_${name}`, `end_${name}`, 'time'],
      outputs: [`like_${name}`],
    },
  ];
}

/** Cells above silence, [80, length], at the encoder's pace: what the graph makes of sound. Without the silence before and behind it. */
type Template = { cells: Float32Array; length: number };

function template({ data, frames }: LogMel): Template {
  const silence = Math.max(data.reduce((most, cell) => Math.max(most, cell), FLOOR) - RANGE, FLOOR);
  const all = Math.floor(frames / STRIDE);
  const paced = Array.from({ length: all }, (_, position) =>
    Array.from({ length: MELS }, (_, band) => {
      let sum = 0;
      for (let frame = position * STRIDE; frame < (position + 1) * STRIDE; frame += 1) {
        sum += Math.max(0, (data[band * frames + frame] ?? 0) - silence);
      }
      return sum / STRIDE;
    }),
  );
  const isLoud = (bands: readonly number[]) => bands.reduce((sum, cell) => sum + cell, 0) > LOUD * MELS;
  const spoken = paced.slice(Math.max(0, paced.findIndex(isLoud)), paced.findLastIndex(isLoud) + 1);
  const cells = new Float32Array(MELS * spoken.length);
  for (const [position, bands] of spoken.entries()) {
    for (const [band, cell] of bands.entries()) cells[band * spoken.length + position] = cell;
  }
  return { cells, length: spoken.length };
}

/** One part of a template without each band's mean, scaled so that its product with sound of deviation 1 is their correlation. */
function normalised({ cells, length }: Template, start: number, end: number): Float32Array {
  const part = new Float32Array(MELS * (end - start));
  for (let band = 0; band < MELS; band += 1) {
    const row = cells.subarray(band * length + start, band * length + end);
    const mean = row.reduce((sum, cell) => sum + cell, 0) / row.length;
    part.set(
      row.map((cell) => cell - mean),
      band * row.length,
    );
  }
  const norm = Math.sqrt(part.reduce((sum, cell) => sum + cell * cell, 0) * part.length);
  return part.map((cell) => cell / norm);
}
