/** A whole conversation by frames of PCM: a source and a sink in place of microphone and loudspeaker. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launch } from './harness.ts';
import { routeStandins } from './standins.ts';

const ANSWER = 'The capital of France is Paris.';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterAll(() => browser.close());

it('is heard, answered and remembered as far as it was given out, and asks for no device', async () => {
  const page = await browser.newPage();
  await routeStandins(page);
  await page.goto(`${inject('pagesUrl')}pcm.html`);
  await page.waitForFunction(() => 'pcm' in window);
  await page.evaluate(() => window.pcm.session.start());
  const viewed = () => page.evaluate(() => JSON.parse(JSON.stringify(window.pcm.session.view)) as typeof window.pcm.session.view);
  const wait = { timeout: 120_000 };
  await expect.poll(async () => (await viewed()).phase, wait).toBe('listening');
  await page.evaluate(() => window.pcm.say('capital-of-france.wav'));
  await expect
    .poll(async () => (await viewed()).captions.map(({ text, state }) => [text, state]), wait)
    .toEqual([
      ['What is the capital of France?', 'final'],
      [ANSWER, 'final'],
    ]);
  const loud = await page.evaluate(() => window.pcm.loud);
  // Half a second at the least: the stand-in voice has a tone for each phoneme.
  expect(loud).toBeGreaterThan(12_000);

  // Interrupted, it is remembered as far as it was given out.
  await page.evaluate(() => {
    void window.pcm.session.sendText('Please tell me a long story about a lighthouse.');
  });
  const heardOfStory = async () => {
    const last = (await viewed()).captions.at(-1);
    return last?.who === 'assistant' && last.state === 'live' ? last.heard : 0;
  };
  await expect.poll(heardOfStory, wait).toBeGreaterThan(10);
  await page.evaluate(() => {
    window.pcm.session.stop();
  });
  const last = (await viewed()).captions.at(-1);
  expect(last).toMatchObject({ who: 'assistant', state: 'interrupted' });
  expect(last?.text.length).toBeGreaterThan(10);
  expect(await page.evaluate(() => window.pcm.asked)).toEqual([]);
});
