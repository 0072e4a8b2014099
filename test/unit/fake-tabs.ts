/** Tabs of one browser: their locks, their storage and what they tell each other. */
import type { MemoryPlace } from '../../src/session/memory.ts';
import type { KeyStore } from '../../src/session/key-store.ts';
import { FakeChannels } from './fake-channels.ts';

/** Web Locks, all exclusive. */
class FakeLocks {
  readonly #held = new Set<string>();
  readonly #waiting: { name: string; go: () => void }[] = [];

  request(name: string, options: LockOptions, callback: LockGrantedCallback<unknown>, page: FakePage): Promise<unknown> {
    if (!this.#held.has(name)) return this.#grant(name, callback, page);
    if (options.ifAvailable) return Promise.resolve(callback(null));
    return new Promise((resolve, reject) => {
      const waiting = { name, go: () => void this.#grant(name, callback, page).then(resolve) };
      this.#waiting.push(waiting);
      options.signal?.addEventListener('abort', () => {
        if (!this.#waiting.includes(waiting)) return;
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(new DOMException('', 'AbortError'));
      });
    });
  }

  async #grant(name: string, callback: LockGrantedCallback<unknown>, page: FakePage): Promise<unknown> {
    this.#held.add(name);
    const result = await Promise.race([callback({ name, mode: 'exclusive' }), page.gone]);
    this.#held.delete(name);
    const next = this.#waiting.findIndex((each) => each.name === name);
    if (next >= 0) this.#waiting.splice(next, 1)[0]?.go();
    return result;
  }
}

/** One page load in a tab: where a memory lives until the page is gone. */
class FakePage {
  readonly place: MemoryPlace;
  readonly gone: Promise<void>;
  /** The page is left or reloaded: nothing is disposed of, its locks and channels just end. */
  readonly leave: () => void;

  constructor(browser: FakeBrowser, storage: Map<string, string>) {
    const channel = browser.channels.open();
    let end = (): void => undefined;
    this.gone = new Promise((resolve) => (end = resolve));
    this.leave = () => {
      channel.close();
      end();
    };
    const request = ((name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) =>
      browser.locks.request(name, options, callback, this)) as LockManager['request'];
    this.place = {
      store: browser.store,
      channel,
      tab: {
        locks: browser.hasLocks ? { request } : undefined,
        tab: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => void storage.set(key, value) },
        slots: new Set(),
        patience: () => browser.patience(),
      },
    };
  }
}

export class FakeBrowser {
  readonly store: KeyStore;
  readonly channels = new FakeChannels();
  readonly locks = new FakeLocks();
  hasLocks = true;
  /** Of a tab for the conversation it had before: none by default. */
  patience = (): AbortSignal => AbortSignal.timeout(0);

  constructor(store: KeyStore) {
    this.store = store;
  }

  /** A tab; a duplicate begins with a copy of another's storage. */
  tab(storage: ReadonlyMap<string, string> = new Map()): FakeTab {
    return new FakeTab(this, new Map(storage));
  }
}

export class FakeTab {
  readonly storage: Map<string, string>;
  readonly #browser: FakeBrowser;

  constructor(browser: FakeBrowser, storage: Map<string, string>) {
    this.#browser = browser;
    this.storage = storage;
  }

  load(): FakePage {
    return new FakePage(this.#browser, this.storage);
  }
}
