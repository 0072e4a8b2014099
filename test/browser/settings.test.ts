/** What the user chooses, in the whole app: kept, heard and answered with at once, in the conversation that is going on. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Settings } from '../../src/session/settings.ts';
import { decodeTones } from '../standins/kokoro.ts';
import { App, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';

let browser: Browser;
let app: App;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
  app = await App.open({ browser, url: inject('appUrl'), query: { hub: '' }, prepare: routeStandins });
});
afterAll(() => browser.close());

const change = (settings: Partial<Settings>) =>
  app.page.evaluate((given) => {
    document.querySelector('parley-assistant')?.control?.change(given);
  }, settings);
const settings = () => app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.settings);
const answering = async () => (await app.view()).models.find(({ role }) => role === 'llm')?.id;
const untilAnswering = (id: string) =>
  app.until(({ models }, id) => models.some((model) => model.id === id && model.state === 'ready'), id, { given: id });

/** The tokens that are heard in answer to the question. */
async function ask(): Promise<number[]> {
  const since = await app.now();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  return decodeTones((await app.played(since)).samples);
}

it('settings load nothing before the start, and survive a reload; the page’s own stay', async () => {
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByLabel('Language of the page').selectOption({ label: 'Español' });
  await app.page.getByRole('button', { name: 'Cerrar' }).click();
  await expect.poll(() => app.page.evaluate(() => document.documentElement.lang)).toBe('es');
  await change({ llm: 'tiny-gemma3', systemPrompt: 'Answer shortly.', hub: 'https://mirror.example/' });
  const isKept = expect.poll(() => app.page.evaluate(settingsOnDisk, undefined), { timeout: 60_000 });
  await isKept.toMatchObject({ settings: { systemPrompt: 'Answer shortly.' } });
  expect(app.requests.filter((url) => url.includes('/models/'))).toEqual([]);
  expect((await app.view()).phase).toBe('asleep');
  await app.reload();
  await app.page.waitForFunction(
    () => document.querySelector('parley-assistant')?.control?.settings.values.llm === 'tiny-gemma3',
  );
  expect((await settings())?.values).toMatchObject({ systemPrompt: 'Answer shortly.', hub: '', pageLanguage: 'es' });
  await app.page.getByText('Todo se queda en esta pestaña.').waitFor();
  await change({ pageLanguage: 'auto' });
  await app.page.getByText('Everything stays in this tab.').waitFor();
});

it('another voice is heard from the next answer on, without a reload', async () => {
  const american = await ask();
  expect(await answering()).toBe('tiny-gemma3');
  // It is slow to come, and worth waiting for.
  await app.page.context().route('**/voices/bf_emma.bin', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.fallback();
  });
  await change({ voice: 'bf_emma' });
  const british = await ask();
  expect(american.length).toBeGreaterThan(20);
  // The same words in other phonemes.
  expect(british.length).toBeGreaterThan(20);
  expect(british).not.toEqual(american);
  expect(app.requests.filter((url) => url.includes('/voices/bf_emma.bin'))).toHaveLength(1);
  await change({ voice: 'af_heart' });
  expect(await ask()).toEqual(american);
});

it('a voice that can’t be had is named, and the one before speaks on', async () => {
  await app.page.context().route('**/voices/am_puck.bin', (route) => route.fulfill({ status: 404 }));
  await change({ voice: 'am_puck' });
  await app.until(({ notices }) => notices.some(({ id }) => id === 'voice'), 'a notice');
  expect((await app.view()).notices.find(({ id }) => id === 'voice')?.text).toContain('This voice could not be fetched');
  expect((await ask()).length).toBeGreaterThan(20);
  await change({ voice: 'af_heart' });
  await app.until(({ notices }) => !notices.some(({ id }) => id === 'voice'), 'no notice');
});

it('the system prompt is that of the next turn', async () => {
  await change({ systemPrompt: 'Be brief.' });
  await ask();
  const { steps } = await app.recording();
  const options = steps.flatMap((step) => ('options' in step ? [step.options] : []));
  expect(options.at(-1)?.system).toBe('Be brief.');
});

it('another language model takes over between two turns and knows the conversation', async () => {
  const before = (await app.view()).captions.length;
  await app.type('Please tell me a long story about a lighthouse.');
  await app.hear(20);
  await change({ llm: 'tiny-gemma3-vision' });
  expect(await answering()).toBe('tiny-gemma3');
  await app.page.getByRole('button', { name: 'Stop the answer' }).click();
  await untilAnswering('tiny-gemma3-vision');
  await app.type(QUESTION);
  expect(await app.answer()).not.toBe('');
  expect((await app.view()).captions).toHaveLength(before + 4);
  // Nobody was interrupted for it.
  const { steps } = await app.recording();
  expect(steps.filter((step) => 'event' in step && step.event.kind === 'worker-lost')).toEqual([]);
});

