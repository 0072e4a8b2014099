/**
 * The half of a Gemma 3 that sees: loaded when a picture is first to be expected, since it takes memory and time that a conversation without
 * pictures does not need; warmed up and tried out by itself, one picture at a time.
 */
import { RawImage, type PreTrainedModel, type Tensor } from '@huggingface/transformers';
import * as ort from 'onnxruntime-web/webgpu';
import { ParleyError } from '../../src/protocol/errors.ts';
import { weightOptions, type Placed } from '../weights.ts';
import type { VisionProcessor } from './prompt.ts';

/** How many pictures' features are kept: as many as a prompt has at most, and the next. A picture of Gemma 3's is 2.6 MB. */
const KEPT_PICTURES = 5;

/** Edge of the pictures that it is tried out with, pixels; the processor makes them as big as it needs. */
const PLAIN_PIXELS = 64;
const RED = [200, 30, 30] as const;
const BLUE = [30, 30, 200] as const;
/**
 * How far what it makes of red and of blue has to lie apart: the energy of the difference, as a share of that of red. Smaller: an encoder that makes
 * the same of everything passes. Larger: one that is right and finds plain pictures much alike fails.
 */
const APART = 1e-4;

/** Whether it is a graph that sees, or lies beside one. */
export function isOfVision(path: string): boolean {
  return path.includes('/vision_encoder');
}

/** A model of transformers.js with its inside. */
type Seeing = {
  sessions: Record<string, ort.InferenceSession>;
  encode_image: (inputs: { pixel_values: Tensor }) => Promise<Tensor>;
};

export class Vision {
  readonly processor: VisionProcessor;
  readonly #placed: Placed;
  readonly #paths: readonly string[];
  readonly #model: Seeing;
  readonly #encode: Seeing['encode_image'];
  /** What was made of pictures, by their digests, the last used last. */
  readonly #features = new Map<string, Tensor>();
  #isOpen = false;

  /** `paths`: the graph and what lies beside it. `model`: the half that reads and writes, which from now on takes features for pixels. */
  constructor(placed: Placed, paths: readonly string[], model: PreTrainedModel, processor: VisionProcessor) {
    this.#placed = placed;
    this.#paths = paths;
    this.processor = processor;
    this.#model = model;
    this.#encode = this.#model.encode_image.bind(model);
    this.#model.encode_image = ({ pixel_values: features }) => Promise.resolve(features);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Loads it, warms it up and tries it out, unless that is done. Rejects with what went wrong, and lets go of it; then it may be tried again. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    const { files, backend } = this.#placed;
    const graph = this.#paths.find((path) => path.endsWith('.onnx'));
    if (graph === undefined) throw new RangeError('There is no graph that sees');
    const { session_options: options } = await weightOptions(this.#placed, this.#paths);
    const bytes = new Uint8Array(await (await files.blob(graph)).arrayBuffer());
    const session = await ort.InferenceSession.create(bytes, { executionProviders: [backend], ...options } as never);
    this.#model.sessions['vision_encoder'] = session;
    try {
      await this.#tryOut();
      this.#isOpen = true;
    } catch (error) {
      delete this.#model.sessions['vision_encoder'];
      await session.release();
      throw error;
    }
  }

  /** The features of one picture, kept from the last time if it was seen lately. */
  async see(digest: string, image: Blob): Promise<Tensor> {
    const known = this.#features.get(digest);
    this.#features.delete(digest);
    const features = known ?? (await this.#look(await RawImage.fromBlob(image)));
    this.#features.set(digest, features);
    for (const [oldest] of [...this.#features].slice(0, -KEPT_PICTURES)) this.#features.delete(oldest);
    return features;
  }

  async #look(image: RawImage): Promise<Tensor> {
    return this.#encode((await this.processor.image_processor([image])) as { pixel_values: Tensor });
  }

  /** A plain red picture and a plain blue one have to be told apart, in numbers. */
  async #tryOut(): Promise<void> {
    const [red, blue] = [await this.#look(plain(RED)), await this.#look(plain(BLUE))].map(({ data }) => data as Float32Array);
    if (red && blue && isApart(red, blue)) return;
    throw new ParleyError('self-test-failed', 'It can’t tell a red picture from a blue one.', {
      advice: 'A newer browser or graphics driver may mend it; another model may work.',
    });
  }
}

/** Whether both are numbers throughout, and differ by more than rounding. */
export function isApart(one: Float32Array, other: Float32Array): boolean {
  const energy = one.reduce((sum, each) => sum + each * each, 0);
  const difference = one.reduce((sum, each, at) => sum + (each - (other[at] ?? 0)) ** 2, 0);
  // A comparison with what is no number is false.
  return difference < Infinity && difference > APART * energy;
}

function plain(colour: readonly [number, number, number]): RawImage {
  const data = Uint8ClampedArray.from({ length: PLAIN_PIXELS ** 2 * 3 }, (_, at) => colour[at % 3] ?? 0);
  return new RawImage(data, PLAIN_PIXELS, PLAIN_PIXELS, 3);
}
