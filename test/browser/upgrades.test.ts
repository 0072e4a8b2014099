/** A model worth fetching: offered, fetched behind the one that answers, and in use from the next turn on. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { FakeHub, TINY_GEMMA } from './fake-hub.ts';
import { App, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { slowly } from '../slowly.ts';

const { id: ID, folder: FOLDER, address: ON_HUB, weights: WEIGHTS } = TINY_GEMMA;
const STARTER_ID = 'smollm2-135m';
/** What is fetched of it. */
const FILES = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
const bytesOf = (names: readonly string[]) => names.reduce((sum, name) => sum + statSync(path.join(FOLDER, name)).size, 0);

const QUESTION = 'How many days are there in a week?';
/** What the one on the hub says to it, and no other. */
const ANSWER = 'There are seven days in a week.';

let browser: Browser;
let hub: FakeHub;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
beforeEach(async () => {
  hub = await FakeHub.start();
  hub.putTinyGemma();
});
afterEach(async () => {
  await closeAll(browser);
  await hub.close();
});
afterAll(() => browser.close());

const offerOf = async (app: App) => (await app.view()).notices.find(({ id }) => id === 'offer')?.text;

/** The app, with a model of 2.7 MB for one that has to be asked about. */
const open = (query: Record<string, string> = { llm: ID }) =>
  App.open({ browser, url: inject('appUrl'), query: { ...query, hub: hub.url, 'ask-above-mb': '1' }, prepare: routeStandins });
const press = (app: App, name: string) => app.page.getByRole('button', { name, exact: true }).click();
const answering = async (app: App) => (await app.view()).models.find(({ role }) => role === 'llm')?.id;
const untilAnswering = (app: App, id: string) =>
  app.until(({ models }, id) => models.some((model) => model.id === id && model.state === 'ready'), id, { given: id });

it('is asked about, can be paused, takes over between two turns, and is there at the next start', async () => {
  hub.putTinyGemma(1_000_000);
  const app = await open();
  await app.type('What is the capital of France?');
  expect(await app.answer()).toMatch(/Paris/);
  expect(await answering(app)).toBe(STARTER_ID);
  const exactly = `2.7 MB (${bytesOf(FILES).toLocaleString('en')} bytes) to fetch`;
  await app.until(({ notices }, words) => notices.some(({ text }) => text.includes(words)), exactly, { given: exactly });
  expect(await offerOf(app)).toMatch(/^This device can run Tiny Gemma 3 .* to fetch, from 127\.0\.0\.1:\d+, .* free\./);
  // All but the list waits for the user's word.
  expect(hub.asked.filter((asked) => !asked.startsWith('api/'))).toEqual([]);

  await press(app, 'Fetch');
  await app.until(({ coming }) => coming !== null && coming.loadedBytes >= 1_000_000, 'a million bytes');
  await app.type('Please tell me a long story about a lighthouse.');
  await app.hear(20);
  await press(app, 'Pause');
  await app.until(({ coming }) => coming === null, 'a pause');
  await press(app, 'Go on');
  await app.until(({ coming }) => coming !== null && coming.loadedBytes >= coming.totalBytes, 'a model that is ready');
  expect(hub.of(WEIGHTS).map(({ from }) => from)).toEqual([0, 1_000_000]);
  // In the middle of an answer nothing changes, however ready the other one is.
  await app.page.waitForTimeout(1_000);
  expect((await app.view()).phase).toBe('speaking');
  expect(await answering(app)).toBe(STARTER_ID);

  await press(app, 'Stop the answer');
  await untilAnswering(app, ID);
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  const { captions, notices, coming } = await app.view();
  expect(captions).toHaveLength(6);
  expect(notices.map(({ id }) => id)).toEqual(['models']);
  expect(coming).toBeNull();

  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await answering(app)).toBe(ID);
});

slowly('once agreed to, is gone on with after a reload, unasked', async () => {
  hub.putTinyGemma(1_000_000);
  const app = await open();
  await app.type(QUESTION);
  await press(app, 'Fetch');
  await app.until(({ coming }) => coming !== null && coming.loadedBytes >= 1_000_000, 'a million bytes');
  await app.reload();
  await app.type(QUESTION);
  await untilAnswering(app, ID);
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(hub.of(WEIGHTS).map(({ from }) => from)).toEqual([0, 1_000_000]);
});

slowly('that turns out to be of no use leaves the other one in place, and says so', async () => {
  const file = path.join(FOLDER, 'generation_config.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as object;
  const everyToken = Array.from({ length: 2000 }, (_, id) => id);
  hub.put(`${ON_HUB}generation_config.json`, Buffer.from(JSON.stringify({ ...settings, eos_token_id: everyToken })));
  const app = await open();
  await app.type(QUESTION);
  await press(app, 'Fetch');
  await app.until(({ notices }) => notices.some(({ id }) => id === 'llm-rung'), 'a notice of it');
  expect((await app.view()).notices.find(({ id }) => id === 'llm-rung')?.text).toMatch(
    /^Tiny Gemma 3 .*: On this device it writes nothing.* Using SmolLM2 135M \(starter\) on the processor in its place\.$/,
  );
  expect(await app.answer()).toMatch(/./);
  expect(await answering(app)).toBe(STARTER_ID);
});

slowly('of the user’s own is asked about too: to the byte, or without its size where the hub has no list', async () => {
  // The app's own host has none of this name.
  const repo = 'parley-test/somebodys-gemma3';
  hub.putFolder(FOLDER, `${repo}/resolve/main/`);
  const use = () =>
    app.page.evaluate((repo) => {
      const own = { kind: 'huggingface', repo, revision: 'main', dtype: 'fp32', sees: false } as const;
      document.querySelector('parley-assistant')?.control?.change({ llm: 'own', own });
    }, repo);
  hub.hidesLists = true;
  const app = await open({});
  await use();
  await app.type(QUESTION);
  expect(await app.answer()).not.toBe('');
  expect(await answering(app)).toBe(STARTER_ID);
  expect(await offerOf(app)).toMatch(/: how much there is to fetch for parley-test\/somebodys-gemma3 is not known, .* free\./);

  hub.hidesLists = false;
  await use();
  const bytes = bytesOf(FILES);
  const exactly = `2.7 MB (${bytes.toLocaleString('en')} bytes) to fetch, `;
  await app.until(({ notices }, words) => notices.some(({ text }) => text.includes(words)), exactly, { given: exactly });
  expect(hub.asked.filter((asked) => !asked.startsWith('api/'))).toEqual([]);

  await press(app, 'Fetch');
  await untilAnswering(app, repo);
  expect(hub.served.reduce((sum, { sentBytes }) => sum + sentBytes, 0)).toBe(bytes);
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
});