it('a store that is full, and then damaged, is named once; the choice holds, and what can be read counts', async () => {
  app = await App.open({ browser, url: inject('appUrl'), query: { hub: '' }, prepare: routeStandins });
  const notice = async () => (await app.view()).notices.filter(({ id }) => id === 'settings').map(({ text }) => text);
  await app.page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
  });
  await change({ speed: 1.5 });
  await app.until(({ notices }) => notices.some(({ id }) => id === 'settings'), 'a notice');
  expect(await notice()).toEqual([expect.stringContaining('can’t be kept')]);
  expect((await settings())?.values.speed).toBe(1.5);
  await app.page.getByRole('listitem').filter({ hasText: 'can’t be kept' }).getByRole('button').click();
  await change({ speed: 1.6 });
  await app.page.waitForTimeout(300);
  expect(await notice()).toEqual([]);

  await app.reload();
  // Otherwise this visit may find it, and not the next.
  await app.page.waitForFunction(
    () => (document.querySelector('parley-assistant')?.control?.recording(false).steps.length ?? 0) > 0,
  );
  await app.page.evaluate(settingsOnDisk, { version: 1, settings: { speed: 1.2, llm: 'gone' } });
  await app.reload();
  await app.until(({ notices }) => notices.some(({ id }) => id === 'settings'), 'a notice');
  expect(await notice()).toEqual([expect.stringContaining('of no use any more')]);
  expect((await settings())?.values).toMatchObject({ speed: 1.2, llm: '' });
  await app.reload();
  await app.page.waitForFunction(() => document.querySelector('parley-assistant')?.control?.settings.values.speed === 1.2);
  expect(await notice()).toEqual([]);
});

/** What somebody might hand over: markup where words should be. */
const HOSTILE_FILE = JSON.stringify({
  format: 'parley-conversations',
  version: 1,
  conversations: [
    { title: '<img src=x onerror=window.evil=1>', entries: [{ role: 'user', text: '<script>window.evil=1</script>' }] },
  ],
});

it('conversations are found, gone on with, deleted and put back, taken in from a file; a private one is not kept', async () => {
  const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3', hub: '' }, prepare: routeStandins });
  const { page } = app;
  await app.type('What is the capital of France?');
  await app.answer();
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('button', { name: 'New conversation' }).click();
  await app.until(({ captions }) => captions.length === 0, 'a new one');
  await app.type('How many days are there in a week?');
  await app.answer();
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('searchbox').fill('PARIS');
  await page.getByText('1 found').waitFor();
  await page.getByRole('button', { name: 'What is the capital of France?', exact: true }).click();
  await app.until(({ captions }) => captions.length === 2 && /France/.test(captions[0]?.text ?? ''), 'the first');
  await app.reload();
  expect((await app.view()).captions[0]?.text).toMatch(/France/);
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('button', { name: 'Delete: What is the capital' }).click();
  await app.until(({ captions }) => captions.length === 0, 'nothing');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'What is the capital of France?', exact: true }).waitFor();
  await page
    .locator('parley-conversations input[type=file]')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(HOSTILE_FILE) });
  await page.getByText('One conversation was taken in.').waitFor();
  expect(await page.evaluate(() => (window as unknown as { evil?: number }).evil)).toBeUndefined();
  await page.getByRole('button', { name: 'Private' }).click();
  await page.getByText('Private: nothing of this').waitFor();
  await page.keyboard.press('Escape');
  await app.type('What is the capital of France?');
  await app.answer();
  await page.reload();
  await page.getByText('Private: nothing is kept.').waitFor();
  expect((await app.view()).captions).toEqual([]);
  expect(app.errors).toEqual([]);
});

/** The settings on disk, as they were before `put` came in their place. Runs in the page. */
function settingsOnDisk(put?: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('keyval-store');
    // Before the app has made its database there is nothing on disk, and an empty one must not stand in its way.
    let isMissing = false;
    opening.onupgradeneeded = () => {
      isMissing = true;
      opening.transaction?.abort();
    };
    opening.onerror = () => {
      if (isMissing) resolve(undefined);
      else reject(new Error('no IndexedDB'));
    };
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('keyval', 'readwrite');
      const store = transaction.objectStore('keyval');
      const getting = store.get('parley-settings');
      if (put) store.put(put, 'parley-settings');
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(getting.result);
      };
    };
  });
}
