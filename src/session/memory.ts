/** The conversation over visits: kept as it goes on, recalled after a reload, forgotten when the user says so. */
import { MAX_HISTORY_ENTRIES, type Entry, type History } from '../turn/history.ts';
import { claim, ifUnclaimed, thisTab, type Claim, type TabPlace } from './claim.ts';
import { indexedDbStore, type KeyStore } from './key-store.ts';
import { APP, KeptConversations } from './kept-conversations.ts';

/** Conversations kept for each purpose: as many as tabs were open at once, so few users have more than two. The last used stay. */
const MAX_CONVERSATIONS = 8;

export type MemoryEvents = {
  /**
   * The last conversation is known, soon, if there can be one: empty when there is none or it is damaged. False where something was said
   * before, so that it is too late to go on with it: what is said then comes after it on disk.
   */
  recalled: (history: History) => boolean;
  /** Another tab has forgotten this conversation, or all of them. */
  forgotten: () => void;
};

/** Where a memory lives: this browser and tab, or what a test has in their place. */
export type MemoryPlace = {
  readonly store: KeyStore;
  readonly tab: TabPlace;
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
};

/** The id of the conversation that a tab has forgotten; null for all. */
type Forgotten = { forgotten: string | null };

/** Keeps whatever a conversation's history becomes. No other tab has the same conversation. */
export class Memory {
  readonly #events: MemoryEvents;
  readonly #purpose: string;
  readonly #place: MemoryPlace;
  readonly #conversations: KeptConversations;
  #claim: Claim | null = null;
  /** Nothing is written before the last conversation was read, nor if it can't be. */
  #last: 'recalling' | 'read' | 'unreadable' = 'recalling';
  #history: History = [];
  /** The last entry that is on disk, and the number of the next. */
  #lastKept: Entry | undefined;
  #next = 0;
  #isForgetting = false;
  #isWriting = false;
  #isDisposed = false;

  /** Resolves when the last conversation is known, or can't be. Never rejects. */
  readonly recalled: Promise<void>;

  /** Pages of another `purpose` at the same origin have conversations of their own. */
  constructor(events: MemoryEvents, purpose = APP, place: MemoryPlace = thisBrowser()) {
    this.#events = events;
    this.#purpose = purpose;
    this.#place = place;
    this.#conversations = new KeptConversations(place.store, purpose);
    place.channel.onmessage = ({ data }: MessageEvent<Forgotten>) => {
      if (data.forgotten !== null && data.forgotten !== this.#claim?.id) return;
      this.#forgetHere();
      this.#events.forgotten();
    };
    this.recalled = this.#recall();
  }

  /** Keeps what the history has more than before. */
  look(history: History): void {
    this.#history = history;
    void this.#write();
  }

  /** Forgets the conversation, on disk too, and what is set aside of damaged ones. One that is only being recalled does not come any more. */
  forget(): void {
    this.#forgetHere();
    if (this.#claim) this.#tell(this.#claim.id);
  }

  /** Forgets every conversation of every purpose; the other tabs forget theirs. Never rejects. */
  async forgetAll(): Promise<void> {
    this.#forgetHere();
    try {
      await this.#conversations.removeAll();
    } catch {
      // As far as it goes: every tab tries for its own.
    }
    this.#tell(null);
  }

  /** Lets other tabs have the conversation, once all of it is kept. */
  dispose(): void {
    this.#isDisposed = true;
    this.#place.channel.close();
    void this.#write();
  }

  #forgetHere(): void {
    this.#history = [];
    this.#isForgetting = true;
    void this.#write();
  }

  #tell(forgotten: string | null): void {
    if (!this.#isDisposed) this.#place.channel.postMessage({ forgotten } satisfies Forgotten);
  }

  async #recall(): Promise<void> {
    try {
      this.#claim = await claim(this.#purpose, () => this.#conversations.ids(), this.#place.tab);
      const { history, next } = await this.#conversations.read(this.#claim.id);
      this.#next = next;
      this.#last = 'read';
      if (!this.#isForgetting && !this.#isDisposed) this.#goOn(history);
      void this.#removeOldest();
    } catch {
      // No IndexedDB here (private window, full disk): the conversation lives as long as the tab.
      this.#last = 'unreadable';
    }
    void this.#write();
  }

  #goOn(history: History): void {
    // Before it is told: whoever goes on with it comes back with it at once.
    const last = history.at(-1);
    this.#lastKept = last;
    const isTakenUp = this.#events.recalled(history);
    if (!isTakenUp && this.#lastKept === last) this.#lastKept = undefined;
  }

  /** Those that other tabs have stay. */
  async #removeOldest(): Promise<void> {
    try {
      const others = (await this.#conversations.ids()).filter((id) => id !== this.#claim?.id);
      for (const id of others.slice(MAX_CONVERSATIONS - 1)) {
        await ifUnclaimed(id, () => this.#conversations.remove(id), this.#place.tab);
      }
    } catch {
      // On the next visit, then.
    }
  }

  /** Writes until all is on disk, one thing after the other. Never rejects: a full disk must not stop a conversation. */
  async #write(): Promise<void> {
    if (this.#isWriting || this.#last === 'recalling') return;
    this.#isWriting = true;
    try {
      while (this.#isForgetting || this.#unkept.length > 0) await (this.#isForgetting ? this.#writeForgotten() : this.#append());
    } catch {
      // Tried again with what is said next.
    }
    this.#isWriting = false;
    if (!this.#isDisposed) return;
    this.#claim?.release();
    this.#claim = null;
  }

  /** What was said since the last entry on disk. */
  get #unkept(): History {
    if (this.#last !== 'read') return [];
    const last = this.#lastKept;
    return this.#history.slice(last ? this.#history.findLastIndex((entry) => isSame(entry, last)) + 1 : 0);
  }

  async #append(): Promise<void> {
    if (!this.#claim) return;
    const entries = this.#unkept.slice(-MAX_HISTORY_ENTRIES);
    await this.#conversations.append(this.#claim.id, entries, this.#next);
    this.#lastKept = entries.at(-1);
    this.#next += entries.length;
  }

  async #writeForgotten(): Promise<void> {
    this.#isForgetting = false;
    try {
      await this.#conversations.forget(this.#claim?.id ?? null);
      this.#lastKept = undefined;
      this.#next = 0;
    } catch (error) {
      this.#isForgetting = true;
      throw error;
    }
  }
}

/** Whether it is on disk as the same: pictures are not. */
function isSame(one: Entry, other: Entry): boolean {
  return one.turn === other.turn && one.role === other.role && one.text === other.text;
}

function thisBrowser(): MemoryPlace {
  return { store: indexedDbStore, tab: thisTab(), channel: new BroadcastChannel('parley-conversations') };
}
