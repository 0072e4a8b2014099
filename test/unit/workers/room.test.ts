/** Room for a model's files, which are fetched at once. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { obtain } from '../../../workers/store/obtain.ts';

vi.mock('../../../src/store/shelf.ts', () => ({
  discard: () => Promise.resolve(),
  readData: () => Promise.resolve(null),
  readRecord: () => Promise.resolve(null),
  writeRecord: () => Promise.resolve(),
  fileLock: (_: string, path: string) => path,
  modelLock: () => 'model',
}));
const free = vi.hoisted(() => ({ bytes: 0 }));
vi.mock('../../../workers/store/partial-file.ts', () => ({
  PartialFile: {
    open: () =>
      Promise.resolve({
        bytes: 0,
        roomFor: (bytes: number) => Math.min(bytes, free.bytes),
        clear: () => undefined,
        close: () => undefined,
      }),
  },
}));

beforeEach(() => {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  vi.stubGlobal('self', { setTimeout, clearTimeout, setInterval, clearInterval });
  vi.stubGlobal('navigator', {
    storage: { getDirectory: () => Promise.resolve() },
    locks: { request: (_name: string, ...rest: unknown[]) => (rest.at(-1) as () => unknown)() },
  });
  // It begins, and nothing more comes.
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(new ReadableStream(), { status: 206, headers: { 'content-range': 'bytes 0-999/1000' } })),
  );
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const fetchOne = (path: string, progress?: () => void) =>
  obtain({ model: 'a', path, address: `https://hub.example/${path}` }, progress ? { progress } : {});

it('room is wanted for all of them, since each alone may fit', async () => {
  free.bytes = 1_500;
  const isUnderWay = new Promise<void>((resolve) => {
    let told = 0;
    // Told of when it is opened, and when it has begun.
    void fetchOne('weights', () => {
      if ((told += 1) > 1) resolve();
    });
  });
  await isUnderWay;
  await expect(fetchOne('more-weights')).rejects.toMatchObject({
    reason: 'storage-full',
    message: expect.stringContaining('(2000 bytes) more are needed') as string,
  });
});
