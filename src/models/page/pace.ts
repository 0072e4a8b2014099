/** How fast downloads come, and how long they will take yet: told from bytes that came, and from nothing else. */

/** What was fetched in this time tells how fast it goes, ms. Shorter: the time left jumps about. Longer: it is slow to notice a change. */
const PACE_MS = 20_000;
/** Before so much time and so large a part of the whole nothing is said: a line takes its time to get going, and first come small files. */
const LEAST_MS = 6_000;
const LEAST_SHARE = 0.002;

export class Pace {
  /** Bytes that were there at some time, ms; oldest first. */
  #samples: { at: number; bytes: number }[] = [];
  #bytesPerSecond: number | null = null;

  /** Of the line, as it was last seen; null while nothing was. */
  get bytesPerSecond(): number | null {
    return this.#bytesPerSecond;
  }

  /** Bytes were not fetched for a while, or are others now. */
  forget(): void {
    this.#samples = [];
  }

  /** Seconds until all bytes are here, of which so many are now; null while earlier calls can't tell. */
  secondsLeft(loadedBytes: number, totalBytes: number): number | null {
    const at = performance.now();
    // Nothing is timed before the first byte comes, nor against a total that has shrunk.
    if (this.#samples.at(-1)?.bytes === loadedBytes && this.#samples.length === 1) this.#samples = [];
    this.#samples = this.#samples.filter((sample) => at - sample.at < PACE_MS && sample.bytes <= loadedBytes);
    const [oldest] = this.#samples;
    this.#samples.push({ at, bytes: loadedBytes });
    if (!oldest) return null;
    const bytes = loadedBytes - oldest.bytes;
    if (at - oldest.at < LEAST_MS || bytes <= totalBytes * LEAST_SHARE) return null;
    this.#bytesPerSecond = (bytes / (at - oldest.at)) * 1000;
    return (totalBytes - loadedBytes) / this.#bytesPerSecond;
  }
}
