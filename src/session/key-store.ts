/** What is kept on this device, by key: IndexedDB, or what a test has in its place. */
import { createStore, promisifyRequest } from 'idb-keyval';

/** In IndexedDB's order: numbers before texts before lists, a list before those that it begins. */
export type Key = string | readonly (string | number)[];
/** Keys from `from` to `to`, both included. */
export type KeySpan = { readonly from: Key; readonly to: Key };
export type Kept = readonly [key: Key, value: unknown];
/** What goes, then what comes. */
export type Change = { readonly delete?: readonly KeySpan[]; readonly put?: readonly Kept[] };

/** Rejects where nothing can be read, or nothing be kept: private windows, full disks, damaged profiles. */
export type KeyStore = {
  /** What is kept there, in the order of the keys. */
  read(span: KeySpan): Promise<readonly Kept[]>;
  /**
   * Reads what is kept there (nothing where `span` is null) and changes what `decide` says, in one transaction: no other tab comes between
   * the two, and either all of it is kept or nothing.
   */
  change(span: KeySpan | null, decide: (kept: readonly Kept[]) => Change): Promise<void>;
};

/** This key alone. */
export function only(key: Key): KeySpan {
  return { from: key, to: key };
}

/** Every key that begins with this one. */
export function under(...start: readonly (string | number)[]): KeySpan {
  return { from: start, to: [...start, AFTER_ALL] };
}

/** Greater than any text that Parley has in its keys: they are names and ids. */
const AFTER_ALL = '\uffff';

/** The store of idb-keyval that `get` and `set` use too. Opened when it is first used, and again after it could not be opened. */
const useStore = createStore('keyval-store', 'keyval');

/** In a frame without an origin of its own (`sandbox`) the browser throws, in place of rejecting. */
export const indexedDbStore: KeyStore = {
  read: async (span) => useStore('readonly', (store) => keptIn(store, span)),
  change: async (span, decide) =>
    useStore('readwrite', async (store) => {
      const change = decide(span === null ? [] : await keptIn(store, span));
      for (const gone of change.delete ?? []) store.delete(rangeOf(gone));
      for (const [key, value] of change.put ?? []) store.put(value, key as IDBValidKey);
      await promisifyRequest(store.transaction);
    }),
};

async function keptIn(store: IDBObjectStore, span: KeySpan): Promise<readonly Kept[]> {
  const range = rangeOf(span);
  const [keys, values] = await Promise.all([
    promisifyRequest(store.getAllKeys(range)),
    promisifyRequest<unknown[]>(store.getAll(range)),
  ]);
  return keys.map((key, index): Kept => [key as Key, values[index]]);
}

function rangeOf({ from, to }: KeySpan): IDBKeyRange {
  return IDBKeyRange.bound(from, to);
}
