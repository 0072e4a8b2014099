/** How fast downloads come, and how long they will take yet. */

/** What was fetched in this time tells how fast it goes, ms. Shorter: the time left jumps about. Longer: it is slow to notice a change. */
const PACE_MS = 15_000;

export class Pace {
  /** Bytes that were there at some time, ms; oldest first. */
  #samples: { at: number; bytes: number }[] = [];
  #bytesPerSecond = reportedBytesPerSecond();

  /** Of the line, as far as anything was seen of it; null while nobody can tell. */
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
    const [oldest] = (this.#samples = this.#samples.filter((sample) => at - sample.at < PACE_MS));
    this.#samples.push({ at, bytes: loadedBytes });
    if (!oldest || at - oldest.at < PACE_MS / 5 || loadedBytes <= oldest.bytes) return null;
    this.#bytesPerSecond = ((loadedBytes - oldest.bytes) / (at - oldest.at)) * 1000;
    return (totalBytes - loadedBytes) / this.#bytesPerSecond;
  }
}

/** What the browser takes the line for, bytes a second; null where it does not say. Chrome calls all that is faster 10 Mbit/s. */
function reportedBytesPerSecond(): number | null {
  const { connection } = navigator as Navigator & { connection?: { downlink?: number } };
  return connection?.downlink ? (connection.downlink * 1e6) / 8 : null;
}
