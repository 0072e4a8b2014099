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
  const texts = Promise.resolve().then(deleteTexts);
  await all([deleteModels(), deleteCaches(), texts, indexedDbStore.change(null, () => ({ delete: ALL_KEYS }))]);
}

/** In a frame that may keep nothing the browser throws. */
function deleteTexts(): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) if (name.startsWith(OURS)) storage.removeItem(name);
  }
}

async function deleteModels(): Promise<void> {
  await all((await listModels()).map(({ model }) => deleteModel(model)));
}

async function deleteCaches(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const ours = (await caches.keys()).filter((name) => name.startsWith(OURS));
  await all(ours.map((name) => caches.delete(name)));
}

/** Does all of it. Rejects where one of them does, once the others are done. */
async function all(deleting: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(deleting)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
