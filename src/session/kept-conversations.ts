/** How conversations lie on disk: each entry under a key of its own, in order, so that one more costs the same whatever is there. */
import { MAX_HISTORY_ENTRIES, type Entry, type History } from '../turn/history.ts';
import { isObject, readJson } from '../tools/json.ts';
import { newId } from '../protocol/new-id.ts';
import { only, under, type Change, type KeySpan, type KeyStore, type Kept } from './key-store.ts';

/** Before each entry had a key of its own, all of the one conversation lay here. */
const FORMER_KEY = 'parley-conversation';
const FORMER_VERSION = 1;
/** Where a conversation that could not be read is put aside, rather than lost. */
const DAMAGED_KEY = 'parley-conversation-damaged';
/** Entries lie under this, the purpose, the conversation's id, the entry's number and the tab that wrote it. */
const ENTRY = 'parley-entry';
/** When a conversation was last used, ms since 1970, lies under this, the purpose and the id. */
const USED = 'parley-conversation-used';

/** The name that the user has given a conversation lies under this, the purpose and the id. */
const TITLE = 'parley-conversation-title';

/** The purpose of a page that names none: it goes on with the former conversation. */
export const APP = 'app';

/** A conversation as it is on disk, and the number that its next entry gets. */
export type KeptConversation = { history: History; next: number };

/** A conversation as it is listed. `title`: the user's name for it, '' for none; `usedAt`: when it was last used, ms since 1970. */
export type ListedConversation = { id: string; title: string; usedAt: number; history: History };

/** What was deleted, so that it can be put back. */
export type Deleted = readonly Kept[];

/** The conversations of one purpose. Everything rejects where the store does. */
export class KeptConversations {
  readonly #store: KeyStore;
  readonly #purpose: string;
  /** In each entry's key, so that two tabs with one conversation overwrite nothing (without Web Locks that can happen). */
  readonly #writer = newId();

  constructor(store: KeyStore, purpose: string) {
    this.#store = store;
    this.#purpose = purpose;
  }

