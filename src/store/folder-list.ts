/** `parley.json`: what lies in a folder of models on a disk, so that another machine can tell whether it came through whole. Pure. */
import { ParleyError } from '../protocol/errors.ts';

export const LIST_NAME = 'parley.json';

export type ListedFile = { path: string; bytes: number; sha256: string };

export type ListedModel = {
  /** `modelKey` of the hub model. */
  model: string;
  /** At `<model>/<path>` in the folder. */
  files: readonly ListedFile[];
  /** What engines ask for and the hub does not have: without a network nobody else could tell. */
  absent: readonly string[];
};

export type FolderList = { format: 'parley-models'; version: 1; models: readonly ListedModel[] };

export const EMPTY_LIST: FolderList = { format: 'parley-models', version: 1, models: [] };

/** Reads a list. Throws a ParleyError `bad-input` for what is none, and for names that lead out of the folder. */
export function parseList(text: string): FolderList {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw noList(error);
  }
  const { format, version, models } = (list ?? {}) as Partial<Record<keyof FolderList, unknown>>;
  if (format === EMPTY_LIST.format && version !== EMPTY_LIST.version) {
    throw new ParleyError('bad-input', `This folder was written by another version of Parley (${String(version)}).`, {
      advice: 'Load this page anew, or export the models again with this version.',
    });
  }
  if (format !== EMPTY_LIST.format || !Array.isArray(models) || !models.every(isModel)) throw noList();
  return { ...EMPTY_LIST, models };
}

/** The list with this model in it, in place of what it said of it before. */
export function withModel(list: FolderList, listed: ListedModel): FolderList {
  return { ...list, models: [...list.models.filter(({ model }) => model !== listed.model), listed] };
}

/** The error for a folder that Parley has not written. */
export function noList(cause?: unknown): ParleyError {
  return new ParleyError('bad-input', `This is no folder of models that Parley wrote: it has no ${LIST_NAME} that can be read.`, {
    advice: `Choose the folder that was exported to, the one with ${LIST_NAME} in it.`,
    cause,
  });
}

function isModel(value: unknown): value is ListedModel {
  if (typeof value !== 'object' || value === null) return false;
  const { model, files, absent } = value as Partial<Record<keyof ListedModel, unknown>>;
  const isNamed = isInside(model) && /^[^/]+\/[^/]+@[^/]+/.test(model);
  return isNamed && Array.isArray(files) && files.every(isFile) && Array.isArray(absent) && absent.every(isInside);
}

function isFile(value: unknown): value is ListedFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, bytes, sha256 } = value as Partial<Record<keyof ListedFile, unknown>>;
  const isSum = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  return isInside(path) && isSum && Number.isSafeInteger(bytes) && Number(bytes) >= 0;
}

/** Whether it names something below the folder. */
function isInside(path: unknown): path is string {
  return typeof path === 'string' && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
