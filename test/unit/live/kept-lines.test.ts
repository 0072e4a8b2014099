/** Conversations that clients can go on with. */
import { afterEach, expect, it, vi } from 'vitest';
import { KeptLines, type KeptStorage } from '../../../src/live/page/kept-lines.ts';

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
  };
}

const said = (text: string) => [{ role: 'user', text }] as const;

afterEach(() => {
  vi.useRealTimers();
});

it('are known by their names, for two hours, and in the page that is loaded next', () => {
  vi.useFakeTimers();
  const tab = storage();
  const kept = new KeptLines(tab);
  for (const name of ['1', '2', '3', '4', '5']) kept.keep(name, said(name));
  expect(kept.of('1')).toEqual(said('1'));
  expect(kept.of('another')).toBeNull();
  const next = new KeptLines(tab);
  expect(next.of('5')).toEqual(said('5'));
  expect(next.of('1')).toBeNull();
  vi.advanceTimersByTime(2 * 60 * 60 * 1000);
  expect(next.of('5')).toBeNull();
});

it('are a hundred at the most', () => {
  const kept = new KeptLines(null);
  for (let count = 0; count < 150; count += 1) kept.keep(String(count), said('x'));
  expect(kept.of('49')).toBeNull();
  expect(kept.of('50')).not.toBeNull();
});

it.each([
  ['full', storage(10)],
  ['of somebody else', Object.assign(storage(), { text: '[["a"],null,{"b":1},["c",{"at":"now"}]]' })],
  ['damaged', Object.assign(storage(), { text: '{' })],
])('are there where the storage is %s', (_, tab) => {
  const kept = new KeptLines(tab);
  kept.keep('1', said('one'));
  expect(kept.of('1')).toEqual(said('one'));
  expect(kept.of('c')).toBeNull();
});

it('take the newest along where they are long', () => {
  const tab = storage();
  const kept = new KeptLines(tab);
  for (const name of ['1', '2', '3']) kept.keep(name, said('x'.repeat(400_000)));
  const next = new KeptLines(tab);
  expect([next.of('1'), next.of('2')?.length, next.of('3')?.length]).toEqual([null, 1, 1]);
});
