/** What a page has: workers, ports, audio nodes, object URLs, heap, and what it has cost so far. */
import type { CDPSession, Page } from 'playwright-core';

declare global {
  interface Window {
    census: PageCensus;
  }
}

type PageCensus = {
  workers: Set<Worker>;
  /** Of each channel that was made; one that nobody has any more is collected. */
  ports: WeakRef<MessagePort>[];
  closed: WeakSet<MessagePort>;
  urls: Set<string>;
  /** Put into IndexedDB so far, as characters of JSON. */
  written: number;
  /** Messages with text of the language model. */
  tokens: number;
};

/** At one moment; times and sums count from the page load on. */
export type Census = {
  workers: number;
  ports: number;
  audioNodes: number;
  objectUrls: number;
  domNodes: number;
  listeners: number;
  heapBytes: number;
  written: number;
  tokens: number;
  /** Processor time of the page's thread, ms: what other programs do is not in it. */
  taskMs: number;
};

/** Counts in every page load from now on. To be called before the first. */
export async function count(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const census: PageCensus = { workers: new Set(), ports: [], closed: new WeakSet(), urls: new Set(), written: 0, tokens: 0 };
    window.census = census;
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        census.workers.add(this);
        this.addEventListener('message', ({ data }: MessageEvent<{ kind?: string } | null>) => {
          if (data?.kind === 'text') census.tokens += 1;
        });
      }

      override terminate(): void {
        super.terminate();
        census.workers.delete(this);
      }
    };
    window.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        census.ports.push(new WeakRef(this.port1), new WeakRef(this.port2));
      }
    };
    const close: () => void = Reflect.get(MessagePort.prototype, 'close');
    MessagePort.prototype.close = function (this: MessagePort) {
      census.closed.add(this);
      close.call(this);
    };
    const createObjectURL = URL.createObjectURL.bind(URL);
    const revokeObjectURL = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (source) => {
      const url = createObjectURL(source);
      census.urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      census.urls.delete(url);
      revokeObjectURL(url);
    };
    const put: IDBObjectStore['put'] = Reflect.get(IDBObjectStore.prototype, 'put');
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      census.written += JSON.stringify([key, value]).length;
      return put.call(this, value, key);
    };
  });
}

/** Takes censuses of a page. */
export class Counter {
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async of(page: Page): Promise<Counter> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Counter(page, session);
  }

  /** After a collection of what nobody has any more. */
  async take(): Promise<Census> {
    // Twice: what a finalizer lets go of is collected by the second.
    for (let round = 0; round < 2; round += 1) await this.#session.send('HeapProfiler.collectGarbage');
    const metrics = await this.#metrics();
    const counted = await this.#page.evaluate(() => {
      const { workers, ports, closed, urls, written, tokens } = window.census;
      const open = ports.filter((each) => {
        const port = each.deref();
        return port !== undefined && !closed.has(port);
      });
      return { workers: workers.size, ports: open.length, objectUrls: urls.size, written, tokens };
    });
    const of = (name: string) => metrics.get(name) ?? NaN;
    return {
      ...counted,
      audioNodes: of('AudioHandlers'),
      domNodes: of('Nodes'),
      listeners: of('JSEventListeners'),
      heapBytes: of('JSHeapUsedSize'),
      taskMs: of('TaskDuration') * 1000,
    };
  }

  /** Processor time of the page's thread so far, ms. */
  async taskMs(): Promise<number> {
    return ((await this.#metrics()).get('TaskDuration') ?? NaN) * 1000;
  }

  async #metrics(): Promise<ReadonlyMap<string, number>> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value]));
  }
}
