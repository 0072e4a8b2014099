/** When a frame was spoken, on this worker's clock. */
import { FRAME_MS, FRAME_SAMPLES } from '../../src/turn/segmenter.ts';

/**
 * For so long the least delay of a frame is taken for that of all, ms of sound that comes in. Shorter: on a machine that is late for longer,
 * late frames count as in time. Longer: frames count as late for longer after the sample clock stood still (a context suspended for a
 * moment). Clocks of sound cards, up to 100 ppm off, move it by 0.2 ms.
 */
const WINDOW_MS = 2_000;
/**
 * What comes later than this behind the frame before, ms, was held up: that time does not count for the window, and so frames that come all
 * at once afterwards are compared with those before. Shorter than two frames, the usual pace would be cut, since frames may come in pairs.
 */
const LONGEST_STEP_MS = 2 * FRAME_MS;
/** A frame later than this, ms, did not wait: the sample clock stood still (laptop asleep). It may be hours, so it counts at once. */
const STANDSTILL_MS = 2_000;

/**
 * Frames are counted by the sound card and arrive with a delay that varies. The least delay of late is taken for the true one; what a
 * frame has beyond it, it waited somewhere.
 */
export class FrameClock {
  /** Arrival minus end by the sample clock, ms, of the last frames. */
  #recent: { delayMs: number; inflowMs: number }[] = [];
  #leastMs = Infinity;
  /** Time in which sound came in, ms. */
  #inflowMs = 0;
  #lastAt = 0;

  /** When the frame ended, ms. To be called for each frame as it arrives: `first` is its first sample's index, `at` the time now. */
  arrived(first: number, at: number): number {
    const endMs = ((first + FRAME_SAMPLES) / FRAME_SAMPLES) * FRAME_MS;
    const delayMs = at - endMs;
    this.#inflowMs += Math.min(at - this.#lastAt, LONGEST_STEP_MS);
    this.#lastAt = at;
    if (delayMs > this.#leastMs + STANDSTILL_MS) this.#recent = [];
    this.#recent = this.#recent.filter(({ inflowMs }) => this.#inflowMs - inflowMs < WINDOW_MS);
    this.#recent.push({ delayMs, inflowMs: this.#inflowMs });
    this.#leastMs = Math.min(...this.#recent.map((frame) => frame.delayMs));
    return endMs + this.#leastMs;
  }
}
