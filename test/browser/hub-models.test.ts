/** The whole app with models that come from a hub. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { buildKokoro } from '../standins/kokoro.ts';
import { FakeHub, TINY_GEMMA } from './fake-hub.ts';
import { App, closeAll, launch, launchWithProfile, ROOT } from './harness.ts';
import { routeStandins } from './standins.ts';
import { serveSite } from './two-origins.ts';
import { slowly } from '../slowly.ts';

const { id: ID, folder: FOLDER, address: ON_HUB, weights: WEIGHTS } = TINY_GEMMA;
const WEIGHTS_BYTES = statSync(path.join(FOLDER, 'onnx/model.onnx')).size;

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';

let browser: Browser;
let hub: FakeHub;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
beforeEach(async () => {
  hub = await FakeHub.start();
});
afterEach(async () => {
  await closeAll(browser);
  await hub.close();
});
afterAll(() => browser.close());

const open = () => App.open({ browser, url: inject('appUrl'), query: { llm: ID, hub: hub.url }, prepare: routeStandins });

it('a model is fetched once, checked against the hub’s list, and then loaded without the hub', async () => {
  hub.putTinyGemma();
  const app = await open();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.asked.filter((asked) => asked.startsWith('api/'))).not.toEqual([]);
  expect(hub.of(WEIGHTS)).toMatchObject([{ from: 0, sentBytes: WEIGHTS_BYTES }]);

  hub.isDown = true;
  hub.cut();
  const before = hub.served.length;
  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.served.length).toBe(before);
});

slowly('a model that the app has fetched is there in a frame on another site too', async () => {
  hub.putTinyGemma();
  const { context, close } = await launchWithProfile(inject('chromePath'));
  const museum = await serveSite({ 'page.html': { html: '<!doctype html><title>A museum</title>' } });
  try {
    const app = await App.open({
      browser,
      context,
      url: inject('appUrl'),
      query: { llm: ID, hub: hub.url },
      prepare: routeStandins,
    });
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    await app.page.close();
    hub.isDown = true;
    hub.cut();
    const before = hub.served.length;

    const page = await context.newPage();
    await page.goto(`${museum.url.replace('127.0.0.1', 'localhost')}page.html`);
    await page.evaluate(
      (src) => {
        document.body.append(Object.assign(document.createElement('iframe'), { src, width: 900, height: 800 }));
      },
      `${new URL('embed.html', inject('appUrl')).href}?${new URLSearchParams({ llm: ID, hub: hub.url }).toString()}`,
    );
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Use it' }).click();
    await frame.locator('parley-text-box textarea').fill(QUESTION);
    await frame.locator('parley-text-box textarea').press('Enter');
    const said = () =>
      frame
        .locator('parley-assistant')
        .evaluate((element) => (element as HTMLElementTagNameMap['parley-assistant']).getHistory());
    await expect.poll(async () => (await said()).map(({ text }) => text), { timeout: 120_000 }).toEqual([QUESTION, ANSWER]);
    expect(hub.served.length).toBe(before);
  } finally {
    await museum.close();
    await close();
  }
});

slowly('a model of one hub is not taken for that of another, and both stay what they are', async () => {
  hub.putTinyGemma();
  const other = await FakeHub.start();
  try {
    other.putTinyGemma();
    const app = await open();
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    for (const [from, isFetched] of [
      [other, true],
      [hub, false],
    ] as const) {
      const before = from.of(WEIGHTS).length;
      await app.page.goto(`${inject('appUrl')}?${new URLSearchParams({ llm: ID, hub: from.url }).toString()}`);
      await app.agreeToAddress();
      await app.type(QUESTION);
      expect(await app.answer()).toBe(ANSWER);
      expect(from.of(WEIGHTS).length - before).toBe(isFetched ? 1 : 0);
    }
    await app.page.getByRole('button', { name: 'Settings' }).click();
    for (const { url } of [hub, other]) {
      await app.page.getByRole('button', { name: `Delete parley-test/tiny-gemma3 from ${new URL(url).host}` }).waitFor();
    }
  } finally {
    await other.close();
  }
});

slowly('a model of a branch is fetched at the commit that it was when it was chosen, and gone on with there (11)', async () => {
  const [then, now] = ['a'.repeat(40), 'b'.repeat(40)];
  const at = (commit: string) => ON_HUB.replace('main', commit);
  hub.putFolder(FOLDER, at(then));
  const weights = WEIGHTS.replace('main', then);
  hub.put(weights, readFileSync(path.join(FOLDER, 'onnx/model.onnx')), { stopsAt: [1_000_000], stop: 'wait' });
  hub.commit = then;
  const app = await open();
  await app.type(QUESTION);
  await app.until(({ models }) => models.some(({ role, loadedBytes }) => role === 'llm' && loadedBytes >= 1_000_000), 'a part');
  // Somebody pushes another one.
  hub.commit = now;
  hub.putFolder(FOLDER, at(now));
  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.of(weights).map(({ from }) => from)).toEqual([0, 1_000_000]);
  expect(hub.served.filter(({ path, status }) => path.includes(now) && status < 400)).toEqual([]);
});

slowly('a model goes on where a reload cut it off, and shows what is there already', async () => {
  hub.putTinyGemma(1_000_000);
  const app = await open();
  await app.type(QUESTION);
  await app.until(
    ({ models }) => models.some(({ role, loadedBytes }) => role === 'llm' && loadedBytes >= 1_000_000),
    'a million bytes',
  );
  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.of(WEIGHTS).map(({ from }) => from)).toEqual([0, 1_000_000]);
  expect(hub.of(WEIGHTS).reduce((sum, { sentBytes }) => sum + sentBytes, 0)).toBe(WEIGHTS_BYTES);
});

slowly('a model brings its voices along, where the app has none', async () => {
  const { repo, revision } = findModel('tts', 'kokoro-82m');
  const onHub = `${repo}/resolve/${revision}/`;
  for (const [name, bytes] of buildKokoro()) hub.put(onHub + name, Buffer.from(bytes));
  hub.put(`${onHub}voices/af_heart.bin`, readFileSync(path.join(ROOT, 'node_modules/kokoro-js/voices/af_heart.bin')));
  const app = await App.open({
    browser,
    url: inject('appUrl'),
    query: { llm: 'tiny-gemma3', tts: 'kokoro-82m', hub: hub.url },
    prepare: async (page) => {
      await routeStandins(page);
      await page.context().route(`${inject('appUrl')}voices/*.bin`, (route) => route.fulfill({ status: 404 }));
    },
  });
  await app.type(QUESTION);
  await app.until(({ models }) => models.every(({ state }) => state === 'ready'), 'every model');
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.of(`${onHub}voices/af_heart.bin`)).toMatchObject([{ from: 0, sentBytes: 522_240 }]);
  expect(await app.page.evaluate(cached)).toEqual([]);
});

slowly('a model is carried by a folder to where there is no hub', async () => {
  hub.putTinyGemma();
  const app = await open();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  // What the picker would give is of the same type.
  await app.page.evaluate(() => {
    const pick = async () => (await navigator.storage.getDirectory()).getDirectoryHandle('carried', { create: true });
    Object.assign(window, { showDirectoryPicker: pick });
  });
  const press = (name: string) => app.page.getByRole('button', { name }).click();
  await press('Settings');
  await press('Export to a folder');
  await app.page.getByText(/\d+ files exported\./).waitFor();
  await press('Delete parley-test/tiny-gemma3');
  await app.page.getByText('Kept on this device').waitFor({ state: 'hidden' });
  await press('Import from a folder');
  await app.page.getByText(/\d+ files imported\./).waitFor();
  await app.page.getByText('Kept on this device: 2.7 MB').waitFor();

  hub.isDown = true;
  hub.cut();
  const before = hub.served.length;
  for (const [where, known] of [
    [hub.url, 2],
    ['', 4],
  ] as const) {
    await app.page.goto(`${inject('appUrl')}?${new URLSearchParams({ llm: ID, hub: where }).toString()}`);
    if (where !== '') await app.agreeToAddress();
    await app.until(({ captions }, count) => captions.length === count, 'the conversation so far', { given: known });
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
  }
  expect(hub.served.length).toBe(before);
});

slowly('a model that is gated says so, with a way on', async () => {
  hub.put(`${ON_HUB}config.json`, Buffer.from('{}'), { answer: 401 });
  hub.put(`${ON_HUB}tokenizer.json`, Buffer.from('{}'), { answer: 401 });
  hub.put(`${ON_HUB}tokenizer_config.json`, Buffer.from('{}'), { answer: 401 });
  const app = await open();
  await app.type(QUESTION);
  await app.until((view) => view.notices.some(({ level }) => level === 'error'), 'an error');
  const notice = (await app.view()).notices.find(({ level }) => level === 'error');
  expect(notice?.text).toContain('HTTP 401');
  expect(notice?.advice).toContain('gated');
  expect(notice?.action?.label).toBe('Use the starter set');
});

/** Addresses of model files in the Cache API: second copies of what is in the store. Runs in the page. */
async function cached(): Promise<string[]> {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  // transformers.js keeps onnxruntime's own files there.
  return requests.flatMap((each) => each.map(({ url }) => url)).filter((url) => !url.includes('/assets/ort-'));
}
