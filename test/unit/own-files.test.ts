/** Where Parley's own files are looked for when the page has named a folder. */
import { expect, it } from 'vitest';
import { inFolder } from '../../src/own-files.ts';

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
