/** A folder on the user's own disk as a way to carry models to a machine that can't reach the hub. For the page. */
import { startWorker } from '../own-files.ts';
import { ParleyError } from '../protocol/errors.ts';
import { sharedStore } from './store-root.ts';
import type { FolderJob, FolderOutcome, FolderReport } from './folder-messages.ts';

type Picker = (options: { id: string; mode: 'read' | 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

/** Asks the user for a folder; undefined where the browser can't. The promise is null when the user chooses none. */
export function folderPicker(): ((mode: 'read' | 'readwrite') => Promise<FileSystemDirectoryHandle | null>) | undefined {
  const pick = (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;
  return pick && ((mode) => pick({ id: 'parley-models', mode }).catch(unlessDeclined));
}

/**
 * Copies every complete model of the store into the folder, or every model in the folder into the store. What is there already is left
 * alone, so a copy that was stopped goes on with the next file. Rejects with a ParleyError that names the file, or when `signal` aborts.
 */
export function copyModels(
  job: FolderJob,
  progress: (report: Extract<FolderReport, { kind: 'progress' }>) => void,
  signal: AbortSignal,
): Promise<FolderOutcome> {
  const worker = startWorker('store');
  const copied = new Promise<FolderOutcome>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FolderReport>) => {
      if (data.kind === 'progress') progress(data);
      else if (data.kind === 'done') resolve(data);
      else {
        const { reason, message, advice } = data.error;
        reject(new ParleyError(reason, message, advice === undefined ? {} : { advice }));
      }
    };
    worker.onerror = ({ message }) => {
      reject(new ParleyError('worker-died', message || 'The worker that copies files could not be started.'));
    };
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  const store = sharedStore();
  worker.postMessage({ ...job, ...(store ? { store } : {}) } satisfies FolderJob);
  return copied.finally(() => {
    worker.terminate();
  });
}

function unlessDeclined(error: unknown): null {
  if (error instanceof DOMException && error.name === 'AbortError') return null;
  throw error;
}
