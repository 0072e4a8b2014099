/** Marks of what is being built at the moment. One whose tab is gone without having taken it off has ended that tab. */
import { newId } from '../../protocol/new-id.ts';

const PREFIX = 'parley-building-';

/**
 * The marks of one conversation, in `localStorage`: what is written there outlives a tab that ends in the next moment. A Web Lock says that
 * the tab is alive. Without either of them there are no marks.
 */
export class BuildMarks {
  readonly #name = PREFIX + newId();
  readonly #life = new AbortController();
  #isHeld = false;
  /** Names of marks whose tabs are gone. */
  #left: readonly string[] = [];

  constructor() {
    // A page that is left, or reloaded, has not been ended by what it was doing.
    window.addEventListener(
      'pagehide',
      () => {
        this.set([]);
      },
      { signal: this.#life.signal },
    );
  }

  /** Key of the largest model that was being built when a tab ended; null when there was none. Never rejects. */
  async found(): Promise<string | null> {
    const locks = await lockManager()?.query().catch(() => undefined);
    if (!locks) return null;
    const alive = new Set([this.#name, ...(locks.held ?? []).map(({ name }) => name)]);
    const store = storage();
    this.#left = Object.keys(store ?? {}).filter((name) => name.startsWith(PREFIX) && !alive.has(name));
    const marks = this.#left.map((name) => store?.getItem(name) ?? '');
    return marks.find((mark) => mark !== '')?.split('\n')[0] ?? null;
  }

  /** Takes off the marks that were found. */
  drop(): void {
    for (const name of this.#left) storage()?.removeItem(name);
  }

  /** These are being built, the largest first. */
  set(keys: readonly string[]): void {
    try {
      if (keys.length === 0) storage()?.removeItem(this.#name);
      else {
        this.#hold();
        storage()?.setItem(this.#name, keys.join('\n'));
      }
    } catch {
      // Full, or forbidden: a load that ends the tab is then not known as one.
    }
  }

  dispose(): void {
    this.set([]);
    this.#life.abort();
  }

  /** Says that this tab is alive, for as long as it is. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    const { signal } = this.#life;
    const untilOver = () =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    void lockManager()
      ?.request(this.#name, { signal }, untilOver)
      .catch(() => undefined);
  }
}

/** Missing in a page that came by plain http. */
function lockManager(): LockManager | undefined {
  return navigator.locks;
}

/** Null where this page may keep nothing. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
