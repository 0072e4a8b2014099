/** Copies what is complete in the store into a folder of the user's, with the sums by which another machine can check it. */
import { createSHA256 } from 'hash-wasm';
import type { FileRecord } from '../../src/store/answers.ts';
import { withModel, type FolderList, type ListedFile, type ListedModel } from '../../src/store/folder-list.ts';
import type { FolderOutcome } from '../../src/store/folder-messages.ts';
import { listModels, modelLock, readData, readRecords } from '../../src/store/shelf.ts';
import { damaged, noRoomInFolder } from './failures.ts';
import { findFile, makeFile, readListIfAny, writeList, type CopyProgress } from './folder.ts';

/** Rejects with a ParleyError that names the file. What was copied before stays, and is listed. */
export async function exportModels(folder: FileSystemDirectoryHandle, progress: CopyProgress): Promise<FolderOutcome> {
  let list = await readListIfAny(folder);
  const models = (await listModels()).map(({ model, files }) => ({ model, files: files.filter(({ isComplete }) => isComplete) }));
  const totalBytes = models.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  const outcome = { taken: 0, present: 0 };
  let doneBytes = 0;
  for (const { model } of models) {
    // Nobody may delete it meanwhile.
    await navigator.locks.request(modelLock(model), { mode: 'shared' }, async () => {
      const records = await readRecords(model);
      const absent = records.filter(({ state }) => state === 'absent').map(({ path }) => path);
      const files: ListedFile[] = [];
      for (const record of records.filter(({ state }) => state === 'complete')) {
        const name = `${model}/${record.path}`;
        const before = listedAs(list, model, record.path);
        if (before && before.sha256 === record.sha256 && (await findFile(folder, name))?.size === before.bytes) {
          outcome.present += 1;
          files.push(before);
        } else {
          const sha256 = await copy(model, record, folder, (bytes) => {
            progress(name, doneBytes + bytes, totalBytes);
          });
          outcome.taken += 1;
          files.push({ path: record.path, bytes: record.bytes, sha256 });
        }
        doneBytes += record.bytes;
        progress(name, doneBytes, totalBytes);
        // After each file, so that a copy that is stopped can be gone on with.
        list = withModel(list, merged(list, { model, files, absent }));
        await writeList(folder, list);
      }
    });
  }
  return outcome;
}

/** Copies one file and returns its SHA-256. No byte is left in the folder of one that could not be copied whole. */
async function copy(
  model: string,
  record: FileRecord,
  folder: FileSystemDirectoryHandle,
  progress: (bytes: number) => void,
): Promise<string> {
  const name = `${model}/${record.path}`;
  const source = await readData(model, record.path);
  if (source?.size !== record.bytes) throw damaged(model, record.path);
  const hasher = (await createSHA256()).init();
  // The browser writes beside the file and puts it in place when it is closed.
  const writable = await (await makeFile(folder, name)).createWritable();
  try {
    let bytes = 0;
    for await (const chunk of source.stream()) {
      hasher.update(chunk);
      await writable.write(chunk);
      bytes += chunk.byteLength;
      progress(bytes);
    }
    const sha256 = hasher.digest();
    if (record.sha256 !== undefined && record.sha256 !== sha256) throw damaged(model, record.path);
    await writable.close();
    return sha256;
  } catch (error) {
    await writable.abort().catch(() => undefined);
    if (error instanceof Error && error.name === 'QuotaExceededError') throw noRoomInFolder(name);
    throw error;
  }
}

function listedAs(list: FolderList, model: string, path: string): ListedFile | undefined {
  return list.models.find((each) => each.model === model)?.files.find((file) => file.path === path);
}

/** What the folder has of the model from an earlier copy stays listed. */
function merged(list: FolderList, { model, files, absent }: ListedModel): ListedModel {
  const before = list.models.find((each) => each.model === model)?.files ?? [];
  const others = before.filter(({ path }) => !files.some((file) => file.path === path));
  return { model, files: [...others, ...files], absent };
}
