/** IndexedDB as it can be. */
import type { KeyStore } from '../../src/session/memory.ts';

/** A store in the memory, which refuses what it is told to refuse. */
export class FakeStore implements KeyStore {
  readonly kept: Map<string, unknown>;
  isUnreadable = false;
  isFull = false;

  constructor(kept: Record<string, unknown> = {}) {
    this.kept = new Map(Object.entries(kept));
  }

  get(key: string): Promise<unknown> {
    return this.isUnreadable ? Promise.reject(new DOMException('', 'UnknownError')) : Promise.resolve(this.kept.get(key));
  }

  set(key: string, value: unknown): Promise<void> {
    if (this.isFull) return Promise.reject(new DOMException('', 'QuotaExceededError'));
    this.kept.set(key, value);
    return Promise.resolve();
  }
}
