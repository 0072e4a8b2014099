/** A page with the model store and nothing else: `await window.store.obtain({ … })` in a worker, the management functions here. */
import { toErrorData } from '../../../src/protocol/errors.ts';
import type { FolderReport } from '../../../src/store/folder-messages.ts';
import { copyModels } from '../../../src/store/model-folder.ts';
import { deleteModel, fileLock, listModels, openData, storedBytes } from '../../../src/store/shelf.ts';
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

  /** Exports to a folder, or imports from it, and says how that ended. The folder is one of the browser's own, in place of a picked one. */
  async copy(kind: 'export' | 'import'): Promise<FolderReport> {
    try {
      const outcome = await copyModels({ kind, folder: await carriedFolder() }, () => undefined, new AbortController().signal);
      return { ...outcome, kind: 'done' };
    } catch (error) {
      return { kind: 'failed', error: toErrorData(error) };
    }
  }

  /** What the folder has under this name, as text; null without one. */
  async carried(path: string): Promise<string | null> {
    const file = await carriedFile(path).then(
      (handle) => handle.getFile(),
      () => null,
    );
    return file?.text() ?? null;
  }

  /** Puts files into the folder, text by path. */
  async carry(files: Record<string, string>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const writable = await (await carriedFile(path, true)).createWritable();
      await writable.write(text);
      await writable.close();
    }
  }

  /** Takes a file out of the folder, or a folder with all that is in it. */
  async forgetCarried(name: string): Promise<void> {
    await (await carriedFolder()).removeEntry(name, { recursive: true });
  }

  /** Changes a byte of a file in the folder. */
  async spoil(path: string, at: number): Promise<void> {
    await spoil(await carriedFile(path), at);
  }

  /** Changes a byte of a file in the store. */
  async spoilStored(model: string, path: string, at: number): Promise<void> {
    await spoil(await openData(model, path), at);
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

async function carriedFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle('carried', { create: true });
}

async function carriedFile(path: string, create = false): Promise<FileSystemFileHandle> {
  const names = path.split('/');
  let folder = await carriedFolder();
  for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create });
  return folder.getFileHandle(names.at(-1) ?? '', { create });
}

async function spoil(handle: FileSystemFileHandle, at: number): Promise<void> {
  const byte = new Uint8Array(await (await handle.getFile()).slice(at, at + 1).arrayBuffer());
  const writable = await handle.createWritable({ keepExistingData: true });
  await writable.write({ type: 'write', position: at, data: byte.map((value) => value ^ 1) });
  await writable.close();
}

window.store = new StoreBench();