  /** Ids, the last used first. */
  async ids(): Promise<string[]> {
    if (this.#purpose === APP) await this.#store.change(only(FORMER_KEY), ([former]) => this.#move(former));
    const used = await this.#store.read(under(USED, this.#purpose));
    return used.toSorted(([, one], [, other]) => Number(other) - Number(one)).map(([key]) => String(key[2]));
  }

  /** All in which anything was said, the last used first; damaged entries are left out. */
  async list(): Promise<ListedConversation[]> {
    const ids = await this.ids();
    const [used, titles, entries] = await Promise.all(
      [USED, TITLE, ENTRY].map((kind) => this.#store.read(under(kind, this.#purpose))),
    );
    const idOf = ([key]: Kept) => String(key[2]);
    const histories = new Map<string, unknown[]>(ids.map((id) => [id, []]));
    for (const row of entries ?? []) histories.get(idOf(row))?.push(row[1]);
    const byId = (rows: readonly Kept[] = []) => new Map(rows.map((row) => [idOf(row), row[1]]));
    const [usedAt, title] = [byId(used), byId(titles)];
    return ids.flatMap((id) => {
      const name = title.get(id);
      const history = inOrder((histories.get(id) ?? []).filter(isEntry));
      const listed = { id, title: typeof name === 'string' ? name : '', usedAt: Number(usedAt.get(id)), history };
      return history.length === 0 ? [] : [listed];
    });
  }

  /** Names a conversation; '' takes its name away. */
  rename(id: string, title: string): Promise<void> {
    const key = [TITLE, this.#purpose, id];
    return this.#store.change(null, () => (title === '' ? { delete: [only(key)] } : { put: [[key, title]] }));
  }

  /** Puts these on disk as conversations of their own, used when they say they were. */
  add(conversations: readonly Omit<ListedConversation, 'id'>[]): Promise<void> {
    const put = conversations.flatMap(({ title, usedAt, history }): Kept[] => {
      const id = newId();
      const entries = this.#appended(id, history, 0).put.slice(0, -1);
      const name: Kept[] = title === '' ? [] : [[[TITLE, this.#purpose, id], title]];
      return [...entries, ...name, [[USED, this.#purpose, id], usedAt]];
    });
    return this.#store.change(null, () => ({ put }));
  }

  /** All that is on disk of this conversation, or of those of every purpose. */
  async rowsOf(id: string | null): Promise<Deleted> {
    const spans = [ENTRY, USED, TITLE].map((kind) => (id === null ? under(kind) : under(kind, this.#purpose, id)));
    return (await Promise.all(spans.map((span) => this.#store.read(span)))).flat();
  }

  /** Puts back what was deleted. Under other ids: a tab that had one of them may have begun anew under it. */
  restore(deleted: Deleted): Promise<void> {
    const ids = new Map<string, string>();
    const put = deleted.map(([[kind = '', purpose = '', id = '', ...rest], value]): Kept => {
      const was = JSON.stringify([purpose, id]);
      if (!ids.has(was)) ids.set(was, newId());
      return [[kind, purpose, ids.get(was) ?? '', ...rest], value];
    });
    return this.#store.change(null, () => ({ put }));
  }

  /** Empty when there is none, or a damaged one: that is set aside. */
  async read(id: string): Promise<KeptConversation> {
    const kept = await this.#store.read(this.#entriesOf(id));
    const history = kept.map(([, value]) => value);
    if (history.every(isEntry)) return { history: inOrder(history), next: Number(kept.at(-1)?.[0][3] ?? -1) + 1 };
    await this.#store.change(null, () => ({ delete: [this.#entriesOf(id)], put: [[DAMAGED_KEY, history]] }));
    return { history: [], next: 0 };
  }

  /** Appends entries, the first with the number `next`; the oldest above the bound go. */
  append(id: string, entries: History, next: number): Promise<void> {
    return this.#store.change(null, () => this.#appended(id, entries, next));
  }

  /** Deletes what the conversation has on disk (no conversation where `id` is null), and what is set aside of damaged ones. */
  forget(id: string | null): Promise<void> {
    const former = this.#purpose === APP ? [only(FORMER_KEY)] : [];
    const own = id === null ? [] : [this.#entriesOf(id), only([TITLE, this.#purpose, id])];
    // Without its words it stays the last used, so that no older one comes up in its place.
    const put: Kept[] = id === null ? [] : [this.#usedNow(id)];
    return this.#store.change(null, () => ({ delete: [...former, only(DAMAGED_KEY), ...own], put }));
  }

  /** Deletes a conversation, and that there was one. */
  remove(id: string): Promise<void> {
    const about = [USED, TITLE].map((kind) => only([kind, this.#purpose, id]));
    return this.#store.change(null, () => ({ delete: [this.#entriesOf(id), ...about] }));
  }

  /** Deletes all conversations of every purpose. */
  removeAll(): Promise<void> {
    return this.#store.change(null, () => ({
      delete: [under(ENTRY), under(USED), under(TITLE), only(FORMER_KEY), only(DAMAGED_KEY)],
    }));
  }

  #appended(id: string, entries: History, next: number) {
    const bounded = entries.slice(-MAX_HISTORY_ENTRIES);
    const put: Kept[] = bounded.map((entry, index) => [
      [ENTRY, this.#purpose, id, next + index, this.#writer],
      withoutPicture(entry),
    ]);
    put.push(this.#usedNow(id));
    const first = next + bounded.length - MAX_HISTORY_ENTRIES;
    const from = [ENTRY, this.#purpose, id, 0];
    return { put, delete: first > 0 ? [{ from, to: [ENTRY, this.#purpose, id, first] }] : [] } satisfies Change;
  }

  #usedNow(id: string): Kept {
    return [[USED, this.#purpose, id], Date.now()];
  }

  #entriesOf(id: string): KeySpan {
    return under(ENTRY, this.#purpose, id);
  }

  #move(former: Kept | undefined): Change {
    if (!former) return {};
    const [, value] = former;
    const gone = [only(FORMER_KEY)];
    if (!isFormer(value)) return { delete: gone, put: [[DAMAGED_KEY, value]] };
    return { delete: gone, put: this.#appended(newId(), value.entries, 0).put };
  }
}

/** Turn numbers that rise, also where two visits or tabs have counted from the same one: one was too late to go on with what was there. */
function inOrder(history: History): History {
  let last = 0;
  let shift = 0;
  return history.map((entry) => {
    const least = entry.role === 'user' ? last + 1 : last;
    shift = Math.max(shift, least - entry.turn);
    last = entry.turn + shift;
    return shift === 0 ? entry : { ...entry, turn: last };
  });
}

/** Pictures stay in the tab. */
function withoutPicture(entry: Entry): Entry {
  return entry.role !== 'user' ? entry : { role: 'user', text: entry.text, turn: entry.turn };
}

function isFormer(value: unknown): value is { entries: Entry[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { version, entries } = value as { version?: unknown; entries?: unknown };
  return version === FORMER_VERSION && Array.isArray(entries) && entries.every(isEntry);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { role, text, turn, interrupted } = value as Record<string, unknown>;
  const common = typeof text === 'string' && Number.isInteger(turn);
  if (!common) return false;
  if (role === 'tool') return isToolEntry(value as Record<string, unknown>);
  return role === 'user' || (role === 'assistant' && typeof interrupted === 'boolean');
}

function isToolEntry({ text, call, title, outcome, untrusted }: Record<string, unknown>): boolean {
  const { id, name, args } = (call ?? {}) as Record<string, unknown>;
  const isCall = typeof id === 'string' && typeof name === 'string' && isObject(args);
  const isTold = typeof title === 'string' && typeof outcome === 'string' && typeof untrusted === 'boolean';
  return isCall && isTold && readJson(String(text)) !== undefined;
}
