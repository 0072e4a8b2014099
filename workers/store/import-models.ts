/** Takes models from a folder of the user's into the store: every byte is hashed on its way, and a wrong file is never kept. */
import { createSHA256 } from 'hash-wasm';
import { isFatal } from '../../src/models/files.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import type { FileRecord } from '../../src/store/answers.ts';
import type { FolderOutcome } from '../../src/store/folder-messages.ts';
import type { KnownFile } from '../../src/store/recognise.ts';
import { discard, fileLock, modelLock, readData, readRecord, writeRecord } from '../../src/store/shelf.ts';
import { noRoom, notAsListed } from './failures.ts';
import { findFile, type CopyProgress } from './folder.ts';
import { PartialFile } from './partial-file.ts';
import { sourcesIn } from './sources.ts';

const WRONG_SUM = 'has another SHA-256 than it should have';

/** Rejects with a ParleyError; for files that are not as listed after all the others were taken, naming each. */
export async function importModels(folder: FileSystemDirectoryHandle, progress: CopyProgress): Promise<FolderOutcome> {
  const { models, refused } = await sourcesIn(folder);
  const totalBytes = models.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  const outcome = { taken: 0, present: 0 };
  let doneBytes = 0;
  for (const { model, at, files, absent } of models) {
    for (const listed of files) {
      const name = at === '' ? listed.path : `${at}/${listed.path}`;
      const report = (bytes: number) => {
        progress(name, doneBytes + bytes, totalBytes);
      };
      if (await isHere(model, listed)) outcome.present += 1;
      else {
        const source = await findFile(folder, name);
        const problem = await withFile(model, listed.path, () => take(model, listed, source, report));
        if (problem === null) outcome.taken += 1;
        else refused.push(`${name} ${problem}`);
      }
      doneBytes += listed.bytes;
      report(0);
    }
    // What is known to be absent is not asked for again; what a model can't do without may yet be had.
    for (const path of absent) {
      if (!isFatal(path) && !(await readRecord(model, path))) await writeRecord(model, { ...freshRecord(path), state: 'absent' });
    }
  }
  if (refused.length > 0) throw notAsListed(refused, outcome.taken + outcome.present);
  return outcome;
}

/** Runs while nobody else fetches or deletes the file. Rejects with `model-busy` if somebody does. */
async function withFile<Result>(model: string, path: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(modelLock(model), { mode: 'shared' }, () =>
    navigator.locks.request(fileLock(model, path), { ifAvailable: true }, (lock) => {
      if (lock) return work();
      throw busy(model);
    }),
  );
}

function busy(model: string): ParleyError {
  return new ParleyError('model-busy', `${model} is being fetched at the moment.`, {
    advice: 'Pause the download, or close the other tabs of this app, then import again.',
  });
}

/**
 * Copies one file. Returns what is wrong with it, null if nothing is; what is wrong does not stay. What is here of the file already, maybe
 * hours of a download, gives way only to a file that was read to its end and is right, so far as that can be known.
 */
async function take(
  model: string,
  { path, bytes, sha256 }: KnownFile,
  source: File | null,
  progress: (bytes: number) => void,
): Promise<string | null> {
  if (!source) return 'is missing';
  if (source.size !== bytes) return `has ${String(source.size)} bytes in place of ${String(bytes)}`;
  const isBegun = ((await readData(model, path))?.size ?? 0) > 0;
  if (isBegun) {
    const onHub = sha256 === undefined ? ((await readRecord(model, path))?.bytes ?? 0) : 0;
    if (onHub > 0 && onHub !== bytes) return `has ${String(bytes)} bytes in place of the hub’s ${String(onHub)}`;
    if (sha256 !== undefined && (await sha256Of(source)) !== sha256) return WRONG_SUM;
  }
  const file = await PartialFile.open(model, path);
  if (!file) throw busy(model);
  let isWhole = false;
  let isUntouched = isBegun;
  try {
    const free = file.roomFor(bytes);
    if (free < bytes) throw noRoom(path, bytes, free);
    isUntouched = false;
    await writeRecord(model, freshRecord(path));
    file.clear();
    for await (const chunk of source.stream()) {
      file.append(chunk);
      progress(file.bytes);
    }
    isWhole = file.bytes === bytes && (sha256 === undefined || file.sha256() === sha256);
  } catch (error) {
    throw error instanceof Error && error.name === 'QuotaExceededError' ? noRoom(path, bytes - file.bytes, 0) : error;
  } finally {
    file.close();
    if (!isWhole && !isUntouched) await discard(model, path);
  }
  if (!isWhole) return WRONG_SUM;
  await writeRecord(model, { ...freshRecord(path), bytes, sha256: file.sha256(), state: 'complete' });
  return null;
}

async function sha256Of(source: File): Promise<string> {
  const hasher = (await createSHA256()).init();
  for await (const chunk of source.stream()) hasher.update(chunk);
  return hasher.digest();
}

/** What came whole from a hub is not replaced by a file of which nothing but the name is known. */
async function isHere(model: string, { path, bytes, sha256 }: KnownFile): Promise<boolean> {
  const record = await readRecord(model, path);
  if (record?.state !== 'complete' || (await readData(model, path))?.size !== record.bytes) return false;
  return sha256 === undefined || (record.bytes === bytes && (record.sha256 ?? sha256) === sha256);
}

/** Of no host: what is not whole can't be gone on with. */
function freshRecord(path: string): FileRecord {
  return { path, address: '', etag: '', bytes: 0, state: 'partial', usedAt: Date.now() };
}
