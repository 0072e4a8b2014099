/** The store's own worker: copies models between this device's store and a folder of the user's. One job, then it is ended. */
import { toErrorData } from '../src/protocol/errors.ts';
import type { FolderJob, FolderReport } from '../src/store/folder-messages.ts';
import { useSharedStore } from '../src/store/store-root.ts';
import { exportModels } from './store/export-models.ts';
import { importModels } from './store/import-models.ts';

self.onmessage = ({ data: { kind, folder, store } }: MessageEvent<FolderJob>) => {
  if (store) useSharedStore(store);
  const report = (message: FolderReport) => {
    self.postMessage(message);
  };
  const progress = (file: string, doneBytes: number, totalBytes: number) => {
    report({ kind: 'progress', file, doneBytes, totalBytes });
  };
  (kind === 'export' ? exportModels : importModels)(folder, progress).then(
    (outcome) => {
      report({ kind: 'done', ...outcome });
    },
    (error: unknown) => {
      report({ kind: 'failed', error: toErrorData(error) });
    },
  );
};
