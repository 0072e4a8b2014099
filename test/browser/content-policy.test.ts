/** The app under its own Content-Security-Policy: a conversation breaks none of it, and what it forbids is not done. */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { SECURITY_HEADERS } from '../../scripts/security-headers.ts';
import { App, CLIPS, FAKE_DEVICES, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

const CLIP = path.join(CLIPS, 'capital-of-france.wav');

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'), [...FAKE_DEVICES, `--use-file-for-fake-audio-capture=${CLIP}%noloop`]);
});
afterAll(() => browser.close());

const open = (prepare: (page: Page) => Promise<unknown>) =>
  App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3' }, realDevices: true, underPolicy: true, prepare });

/** What the browser has refused, in the page and in its workers. */
const refused = (app: App) => app.errors.filter((error) => /Content Security Policy|violates/i.test(error));

it('every file comes with it, those of workers and worklets too', async () => {
  const answers: Record<string, string>[] = [];
  const app = await open(async (page) => {
    page.on('response', (response) => {
      if (response.url().startsWith(inject('appUrl')) && !response.url().includes('/models/')) answers.push(response.headers());
    });
    await routeStandins(page);
  });
  await app.page.reload();
  await expect.poll(() => answers.length).toBeGreaterThan(2);
  for (const headers of answers) expect(headers['content-security-policy']).toBe(SECURITY_HEADERS['Content-Security-Policy']);
  const policy = SECURITY_HEADERS['Content-Security-Policy'] ?? '';
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
});

it('a conversation, typed and spoken, with the camera and the settings, breaks none of it', async () => {
  const app = await open(routeStandins);
  // Without the harness's own waits: they evaluate text, which the policy forbids.
  const answers = async () => (await app.view()).captions.filter(({ who, state }) => who === 'assistant' && state !== 'live');
  const wait = { timeout: 120_000 };
  await app.page.locator('parley-text-box textarea').fill('How many days are there in a week?');
  await app.page.locator('parley-text-box textarea').press('Enter');
  await expect.poll(answers, wait).toMatchObject([{ text: 'There are seven days in a week.' }]);
  await app.page.getByRole('button', { name: 'Camera', exact: true }).click();
  await expect.poll(async () => (await app.view()).camera, wait).toBe('on');
  await app.press();
  await expect.poll(async () => (await answers()).some(({ text }) => text.includes('Paris')), wait).toBe(true);
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('dialog').waitFor();
  expect(refused(app)).toEqual([]);
});

it('a script that came in as text does not run, and is noticed', async () => {
  const app = await open(routeStandins);
  await app.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    const image = document.createElement('div');
    image.innerHTML = '<img src="nowhere" onerror="window.wasRun = true">';
    document.body.append(image);
  });
  await expect.poll(() => refused(app).length).toBeGreaterThanOrEqual(2);
  expect(await app.page.evaluate(() => (window as { wasRun?: boolean }).wasRun)).toBeUndefined();
});
