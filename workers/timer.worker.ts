/** The clock of hidden pages, see src/turn/page/timers.ts. */
import type { TimerRequest } from '../src/protocol/messages.ts';

const running = new Map<number, ReturnType<typeof setTimeout>>();

globalThis.onmessage = ({ data: { id, ms } }: MessageEvent<TimerRequest>) => {
  clearTimeout(running.get(id));
  running.delete(id);
  if (ms === null) return;
  const timer = setTimeout(() => {
    running.delete(id);
    globalThis.postMessage(id);
  }, ms);
  running.set(id, timer);
};
