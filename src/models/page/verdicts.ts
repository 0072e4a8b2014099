/** What came of trying models out on this device, kept so that a next start neither tests again nor tries in vain. */
import { get, set } from 'idb-keyval';
import { rungKey, type Rung, type Verdict } from '../ladder.ts';

const KEY = 'parley-verdicts';
const VERSION = 1;

/** `device`: the browser with its version, and the GPU. What was found on another one counts for nothing. */
type Stored = { version: number; device: string; verdicts: Record<string, Verdict> };

export class Verdicts {
  #device = '';
  #kept: Record<string, Verdict> = {};
  /** Of this visit alone. */
  readonly #passing = new Map<string, Verdict>();

  /** Reads what is known of this device. Never rejects: what can't be read is found out again. */
  async read(device: string): Promise<void> {
    this.#device = device;
    const stored: unknown = await get(KEY).catch(() => undefined);
    this.#kept = isStored(stored) && stored.device === device ? stored.verdicts : {};
  }

  of(rung: Rung): Verdict | undefined {
    const key = rungKey(rung);
    return this.#passing.get(key) ?? this.#kept[key];
  }

  /** Knows it from now on, and with `keep` also at the next start. */
  note(rung: Rung, verdict: Verdict, { keep }: { keep: boolean }): void {
    const key = rungKey(rung);
    if (!keep) {
      this.#passing.set(key, verdict);
      return;
    }
    this.#passing.delete(key);
    this.#kept = { ...this.#kept, [key]: verdict };
    void this.#keep();
  }

  /** Everything is to be tried again. */
  forget(): void {
    this.#passing.clear();
    this.#kept = {};
    void this.#keep();
  }

  async #keep(): Promise<void> {
    const stored: Stored = { version: VERSION, device: this.#device, verdicts: this.#kept };
    // Without IndexedDB it is known for as long as the tab is open.
    await set(KEY, stored).catch(() => undefined);
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { version, device, verdicts } = value as { [name in keyof Stored]?: unknown };
  if (version !== VERSION || typeof device !== 'string' || typeof verdicts !== 'object' || verdicts === null) return false;
  return Object.values(verdicts).every(isVerdict);
}

function isVerdict(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { works, why, realTimeFactor } = value as Record<string, unknown>;
  return works === true ? typeof realTimeFactor === 'number' : works === false && typeof why === 'string';
}
