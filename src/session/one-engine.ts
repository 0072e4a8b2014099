/** Several conversations of one page, as its elements have them, share one engine: whoever is talked to has it (decision 0038). */
import { endSpares } from '../models/page/spare-workers.ts';

/** A conversation that can have the engine. */
export type EngineUser = {
  /** Whether the user talks to it, or waits for it. */
  isInUse: () => boolean;
  /** Ends what is under way, closes the devices and leaves the workers to the next. */
  letGo: () => void;
};

let user: EngineUser | null = null;

/** From now on `next` has it. Within the call the one that had it has let go. */
export function takeEngine(next: EngineUser): void {
  if (user === next) return;
  user?.letGo();
  user = next;
}

/** Whether no other conversation has taken it from this one since. */
export function hasEngine(asker: EngineUser): boolean {
  return user === asker;
}

/** Whether another conversation of this page has it, and somebody talks to that. */
export function isEngineInUse(asker: EngineUser): boolean {
  return user !== null && user !== asker && user.isInUse();
}

/** `leaver` needs it no more. */
export function leaveEngine(leaver: EngineUser): void {
  if (user !== leaver) return;
  user = null;
  endSpares();
}
