/** When the models have lain idle for long enough to give their memory back. */

const MINUTE_MS = 60_000;
/** The longest that a timer can be set to: 24 days. Beyond it the browser fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Minutes after which models on the graphics card are given up. Its memory can't be swapped out, and games, films and other tabs want
 * it. Shorter: who comes back after a telephone call waits for 3.5 GB to be read from the disk. Longer: the card is full all afternoon.
 */
const ON_GPU_MINUTES = 30;

/**
 * After how many ms without use the models go, null for never. Unless the user has said it, only what is on the graphics card goes: memory
 * of the processor's that nobody touches is swapped out anyway, and loading the starter set keeps two cores busy for half a minute.
 */
export function idleAfterMs(chosenMinutes: number | undefined, gpuMb: number): number | null {
  const minutes = chosenMinutes ?? (gpuMb > 0 ? ON_GPU_MINUTES : 0);
  return minutes > 0 ? Math.min(minutes * MINUTE_MS, LONGEST_MS) : null;
}

/** A timer that runs for as long as it is told the same. */
export class IdleTimer {
  readonly #onIdle: () => void;
  #afterMs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** Calls back after so many ms, unless it is told something else before; null: not at all. */
  set(afterMs: number | null): void {
    if (afterMs === this.#afterMs) return;
    this.#afterMs = afterMs;
    clearTimeout(this.#timer);
    if (afterMs !== null) this.#timer = setTimeout(this.#onIdle, afterMs);
  }
}
