/** Tabs that come and go, say and forget, in any order: no entry is lost, none comes back, and no tab has another's. */
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Change, Kept, KeySpan, KeyStore } from '../../../src/session/key-store.ts';
import { Memory } from '../../../src/session/memory.ts';
import type { History } from '../../../src/turn/history.ts';
import { FakeStore } from '../fake-store.ts';
import { FakeBrowser, type FakeTab } from '../fake-tabs.ts';

/** IndexedDB takes its time, and keeps the order of transactions. */
class SlowStore implements KeyStore {
  readonly store = new FakeStore();
  readonly #delays: () => number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(delays: () => number) {
    this.#delays = delays;
  }

  read(span: KeySpan): Promise<readonly Kept[]> {
    return this.#later(() => this.store.read(span));
  }

  change(span: KeySpan | null, decide: (kept: readonly Kept[]) => Change): Promise<void> {
    return this.#later(() => this.store.change(span, decide));
  }

  #later<Result>(act: () => Promise<Result>): Promise<Result> {
    const before = this.#last;
    const result = (async () => {
      await before;
      for (let turn = this.#delays(); turn > 0; turn -= 1) await Promise.resolve();
      return act();
    })();
    this.#last = result;
    return result;
  }
}

/** A conversation as it ought to be. */
type Model = { texts: string[] };

/** What a session does with its memory, and what it ought to find there. */
class Page {
  history: History = [];
  /** Null until it is recalled. */
  conversation: Model | null = null;
  readonly memory: Memory;
  readonly leave: () => void;
  /** Said before the last conversation was known. */
  readonly early: string[] = [];

  constructor(world: World, tab: Tab) {
    const { place, leave } = tab.tab.load();
    const isInUse = (model: Model) => world.pages.some((page) => page.conversation === model);
    const recalled = (history: History) => {
      const texts = history.map(({ text }) => text);
      if (tab.conversation) world.mistake(texts, tab.conversation.texts);
      else if (texts.length > 0) {
        // Of several tabs that are closed it is one, whole.
        const found = world.models.find((model) => !isInUse(model) && model.texts.join() === texts.join());
        world.mistake(texts, found?.texts ?? []);
        tab.conversation = found ?? null;
      }
      tab.conversation ??= world.newModel();
      this.conversation = tab.conversation;
      this.conversation.texts.push(...this.early);
      this.history = [...history, ...this.history];
      return true;
    };
    this.memory = new Memory(
      {
        recalled,
        forgotten: () => {
          this.empty();
        },
      },
      'app',
      place,
    );
    this.leave = leave;
  }

  say(text: string): void {
    (this.conversation?.texts ?? this.early).push(text);
    this.history = [...this.history, { role: 'user', text, turn: this.history.length + 1 }];
    this.memory.look(this.history);
  }

  empty(): void {
    this.history = [];
    if (this.conversation) this.conversation.texts = [];
  }
}

/** Without a page it is closed. */
type Tab = { readonly tab: FakeTab; conversation: Model | null; page: Page | null };

class World {
  readonly store: SlowStore;
  readonly browser: FakeBrowser;
  readonly models: Model[] = [];
  readonly tabs: Tab[] = [];
  readonly mistakes: { given: string[]; wanted: string[] }[] = [];
  #texts = 0;

  constructor(delays: () => number) {
    this.store = new SlowStore(delays);
    this.browser = new FakeBrowser(this.store);
  }

  /** What a page was given that it ought not to have: a memory would take a throw for a broken store. */
  mistake(given: string[], wanted: string[]): void {
    if (given.join() !== wanted.join()) this.mistakes.push({ given, wanted: [...wanted] });
  }

  get pages(): Page[] {
    return this.tabs.flatMap(({ page }) => page ?? []);
  }

  newModel(): Model {
    const model = { texts: [] };
    this.models.push(model);
    return model;
  }

  nextText(): string {
    this.#texts += 1;
    return `Entry ${String(this.#texts)}.`;
  }

  async settle(): Promise<void> {
    await Promise.all(this.pages.map(({ memory }) => memory.recalled));
    // Slow transactions are of microtasks only.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  }

  onDisk(): string[] {
    return (this.store.store.under('parley-entry') as History).map(({ text }) => text).sort();
  }
}

/** What happens to the tab with that number, if it can. */
const MOVES: Record<string, (world: World, at: number) => unknown> = {
  settle: (world) => world.settle(),
  say: (world, at) => world.tabs[at]?.page?.say(world.nextText()),
  open: async (world, at) => {
    if (world.tabs[at]?.page) return;
    // A tab that is opened in the very moment in which another is reloaded can take that one's conversation.
    await world.settle();
    const tab: Tab = { tab: world.browser.tab(), conversation: null, page: null };
    world.tabs[at] = tab;
    tab.page = new Page(world, tab);
  },
  forget: async (world, at) => {
    const tab = world.tabs[at];
    if (!tab?.page) return;
    // Which conversation a new tab forgets before it has one nobody can tell; memory.test.ts has the case.
    if (!tab.conversation) await world.settle();
    // A recall that is cut short is not told of.
    tab.page.conversation = tab.conversation;
    tab.page.empty();
    tab.page.memory.forget();
  },
  forgetAll: async (world, at) => {
    const page = world.tabs[at]?.page;
    if (!page) return;
    await world.settle();
    page.empty();
    await page.memory.forgetAll();
    await world.settle();
    for (const model of world.models) model.texts = [];
  },
  reload: async (world, at) => {
    const tab = world.tabs[at];
    if (!tab?.page) return;
    await world.settle();
    tab.page.leave();
    // The others may do something while the old page goes.
    tab.page = new Page(world, tab);
  },
  remove: (world, at) => {
    const tab = world.tabs[at];
    if (!tab?.page || !tab.conversation) return;
    // What was said before the last conversation was known is kept, although nobody is there any more to be told which it was.
    if (!tab.page.conversation) tab.conversation.texts.push(...tab.page.early);
    tab.page.memory.dispose();
    tab.page = new Page(world, tab);
  },
  close: async (world, at) => {
    const tab = world.tabs[at];
    if (!tab?.page) return;
    await world.settle();
    tab.page.leave();
    tab.page = null;
  },
};

it('no order of tabs, words and forgetting loses an entry or brings one back', { timeout: 120_000 }, async () => {
  let clock = 1e12;
  vi.spyOn(Date, 'now').mockImplementation(() => (clock += 1));
  const move = fc.tuple(fc.constantFrom(...Object.keys(MOVES), 'say', 'say', 'open'), fc.nat(2));
  const counts = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(move, { maxLength: 40, size: 'max' }),
      fc.array(fc.nat(4), { minLength: 1 }),
      async (moves, delays) => {
        let step = 0;
        const world = new World(() => delays[(step += 1) % delays.length] ?? 0);
        // A reloaded tab waits until the page before it is gone.
        world.browser.patience = () => new AbortController().signal;
        for (const [name, at] of moves) {
          await MOVES[name]?.(world, at);
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        await world.settle();
        expect(world.mistakes).toEqual([]);
        expect(world.onDisk()).toEqual(world.models.flatMap(({ texts }) => texts).sort());
        for (const { conversation, history } of world.pages) expect(history.map(({ text }) => text)).toEqual(conversation?.texts);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(counts.size).toBe(Object.keys(MOVES).length);
});
