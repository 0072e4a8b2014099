/** Which of the kept conversations this tab goes on with, so that no two tabs go on with the same one. */

/** Of the browser, or what a test has in its place. */
export type TabPlace = {
  /** Missing where the page is not in a secure context. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** Lives as long as the tab, over reloads too; null where nothing may be kept. A duplicated tab begins with a copy of it. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** What the conversations of this page are called in `tab`, so that two elements get their own back. */
  readonly slots: Set<string>;
  /** Aborts when the conversation that this tab had before has been waited for long enough. */
  readonly patience: () => AbortSignal;
};

/** A conversation that is this tab's until it is let go. */
export type Claim = { readonly id: string; readonly release: () => void };

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
    const { id, release } = await take(place.tab?.getItem(slot) ?? null, recent, place);
    rememberInTab(place.tab, slot, id);
    return {
      id,
      release: () => {
        place.slots.delete(slot);
        release();
      },
    };
  } catch (error) {
    place.slots.delete(slot);
    throw error;
  }
}

/** Does `work` if no tab has the conversation, and keeps tabs from taking it meanwhile. Without Web Locks nobody can tell: it is done. */
export async function ifUnclaimed(id: string, work: () => Promise<void>, { locks }: TabPlace): Promise<void> {
  if (!locks) return work();
  await locks.request(lockOf(id), { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

async function take(own: string | null, recent: () => Promise<readonly string[]>, { locks, patience }: TabPlace): Promise<Claim> {
  const unlocked = (id: string): Claim => ({ id, release: () => undefined });
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
function lock(locks: NonNullable<TabPlace['locks']>, id: string, options: LockOptions): Promise<Claim | null> {
  return new Promise((resolve) => {
    const held = locks.request(lockOf(id), options, (granted) => {
      if (granted) {
        return new Promise<void>((release) => {
          resolve({ id, release });
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

function lockOf(id: string): string {
  return `parley-conversation-${id}`;
}

function freeSlot(purpose: string, slots: ReadonlySet<string>): string {
  let number = 1;
  while (slots.has(slotName(purpose, number))) number += 1;
  return slotName(purpose, number);
}

function slotName(purpose: string, number: number): string {
  return `parley-conversation ${purpose} ${String(number)}`;
}

/** `crypto.randomUUID` is missing in an insecure context. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
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
