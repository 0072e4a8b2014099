/** What can go wrong, and the way on. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { App, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { slowly } from '../slowly.ts';

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

const open = (prepare?: (page: App['page']) => Promise<unknown>) =>
  App.open({
    browser,
    url: inject('appUrl'),
    query: { llm: 'tiny-gemma3' },
    prepare: async (page) => {
      await routeStandins(page);
      await prepare?.(page);
    },
  });

describe('the microphone', () => {
  it('denied: says so, and answers typed turns', async () => {
    const strict = await launch(inject('chromePath'), ['--use-fake-device-for-media-stream', '--deny-permission-prompts']);
    const app = await App.open({
      browser: strict,
      url: inject('appUrl'),
      query: { llm: 'tiny-gemma3' },
      realDevices: true,
      prepare: routeStandins,
    });
    await app.press();
    await app.until((view) => view.microphone === 'denied', 'a denied microphone');
    expect((await app.view()).notices).toContainEqual(
      expect.objectContaining({ level: 'error', text: 'The microphone may not be used.' }),
    );
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    await strict.close();
  });

  slowly('unplugged in the middle of an answer: the answer goes on, and another microphone can be opened', async () => {
    const app = await open();
    await app.wake();
    await app.ask('capital-of-france');
    await app.hear(1);
    await app.page.evaluate(() => {
      window.devices.unplug();
    });
    await app.until((view) => view.microphone === 'lost', 'a lost microphone');
    expect(await app.answer()).toBe(ANSWER);
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await app.until((view) => view.phase === 'listening', 'listening again');
    await app.ask('days-in-a-week');
    expect(await app.answer()).toBe('There are seven days in a week.');
  });
});

describe('a tab that slept in the middle of an answer', () => {
  it('goes on where it was when it is shown again, and hears the next question', async () => {
    const app = await open();
    await app.wake();
    await app.type('Please tell me a long story about a lighthouse.');
    await app.hear(10);
    await app.page.evaluate(() => window.devices.suspend());
    const asleep = (await app.view()).captions.at(-1)?.heard ?? 0;
    await app.page.waitForTimeout(1500);
    // The last report of the position may have been under way.
    expect((await app.view()).captions.at(-1)?.heard).toBeLessThan(asleep + 20);
    await app.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await app.hear(asleep + 40);
    await app.ask('capital-of-france');
    // A short one: what is not answered by then is told while there is time to try once more.
    expect(await app.answer(100_000)).toBe(ANSWER);
  });
});

describe('a muted microphone', () => {
  it('hears nothing until it is turned on again', async () => {
    const app = await open();
    await app.wake();
    await app.page.getByRole('button', { name: 'Mute microphone' }).click();
    await app.say('days-in-a-week');
    await app.page.waitForTimeout(2000);
    expect((await app.view()).captions).toEqual([]);
    await app.page.getByRole('button', { name: 'Mute microphone' }).click();
    await app.ask('capital-of-france');
    expect(await app.answer()).toBe(ANSWER);
    expect((await app.view()).captions[0]?.text).toBe(QUESTION);
  });
});

describe('a model file that is nowhere', () => {
  it('is named, with where it was looked for and what to do, and can be tried again', async () => {
    const missing = /\/models\/tiny-gemma3\/onnx\//;
    const app = await open((page) => page.context().route(missing, (route) => route.fulfill({ status: 404 })));
    await app.type(QUESTION);
    await app.until((view) => view.notices.some(({ level }) => level === 'error'), 'an error');
    const notice = (await app.view()).notices.find(({ level }) => level === 'error');
    expect(notice?.text).toMatch(/model.*onnx/);
    expect(notice?.text).toContain(inject('appUrl'));
    expect(notice?.advice).toBeTruthy();
    expect((await app.view()).phase).toBe('trouble');
  });
});

slowly('models that nobody uses are ended to save memory, and are back for the next question, typed or spoken', async () => {
  const app = await open();
  const setIdle = (minutes: number) =>
    app.page.evaluate((given) => {
      document.querySelector('parley-assistant')?.control?.change({ idleUnloadMinutes: given });
    }, minutes);
  const untilAsleep = () => app.until(({ phase }) => phase === 'asleep', 'sleep');
  const running = () => app.page.workers().flatMap((each) => /\/(\w+)\.worker/.exec(each.url())?.[1] ?? []);
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  await setIdle(0.001);
  await untilAsleep();
  // A browser gives a script that is being ended some seconds.
  await expect.poll(() => running().toSorted(), { timeout: 60_000 }).toEqual(['eou', 'vad']);
  expect(await app.page.getByRole('status').textContent()).toContain('Asleep to save memory');
  await setIdle(0);
  await app.type('How many days are there in a week?');
  expect(await app.answer()).toBe('There are seven days in a week.');

  await app.wake();
  await app.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await setIdle(0.001);
  await untilAsleep();
  expect((await app.view()).microphone).toBe('off');
  await setIdle(0);
  await app.wake();
  await app.ask('capital-of-france');
  expect(await app.answer()).toBe(ANSWER);
  const asked = (await app.view()).captions.filter(({ who }) => who === 'user').map(({ text }) => text);
  expect(asked).toEqual([QUESTION, 'How many days are there in a week?', QUESTION]);
});

slowly(
  'workers that die while the answer is heard are replaced, one after another, and the next question is answered',
  async () => {
    const app = await open();
    await app.wake();
    for (const role of ['llm', 'tts', 'stt', 'vad']) {
      await app.ask('tell-a-story');
      await app.hear(10);
      await kill(app, role);
      await app.until((view, id) => view.notices.some((notice) => notice.id === id), `a notice of ${role}'s end`, {
        given: role,
      });
      await app.until((view) => view.models.every(({ state }) => state === 'ready'), 'every model back');
      await app.page
        .getByRole('button', { name: 'Stop the answer' })
        .click({ timeout: 1000 })
        .catch(() => undefined);
      await app.ask('capital-of-france');
      expect(await app.answer(), role).toBe(ANSWER);
    }
    const { captions } = await app.view();
    expect(captions.filter(({ text }) => text === QUESTION)).toHaveLength(4);
    expect(captions[0]?.text).toBe('Please tell me a long story about a lighthouse.');
  },
);

async function kill(app: App, role: string): Promise<void> {
  const worker = app.page.workers().findLast((each) => each.url().includes(`/${role}.worker`));
  if (!worker) throw new Error(`There is no ${role} worker.`);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('killed by a test');
    });
  });
}
