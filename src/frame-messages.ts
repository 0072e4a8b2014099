/** Messages between the element in a frame and the page around it, which docs/element.md describes. */
import type { ParleyElement, ParleyEvents, ParleyMethods } from './elements/api.ts';

/** Every event that there is: the compiler misses one that is not here. */
const EVENTS = Object.keys({
  'parley-ready': true,
  'parley-state': true,
  'parley-consent': true,
  'parley-download': true,
  'parley-turn-start': true,
  'parley-user-said': true,
  'parley-reply-delta': true,
  'parley-tool-call': true,
  'parley-reply-end': true,
  'parley-interrupted': true,
  'parley-error': true,
  'parley-latency': true,
} satisfies Record<keyof ParleyEvents, true>) as (keyof ParleyEvents)[];

/** Methods that take a text. */
const OF_A_TEXT = ['sendText', 'sayText', 'addContext'] as const satisfies (keyof ParleyMethods)[];

const OF_NOTHING = [
  'startConversation',
  'stopConversation',
  'interruptReply',
  'getHistory',
  'clearHistory',
  'preloadModels',
  'openSettings',
  'getState',
] as const satisfies (keyof ParleyMethods)[];

type Call = { parley: 'call'; id: unknown; method: unknown; text: unknown };

/** Those that are an origin and nothing else: `https://museum.example`, or http on this very machine. */
export function originsOf(given: readonly string[]): string[] {
  return given.filter((text) => {
    if (!URL.canParse(text)) return false;
    const { origin, protocol, hostname } = new URL(text);
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    return origin === text && (protocol === 'https:' || (protocol === 'http:' && isHere));
  });
}

/** Does what that window asks for, and tells it of every event, as long as its page is of one of these origins. */
export function listenTo(other: Window, origins: readonly string[], assistant: ParleyElement): void {
  for (const name of EVENTS) {
    assistant.addEventListener(name, ({ detail }) => {
      // The browser hands it to none but this origin.
      for (const origin of origins) other.postMessage({ parley: 'event', name, detail }, origin);
    });
  }
  window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== other || !origins.includes(origin) || !isCall(data)) return;
    const { id, method, text } = data;
    const answer = (result: { value: unknown } | { error: string }) => {
      other.postMessage({ parley: 'answer', id, ...result }, origin);
    };
    ask(assistant, method, text).then(
      (value) => {
        answer({ value });
      },
      (error: unknown) => {
        answer({ error: error instanceof Error ? error.message : String(error) });
      },
    );
  });
}

async function ask(assistant: ParleyElement, method: unknown, text: unknown): Promise<unknown> {
  const plain = OF_NOTHING.find((name) => name === method);
  if (plain) return assistant[plain]();
  const ofText = OF_A_TEXT.find((name) => name === method);
  if (!ofText) throw new TypeError(`There is no method “${String(method)}”.`);
  if (typeof text !== 'string') throw new TypeError(`“${ofText}” takes a text.`);
  return assistant[ofText](text);
}

function isCall(data: unknown): data is Call {
  return typeof data === 'object' && data !== null && 'parley' in data && data.parley === 'call';
}
