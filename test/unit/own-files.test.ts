/** Where Parley's own files are looked for when the page has named a folder. */
import { afterEach, expect, it, vi } from 'vitest';
import { addWorklet, inFolder } from '../../src/own-files.ts';

it.each([
  [
    'https://cdn.example/parley@1.0.0/workers/vad.worker.js',
    'https://own.example/p/',
    'https://own.example/p/workers/vad.worker.js',
  ],
  ['https://cdn.example/a/assets/vad.worker-x1.js', 'https://own.example/', 'https://own.example/assets/vad.worker-x1.js'],
])('%s below %s', (file, root, address) => {
  expect(inFolder(file, root)).toBe(address);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it.each([
  ['running', 1],
  ['closed', 0],
])('a worklet that does not come into sound that is %s is warned of %i times', async (state, warnings) => {
  vi.stubGlobal('document', { baseURI: 'https://museum.example/' });
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const context = { state, audioWorklet: { addModule: () => Promise.reject(new Error('Unable to load.')) } };
  await expect(addWorklet(context as unknown as BaseAudioContext, 'capture')).rejects.toThrow('Unable to load.');
  expect(warn).toHaveBeenCalledTimes(warnings);
});
