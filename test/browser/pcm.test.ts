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

it('is talked to by Google’s own client: it is heard, answered, interrupted, and gone on with by the next', async () => {
  const page = await browser.newPage();
  await routeStandins(page);
  await page.goto(`${inject('pagesUrl')}live.html`);
  await page.waitForFunction(() => 'live' in window);
  const messages = () => page.evaluate(() => window.live.messages);
  const order = async () => {
    const kinds = (await messages()).map(({ message: { serverContent, ...rest }, samples }) =>
      [...Object.keys(serverContent ?? {}).map((name) => (samples > 0 ? 'audio' : name)), ...Object.keys(rest)]
        .filter((name) => name !== 'interactionStatus')
        .join('+'),
    );
    return kinds.filter((kind, index) => kind !== kinds[index - 1]);
  };
  const written = async (name: 'inputTranscription' | 'outputTranscription') =>
    (await messages()).map(({ message }) => message.serverContent?.[name]?.text ?? '').join('');
  const wait = { timeout: 120_000 };

  await page.evaluate(() => window.live.connect());
  await page.evaluate(() => window.live.say('capital-of-france.wav'));
  await expect.poll(order, wait).toContain('turnComplete+usageMetadata');
  expect(await written('inputTranscription')).toBe('What is the capital of France?');
  expect(await written('outputTranscription')).toBe(ANSWER);
  const all = await messages();
  const sounds = all.filter(({ samples }) => samples > 0);
  const total = sounds.reduce((sum, { samples }) => sum + samples, 0);
  expect(total).toBeGreaterThan(12_000);
  // The turn is complete when its sound was heard, and not when it was sent.
  const heardMs = (all.at(-1)?.at ?? 0) - (sounds[0]?.at ?? 0);
  expect(heardMs).toBeGreaterThan((total / 24_000) * 1000 - 100);
  expect((await order()).slice(-2)).toEqual(['generationComplete', 'turnComplete+usageMetadata']);

  // Interrupted by voice: the word for it, the end of the turn, and the next answer's sound only.
  await page.evaluate(() => {
    window.live.messages = [];
    window.live.session.sendClientContent({ turns: 'Please tell me a long story about a lighthouse.' });
  });
  const soundSoFar = async () => (await messages()).reduce((sum, { samples }) => sum + samples, 0);
  await expect.poll(soundSoFar, wait).toBeGreaterThan(24_000);
  await page.evaluate(() => window.live.say('capital-of-france.wav'));
  await expect.poll(async () => (await order()).filter((kind) => kind.startsWith('turnComplete')).length, wait).toBe(2);
  const kinds = await order();
  const cut = kinds.indexOf('interrupted');
  expect(kinds.slice(cut, cut + 2)).toEqual(['interrupted', 'turnComplete+usageMetadata']);
  expect(kinds.slice(0, cut)).not.toContain('generationComplete');
  expect(await written('outputTranscription')).toMatch(new RegExp(`${ANSWER}$`));
  expect(await written('inputTranscription')).toBe('What is the capital of France?');

  // The next client finds nothing of the one before.
  await page.evaluate(() => {
    window.live.session.close();
  });
  await expect.poll(() => page.evaluate(() => window.live.closed.length)).toBe(1);
  await page.evaluate(() => {
    window.live.messages = [];
    return window.live.connect({ systemInstruction: 'Be brief.' });
  });
  expect(await page.evaluate(() => window.live.host.session.view.captions)).toEqual([]);
  expect(await page.evaluate(() => window.live.host.session.settings.values.systemPrompt)).toBe('Be brief.');
});
