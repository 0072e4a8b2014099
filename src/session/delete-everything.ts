/** Deletes whatever Parley keeps on this device, and nothing of others at the same origin. */
import { deleteModel, listModels } from '../store/shelf.ts';
import { indexedDbStore, type KeySpan } from './key-store.ts';

/** Names of keys, of the browser's texts and of caches begin so; of lists of keys the first part does. */
const OURS = 'parley-';
const ALL_KEYS: readonly KeySpan[] = [
  { from: OURS, to: `${OURS}\uffff` },
  { from: [OURS], to: [`${OURS}\uffff`] },
];

/** Models, conversations, settings, what was found out, and the copy of the app itself. Rejects where one of them can't be deleted; the rest is. */
export async function deleteEverything(): Promise<void> {
  const deleted = await Promise.allSettled([
    deleteModels(),
    deleteCaches(),
    indexedDbStore.change(null, () => ({ delete: ALL_KEYS })),
  ]);
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) if (name.startsWith(OURS)) storage.removeItem(name);
  }
  const failed = deleted.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function deleteModels(): Promise<void> {
  for (const { model } of await listModels()) await deleteModel(model);
}

async function deleteCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith(OURS)) await caches.delete(name);
}
