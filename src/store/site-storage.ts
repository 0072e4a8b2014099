/**
 * What the browser keeps for the site. A page that came by plain http has no `navigator.storage`, and a frame without an origin of its own (`sandbox`) may
 * keep nothing: the browser throws there at once, in place of rejecting.
 */
import * as idb from 'idb-keyval';

/**
 * How long IndexedDB may take, ms. It takes 50, seconds on a machine that is busy with other work, and in a damaged profile for ever: models are not kept
 * from being chosen by that. Smaller: on a slow disk what is there counts as unreadable. Larger: the start waits for so much longer.
 */
const PATIENCE_MS = 10_000;

/** Rejects where nothing can be read. */
export async function get<Value>(key: string): Promise<Value | undefined> {
  return inTime(idb.get<Value>(key));
}

/** Rejects where nothing can be kept. */
export async function set(key: string, value: unknown): Promise<void> {
  await inTime(idb.set(key, value));
}

/** Rejects where nothing can be read or kept. */
export async function update<Value>(key: string, change: (before: Value | undefined) => Value): Promise<void> {
  await inTime(idb.update(key, change));
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException('IndexedDB does not answer.', 'TimeoutError'));
    }, PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks the browser to throw nothing away unasked. Never rejects: it decides by itself. */
export async function persist(): Promise<void> {
  try {
    await navigator.storage.persist();
  } catch {
    // It throws away what it wants to, as before.
  }
}

/** Whether it has promised that; null where that can't be known. Never rejects. */
export async function isPersistent(): Promise<boolean | null> {
  try {
    return await navigator.storage.persisted();
  } catch {
    return null;
  }
}

/** Never rejects: what can't be known is left out. */
export async function estimate(): Promise<StorageEstimate> {
  try {
    return await navigator.storage.estimate();
  } catch {
    return {};
  }
}
