/** Silero VAD v5, frame by frame. */
import * as ort from 'onnxruntime-web/webgpu';
import { FRAME_SAMPLES } from '../../src/turn/segmenter.ts';
import { startOrt } from '../ort.ts';

/**
 * Samples of the last frame that go before each one, as the model's authors do at 16 kHz. The graph runs without them too (vad-web
 * leaves them out), but is then unsure at the edges: "wait" and "what" are noticed 64 ms later and ends 32-64 ms later.
 */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128];
/**
 * Frames of quiet after which the model's memory is emptied: 1 s. Left alone it drifts: five to twelve seconds after the last speech
 * "stop" and "no" peak at 0.42 instead of 0.97 and go unheard (docs/decisions/0007). Shorter than a pause inside an utterance it
 * would cost the end of a drawn-out word; longer, the drift sets in (0.92 after 2 s).
 */
const FORGET_FRAMES = 31;
/** Probability below which a frame is quiet: that of the segmenter for the end of speech. */
const QUIET_PROBABILITY = 0.35;

/** The model with its memory: frames must come in order. One `process` at a time. */
export class Silero {
  readonly #session: ort.InferenceSession;
  readonly #rate = new ort.Tensor('int64', BigInt64Array.from([16_000n]), []);
  readonly #input = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
  #state = emptyState();
  #quietFrames = 0;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** Builds the session from the bytes of silero_vad_v5.onnx. */
  static async load(bytes: ArrayBuffer): Promise<Silero> {
    // A frame takes a millisecond; a second thread would only fight with the big models.
    await startOrt('wasm', 1);
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
    const probability = output.data[0] as number;
    this.#quietFrames = probability < QUIET_PROBABILITY ? this.#quietFrames + 1 : 0;
    if (this.#quietFrames === FORGET_FRAMES) this.#forget();
    return probability;
  }

  /** Forgets what came before: the next frame follows upon silence. */
  reset(): void {
    this.#forget();
    this.#input.fill(0);
  }

  #forget(): void {
    this.#state = emptyState();
    this.#quietFrames = 0;
  }
}

function emptyState(): ort.Tensor {
  return new ort.Tensor('float32', new Float32Array(2 * 128), STATE_SHAPE);
}
