/** What the page and the store's worker say to each other, as types only. One job in a worker's life. */
import type { ErrorData } from '../protocol/errors.ts';

/** `store`: as `ModelOrigin` has it. */
export type FolderJob = { kind: 'export' | 'import'; folder: FileSystemDirectoryHandle; store?: FileSystemDirectoryHandle };

/** `taken`: files that were copied, `present`: those that were there already. */
export type FolderOutcome = { taken: number; present: number };

export type FolderReport =
  /** Bytes that need no more work, of all; the file in hand. */
  | { kind: 'progress'; file: string; doneBytes: number; totalBytes: number }
  | ({ kind: 'done' } & FolderOutcome)
  | { kind: 'failed'; error: ErrorData };
