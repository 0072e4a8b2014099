/** The conversation over visits: what a store that is damaged, full or not there leaves of it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_CONVERSATIONS, Memory } from '../../src/session/memory.ts';
import { MAX_HISTORY_ENTRIES, type Entry, type History } from '../../src/turn/history.ts';
import { FakeStore } from './fake-store.ts';
import { FakeBrowser, type FakeTab } from './fake-tabs.ts';

const HELLO: History = [
  { role: 'user', text: 'Hello.', turn: 1 },
  { role: 'assistant', text: 'Hello to', turn: 1, interrupted: true },
];
/** No two things happen in the same millisecond. */
let clock = 1e12;
beforeEach(() => {
  vi.spyOn(Date, 'now').mockImplementation(() => (clock += 1));
});

/** As it was before each entry had a key of its own. */
const STORED = { version: 1, entries: HELLO };

const storeOf = (conversation: unknown) => new FakeStore({ 'parley-conversation': conversation });
const keptIn = (store: FakeStore) => store.kept.get('parley-conversation') ?? store.under('parley-entry');

/** A page in which nothing was said yet. */
class Page {
  readonly memory: Memory;
  /** Leaves the page without a word, as a reload does. */
  readonly leave: () => void;
  /** The conversation that it goes on with. */
  went: History | null = null;
  forgotten = 0;

  constructor(tab: FakeTab, purpose?: string) {
    const { place, leave } = tab.load();
    const recalled = (history: History) => {
      this.went = history;
      return true;
    };
    const events = { recalled, forgotten: () => (this.forgotten += 1) };
    this.memory = new Memory(events, purpose, place);
    this.leave = leave;
  }
}

async function load(tab: FakeTab, purpose?: string): Promise<Page> {
  const page = new Page(tab, purpose);
  await page.memory.recalled;
  return page;
}

/** A visit to a browser in which no other page is open. */
function visit(store: FakeStore): Promise<Page> {
  return load(new FakeBrowser(store).tab());
}

