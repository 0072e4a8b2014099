/** The models in a folder of the user's: those of Parley's own list, or else copies of a hub's repositories. */
import { CATALOGUE } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { LIST_NAME } from '../../src/store/folder-list.ts';
import { folderNames, isPointer, MARKS, POINTER_BYTES, recognise, type KnownFile } from '../../src/store/recognise.ts';
import { findFile, readList } from './folder.ts';

/** Levels of folders below the chosen one that are looked into: `<owner>/<name>` has two. */
const LEVELS = 2;

export type Source = {
  /** `modelKey` of the hub model. */
  model: string;
  /** Of the folder with its files, inside the chosen one; '' for that itself. */
  at: string;
  files: readonly KnownFile[];
  /** As in a ListedModel. */
  absent: readonly string[];
};

export type Sources = {
  models: Source[];
  /** What is called like a model but is not whole, each with what it lacks. */
  refused: string[];
};

/** Rejects with a ParleyError where there is nothing to be taken, or a Git LFS pointer in place of a file that is. */
export async function sourcesIn(folder: FileSystemDirectoryHandle): Promise<Sources> {
  if (await findFile(folder, LIST_NAME)) {
    const { models } = await readList(folder);
    return { models: models.map((listed) => ({ ...listed, at: listed.model })), refused: [] };
  }
  const search = new Search();
  await search.look(folder, '', LEVELS);
  if (search.models.length + search.refused.length > 0) return search;
  // The size of a file tells no model where its place is taken by a pointer.
  await search.refusePointers();
  throw nothingKnown();
}

class Search implements Sources {
  readonly models: Source[] = [];
  readonly refused: string[] = [];
  readonly #unknown: FileSystemDirectoryHandle[] = [];

  /** Looks at a folder and at those below it, but not at those inside a model. */
  async look(folder: FileSystemDirectoryHandle, at: string, levels: number): Promise<void> {
    if ((await hasMark(folder)) && (await this.#recognise(folder, at))) return;
    if (levels === 0) return;
    for (const inner of await foldersIn(folder)) await this.look(inner, joined(at, inner.name), levels - 1);
  }

  /** Rejects if one of the folders that could be no model of ours has a pointer in it. */
  async refusePointers(): Promise<void> {
    for (const folder of this.#unknown) await refusePointers(folder, [...(await sizesIn(folder)).keys()]);
  }

  async #recognise(folder: FileSystemDirectoryHandle, at: string): Promise<boolean> {
    const recognised = recognise(folder.name, await sizesIn(folder), CATALOGUE);
    if (!recognised) {
      this.#unknown.push(folder);
      return false;
    }
    if (recognised.kind === 'incomplete') {
      this.refused.push(`${folder.name} lacks ${recognised.missing.join(' and ')}`);
      return true;
    }
    const { model, files, absent } = recognised;
    const paths = files.map(({ path }) => path);
    await refusePointers(folder, paths);
    this.models.push({ model, at, files, absent });
    return true;
  }
}

async function hasMark(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const found = await Promise.all(MARKS.map((name) => findFile(folder, name)));
  return found.some((file) => file !== null);
}

async function foldersIn(folder: FileSystemDirectoryHandle): Promise<FileSystemDirectoryHandle[]> {
  const folders: FileSystemDirectoryHandle[] = [];
  for await (const handle of folder.values()) {
    // What begins with a dot is of Git, or of the downloader.
    if (handle.kind === 'directory' && !handle.name.startsWith('.')) folders.push(handle);
  }
  return folders;
}

/** Bytes of each file of a repository's copy, by path; no engine asks for one that lies deeper than in a folder of its own. */
async function sizesIn(folder: FileSystemDirectoryHandle): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const [at, inner] of [['', folder] as const, ...(await foldersIn(folder)).map((each) => [each.name, each] as const)]) {
    for await (const handle of inner.values()) {
      if (handle.kind === 'file') sizes.set(joined(at, handle.name), (await handle.getFile()).size);
    }
  }
  return sizes;
}

async function refusePointers(folder: FileSystemDirectoryHandle, paths: readonly string[]): Promise<void> {
  const pointers: string[] = [];
  for (const path of paths) {
    const file = await findFile(folder, path);
    if (file && file.size < POINTER_BYTES && isPointer(await file.text())) pointers.push(path);
  }
  if (pointers.length > 0) throw lfsPointers(folder.name, pointers);
}

function joined(at: string, name: string): string {
  return at === '' ? name : `${at}/${name}`;
}

/** `paths`: files in `folder` in whose place there are notes. */
function lfsPointers(folder: string, paths: readonly string[]): ParleyError {
  const [first = '', ...others] = paths;
  const which = others.length === 0 ? `${first} is a Git LFS pointer` : `${first} and ${others.length} more are Git LFS pointers`;
  return new ParleyError('bad-input', `In ${folder}, ${which}: Git has left the bytes on the hub. Nothing was taken.`, {
    advice: 'Run `git lfs pull` in that folder, then import it again.',
  });
}

function nothingKnown(): ParleyError {
  const or = new Intl.ListFormat('en', { type: 'disjunction' });
  return new ParleyError('bad-input', 'In this folder there is no model that Parley knows.', {
    advice:
      `Looked for: ${LIST_NAME}, which an export has; or the copy of a repository of the hub, here or up to two folders deep, with ` +
      `${or.format(MARKS)} in it and called ${or.format(folderNames(CATALOGUE))}.`,
  });
}
