/** Press and hold: the one rule for the space bar and for a finger on the big button. */

/**
 * A press that lasts this long means hold-to-talk, a shorter one is a click, ms. Deliberate taps end within about 200 ms; the VAD keeps
 * 300 ms of sound from before (prerollMs), so waiting no longer than that loses no word.
 */
export const HOLD_MS = 300;

/** Tells `onHold` when a press has become a hold, and when that ends. */
export class HoldGesture {
  readonly #onHold: (down: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  constructor(onHold: (down: boolean) => void) {
    this.#onHold = onHold;
  }

  /** Whether a press is under way, held long enough or not yet. */
  get pressed(): boolean {
    return this.#timer !== undefined;
  }

  press(): void {
    if (this.pressed) return;
    this.#timer = setTimeout(() => {
      this.#held = true;
      this.#onHold(true);
    }, HOLD_MS);
  }

  /** Ends the press. True when it was a hold, so that the caller can swallow the click that follows. */
  release(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#held) return false;
    this.#held = false;
    this.#onHold(false);
    return true;
  }
}