/** Until all is kept that is on its way, and all heard that was told. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const said = (text: string, turn = 1): Entry => ({ role: 'user', text, turn });

it('goes on with the conversation of the last visit, without its pictures', async () => {
  const store = new FakeStore();
  const first = await visit(store);
  expect(first.went).toEqual([]);
  first.memory.look(HELLO.map((entry) => (entry.role === 'user' ? { ...entry, picture: 1 } : entry)));
  expect(keptIn(store)).toEqual(HELLO);
  expect((await visit(store)).went).toEqual(HELLO);
});

it('is not kept again by a page that comes back with it at once, as the conversation does', async () => {
  const store = new FakeStore();
  (await visit(store)).memory.look(HELLO);
  const { place } = new FakeBrowser(store).tab().load();
  const memory: Memory = new Memory(
    {
      recalled: (history) => {
        memory.look(history);
        return true;
      },
      forgotten: () => undefined,
    },
    undefined,
    place,
  );
  await memory.recalled;
  await settled();
  expect(keptIn(store)).toEqual(HELLO);
});

it('a conversation of the form before is gone on with, once', async () => {
  const store = storeOf(STORED);
  const { memory, went } = await visit(store);
  expect(went).toEqual(HELLO);
  memory.look([...HELLO, said('Still there?', 2)]);
  expect(store.kept.has('parley-conversation')).toBe(false);
  expect((await visit(store)).went).toEqual([...HELLO, said('Still there?', 2)]);
});

it('overwrites nothing before the last conversation was read', async () => {
  const store = storeOf(STORED);
  const { memory } = new Page(new FakeBrowser(store).tab());
  memory.look([]);
  await memory.recalled;
  expect(keptIn(store)).toEqual(HELLO);
});

describe('a damaged conversation', () => {
  const DAMAGED: [string, unknown][] = [
    ['another version', { version: 7, entries: HELLO }],
    ['a turn without a number', { version: 1, entries: [{ role: 'user', text: 'Hello.' }] }],
    ['an answer that may have been cut off', { version: 1, entries: [{ role: 'assistant', text: 'Hello.', turn: 1 }] }],
    ['a string', 'Hello.'],
    ['null', null],
  ];
  it.each(DAMAGED)('(%s) is set aside, and a new one begins', async (_, damaged) => {
    const store = storeOf(damaged);
    const { memory, went } = await visit(store);
    expect(went).toEqual([]);
    memory.look(HELLO);
    expect(keptIn(store)).toEqual(HELLO);
    expect(store.kept.get('parley-conversation-damaged')).toEqual(damaged);
  });

  it('of which one entry is damaged is set aside whole', async () => {
    const store = new FakeStore();
    (await visit(store)).memory.look(HELLO);
    const [key = ''] = [...store.kept.keys()].filter((each) => each.includes('parley-entry'));
    store.kept.set(key, { role: 'user' });
    const { memory, went } = await visit(store);
    expect(went).toEqual([]);
    expect(store.kept.get('parley-conversation-damaged')).toEqual([{ role: 'user' }, HELLO[1]]);
    memory.look([said('Anew.')]);
    expect(keptIn(store)).toEqual([said('Anew.')]);
  });

  it('that can’t be set aside is left as it is', async () => {
    const store = storeOf('Hello.');
    store.isFull = true;
    const { memory } = await visit(store);
    store.isFull = false;
    memory.look(HELLO);
    expect(keptIn(store)).toBe('Hello.');
  });
});

it('a conversation that can’t be read is left as it is: the next visit may read it', async () => {
  const store = storeOf(STORED);
  store.isUnreadable = true;
  const { memory, went } = await visit(store);
  expect(went).toBeNull();
  memory.look([]);
  store.isUnreadable = false;
  expect((await visit(store)).went).toEqual(HELLO);
});

it('a store that takes nothing stops nothing', async () => {
  const store = storeOf(STORED);
  store.isFull = true;
  const { memory } = await visit(store);
  memory.look([]);
  // A rejection that nobody handles would fail this run.
  await new Promise((resolve) => setTimeout(resolve));
  expect(keptIn(store)).toEqual(STORED);
});

it('what could not be kept is kept with what is said next', async () => {
  const store = new FakeStore();
  const { memory } = await visit(store);
  store.isFull = true;
  memory.look(HELLO);
  await settled();
  store.isFull = false;
  memory.look([...HELLO, said('Still there?', 2)]);
  await settled();
  expect(keptIn(store)).toEqual([...HELLO, said('Still there?', 2)]);
});

it('what was said before the last conversation was read comes after it', async () => {
  const store = storeOf(STORED);
  const { memory } = new Page(new FakeBrowser(store).tab());
  memory.look([said('Too early.')]);
  await memory.recalled;
  expect(keptIn(store)).toEqual([...HELLO, said('Too early.')]);
  // It counted its turns from 1, as they did.
  expect((await visit(store)).went).toEqual([...HELLO, said('Too early.', 2)]);
});

describe('a long conversation (R21)', () => {
  it('costs each turn the same, over 1,000 turns and above the bound', async () => {
    const store = new FakeStore();
    const { memory } = await visit(store);
    let history: History = [];
    for (let turn = 1; turn <= MAX_HISTORY_ENTRIES + 20; turn += 1) {
      history = [...history, said('A question.', turn)].slice(-MAX_HISTORY_ENTRIES);
      memory.look(history);
      await new Promise(setImmediate);
    }
    const { writes } = store;
    expect(writes).toHaveLength(MAX_HISTORY_ENTRIES + 20);
    // The entry and the time of its conversation; above the bound the oldest goes.
    expect(new Set(writes.slice(0, MAX_HISTORY_ENTRIES).map(({ keys }) => keys))).toEqual(new Set([2]));
    expect(new Set(writes.slice(MAX_HISTORY_ENTRIES).map(({ keys }) => keys))).toEqual(new Set([3]));
    // But for the digits of its turn and its number, an entry is as long as any other.
    const characters = writes.map((write) => write.characters);
    expect(Math.max(...characters) - Math.min(...characters)).toBeLessThanOrEqual(6);
    expect((await visit(store)).went).toEqual(history);
  });
});

describe('two tabs (B08, R23)', () => {
  it('have a conversation each, also after both were reloaded', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const tabs = [browser.tab(), browser.tab()];
    const pages = await Promise.all(tabs.map((tab) => load(tab)));
    for (const [index, { memory }] of pages.entries()) memory.look([said(`Of tab ${String(index)}.`)]);
    await settled();
    for (const { leave } of pages) leave();
    await settled();
    // In the other order, so that no tab gets the one that is free by chance.
    const again = [...(await Promise.all(tabs.toReversed().map((tab) => load(tab))))].reverse();
    expect(again.map(({ went }) => went)).toEqual([[said('Of tab 0.')], [said('Of tab 1.')]]);
  });

  it('a new tab goes on with the last used that no other tab has', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const [first, second] = [await load(browser.tab()), await load(browser.tab())];
    first.memory.look([said('First.')]);
    await settled();
    second.memory.look([said('Second.')]);
    await settled();
    second.leave();
    await settled();
    const third = await load(browser.tab());
    expect(third.went).toEqual([said('Second.')]);
    expect((await load(browser.tab())).went).toEqual([]);
    first.leave();
    await settled();
    expect((await load(browser.tab())).went).toEqual([said('First.')]);
  });

  it('waits after a reload until the old page has let go of its conversation', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const tab = browser.tab();
    const old = await load(tab);
    old.memory.look(HELLO);
    browser.patience = () => new AbortController().signal;
    const page = new Page(tab);
    await settled();
    expect(page.went).toBeNull();
    old.leave();
    await page.memory.recalled;
    expect(page.went).toEqual(HELLO);
  });

  it('a duplicated tab begins anew, and stays with that', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const tab = browser.tab();
    const original = await load(tab);
    original.memory.look(HELLO);
    const copy = browser.tab(tab.storage);
    const page = await load(copy);
    expect(page.went).toEqual([]);
    page.memory.look([said('Of the copy.')]);
    await settled();
    expect((page.leave(), original.leave(), await settled())).toBeUndefined();
    expect((await load(copy)).went).toEqual([said('Of the copy.')]);
    expect((await load(tab)).went).toEqual(HELLO);
  });

  it('two elements of one page get their own back', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const tab = browser.tab();
    for (const visit of [1, 2]) {
      const { place, leave } = tab.load();
      const went: History[] = [[], []];
      const memories = went.map(
        (_, index) =>
          new Memory({ recalled: (history) => Boolean((went[index] = history)), forgotten: () => undefined }, 'app', place),
      );
      await Promise.all(memories.map(({ recalled }) => recalled));
      for (const [index, memory] of memories.entries()) {
        expect(went[index]).toEqual(visit === 1 ? [] : [said(`Of element ${String(index)}.`)]);
        if (visit === 1) memory.look([said(`Of element ${String(index)}.`)]);
      }
      await settled();
      leave();
      await settled();
    }
  });

  it('of different purpose share nothing, and only the app goes on with the former conversation', async () => {
    const browser = new FakeBrowser(storeOf(STORED));
    const guide = await load(browser.tab(), 'museum guide');
    expect(guide.went).toEqual([]);
    guide.memory.look([said('To the guide.')]);
    await settled();
    guide.leave();
    await settled();
    expect((await load(browser.tab())).went).toEqual(HELLO);
    expect((await load(browser.tab(), 'museum guide')).went).toEqual([said('To the guide.')]);
  });

  it('lose nothing without Web Locks, where they may share a conversation', async () => {
    const store = new FakeStore();
    const browser = new FakeBrowser(store);
    browser.hasLocks = false;
    (await load(browser.tab())).memory.look(HELLO);
    await settled();
    const pages = [await load(browser.tab()), await load(browser.tab())];
    for (const [index, { memory, went }] of pages.entries()) memory.look([...(went ?? []), said(`Of tab ${String(index)}.`, 2)]);
    await settled();
    const { went } = await load(browser.tab());
    expect(went?.slice(0, 2)).toEqual(HELLO);
    expect(
      went
        ?.slice(2)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['Of tab 0.', 'Of tab 1.']);
  });

  it('keep no more conversations than the last used and those that tabs have', async () => {
    const store = new FakeStore();
    const browser = new FakeBrowser(store);
    const pages: Page[] = [];
    for (let tab = 0; tab < MAX_CONVERSATIONS + 2; tab += 1) {
      const page = await load(browser.tab());
      page.memory.look([said(`Of tab ${String(tab)}.`)]);
      await settled();
      pages.push(page);
    }
    for (const page of pages.slice(1)) page.leave();
    await settled();
    await load(browser.tab());
    await settled();
    const texts = new Set((keptIn(store) as History).map(({ text }) => text));
    // The first is used least, and a tab has it.
    expect(texts.size).toBe(MAX_CONVERSATIONS + 1);
    expect([texts.has('Of tab 0.'), texts.has('Of tab 1.'), texts.has('Of tab 2.')]).toEqual([true, false, true]);
  });
});

describe('the conversations that are kept', () => {
  /** A page that goes by what it is told, as the conversation does. */
  class Conversing {
    readonly memory: Memory;
    history: History = [];

    constructor(tab: FakeTab) {
      const events = {
        recalled: (history: History) => {
          this.history = history;
          this.memory.look(history);
          return true;
        },
        forgotten: () => (this.history = []),
      };
      this.memory = new Memory(events, undefined, tab.load().place);
    }

    async say(text: string): Promise<void> {
      await this.memory.recalled;
      this.history = [...this.history, said(text, (this.history.at(-1)?.turn ?? 0) + 1)];
      this.memory.look(this.history);
      await settled();
    }
  }
  const textsOf = async (memory: Memory) => (await memory.list()).map(({ history }) => history.map(({ text }) => text));
  const idOf = async (memory: Memory, text: string) =>
    (await memory.list()).find(({ history }) => history.some((entry) => entry.text === text))?.id ?? '';

  it('are gone on with, one after the other, and nothing of either is lost', async () => {
    const page = new Conversing(new FakeBrowser(new FakeStore()).tab());
    await page.say('One.');
    const one = await idOf(page.memory, 'One.');
    expect(await page.memory.goOn(null)).toBe(true);
    expect(page.history).toEqual([]);
    await page.say('Two.');
    expect(await page.memory.goOn(one)).toBe(true);
    expect(page.history).toEqual([said('One.')]);
    await page.say('One more.');
    expect(await textsOf(page.memory)).toEqual([['One.', 'One more.'], ['Two.']]);
    expect((await page.memory.list()).map(({ isCurrent }) => isCurrent)).toEqual([true, false]);
  });

  it('are not taken from another tab, nor deleted under it', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const [page, other] = [new Conversing(browser.tab()), new Conversing(browser.tab())];
    await page.say('Here.');
    await other.say('There.');
    const id = await idOf(page.memory, 'There.');
    expect(await page.memory.goOn(id)).toBe(false);
    expect(page.history).toEqual([said('Here.')]);
    expect(await page.memory.remove(id)).toBeNull();
    await other.say('Still there.');
    expect(await textsOf(page.memory)).toEqual([['There.', 'Still there.'], ['Here.']]);
  });

  it('are let go of by a tab that goes on with another', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const [page, other] = [new Conversing(browser.tab()), new Conversing(browser.tab())];
    await page.say('Here.');
    await other.say('There.');
    const id = await idOf(page.memory, 'There.');
    await other.memory.goOn(null);
    expect(await page.memory.goOn(id)).toBe(true);
    expect(page.history).toEqual([said('There.')]);
  });

  it('are put back as they were: name, time and words', async () => {
    const page = new Conversing(new FakeBrowser(new FakeStore()).tab());
    await page.say('One.');
    const id = await idOf(page.memory, 'One.');
    await page.memory.rename(id, 'The first');
    const before = await page.memory.list();
    const deleted = await page.memory.remove(id);
    expect([page.history, await page.memory.list()]).toEqual([[], []]);
    await page.memory.restore(deleted ?? []);
    const [back] = await page.memory.list();
    expect(back).toEqual({ ...before[0], id: back?.id, isCurrent: false });
  });

  it('are put back beside what a tab has said meanwhile, when all were deleted', async () => {
    const browser = new FakeBrowser(new FakeStore());
    const [page, other] = [new Conversing(browser.tab()), new Conversing(browser.tab())];
    await page.say('Here.');
    await other.say('There.');
    const deleted = await page.memory.removeAll();
    await settled();
    expect([page.history, other.history, await page.memory.list()]).toEqual([[], [], []]);
    await other.say('Anew.');
    await page.memory.restore(deleted);
    expect((await textsOf(page.memory)).sort()).toEqual([['Anew.'], ['Here.'], ['There.']]);
  });

  it('have nothing of a private one, which is over with a reload, or when it is left; the tab stays private', async () => {
    const store = new FakeStore();
    const tab = new FakeBrowser(store).tab();
    const page = new Conversing(tab);
    await page.say('Known.');
    const kept = [...store.kept];
    await page.memory.setPrivate(true);
    expect([page.memory.isPrivate, page.history]).toEqual([true, []]);
    await page.say('Secret.');
    page.memory.forget();
    await page.say('Secret too.');
    expect([...store.kept]).toEqual(kept);
    const reloaded = new Conversing(tab);
    await reloaded.memory.recalled;
    expect([reloaded.memory.isPrivate, reloaded.history]).toEqual([true, []]);
    await reloaded.memory.setPrivate(false);
    await reloaded.say('Known again.');
    expect([...store.kept.values()].join()).not.toContain('Secret');
    expect(await textsOf(reloaded.memory)).toEqual([['Known again.'], ['Known.']]);
  });
});

