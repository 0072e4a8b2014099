/** The conversation on disk, so that a reload goes on with it. */
import { get, set } from 'idb-keyval';
import type { Entry, History } from '../turn/history.ts';

const KEY = 'parley-conversation';
/** Where a store that could not be read is put aside, rather than lost. */
const DAMAGED_KEY = 'parley-conversation-damaged';
const VERSION = 1;

type Stored = { version: number; entries: Entry[] };

/** IndexedDB, or what a test has in its place. */
export type KeyStore = { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> };

/** Keeps whatever a conversation's history becomes. */
export class Memory {
  readonly #store: KeyStore;
  /** Null until the last conversation was read: it must not be overwritten before, nor if it can't be. */
  #kept: History | null = null;

  /** Resolves when the last conversation is known. Never rejects. */
  readonly recalled: Promise<void>;

  /** `goOn` gets the last conversation, soon, if there can be one. */
  constructor(goOn: (history: History) => void, store: KeyStore = { get, set }) {
    this.#store = store;
    this.recalled = this.#recall().then((history) => {
      if (history === null) return;
      this.#kept = history;
      goOn(history);
    });
  }

  /** Keeps the history if it is not the one that is kept. */
  look(history: History): void {
    if (this.#kept === null || history === this.#kept) return;
    this.#kept = history;
    void this.#remember(history);
  }

  /** The last conversation: empty when there is none or it is damaged (it is then set aside), null when nothing can be read or set aside. */
  async #recall(): Promise<History | null> {
    try {
      const stored = await this.#store.get(KEY);
      if (stored === undefined) return [];
      if (isStored(stored)) return stored.entries;
      await this.#store.set(DAMAGED_KEY, stored);
      return [];
    } catch {
      // No IndexedDB here (private window, full disk): the conversation lives as long as the tab.
      return null;
    }
  }

  /** Keeps the conversation. Pictures stay in the tab. Never rejects: a full disk must not stop a conversation. */
  async #remember(history: History): Promise<void> {
    const entries = history.map((entry): Entry => {
      if (entry.role === 'assistant') return entry;
      return { role: 'user', text: entry.text, turn: entry.turn };
    });
    try {
      await this.#store.set(KEY, { version: VERSION, entries } satisfies Stored);
    } catch {
      // As above.
    }
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { version, entries } = value as Partial<Stored>;
  return version === VERSION && Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { role, text, turn, interrupted } = value as Record<string, unknown>;
  const common = typeof text === 'string' && Number.isInteger(turn);
  return common && (role === 'user' || (role === 'assistant' && typeof interrupted === 'boolean'));
}
