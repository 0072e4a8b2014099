/** Timers that keep their time in hidden pages too. */
import { startWorker } from '../../own-files.ts';
import type { TimerRequest } from '../../protocol/messages.ts';

/** Calls back once after so many ms, unless what it returns is called before. */
export type Timers = (ms: number, fire: () => void) => () => void;

/**
 * A hidden page that is silent has its own timers fired once a second (https://developer.chrome.com/blog/timer-throttling-in-chrome-88),
 * so that a turn would be committed up to a second late. Those of a worker are on time, and its messages come at once. In view the page's
 * own are used: they need no other thread.
 */
export const pageTimers: Timers = (ms, fire) => {
  const worker = document.visibilityState === 'hidden' ? timerWorker() : null;
  if (!worker) {
    const timer = setTimeout(fire, ms);
    return () => {
      clearTimeout(timer);
    };
  }
  lastId += 1;
  const id = lastId;
  pending.set(id, fire);
  worker.postMessage({ id, ms } satisfies TimerRequest);
  return () => {
    if (pending.delete(id)) worker.postMessage({ id, ms: null } satisfies TimerRequest);
  };
};

let lastId = 0;
const pending = new Map<number, () => void>();
let theWorker: Worker | null = null;

/** One for the whole page, started when it is first needed; null where it can't be started. */
function timerWorker(): Worker | null {
  if (theWorker) return theWorker;
  try {
    theWorker = startWorker('timer');
  } catch {
    return null;
  }
  theWorker.onmessage = ({ data: id }: MessageEvent<number>) => {
    const fire = pending.get(id);
    pending.delete(id);
    fire?.();
  };
  // It could not be fetched: late is better than never.
  theWorker.onerror = (event) => {
    event.preventDefault();
    theWorker = null;
    const overdue = [...pending.values()];
    pending.clear();
    for (const fire of overdue) fire();
  };
  return theWorker;
}
