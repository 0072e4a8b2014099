/** Lets messages in: between two tokens a WASM model yields microtasks only, and a worker that never yields hears no cancel. */

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => {
  waiting.shift()?.();
};

/** Resolves after every message that is waiting now has been handled. Far quicker than a timer, which browsers slow down. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}
