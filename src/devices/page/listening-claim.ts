/** Of all tabs and elements of this origin one listens: they would answer each other, and all of them the user. */

/** The Web Lock that whoever listens holds. */
const LOCK = 'parley-listening';

/** Claims of this page that were given up and are not over yet: a new one would take them for another tab's. */
const ending = new Set<Promise<unknown>>();

/**
 * Asks to be the one that listens until `signal` is aborted. `taken`: another does; with `takeOver` that one is told to stop. `lost`: another has
 * taken over. Where there are no Web Locks nobody can tell, and it is granted. Resolves when the claim is over. Never rejects.
 */
export async function claimListening(
  takeOver: boolean,
  events: { granted: () => void; taken: () => void; lost: () => void },
  signal: AbortSignal,
): Promise<void> {
  const over = claimAfter([...ending], takeOver, events, signal);
  signal.addEventListener('abort', () => {
    ending.add(over);
  });
  await over;
  ending.delete(over);
}

async function claimAfter(
  before: readonly Promise<unknown>[],
  takeOver: boolean,
  { granted, taken, lost }: Parameters<typeof claimListening>[1],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(before);
  const isOver = () => signal.aborted;
  if (isOver()) return;
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) {
    granted();
    return;
  }
  const claim = { isHeld: false };
  const hold = (lock: Lock | null) => {
    if (isOver()) return undefined;
    if (!lock) {
      taken();
      return undefined;
    }
    claim.isHeld = true;
    granted();
    return new Promise<void>((release) => {
      signal.addEventListener('abort', () => {
        release();
      });
    });
  };
  try {
    await locks.request(LOCK, takeOver ? { steal: true } : { ifAvailable: true }, hold);
  } catch {
    if (isOver()) return;
    // A lock that was held is broken only by whoever takes over; one that is refused outright (a sandboxed frame) keeps nobody from listening.
    if (claim.isHeld) lost();
    else granted();
  }
}
