/** The app on the home screen. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './harness.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterAll(() => browser.close());

it('Chromium finds nothing that keeps it from being installed', async () => {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.goto(inject('appUrl'));
  const session = await page.context().newCDPSession(page);
  const { errors, url, data = '' } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toBe(`${inject('appUrl')}manifest.webmanifest`);
  const { screenshots } = JSON.parse(data) as { screenshots: { src: string; sizes: string }[] };
  expect(screenshots.length).toBe(2);
  for (const { src, sizes } of screenshots) {
    const seen = await page.evaluate(async (address) => {
      const { width, height } = await createImageBitmap(await (await fetch(address)).blob());
      return `${String(width)}x${String(height)}`;
    }, new URL(src, url).href);
    expect(seen).toBe(sizes);
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A test's profile is an incognito one, and those install nothing.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});
