/** The app's page for frames, in a page of another origin that is not isolated. No model is loaded. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { closeAll, launch } from './harness.ts';
import { serveSite, type Origin } from './two-origins.ts';

declare global {
  interface Window {
    /** What the frame has told this page. */
    messages: Record<string, unknown>[];
  }
}

/** As docs/element.md has it. */
const ALLOW = 'microphone; camera; autoplay; cross-origin-isolated';

let browser: Browser;
let site: Origin;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
  site = await serveSite({ 'page.html': { html: '<!doctype html><title>A museum</title>' } });
});
afterEach(() => closeAll(browser));
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** The site's page with the frame in it, which is told that it may talk to these origins. */
async function framed(origins: string[]): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.url}page.html`);
  const address = new URL('embed.html', inject('appUrl'));
  for (const origin of origins) address.searchParams.append('origin', origin);
  await page.evaluate(
    ([src, allow]) => {
      window.messages = [];
      window.addEventListener('message', ({ data }) => window.messages.push(data as Record<string, unknown>));
      const frame = document.createElement('iframe');
      Object.assign(frame, { src, allow, width: 600, height: 600 });
      document.body.append(frame);
    },
    [address.href, ALLOW] as const,
  );
  await page.frameLocator('iframe').locator('parley-text-box textarea').waitFor();
  return page;
}

async function ask(page: Page, call: Record<string, unknown>): Promise<void> {
  await page.evaluate((message) => {
    window.frames[0]?.postMessage({ parley: 'call', ...message }, '*');
  }, call);
}

const messages = (page: Page, kind: string) =>
  page.evaluate((wanted) => window.messages.filter(({ parley }) => parley === wanted), kind);

it('is asked and heard by the page around it, and is isolated where that is not', async () => {
  const page = await framed(['https://museum.example', new URL(site.url).origin]);
  await expect.poll(() => messages(page, 'event')).toContainEqual(expect.objectContaining({ name: 'parley-ready' }));
  await ask(page, { id: 1, method: 'addContext', text: 'A vase.' });
  await ask(page, { id: 2, method: 'getState' });
  await ask(page, { id: 3, method: 'remove' });
  await ask(page, { id: 4, method: 'sendText' });
  await expect.poll(async () => (await messages(page, 'answer')).length).toBe(4);
  expect(await messages(page, 'answer')).toEqual([
    { parley: 'answer', id: 1, value: true },
    { parley: 'answer', id: 2, value: 'idle' },
    { parley: 'answer', id: 3, error: 'There is no method “remove”.' },
    { parley: 'answer', id: 4, error: '“sendText” takes a text.' },
  ]);
  const [, frame] = page.frames();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(await frame?.evaluate(() => crossOriginIsolated)).toBe(true);
});

it('tells and does nothing for a page of another origin', async () => {
  const { origin } = new URL(site.url);
  const page = await framed([`${origin}/`, origin.replace('http:', 'https:'), `${origin}0`, '*']);
  await ask(page, { id: 1, method: 'addContext', text: 'A vase.' });
  const [, frame] = page.frames();
  // After whatever was on its way.
  await frame?.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  expect(await page.evaluate(() => window.messages)).toEqual([]);
});
