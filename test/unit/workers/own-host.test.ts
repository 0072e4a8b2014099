/** The app's own host, where it stops in the middle. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findModel } from '../../../src/models/catalogue.ts';
import { getFile, ModelFiles } from '../../../workers/model-files.ts';

const SPEC = { ...findModel('llm', 'tiny-gemma3'), repo: '' };
const JOB = { spec: SPEC, backend: 'wasm', origin: { app: 'https://museum.example/', hub: '' }, tryOut: false } as const;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('self', globalThis);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A host that sends these pieces, each after so long, ms, and then `ends`. */
function hostThatSends(pieces: readonly number[], ends: (controller: ReadableStreamDefaultController) => void) {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const ms = left.shift();
      if (ms === undefined) {
        ends(controller);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ms));
      controller.enqueue(new Uint8Array(10));
    },
  });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers: { 'content-length': '100' } })));
}

async function read(): Promise<unknown> {
  const progress = vi.fn();
  const files = new ModelFiles({ ...JOB, progress });
  const read = files.fetch('onnx/model.onnx').then((response) => response.arrayBuffer());
  const outcome = read.then(
    (buffer) => buffer.byteLength,
    (error: unknown) => files.explain(error),
  );
  await vi.runAllTimersAsync();
  return outcome;
}

it('is waited for as long as something comes', async () => {
  hostThatSends([50_000, 50_000, 50_000], (controller) => {
    controller.close();
  });
  expect(await read()).toBe(30);
});

it.each<[string, number[], (controller: ReadableStreamDefaultController) => void]>([
  ['stands still', [10, 10, 600_000], () => undefined],
  [
    'is cut off',
    [10],
    (controller) => {
      controller.error(new TypeError('network error'));
    },
  ],
])('that %s says nothing against the model', async (_, pieces, ends) => {
  hostThatSends(pieces, ends);
  expect(await read()).toMatchObject({ reason: 'network' });
});

it('that never begins has no such file', async () => {
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  });
  const file = getFile('https://museum.example/voices/af_heart.bin');
  await vi.runAllTimersAsync();
  expect(await file).toContain('nothing came');
});
