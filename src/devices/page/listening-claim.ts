/** Of all tabs and elements of this origin one listens: they would answer each other, and all of them the user. */

/** The Web Lock that whoever listens holds. */
const LOCK = 'parley-listening';

/**
 * Asks to be the one that listens until `signal` is aborted. `taken`: another does; with `takeOver` that one is told to stop. `lost`: another has
 * taken over. Where there are no Web Locks nobody can tell, and it is granted.
 */
export function claimListening(
  { takeOver }: { takeOver: boolean },
  { granted, taken, lost }: { granted: () => void; taken: () => void; lost: () => void },
  signal: AbortSignal,
): void {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) {
    queueMicrotask(granted);
    return;
  }
  let isHeld = false;
  const hold = (lock: Lock | null) => {
    if (signal.aborted) return undefined;
    if (!lock) {
      taken();
      return undefined;
    }
    isHeld = true;
    granted();
    return new Promise<void>((release) => {
      signal.addEventListener('abort', () => {
        release();
      });
    });
  };
  locks.request(LOCK, takeOver ? { steal: true } : { ifAvailable: true }, hold).catch(() => {
    if (signal.aborted) return;
    // A lock that was held is broken only by whoever takes over; one that is refused outright (a sandboxed frame) keeps nobody from listening.
    if (isHeld) lost();
    else granted();
  });
}
