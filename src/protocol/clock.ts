/** How another thread's clock stands to this one's. Pure. */

/**
 * So many of the last relations are kept. A message that waited relates the clocks too late by its wait, so the least counts; the fewer are
 * kept, the sooner a clock that was set is noticed, the more are kept, the surer one of them did not wait. Pongs alone come every 5 s.
 */
const KEPT = 32;
/**
 * A message later than this by the relation so far, ms, did not wait: one of the clocks was set, or stood still while the computer slept. It may
 * be hours, so it counts at once. Smaller: a page that was busy for so long takes it for a clock that was set.
 */
const CLOCK_SET_MS = 2_000;

/**
 * Turns times of another thread into this thread's. `performance.timeOrigin` is tied to the wall clock by each thread for itself, and
 * `performance.now()` may stand still in sleep, so that what they give together differs by hours after a night
 * (https://github.com/w3c/hr-time/issues/115).
 */
export class RelatedClock {
  /** This clock minus the other's, with the time that the message took, ms; newest last. */
  #relations: number[] = [];
  #offsetMs = 0;

  /** A message that was sent at `sentAt` by the other clock came at `cameAt` by this one. */
  relate(sentAt: number, cameAt: number): void {
    const relation = cameAt - sentAt;
    if (relation > this.#offsetMs + CLOCK_SET_MS) this.#relations = [];
    this.#relations = [...this.#relations.slice(1 - KEPT), relation];
    this.#offsetMs = Math.min(...this.#relations);
  }

  /** A time of the other clock, by this one. */
  toHere(at: number): number {
    return at + this.#offsetMs;
  }
}
