/** Two tabs of one browser: a conversation each, settings that follow, and what is forgotten in one of them. */
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { App, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { slowly } from '../slowly.ts';

const CAPITAL = ['What is the capital of France?', 'The capital of France is Paris.'];
const DAYS = ['How many days are there in a week?', 'There are seven days in a week.'];

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

const open = (context?: BrowserContext) =>
  App.open({ browser, context, url: inject('appUrl'), query: { llm: 'tiny-gemma3', hub: '' }, prepare: routeStandins });

/** Two tabs that have said something else. */
async function twoTabs(): Promise<[App, App]> {
  const one = await open();
  const other = await open(one.page.context());
  await one.type(CAPITAL[0] ?? '');
  await one.answer();
  await other.type(DAYS[0] ?? '');
  await other.answer();
  return [one, other];
}

const texts = async (app: App) => (await app.view()).captions.map(({ text }) => text);
const isOnDisk = async (app: App, text: string) => (await app.page.evaluate(everythingOnDisk)).includes(text);

it('B08 each has its own conversation back after both were reloaded, and a third has neither', async () => {
  const [one, other] = await twoTabs();
  expect([await texts(one), await texts(other)]).toEqual([CAPITAL, DAYS]);
  await Promise.all([one.reload(), other.reload()]);
  expect([await texts(one), await texts(other)]).toEqual([CAPITAL, DAYS]);
  const third = await open(one.page.context());
  await third.until(({ captions }) => captions.length === 0, 'no conversation');
  await third.type(CAPITAL[0] ?? '');
  await third.answer();
  expect(await texts(third)).toEqual(CAPITAL);
  expect([await texts(one), await texts(other)]).toEqual([CAPITAL, DAYS]);
});

slowly('a tab goes on with the conversation of one that was closed', async () => {
  const [one, other] = await twoTabs();
  await other.page.close();
  const next = await open(one.page.context());
  await next.until(({ captions }) => captions.length === 2, 'the conversation of the tab that was closed');
  expect(await texts(next)).toEqual(DAYS);
});

slowly('R16 what is forgotten in one tab is gone from there and from the disk, and stays in the other', async () => {
  const [one, other] = await twoTabs();
  expect([await isOnDisk(one, 'Paris'), await isOnDisk(one, 'seven days')]).toEqual([true, true]);
  await one.page.evaluate(() => document.querySelector('parley-assistant')?.control?.clear());
  await expect.poll(() => isOnDisk(one, 'Paris')).toBe(false);
  await Promise.all([one.page.reload(), other.reload()]);
  // What the reloaded tab has is said once it is known; a turn is only begun then.
  await one.type(CAPITAL[0] ?? '');
  await one.answer();
  expect([await texts(one), await texts(other)]).toEqual([CAPITAL, DAYS]);
});

slowly('“Delete all conversations” deletes those of all tabs', async () => {
  const [one, other] = await twoTabs();
  await one.page.getByRole('button', { name: 'Settings' }).click();
  await one.page.getByRole('button', { name: 'Delete all conversations' }).click();
  for (const app of [one, other]) await app.until(({ captions }) => captions.length === 0, 'no conversation');
  for (const word of ['Paris', 'seven days']) await expect.poll(() => isOnDisk(one, word)).toBe(false);
  await Promise.all([one.reload(), other.reload()]);
  expect([await texts(one), await texts(other)]).toEqual([[], []]);
});

slowly('R23 two elements of different purpose share no conversation', async () => {
  const app = await open();
  await app.type(CAPITAL[0] ?? '');
  await app.answer();
  const shown = (purpose: string) =>
    app.page.evaluate(async (memoryId) => {
      const element = document.createElement('parley-assistant');
      element.setAttribute('memory-id', memoryId);
      document.querySelector('parley-assistant')?.replaceWith(element);
      // Known after the recall; a typed turn waits for it.
      void element.control?.sendText('How many days are there in a week?');
      while (!element.control?.view.captions.some(({ who }) => who === 'assistant'))
        await new Promise((go) => setTimeout(go, 50));
      return element.control.view.captions[0]?.text;
    }, purpose);
  expect(await shown('museum guide')).toBe(DAYS[0]);
  expect(await shown('app')).toBe(CAPITAL[0]);
});

it('R23 settings follow, and both keep what each has chosen at about the same time', async () => {
  const one = await open();
  const other = await open(one.page.context());
  const change = (app: App, settings: object) =>
    app.page.evaluate((given) => {
      document.querySelector('parley-assistant')?.control?.change(given);
    }, settings);
  const values = (app: App) => app.page.evaluate(() => document.querySelector('parley-assistant')?.control?.settings.values);
  await Promise.all([change(one, { speed: 1.2 }), change(other, { voice: 'bf_emma' })]);
  for (const app of [one, other]) await expect.poll(() => values(app)).toMatchObject({ speed: 1.2, voice: 'bf_emma' });
  await Promise.all([one.page.reload(), other.page.reload()]);
  for (const app of [one, other]) await expect.poll(() => values(app)).toMatchObject({ speed: 1.2, voice: 'bf_emma' });
});

/** All that IndexedDB has, as JSON. Runs in the page. */
function everythingOnDisk(): Promise<string> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('keyval-store');
    opening.onsuccess = () => {
      const getting = opening.result.transaction('keyval').objectStore('keyval').getAll();
      getting.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(getting.result));
      };
    };
  });
}
