/** The conversation over visits: what a store that is damaged, full or not there leaves of it. */
import { describe, expect, it } from 'vitest';
import { Memory } from '../../src/session/memory.ts';
import type { History } from '../../src/turn/history.ts';
import { FakeStore } from './fake-store.ts';

const HELLO: History = [
  { role: 'user', text: 'Hello.', turn: 1 },
  { role: 'assistant', text: 'Hello to', turn: 1, interrupted: true },
];
const STORED = { version: 1, entries: HELLO };

const storeOf = (conversation: unknown) => new FakeStore({ 'parley-conversation': conversation });
const keptIn = (store: FakeStore) => store.kept.get('parley-conversation');

/** A visit, and the conversation that it goes on with. */
async function visit(store: FakeStore): Promise<{ memory: Memory; went: History | null }> {
  let went: History | null = null;
  const memory = new Memory((history) => (went = history), store);
  await memory.recalled;
  return { memory, went };
}

it('goes on with the conversation of the last visit, without its pictures', async () => {
  const store = new FakeStore();
  const first = await visit(store);
  expect(first.went).toEqual([]);
  first.memory.look(HELLO.map((entry) => (entry.role === 'user' ? { ...entry, picture: 1 } : entry)));
  expect(keptIn(store)).toEqual(STORED);
  expect((await visit(store)).went).toEqual(HELLO);
});

it('overwrites nothing before the last conversation was read', async () => {
  const store = storeOf(STORED);
  const memory = new Memory(() => undefined, store);
  memory.look([]);
  await memory.recalled;
  expect(keptIn(store)).toEqual(STORED);
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
    expect(keptIn(store)).toEqual(STORED);
    expect(store.kept.get('parley-conversation-damaged')).toEqual(damaged);
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
