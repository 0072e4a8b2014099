/**
 * `npm run pictures`: the states of the page at the size of a phone and of a desktop, as docs/pictures/<state>-<size>.png, and the examples that are a page,
 * as docs/pictures/example-<name>.png. The states are the stories of the tests (test/browser/pages/story-views.ts), so that no model and no microphone is needed.
 */
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launch, ROOT } from '../test/browser/harness.ts';
import { buildPages, servePages } from '../test/browser/pages-server.ts';
import { buildPackage, exampleAt, servePackage, serveSite } from '../test/browser/two-origins.ts';
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

const EXAMPLE_SIZE = { width: 800, height: 600 };

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
    await examples(browser);
  } finally {
    await browser.close();
    await pages.close();
  }
}

async function examples(browser: Browser): Promise<void> {
  buildPackage();
  const host = await servePackage();
  const names = ['plain', 'strict-policy', 'helper'];
  const site = await serveSite(
    Object.fromEntries(names.map((name) => [`${name}.html`, { html: exampleAt(`${name}.html`, host.url) }])),
  );
  const page = await browser.newPage({ viewport: EXAMPLE_SIZE });
  try {
    for (const name of names) {
      await page.goto(`${site.url}${name}.html`);
      await page.locator('parley-text-box textarea').waitFor({ state: 'attached' });
      const ask = page.getByRole('button', { name: 'Ask Parley' });
      if (await ask.isVisible()) await ask.click();
      await page.waitForTimeout(SETTLES_MS);
      await page.screenshot({ path: path.join(ROOT, 'docs/pictures', `example-${name}.png`) });
    }
  } finally {
    await site.close();
    await host.close();
  }
}