describe('what is forgotten (R16)', () => {
  it('is gone from the disk, with what was set aside of damaged conversations', async () => {
    const store = storeOf('Hello.');
    const { memory } = await visit(store);
    memory.look(HELLO);
    memory.look([]);
    memory.forget();
    await settled();
    expect(JSON.stringify([...store.kept])).not.toContain('Hello');
    memory.look([said('Anew.')]);
    await settled();
    expect((await visit(store)).went).toEqual([said('Anew.')]);
  });

  it('while it is being recalled does not come any more, on this visit or the next', async () => {
    const store = storeOf(STORED);
    const page = new Page(new FakeBrowser(store).tab());
    page.memory.forget();
    page.memory.look([said('Anew.')]);
    await page.memory.recalled;
    await settled();
    expect(page.went).toBeNull();
    expect(keptIn(store)).toEqual([said('Anew.')]);
  });

  it('is gone even if it could not be read or set aside', async () => {
    const store = storeOf('Hello.');
    store.isFull = true;
    const { memory } = await visit(store);
    memory.forget();
    await settled();
    expect(store.kept.size).toBe(0);
  });

  it('is forgotten later where the store takes nothing at first', async () => {
    const store = storeOf(STORED);
    const { memory } = await visit(store);
    store.isUnreadable = true;
    memory.forget();
    await settled();
    expect(keptIn(store)).toEqual(HELLO);
    store.isUnreadable = false;
    memory.look([said('Anew.')]);
    await settled();
    expect(keptIn(store)).toEqual([said('Anew.')]);
  });

  it('leaves no older conversation in its place on the next visit', async () => {
    const store = new FakeStore();
    const browser = new FakeBrowser(store);
    const [older, page] = [await load(browser.tab()), await load(browser.tab())];
    older.memory.look([said('Older.')]);
    await settled();
    page.memory.look([said('Newer.')]);
    page.memory.forget();
    await settled();
    for (const { leave } of [older, page]) leave();
    await settled();
    expect((await load(browser.tab())).went).toEqual([]);
    expect(keptIn(store)).toEqual([said('Older.')]);
  });

  it('in one tab stays in the others, unless all is forgotten', async () => {
    const store = new FakeStore();
    const browser = new FakeBrowser(store);
    const [one, other] = [await load(browser.tab()), await load(browser.tab(), 'museum guide')];
    one.memory.look([said('One.')]);
    other.memory.look([said('Other.')]);
    one.memory.forget();
    await settled();
    expect(keptIn(store)).toEqual([said('Other.')]);
    expect(other.forgotten).toBe(0);
    await one.memory.forgetAll();
    await settled();
    expect(other.forgotten).toBe(1);
    expect(keptIn(store)).toEqual([]);
    other.memory.look([said('Anew.')]);
    await settled();
    expect(keptIn(store)).toEqual([said('Anew.')]);
  });
});

it('keeps what is on its way when its element is removed, then lets another have the conversation', async () => {
  const browser = new FakeBrowser(new FakeStore());
  const tab = browser.tab();
  const { memory } = await load(tab);
  memory.look([said('One.')]);
  memory.look([said('One.'), said('Two.', 2)]);
  memory.dispose();
  await settled();
  expect((await load(tab)).went).toEqual([said('One.'), said('Two.', 2)]);
});
