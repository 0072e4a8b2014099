import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './scripts/closing-reporter.mjs'],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], setupFiles: ['test/unit/properties/seed.ts'] } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/global-setup.ts'],
          // One browser at a time: two would fight over two cores, and no test may depend on how fast a machine is.
          fileParallelism: false,
          testTimeout: 300_000,
          // A machine that stalls for a second drops sound on its way into the microphone. What fails twice has failed.
          retry: process.env['CI'] ? 1 : 0,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
