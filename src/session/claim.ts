/** Which of the kept conversations this tab goes on with, so that no two tabs go on with the same one. */
import { newId } from '../protocol/new-id.ts';

/** Of the browser, or what a test has in its place. */
export type TabPlace = {
  /** Missing where the page is not in a secure context. */
  readonly locks: (Pick<LockManager, 'request'> & Partial<Pick<LockManager, 'query'>>) | undefined;
  /** Lives as long as the tab, over reloads too; null where nothing may be kept. A duplicated tab begins with a copy of it. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** What the conversations of this page are called in `tab`, so that two elements get their own back. */
  readonly slots: Set<string>;
  /** Aborts when the conversation that this tab had before has been waited for long enough. */
  readonly patience: () => AbortSignal;
};

/** A conversation that is this tab's until it is let go. */
export type Claim = {
  readonly id: string;
  /** What it is called in the tab's storage. */
  readonly slot: string;
  /** Lets other tabs have it; the tab has another one in its place. */
  readonly unlock: () => void;
  /** Lets other tabs have it, and the tab's other conversations their place. */
  readonly release: () => void;
};

/** A lock on a conversation. */
type Held = { readonly id: string; readonly unlock: () => void };

/** Stands for a conversation that is not kept: no lock, and nothing on disk. A tab that has it is private after a reload too. */
export const PRIVATE = 'private';

/**
 * How long a tab waits for the conversation that it had before it was reloaded, ms: until the old page is gone, which takes some tens on two
 * cores. Shorter: a reload on a slow machine begins with another conversation. Longer: a duplicated tab, whose conversation the original
 * has, shows nothing for so long.
 */
const OWN_PATIENCE_MS = 1_500;

const slots = new Set<string>();

/** This tab. */
export function thisTab(): TabPlace {
  return {
    locks: navigator.locks,
    tab: tabStorage(),
    slots,
    patience: () => AbortSignal.timeout(OWN_PATIENCE_MS),
  };
}

/**
 * Takes the conversation that this tab had before, at once, before a new tab can; else the first of `recent` that no tab has, else a new one.
 * Rejects if `recent` does.
 */
export async function claim(purpose: string, recent: () => Promise<readonly string[]>, place: TabPlace): Promise<Claim> {
  const slot = freeSlot(purpose, place.slots);
  place.slots.add(slot);
  try {
    return inSlot(slot, await take(place.tab?.getItem(slot) ?? null, recent, place), place);
  } catch (error) {
    place.slots.delete(slot);
    throw error;
  }
}

/**
 * Takes another conversation in place of this one, which is still to be unlocked: that of this id, or a new one where it is null. Null where another tab
 * has it.
 */
export async function exchange({ slot }: Claim, id: string | null, place: TabPlace): Promise<Claim | null> {
  const wanted = id ?? newId();
  const isFree = place.locks === undefined || wanted === PRIVATE;
  const held = isFree ? { id: wanted, unlock: () => undefined } : await lock(place.locks, wanted, { ifAvailable: true });
  return held && inSlot(slot, held, place);
}

/** Ids of those conversations that tabs have now, this one among them. None where nobody can tell. */
export async function claimed({ locks }: TabPlace): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query?.().catch(() => undefined)) ?? {};
  return new Set(held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
}

function inSlot(slot: string, { id, unlock }: Held, place: TabPlace): Claim {
  rememberInTab(place.tab, slot, id);
  return {
    id,
    slot,
    unlock,
    release: () => {
      place.slots.delete(slot);
      unlock();
    },
  };
}

/**
 * Does `work` if no tab has the conversation, and keeps tabs from taking it meanwhile; null where one has it. Without Web Locks nobody can tell: it is
 * done.
 */
export async function ifUnclaimed<T>(id: string, work: () => Promise<T>, { locks }: TabPlace): Promise<T | null> {
  if (!locks) return work();
  return locks.request(lockOf(id), { ifAvailable: true }, (lock) => (lock ? work() : null));
}

async function take(own: string | null, recent: () => Promise<readonly string[]>, { locks, patience }: TabPlace): Promise<Held> {
  const unlocked = (id: string): Held => ({ id, unlock: () => undefined });
  if (own === PRIVATE) return unlocked(PRIVATE);
  // Two tabs may then share a conversation. What both say is kept (see kept-conversations.ts), and each sees the other's after a reload.
  if (!locks) return unlocked(own ?? (await recent())[0] ?? newId());
  const mine = own === null ? null : await lock(locks, own, { signal: patience() });
  if (mine) return mine;
  for (const id of await recent()) {
    const free = await lock(locks, id, { ifAvailable: true });
    if (free) return free;
  }
  const id = newId();
  return (await lock(locks, id, {})) ?? unlocked(id);
}

/** Null when another has it, or has had it for too long. */
function lock(locks: NonNullable<TabPlace['locks']>, id: string, options: LockOptions): Promise<Held | null> {
  return new Promise((resolve) => {
    const held = locks.request(lockOf(id), options, (granted) => {
      if (granted) {
        return new Promise<void>((unlock) => {
          resolve({ id, unlock });
        });
      }
      resolve(null);
      return undefined;
    });
    // Waited long enough, or locks are forbidden here.
    held.catch(() => {
      resolve(null);
    });
  });
}

/** What the locks of conversations are called, before the id. */
const LOCK = 'parley-conversation-';

function lockOf(id: string): string {
  return LOCK + id;
}

function freeSlot(purpose: string, slots: ReadonlySet<string>): string {
  let number = 1;
  while (slots.has(slotName(purpose, number))) number += 1;
  return slotName(purpose, number);
}

function slotName(purpose: string, number: number): string {
  return `parley-conversation ${purpose} ${String(number)}`;
}

function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    // Forbidden, in a frame or by the user: after a reload the last used conversation is the likeliest.
    return null;
  }
}

function rememberInTab(tab: TabPlace['tab'], slot: string, id: string): void {
  try {
    tab?.setItem(slot, id);
  } catch {
    // As above.
  }
}
