/** What a download tells while its host asks to be left alone. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { obtain } from '../../../workers/store/obtain.ts';

vi.mock('../../../src/store/shelf.ts', () => ({
  discard: () => Promise.resolve(),
  readData: () => Promise.resolve(null),
  readRecord: () => Promise.resolve(null),
  writeRecord: () => Promise.resolve(),
  fileLock: () => 'file',
  modelLock: () => 'model',
}));
vi.mock('../../../workers/store/partial-file.ts', () => ({
  PartialFile: { open: () => Promise.resolve({ bytes: 0, clear: () => undefined, close: () => undefined }) },
}));

let self: EventTarget;
beforeEach(() => {
  vi.useFakeTimers();
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  self = Object.assign(new EventTarget(), { setTimeout, clearTimeout, setInterval, clearInterval });
  vi.stubGlobal('self', self);
  vi.stubGlobal('navigator', {
    storage: { getDirectory: () => Promise.resolve() },
    locks: { request: (_name: string, ...rest: unknown[]) => (rest.at(-1) as () => unknown)() },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A hub that is down for a moment, then asks to be left alone for three minutes, and then has no such file. */
function busyHub() {
  const answers = [
    new Response('', { status: 503 }),
    new Response('', { status: 429, headers: { 'retry-after': '180' } }),
    new Response('', { status: 404 }),
  ];
  const fetched = vi.fn(() => Promise.resolve(answers.shift()));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

it('tells for how long, and that it is over, but nothing of waits that nobody asked for', async () => {
  const fetched = busyHub();
  const waits: number[] = [];
  const outcome = obtain({ model: 'a', path: 'b', address: 'https://hub.example/a/b' }, { hostWaits: (ms) => waits.push(ms) });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(waits).toEqual([180_000]);
  await vi.advanceTimersByTimeAsync(179_000);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(waits).toEqual([180_000, 0]);
  expect(await outcome).toBeNull();
});

it('a network that is back shortens a wait of our own, and none that the hub asked for', async () => {
  const fetched = busyHub();
  const outcome = obtain({ model: 'a', path: 'b', address: 'https://hub.example/a/b' });
  await vi.advanceTimersByTimeAsync(1);
  self.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  self.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(178_000);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await outcome).toBeNull();
});

it('a host that the hub leads to is asked again where its ticket has run out; the hub’s own word counts at once', async () => {
  const from = (url: string, status: number) =>
    Object.defineProperties(new Response('', { status }), { url: { value: url }, redirected: { value: true } });
  const wanted = { model: 'a', path: 'b', address: 'https://hub.example/a/b' };
  const answers = [from('https://cdn.example/b?until=1', 403), from('https://cdn.example/b?until=2', 404)];
  vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()));
  const outcome = obtain(wanted);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await outcome).toBeNull();
  vi.stubGlobal('fetch', () => Promise.resolve(from('https://hub.example/a/c', 403)));
  await expect(obtain(wanted)).rejects.toMatchObject({ reason: 'model-file-forbidden' });
});
