/** Silero VAD v5, frame by frame. */
import * as ort from 'onnxruntime-web/webgpu';
import { FRAME_SAMPLES } from '../../src/turn/segmenter.ts';
import { ortPaths } from '../ort-paths.ts';

/**
 * Samples of the last frame that go before each one, as the model's authors do at 16 kHz. The graph runs without them too (vad-web
 * leaves them out), but is then unsure at the edges: "wait" and "what" are noticed 64 ms later and ends 32-64 ms later.
 */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128];

/** The model with its memory: frames must come in order. One `process` at a time. */
export class Silero {
  readonly #session: ort.InferenceSession;
  readonly #rate = new ort.Tensor('int64', BigInt64Array.from([16_000n]), []);
  readonly #input = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
  #state = emptyState();

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** Builds the session from the bytes of silero_vad_v5.onnx. */
  static async load(bytes: ArrayBuffer): Promise<Silero> {
    ort.env.wasm.wasmPaths = ortPaths();
    // A frame takes a millisecond; a second thread would only fight with the big models.
    ort.env.wasm.numThreads = 1;
    return new Silero(await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] }));
  }

  /** Probability 0..1 that this frame (FRAME_SAMPLES at 16 kHz, −1..1) is speech. */
  async process(frame: Float32Array): Promise<number> {
    this.#input.copyWithin(0, FRAME_SAMPLES);
    this.#input.set(frame, CONTEXT_SAMPLES);
    const input = new ort.Tensor('float32', this.#input, [1, this.#input.length]);
    const { output, stateN } = await this.#session.run({ input, state: this.#state, sr: this.#rate });
    if (!output || !stateN) throw new Error('silero_vad_v5.onnx has other outputs than Silero v5');
    this.#state = stateN;
    return output.data[0] as number;
  }

  /** Forgets what came before: the next frame follows upon silence. */
  reset(): void {
    this.#state = emptyState();
    this.#input.fill(0);
  }
}

function emptyState(): ort.Tensor {
  return new ort.Tensor('float32', new Float32Array(2 * 128), STATE_SHAPE);
}
