/** One part of what the page shows, with a subscription of its own. */

/**
 * A value that is read from elsewhere, when it is asked for or followed. It stays the same object for as long as what it says is the
 * same, so that `===` tells whether there is anything to draw.
 */
export class Slice<T> {
  readonly #read: () => T;
  readonly #everyMs: number;
  /** Of the browser's own kind: a listener that throws keeps no other from hearing. */
  readonly #followers = new EventTarget();
  #value: T;
  #told: T;
  #toldAt = -Infinity;
  #isStale = false;
  #isDue = false;

  /** `everyMs`: followers are told at most this often. */
  constructor(read: () => T, { everyMs = 0 }: { everyMs?: number } = {}) {
    this.#read = read;
    this.#everyMs = everyMs;
    this.#value = read();
    this.#told = this.#value;
  }

  /** Never older than the last `look`. */
  get value(): T {
    if (this.#isStale) {
      this.#isStale = false;
      const value = this.#read();
      if (!isSame(value, this.#value)) this.#value = value;
    }
    return this.#value;
  }

  /** There may be another value. Followers are told once for all that happens in one go, and not at all where it comes to the same. */
  look(): void {
    this.#isStale = true;
    if (this.#isDue) return;
    this.#isDue = true;
    const waitMs = this.#toldAt + this.#everyMs - performance.now();
    // No animation frame: hidden pages have none, and what they show is read by others too.
    if (waitMs <= 0) queueMicrotask(this.#tell);
    else setTimeout(this.#tell, waitMs);
  }

  /** Calls `listener` after every change, until `signal` is aborted. */
  subscribe(listener: () => void, { signal }: { signal: AbortSignal }): void {
    this.#followers.addEventListener('change', listener, { signal });
  }

  readonly #tell = (): void => {
    this.#isDue = false;
    if (this.value === this.#told) return;
    this.#told = this.value;
    this.#toldAt = performance.now();
    this.#followers.dispatchEvent(new Event('change'));
  };
}

/** Whether two values say the same: plain objects and arrays by what is in them, all else by identity. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => isSame(each, other[index]));
  }
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && isSame(one[key], other[key]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
