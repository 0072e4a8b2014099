/** Conversations that clients can go on with. */
import { afterEach, expect, it, vi } from 'vitest';
import { KeptLines, type ForgetChannel, type KeptStorage } from '../../../src/live/page/kept-lines.ts';

/** A tab's own storage, which may be full. */
function storage(mostCharacters = Infinity): KeptStorage & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      if (text.length > mostCharacters) throw new DOMException('', 'QuotaExceededError');
      this.text = text;
    },
    removeItem() {
      this.text = null;
    },
  };
}

/** `channel` stands for what other pages, and this one, say to each other. */
function keptIn(tab: KeptStorage | null, channel: ForgetChannel = { onmessage: null, close: () => undefined }): KeptLines {
  return new KeptLines(tab, channel);
}

const said = (text: string) => [{ role: 'user', text }] as const;

afterEach(() => {
  vi.useRealTimers();
});

it('are known by their names, for two hours, and in the page that is loaded next', () => {
  vi.useFakeTimers();
  const tab = storage();
  const kept = keptIn(tab);
  for (const name of ['1', '2', '3', '4', '5']) kept.keep(name, said(name));
  expect(kept.of('1')).toEqual(said('1'));
  expect(kept.of('another')).toBeNull();
  const next = keptIn(tab);
  expect(next.of('5')).toEqual(said('5'));
  expect(next.of('1')).toBeNull();
  vi.advanceTimersByTime(2 * 60 * 60 * 1000);
  expect(next.of('5')).toBeNull();
});

it('are a hundred at the most', () => {
  const kept = keptIn(null);
  for (let count = 0; count < 150; count += 1) kept.keep(String(count), said('x'));
  expect(kept.of('49')).toBeNull();
  expect(kept.of('50')).not.toBeNull();
});

it.each([
  ['full', storage(10)],
  ['of somebody else', Object.assign(storage(), { text: '[["a"],null,{"b":1},["c",{"at":"now"}]]' })],
  ['damaged', Object.assign(storage(), { text: '{' })],
])('are there where the storage is %s', (_, tab) => {
  const kept = keptIn(tab);
  kept.keep('1', said('one'));
  expect(kept.of('1')).toEqual(said('one'));
  expect(kept.of('c')).toBeNull();
});

it('take the newest along where they are long', () => {
  const tab = storage();
  const kept = keptIn(tab);
  for (const name of ['1', '2', '3']) kept.keep(name, said('x'.repeat(400_000)));
  const next = keptIn(tab);
  expect([next.of('1'), next.of('2')?.length, next.of('3')?.length]).toEqual([null, 1, 1]);
});

it('are forgotten with all conversations, here and over a reload, and not with one of them', () => {
  const tab = storage();
  const channel: ForgetChannel = { onmessage: null, close: () => undefined };
  const kept = keptIn(tab, channel);
  const forgotten = vi.fn();
  kept.forgotten = forgotten;
  const hear = (id: string | null) => {
    channel.onmessage?.call(channel as BroadcastChannel, new MessageEvent('message', { data: { forgotten: id } }));
  };
  kept.keep('1', said('one'));
  hear('another');
  expect(kept.of('1')).toEqual(said('one'));
  hear(null);
  expect(forgotten).toHaveBeenCalledOnce();
  expect([kept.of('1'), tab.text]).toEqual([null, null]);
  kept.keep('2', said('two'));
  const next = keptIn(tab);
  expect([next.of('1'), next.of('2')]).toEqual([null, said('two')]);
});
