/** Conversations that clients can go on with, by the names that they were given. */
import { isObject, readJson } from '../../tools/json.ts';
import { FORGET_CHANNEL, type Forgotten } from '../../session/memory.ts';
import type { Line } from '../neutral.ts';

/** As long as the real service keeps them, ms. */
const KEPT_MS = 2 * 60 * 60 * 1000;
/** The newest stay. A conversation has a new name after each turn. */
const MOST = 100;
/** So many outlive the page, or fewer, characters together: a client that is cut off by a reload has the newest, or the one before. */
const MOST_STORED = 4;
const LONGEST_STORED = 1_000_000;

const KEY = 'parley-live-kept';

type Kept = { readonly lines: readonly Line[]; readonly at: number };

/** What of a browser's storage is needed here. */
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where every page of this origin hears that conversations are forgotten (../../session/memory.ts). */
export type ForgetChannel = Pick<BroadcastChannel, 'onmessage' | 'close'>;

/**
 * Kept as long as the page is there, and the newest over a reload of its tab: `storage` is the tab's own, null where there is none. All of them are forgotten
 * when all conversations are, in whatever tab.
 */
export class KeptLines {
  readonly #storage: KeptStorage | null;
  readonly #channel: ForgetChannel;
  readonly #kept: Map<string, Kept>;
  /** Is called when all of it was forgotten. */
  forgotten: () => void = () => undefined;

  constructor(storage: KeptStorage | null = storageOfTab(), channel: ForgetChannel = new BroadcastChannel(FORGET_CHANNEL)) {
    this.#storage = storage;
    this.#channel = channel;
    this.#kept = new Map(read(storage));
    channel.onmessage = ({ data }: MessageEvent<Forgotten>) => {
      if (data.forgotten === null) this.#forget();
    };
  }

  dispose(): void {
    this.#channel.close();
  }

  keep(name: string, lines: readonly Line[]): void {
    this.#kept.set(name, { lines: [...lines], at: Date.now() });
    for (const [oldest] of [...this.#kept].slice(0, -MOST)) this.#kept.delete(oldest);
    this.#store();
  }

  /** Null where there is none, or none any more. */
  of(name: string): readonly Line[] | null {
    const kept = this.#kept.get(name);
    return kept && Date.now() - kept.at < KEPT_MS ? kept.lines : null;
  }

  #forget(): void {
    this.#kept.clear();
    this.#storage?.removeItem(KEY);
    this.forgotten();
  }

  #store(): void {
    for (let most = MOST_STORED; most > 0; most -= 1) {
      const text = JSON.stringify([...this.#kept].slice(-most));
      if (text.length > LONGEST_STORED) continue;
      try {
        this.#storage?.setItem(KEY, text);
      } catch {
        // It is full, or not to be written to: nothing outlives the page then.
      }
      return;
    }
  }
}

/** Null in a frame that may keep nothing. */
function storageOfTab(): KeptStorage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

function read(storage: KeptStorage | null): [string, Kept][] {
  const stored = readJson(storage?.getItem(KEY) ?? '');
  return Array.isArray(stored) ? stored.filter(isEntry) : [];
}

function isEntry(value: unknown): value is [string, Kept] {
  if (!Array.isArray(value)) return false;
  const [name, kept] = value as unknown[];
  return typeof name === 'string' && isObject(kept) && typeof kept['at'] === 'number' && Array.isArray(kept['lines']);
}
