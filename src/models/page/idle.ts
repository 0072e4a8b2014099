/** When the models have lain idle for long enough to give their memory back. */

const MINUTE_MS = 60_000;
/** The longest that a timer can be set to: 24 days. Beyond it the browser fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** After how many ms without use the models go, null for never (0 minutes). */
export function idleAfterMs(minutes: number): number | null {
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
