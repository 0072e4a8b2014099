/** What the store's test page and its worker say to each other. */
import type { ErrorData } from '../../../src/protocol/errors.ts';
import type { Expected } from '../../../src/store/answers.ts';

export type Order = { id: number; model: string; path: string; address: string; expected?: Expected; waitsMs: number[] };

export type Outcome =
  { kind: 'there'; bytes: number; sha256: string } | { kind: 'absent' } | { kind: 'failed'; error: ErrorData };

export type StoreMessage =
  | { kind: 'progress'; id: number; path: string; loadedBytes: number; totalBytes: number }
  | { kind: 'outcome'; id: number; outcome: Outcome };
