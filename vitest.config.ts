import { defineConfig } from 'vitest/config';

/** Tests of what is said and heard, to the sample. On a machine that is busy with something else sound is dropped on its way; so they run alone. */
const SPOKEN = files('content-policy', 'conversation', 'exact');

/** With a graphics card made of software that is lost, crashes and computes speech; on real weights in other languages: in `npm run test:slow`, alone too (test/slowly.ts). */
const SLOW = files('device-loss', 'ladder', 'languages', 'swiftshader');

const browser = {
  globalSetup: ['test/browser/global-setup.ts'],
  // No test depends on how fast a machine is.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // A machine that stalls for a second drops sound all the same. What fails twice has failed.
  retry: process.env['CI'] ? 1 : 0,
};

export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-reporter.mjs'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/unit/properties/seed.ts'],
          // Properties take seconds on a machine that is busy; this only ends what hangs.
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...browser,
          name: 'browser',
          include: ['test/browser/*.test.ts'],
          exclude: [...SPOKEN, ...SLOW],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...browser, name: 'spoken', include: SPOKEN, fileParallelism: false, sequence: { groupOrder: 2 } } },
      ...(process.env['PARLEY_SLOW']
        ? [{ test: { ...browser, name: 'slow', include: SLOW, fileParallelism: false, sequence: { groupOrder: 3 } } }]
        : []),
    ],
  },
});

function files(...names: string[]): string[] {
  return names.map((name) => `test/browser/${name}.test.ts`);
}
