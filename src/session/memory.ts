/** The conversation over visits: kept as it goes on, recalled after a reload, forgotten when the user says so. */
import { MAX_HISTORY_ENTRIES, type Entry, type History } from '../turn/history.ts';
import { claim, claimed, exchange, ifUnclaimed, PRIVATE, thisTab, type Claim, type TabPlace } from './claim.ts';
import { indexedDbStore, type KeyStore } from './key-store.ts';
import { APP, KeptConversations, type Deleted, type ListedConversation } from './kept-conversations.ts';

/**
 * Conversations kept for each purpose; the last used stay. Smaller: last month's is gone. Larger: the list takes long to read, and to search: a hundred
 * of the longest are some tens of MB.
 */
export const MAX_CONVERSATIONS = 100;

export type MemoryEvents = {
  /**
   * The last conversation is known, soon, if there can be one: empty when there is none or it is damaged. False where something was said
   * before, so that it is too late to go on with it: what is said then comes after it on disk.
   */
  recalled: (history: History) => boolean;
  /** The conversation is over here: another tab has forgotten it, or all of them, or this one goes on with another. */
  forgotten: () => void;
  /** It is another conversation, or a private one. */
  changed?: () => void;
};

/** A conversation of the list. `isElsewhere`: another tab has it. */
export type MemoryItem = ListedConversation & { isCurrent: boolean; isElsewhere: boolean };

/** Where a memory lives: this browser and tab, or what a test has in their place. */
export type MemoryPlace = {
  readonly store: KeyStore;
  readonly tab: TabPlace;
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
};

/** Where tabs tell each other what they have forgotten. */
export const FORGET_CHANNEL = 'parley-conversations';

/** The id of the conversation that a tab has forgotten; null for all. */
export type Forgotten = { forgotten: string | null };

/** Keeps whatever a conversation's history becomes. No other tab has the same conversation. */
export class Memory {
  readonly #events: MemoryEvents;
  readonly #purpose: string;
  readonly #place: MemoryPlace;
  readonly #conversations: KeptConversations;
  #claim: Claim | null = null;
  /** Nothing is written before the last conversation was read, nor if it can't be, nor if the user does not want it. */
  #last: 'recalling' | 'read' | 'unreadable' | 'private' = 'recalling';
  #history: History = [];
  /** The last entry that is on disk, and the number of the next. */
  #lastKept: Entry | undefined;
  #next = 0;
  #isForgetting = false;
  #isWriting = false;
  /** Resolves when what is being written is on disk, as far as the disk takes it. */
  #written: Promise<void> = Promise.resolve();
  /** One change of conversations after the other. */
  #changing: Promise<unknown> = Promise.resolve();
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

  /** The conversation that this tab has; null before that is known. */
  get id(): string | null {
    return this.#claim?.id ?? null;
  }

  /** Whether nothing of what is said is kept, because the user wants it so. */
  get isPrivate(): boolean {
    return this.id === PRIVATE;
  }

  /** All that are kept, the last used first. Rejects where the store does, as do the others below. */
  async list(): Promise<MemoryItem[]> {
    await this.#written;
    const [listed, elsewhere] = await Promise.all([this.#conversations.list(), claimed(this.#place.tab)]);
    return listed.map((each) => {
      const isCurrent = each.id === this.id;
      return { ...each, isCurrent, isElsewhere: !isCurrent && elsewhere.has(each.id) };
    });
  }

  /** Gives a conversation a name. */
  rename(id: string, title: string): Promise<void> {
    return this.#conversations.rename(id, title);
  }

  /** Goes on with this conversation, or a new one where `id` is null. False where another tab has it. What was said so far stays kept. */
  goOn(id: string | null): Promise<boolean> {
    if (id !== null && id === this.id) return Promise.resolve(true);
    const going = this.#changing.then(() => this.#change(id));
    this.#changing = going.catch(() => undefined);
    return going;
  }

  /** On: goes on with a conversation of which nothing is kept. Off: that one is over, and a new one begins. */
  async setPrivate(isOn: boolean): Promise<void> {
    await this.recalled;
    if (isOn !== this.isPrivate) await this.goOn(isOn ? PRIVATE : null);
  }

  /** Deletes a conversation, and resolves with what it was; null where another tab has it. */
  async remove(id: string): Promise<Deleted | null> {
    if (id === this.id) await this.goOn(null);
    const remove = async () => {
      const deleted = await this.#conversations.rowsOf(id);
      await this.#conversations.remove(id);
      return deleted;
    };
    return ifUnclaimed(id, remove, this.#place.tab);
  }

  /** As `forgetAll`, and resolves with what was there. */
  async removeAll(): Promise<Deleted> {
    await this.#written;
    const deleted = await this.#conversations.rowsOf(null);
    this.#events.forgotten();
    await this.forgetAll();
    return deleted;
  }

  /** Puts back what was deleted. */
  restore(deleted: Deleted): Promise<void> {
    return this.#conversations.restore(deleted);
  }

  /** Keeps these as conversations of their own. */
  add(conversations: readonly Omit<ListedConversation, 'id'>[]): Promise<void> {
    return this.#conversations.add(conversations);
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
      await this.#read(this.#claim);
      void this.#removeOldest();
    } catch {
      // No IndexedDB here (private window, full disk): the conversation lives as long as the tab.
      this.#last = 'unreadable';
    }
    this.#events.changed?.();
    void this.#write();
  }

  async #read({ id }: Claim): Promise<void> {
    if (id === PRIVATE) {
      this.#last = 'private';
      return;
    }
    const { history, next } = await this.#conversations.read(id);
    this.#next = next;
    this.#last = 'read';
    if (!this.#isForgetting && !this.#isDisposed) this.#takeUp(history);
  }

  /** Nothing of the one before is lost: it is let go of once all of it is on disk, as far as the disk takes it. */
  async #change(id: string | null): Promise<boolean> {
    await this.recalled;
    const before = this.#claim;
    const next = before && !this.#isDisposed ? await exchange(before, id, this.#place.tab) : null;
    if (!before || !next) return false;
    await this.#write();
    if (this.#isDisposed) {
      next.release();
      return false;
    }
    this.#claim = next;
    this.#last = 'recalling';
    this.#lastKept = undefined;
    this.#next = 0;
    this.#history = [];
    before.unlock();
    // What is said from now on belongs to the other one.
    this.#events.forgotten();
    try {
      await this.#read(next);
    } catch {
      this.#last = 'unreadable';
    }
    this.#events.changed?.();
    void this.#write();
    return true;
  }

  #takeUp(history: History): void {
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
  #write(): Promise<void> {
    if (this.#last === 'recalling') return Promise.resolve();
    if (this.#isWriting) return this.#written;
    this.#isWriting = true;
    this.#written = this.#writeAll();
    return this.#written;
  }

  async #writeAll(): Promise<void> {
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
      await this.#conversations.forget(this.isPrivate ? null : this.id);
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
  return { store: indexedDbStore, tab: thisTab(), channel: new BroadcastChannel(FORGET_CHANNEL) };
}
