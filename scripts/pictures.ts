/**
 * `npm run pictures`: the states of the page at the size of a phone and of a desktop, as docs/pictures/<state>-<size>.png. They are the stories of the
 * tests (test/browser/pages/story-views.ts), so that no model and no microphone is needed.
 */
import path from 'node:path';
import { launch, ROOT } from '../test/browser/harness.ts';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import type { StoryName } from '../test/browser/pages/story-views.ts';

const STATES: readonly StoryName[] = [
  'asleep',
  'loading-hears',
  'hearing',
  'thinking',
  'speaking',
  'paused',
  'camera',
  'offered',
];

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

/** Transitions and what is fetched late, ms. */
const SETTLES_MS = 1_500;

export default async function pictures(_: string[], { chromePath }: { chromePath: string }): Promise<void> {
  await buildPages();
  const pages = await servePages();
  const browser = await launch(chromePath);
  try {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ viewport, colorScheme: size === 'phone' ? 'dark' : 'light' });
      for (const state of STATES) {
        const page = await context.newPage();
        await page.goto(`${pages.url}stories.html?state=${state}`);
        await page.waitForFunction(() => 'story' in window);
        await page.waitForTimeout(SETTLES_MS);
        await page.screenshot({ path: path.join(ROOT, 'docs/pictures', `${state}-${size}.png`) });
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await pages.close();
  }
}
