/** When a frame was spoken, on the clock that all threads share. */
import { FRAME_MS, FRAME_SAMPLES } from '../../src/turn/segmenter.ts';

/** Sound cards and processors disagree by up to 100 ppm; the clock gives way by twice that, ms per frame. */
const DRIFT_MS = FRAME_MS * 0.0002;
/** A frame later than this, ms, did not wait: the sample clock stood still (suspended context, laptop asleep). */
const STANDSTILL_MS = 2_000;

/**
 * Frames are counted by the sound card and arrive with a delay that varies. The least delay seen is taken for the true one; what a
 * frame has beyond it, it waited somewhere.
 */
export class FrameClock {
  /** Arrival minus end by the sample clock, at its least, ms. */
  #offsetMs = Infinity;

  /** When the frame ended, ms. To be called for each frame as it arrives: `first` is its first sample's index, `at` the time now. */
  arrived(first: number, at: number): number {
    const endMs = ((first + FRAME_SAMPLES) / FRAME_SAMPLES) * FRAME_MS;
    const offsetMs = at - endMs;
    const stoodStill = offsetMs > this.#offsetMs + STANDSTILL_MS;
    this.#offsetMs = stoodStill ? offsetMs : Math.min(offsetMs, this.#offsetMs + DRIFT_MS);
    return endMs + this.#offsetMs;
  }
}
