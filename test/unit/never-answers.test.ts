/** A browser that never answers keeps no models from being chosen: IndexedDB in a damaged profile, a graphics process in trouble. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readKept } from '../../src/models/page/kept.ts';
import { probeGpu } from '../../src/models/page/probe.ts';
import { get, set, update } from '../../src/store/site-storage.ts';

const { never } = vi.hoisted(() => ({ never: () => new Promise<never>(() => undefined) }));

vi.mock('idb-keyval', () => ({ get: never, set: never, update: never }));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('what can’t be read or kept in time can’t be read or kept', async () => {
  const all = Promise.allSettled([get('a'), set('a', 1), update('a', () => 1)]);
  await vi.runAllTimersAsync();
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});

it('what earlier visits have left is then nothing', async () => {
  const kept = readKept('this device');
  await vi.runAllTimersAsync();
  expect(await kept).toEqual({ verdicts: {}, suspected: {}, agreed: [], declined: [] });
});

it('a graphics card that is not told of is none', async () => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: never } });
  const gpu = probeGpu(false);
  await vi.runAllTimersAsync();
  expect(await gpu).toBeNull();
});
