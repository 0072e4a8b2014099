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

it('a shortcut of its icon brings the focus to what it is called after', async () => {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.ariaLabel ?? '';
    });
  for (const [start, label] of [
    ['talk', 'Start talking'],
    ['type', 'Type a message'],
  ]) {
    await page.goto(`${inject('appUrl')}?start=${String(start)}`);
    await expect.poll(focused).toBe(label);
    expect(page.url()).toBe(inject('appUrl'));
  }
  await page.context().close();
});

it('a picture that another app shares waits to be asked about; what is no picture opens the app', async () => {
  // The browser sends a share; a form of the page's own, as here, is against its policy.
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(inject('appUrl'));
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  const share = async (isPicture: boolean) => {
    const opened = page.waitForEvent('load');
    await page.evaluate(async (asPicture) => {
      const canvas = new OffscreenCanvas(8, 8);
      canvas.getContext('2d');
      const picture = await canvas.convertToBlob();
      const files = new DataTransfer();
      files.items.add(
        asPicture ? new File([picture], 'a.png', { type: 'image/png' }) : new File(['a'], 'a.txt', { type: 'text/plain' }),
      );
      const form = Object.assign(document.createElement('form'), {
        method: 'post',
        enctype: 'multipart/form-data',
        action: './share',
      });
      const field = Object.assign(document.createElement('input'), { type: 'file', name: 'picture', files: files.files });
      form.append(field);
      document.body.append(form);
      form.submit();
    }, isPicture);
    await opened;
  };
  const shown = page.getByRole('button', { name: 'Take the picture away' });
  await share(true);
  await shown.waitFor();
  expect(page.url()).toBe(inject('appUrl'));
  await share(false);
  await expect.poll(() => page.url()).toBe(inject('appUrl'));
  expect(await page.evaluate(() => caches.keys())).not.toContain('parley-shared');
  expect(await shown.count()).toBe(0);
  await page.context().close();
});
