/** A page with the model store and nothing else: `await window.store.obtain({ … })` in a worker, the management functions here. */
import { deleteModel, fileLock, listModels, storedBytes } from '../../../src/store/shelf.ts';
import type { Order, Outcome, StoreMessage } from './store-messages.ts';

declare global {
  interface Window {
    store: StoreBench;
  }
}

class StoreBench {
  readonly listModels = listModels;
  readonly deleteModel = deleteModel;
  readonly storedBytes = storedBytes;
  /** Everything that was reported of a file, oldest first. */
  readonly progress: Record<string, { loadedBytes: number; totalBytes: number }[]> = {};
  readonly #worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #id = 0;

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<StoreMessage>) => {
      if (data.kind === 'outcome') this.#waiting.get(data.id)?.(data.outcome);
      else (this.progress[data.path] ??= []).push(data);
    };
  }

  obtain(order: Omit<Order, 'id'>): Promise<Outcome> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, ...order } satisfies Order);
    });
  }

  /** Bytes reported last. */
  loaded(path: string): number {
    return this.progress[path]?.at(-1)?.loadedBytes ?? 0;
  }

  /** Whether somebody waits for another tab to fetch this file. */
  async isAwaited(model: string, path: string): Promise<boolean> {
    const { pending } = await navigator.locks.query();
    return (pending ?? []).some(({ name }) => name === fileLock(model, path));
  }
}

window.store = new StoreBench();
