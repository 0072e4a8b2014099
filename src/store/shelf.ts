/**
 * Where hub files lie on this device: the origin's private file system (`store-root.ts`), for the page and for workers.
 *
 * `models/<model>/<file>.data` holds the bytes, `<file>.record` what is known of them; names are URI-encoded, since a path has slashes.
 */
import { ParleyError } from '../protocol/errors.ts';
import type { FileRecord } from './answers.ts';
import { storeRoot } from './store-root.ts';

const ROOT = 'models';
const DATA = '.data';
const RECORD = '.record';

export type StoredFile = {
  path: string;
  /** Bytes on this device, and of the whole file (0 while unknown). */
  storedBytes: number;
  bytes: number;
  isComplete: boolean;
  /** ms since 1970. */
  usedAt: number;
};

export type StoredModel = {
  /** As `modelKey` names it. */
  model: string;
  storedBytes: number;
  /** When a file of it was last asked for, ms since 1970. */
  usedAt: number;
  files: StoredFile[];
};

/** Names of every model of which something is kept. */
export async function modelKeys(): Promise<string[]> {
  const root = await open(ROOT, false);
  const keys: string[] = [];
  for await (const [name, handle] of root?.entries() ?? []) {
    const key = handle.kind === 'directory' ? decoded(name) : null;
    if (key !== null) keys.push(key);
  }
  return keys;
}

/** Every model of which something is kept, with its files, the last used first. */
export async function listModels(): Promise<StoredModel[]> {
  const models: StoredModel[] = [];
  for (const model of await modelKeys()) {
    const files = await listFiles(model);
    if (files.length === 0) continue;
    const storedBytes = files.reduce((sum, file) => sum + file.storedBytes, 0);
    models.push({ model, storedBytes, usedAt: Math.max(...files.map(({ usedAt }) => usedAt)), files });
  }
  return models.sort((one, other) => other.usedAt - one.usedAt);
}

/** Bytes of everything that is kept, half-fetched files included. */
export async function storedBytes(): Promise<number> {
  return (await listModels()).reduce((sum, model) => sum + model.storedBytes, 0);
}

/** Deletes every file of a model. Rejects with `model-busy` while a tab fetches one of them. */
export function deleteModel(model: string): Promise<void> {
  return navigator.locks.request(modelLock(model), { ifAvailable: true }, async (lock) => {
    if (!lock) {
      throw new ParleyError('model-busy', `${model} is being fetched at the moment.`, {
        advice: 'Wait until it is here, or close the other tabs of this app, then delete it.',
      });
    }
    const root = await open(ROOT, false);
    await root?.removeEntry(encodeURIComponent(model), { recursive: true }).catch(unlessMissing);
  });
}

/** Held shared by whoever works on files of the model, exclusively to delete it. */
export function modelLock(model: string): string {
  return `parley-store ${model}`;
}

/** Held by the one who fetches the file; the others wait for it. */
export function fileLock(model: string, path: string): string {
  return `${modelLock(model)} ${path}`;
}

/** What is known of a file; null if nothing is, or if a crash left it unreadable. */
export async function readRecord(model: string, path: string): Promise<FileRecord | null> {
  const folder = await openModel(model, false);
  return folder ? parseRecord(folder, encodeURIComponent(path) + RECORD) : null;
}

/** Replaces what is known of a file, in one step. */
export async function writeRecord(model: string, record: FileRecord): Promise<void> {
  const folder = await openModel(model, true);
  const handle = await folder?.getFileHandle(encodeURIComponent(record.path) + RECORD, { create: true });
  const writable = await handle?.createWritable();
  await writable?.write(JSON.stringify(record));
  await writable?.close();
}

/** The bytes of a file as they lie on the disk, not read yet; null if there are none. */
export async function readData(model: string, path: string): Promise<File | null> {
  const folder = await openModel(model, false);
  const handle = await folder?.getFileHandle(encodeURIComponent(path) + DATA).catch(unlessMissing);
  return (await handle?.getFile()) ?? null;
}

/** The file that the bytes are written to, made if there is none. */
export async function openData(model: string, path: string): Promise<FileSystemFileHandle> {
  const folder = await openModel(model, true);
  if (!folder) throw new Error('unreachable: the folder was just made');
  return folder.getFileHandle(encodeURIComponent(path) + DATA, { create: true });
}

/** Forgets a file, bytes and all. */
export async function discard(model: string, path: string): Promise<void> {
  const folder = await openModel(model, false);
  for (const suffix of [RECORD, DATA]) await folder?.removeEntry(encodeURIComponent(path) + suffix).catch(unlessMissing);
}

/** What is known of every file of a model, of those too that its host does not have; by path. */
export async function readRecords(model: string): Promise<FileRecord[]> {
  const folder = await openModel(model, false);
  const records: FileRecord[] = [];
  for await (const name of folder?.keys() ?? []) {
    const record = folder && name.endsWith(RECORD) ? await parseRecord(folder, name) : null;
    if (record) records.push(record);
  }
  return records.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function listFiles(model: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { path, bytes, state, usedAt } of await readRecords(model)) {
    if (state === 'absent') continue;
    const storedBytes = (await readData(model, path))?.size ?? 0;
    files.push({ path, storedBytes, bytes, isComplete: state === 'complete', usedAt });
  }
  return files;
}

async function parseRecord(folder: FileSystemDirectoryHandle, name: string): Promise<FileRecord | null> {
  const handle = await folder.getFileHandle(name).catch(unlessMissing);
  if (!handle) return null;
  try {
    return JSON.parse(await (await handle.getFile()).text()) as FileRecord;
  } catch {
    return null;
  }
}

async function openModel(model: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  const root = await open(ROOT, create);
  return root?.getDirectoryHandle(encodeURIComponent(model), { create }).catch(unlessMissing);
}

async function open(name: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  return (await storeRoot()).getDirectoryHandle(name, { create }).catch(unlessMissing);
}

/** Null for what this app has not named. */
function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  return undefined;
}
