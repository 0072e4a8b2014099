/** A folder of models on the user's disk: `parley.json`, and each file at `<owner>/<name>@<revision>/<path>`. */
import { EMPTY_LIST, LIST_NAME, noList, parseList, type FolderList } from '../../src/store/folder-list.ts';

/** Bytes that need no more work, of all of them; `file` is the one in hand. */
export type CopyProgress = (file: string, doneBytes: number, totalBytes: number) => void;

/** The folder's list. Rejects with `bad-input` where there is none. */
export async function readList(folder: FileSystemDirectoryHandle): Promise<FolderList> {
  const file = await findFile(folder, LIST_NAME);
  if (!file) throw noList();
  return parseList(await file.text());
}

/** As `readList`, for a folder that may be new: one without a list has an empty one. */
export async function readListIfAny(folder: FileSystemDirectoryHandle): Promise<FolderList> {
  return (await findFile(folder, LIST_NAME)) ? readList(folder) : EMPTY_LIST;
}

export async function writeList(folder: FileSystemDirectoryHandle, list: FolderList): Promise<void> {
  const writable = await (await makeFile(folder, LIST_NAME)).createWritable();
  await writable.write(`${JSON.stringify(list, null, 2)}\n`);
  await writable.close();
}

/** A file below the folder, not read yet; null if there is none. */
export async function findFile(folder: FileSystemDirectoryHandle, path: string): Promise<File | null> {
  const [names, name] = split(path);
  try {
    let inner = folder;
    for (const each of names) inner = await inner.getDirectoryHandle(each);
    return await (await inner.getFileHandle(name)).getFile();
  } catch (error) {
    const isMissing = error instanceof DOMException && ['NotFoundError', 'TypeMismatchError'].includes(error.name);
    if (isMissing) return null;
    throw error;
  }
}

/** A file below the folder, made with the folders around it if there is none. */
export async function makeFile(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const [names, name] = split(path);
  let inner = folder;
  for (const each of names) inner = await inner.getDirectoryHandle(each, { create: true });
  return inner.getFileHandle(name, { create: true });
}

function split(path: string): [folders: string[], name: string] {
  const names = path.split('/');
  return [names.slice(0, -1), names.at(-1) ?? ''];
}
