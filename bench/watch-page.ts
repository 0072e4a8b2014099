/** What a page does while it is measured: how late the VAD is, how long the page's own thread was busy, when each model was loaded. */
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    watched: Watched;
  }
}

/** Times are ms on the page's clock, from the navigation on. */
export type Watched = {
  /** Worst lag of the frames since the last report, about ten a second. */
  lags: { at: number; lagMs: number }[];
  /** Tasks of the page's thread of more than 50 ms. */
  tasks: { at: number; ms: number }[];
  /** From one picture of the page to the next while Parley speaks. */
  pictures: { at: number; ms: number }[];
  /** When each worker said that its model is loaded, by the name of its script. */
  loaded: { role: string; at: number; loadMs: number }[];
};

/** Watches every page load from now on. To be called before the first. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { lags: [], tasks: [], pictures: [], loaded: [] };
    window.watched = watched;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) watched.tasks.push({ at: startTime, ms: duration });
    }).observe({ type: 'longtask', buffered: true });
    let last: number | null = null;
    const picture = (at: number) => {
      const isSpeaking = document.querySelector('parley-assistant')?.getAttribute('state') === 'speaking';
      if (isSpeaking && last !== null) watched.pictures.push({ at, ms: at - last });
      last = isSpeaking ? at : null;
      requestAnimationFrame(picture);
    };
    requestAnimationFrame(picture);
    type Report = { kind: string; lagMs: number; loadMs: number };
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        const role = /(\w+)\.worker/.exec(String(address))?.[1] ?? '';
        this.addEventListener('message', ({ data }: MessageEvent<Report>) => {
          const at = performance.now();
          if (data.kind === 'level') watched.lags.push({ at, lagMs: data.lagMs });
          if (data.kind === 'loaded') watched.loaded.push({ role, at, loadMs: data.loadMs });
        });
      }
    };
  });
}

/** What was seen since the page was loaded. */
export function seen(page: Page): Promise<Watched> {
  return page.evaluate(() => window.watched);
}
