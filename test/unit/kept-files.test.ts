/** What the service worker answers with where the host takes its time. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fromHostOrCopy } from '../../src/offline/kept-files.ts';

const ADDRESS = 'https://museum.example/models/starter/model.onnx';

/** A cache with this copy in it, or empty. */
function cacheWith(copy?: Response) {
  const match = vi.fn(() => Promise.resolve(copy));
  return {
    match,
    put: vi.fn((_: string, kept: Response) => kept.text()),
    delete: vi.fn(() => Promise.resolve(true)),
  } as unknown as Cache;
}

/** A host that answers after so long, ms; it is told when nobody waits any more. */
function hostThatTakes(ms: number, answer: () => Response) {
  const left = vi.fn();
  vi.stubGlobal('fetch', (_: Request, { signal }: { signal?: AbortSignal } = {}) => {
    return new Promise<Response>((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(answer());
      }, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        left();
        reject(signal.reason as Error);
      });
    });
  });
  return left;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function asked(request: Request, cache: Cache): Promise<string> {
  const answer = fromHostOrCopy(request, cache).then(({ response }) => response.text());
  await vi.runAllTimersAsync();
  return answer;
}

it('a network on which nothing comes costs a start some seconds, and not minutes: the copy is there', async () => {
  const left = hostThatTakes(600_000, () => new Response('new'));
  expect(await asked(new Request(ADDRESS), cacheWith(new Response('copy')))).toBe('copy');
  expect(left).toHaveBeenCalled();
  const part = new Request(ADDRESS, { headers: { range: 'bytes=0-1' } });
  expect(await asked(part, cacheWith(new Response('copy')))).toBe('copy');
});

it('a host that is slow is waited for where there is no copy, and its answer is read to the end however long it takes', async () => {
  hostThatTakes(30_000, () => new Response('new'));
  expect(await asked(new Request(ADDRESS), cacheWith())).toBe('new');
  const slow = () =>
    new Response(
      new ReadableStream<Uint8Array>({
        pull: async (controller) => {
          await new Promise((resolve) => setTimeout(resolve, 60_000));
          controller.enqueue(new TextEncoder().encode('new'));
          controller.close();
        },
      }),
    );
  const left = hostThatTakes(100, slow);
  const other = new Response('copy', { headers: { etag: '"old"' } });
  expect(await asked(new Request(ADDRESS), cacheWith(other))).toBe('new');
  expect(left).not.toHaveBeenCalled();
});
