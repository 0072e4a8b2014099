/**
 * What the browser keeps for the site. A page that came by plain http has no `navigator.storage`, and a frame without an origin of its own (`sandbox`) may
 * keep nothing: the browser throws there at once, in place of rejecting.
 */
import * as idb from 'idb-keyval';

/** Rejects where nothing can be read. */
export async function get<Value>(key: string): Promise<Value | undefined> {
  return idb.get<Value>(key);
}

/** Rejects where nothing can be kept. */
export async function set(key: string, value: unknown): Promise<void> {
  await idb.set(key, value);
}

/** Rejects where nothing can be read or kept. */
export async function update<Value>(key: string, change: (before: Value | undefined) => Value): Promise<void> {
  await idb.update(key, change);
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
