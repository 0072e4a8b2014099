/** Loads the starter's models with the engines alone, each in a worker of its own, for `npm run bench -- start` to compare with. */
import type { BareModel } from './bare-messages.ts';

declare global {
  interface Window {
    loadBare: typeof loadBare;
  }
}

/** Loads these at the same time. Resolves with when each was there, ms from now on; rejects with the engine's own words. */
function loadBare(models: readonly BareModel[]): Promise<number[]> {
  const startedAt = performance.now();
  return Promise.all(
    models.map(async (model) => {
      const worker = new Worker(new URL('./bare.worker.ts', import.meta.url), { type: 'module' });
      const answer = await new Promise<string>((resolve) => {
        worker.onmessage = ({ data }: MessageEvent<string>) => {
          resolve(data);
        };
        worker.onerror = ({ message }) => {
          resolve(message);
        };
        worker.postMessage(model);
      });
      if (answer !== 'loaded') throw new Error(`${model}: ${answer}`);
      return performance.now() - startedAt;
    }),
  );
}

window.loadBare = loadBare;
