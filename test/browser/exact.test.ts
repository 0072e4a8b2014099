/** To the token: what was heard, and what came out of the loudspeaker, in order, without gaps, and cut where it was cut. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { decodeTones } from '../standins/kokoro.ts';
import { App, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { slowly } from '../slowly.ts';

const CAPITAL = 'The capital of France is Paris.';
const DAYS = 'There are seven days in a week.';

let browser: Browser;
let app: App;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
  app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3' }, prepare: routeStandins });
  await app.wake();
});
afterAll(() => browser.close());

/** The tokens of a text, as the voice alone says them. */
async function tokensOf(text: string): Promise<number[]> {
  const page = await browser.newPage();
  await routeStandins(page);
  await page.goto(`${inject('pagesUrl')}workers.html`);
  await page.waitForFunction(() => 'startWorker' in window);
  const sound = await speak(page, text);
  await page.context().close();
  return decodeTones(Float32Array.from(sound));
}

/** The tone in which a pause falls is heard in two parts: of equal neighbours only one counts. */
const distinct = (tokens: number[]) => tokens.filter((token, at) => token !== tokens[at - 1]);

function speak(page: Page, text: string): Promise<number[]> {
  return page.evaluate(async (words) => {
    const tts = window.startWorker('tts');
    await tts.load('kokoro-82m-starter', 'wasm');
    const [llm, playback] = [tts.connect('llm'), tts.connect('playback')];
    llm.post({ kind: 'text', turn: 1, delta: words });
    llm.post({ kind: 'text-end', turn: 1 });
    await playback.inbox.until('pcm-end');
    return playback.inbox.all.flatMap((message) => ('samples' in message ? Array.from(message.samples as Float32Array) : []));
  }, text);
}

describe('with ears and a voice that can be read', () => {
  it('says every token of the answer, in order, without a gap', async () => {
    const since = await app.now();
    await app.ask('capital-of-france');
    expect(await app.answer()).toBe(CAPITAL);
    expect((await app.view()).captions[0]?.text).toBe('What is the capital of France?');
    const { samples } = await app.played(since);
    const expected = await tokensOf(CAPITAL);
    expect(expected.length).toBeGreaterThan(20);
    expect(decodeTones(samples)).toEqual(expected);
  });

  slowly('says another answer to another question', async () => {
    const since = await app.now();
    await app.ask('days-in-a-week');
    expect(await app.answer()).toBe(DAYS);
    expect(decodeTones((await app.played(since)).samples)).toEqual(await tokensOf(DAYS));
  });

  it('is cut off by new speech: what was heard is a beginning of the story, and then only the new answer', async () => {
    const since = await app.now();
    await app.ask('tell-a-story');
    await app.hear(30);
    await app.ask('capital-of-france');
    expect(await app.answer()).toBe(CAPITAL);
    const heard = decodeTones((await app.played(since)).samples);
    const answer = await tokensOf(CAPITAL);
    expect(heard.slice(-answer.length)).toEqual(answer);
    const beginning = distinct(heard.slice(0, -answer.length));
    const story = distinct(
      await tokensOf(
        'Once upon a time there was a lighthouse on a rocky island. Every evening the old keeper climbed the stairs and lit the lamp.',
      ),
    );
    expect(story.slice(0, beginning.length)).toEqual(beginning);
    expect(beginning.length).toBeGreaterThan(20);
    expect(beginning.length).toBeLessThan(story.length);
  });

  it('goes on after "mm-hmm" at that very sample: nothing is lost and nothing said twice', async () => {
    const since = await app.now();
    await app.type('Please tell me a long story about a lighthouse.');
    await app.hear(20);
    await app.say('mhm');
    await app.hear(100);
    const story = (await app.view()).captions.at(-1);
    expect(story?.state).toBe('live');
    await app.page.getByRole('button', { name: 'Stop the answer' }).click();
    await app.answer();
    const heard = distinct(decodeTones((await app.played(since)).samples));
    expect(heard).toEqual(distinct(await tokensOf(story?.text ?? '')).slice(0, heard.length));
    expect(heard.length).toBeGreaterThan(60);
  });

  it('says nothing after a spoken "stop"', async () => {
    await app.ask('tell-a-story');
    await app.hear(20);
    await app.say('stop');
    await app.answer();
    const stoppedAt = await app.now();
    await app.page.waitForTimeout(1000);
    expect(decodeTones((await app.played(stoppedAt)).samples)).toEqual([]);
  });

  it('is silent while the talk key is down, goes on if nothing was said, and answers at its release if something was', async () => {
    await app.ask('tell-a-story');
    await app.hear(20);
    await app.page.keyboard.down(' ');
    await app.until(({ phase }) => phase === 'paused', 'an answer that waits');
    const silentFrom = (await app.now()) + 300;
    await app.page.waitForTimeout(2000);
    expect(await app.soundSince(silentFrom), await app.lastHeard()).toBeNull();
    await app.page.keyboard.up(' ');
    await app.until(({ phase }) => phase === 'speaking', 'the story again');
    await app.hear(40);
    await app.page.keyboard.down(' ');
    await app.ask('capital-of-france');
    await app.page.keyboard.up(' ');
    expect(await app.answer()).toBe(CAPITAL);
    expect((await app.view()).captions.at(-3)?.state).toBe('interrupted');
  });

  it('where the talk key alone counts: hears nothing without it, answers at its release, and is silent from its press on', async () => {
    const change = (talk: 'open' | 'hold') =>
      app.page.evaluate((mode) => document.querySelector('parley-assistant')?.control?.change({ talk: mode }), talk);
    await change('hold');
    const button = app.page.getByRole('button', { name: 'Hold to talk' });
    const before = (await app.view()).captions.length;
    await app.say('capital-of-france');
    expect(await app.view()).toMatchObject({ phase: 'listening', held: false });
    await button.hover();
    await app.page.mouse.down();
    await app.ask('tell-a-story');
    expect(await app.view()).toMatchObject({ phase: 'hearing', held: true });
    await app.page.mouse.up();
    await app.hear(20);
    expect((await app.view()).captions.length).toBe(before + 2);
    await app.page.keyboard.down(' ');
    await app.until(({ captions }) => captions.at(-1)?.state === 'interrupted', 'a story that is cut off');
    await app.page.keyboard.up(' ');
    // Nothing was said, so that nothing is answered.
    await app.until(({ phase }) => phase === 'listening', 'rest');
    expect((await app.view()).captions.length).toBe(before + 2);
    await change('open');
  });

  it('where interruptions are off it says all of its answer, whatever is said over it', async () => {
    const control = (interruptions: boolean) =>
      app.page.evaluate(
        (on) => document.querySelector('parley-assistant')?.control?.change({ interruptions: on }),
        interruptions,
      );
    await control(false);
    await app.ask('capital-of-france');
    await app.until(({ phase }) => phase === 'speaking', 'an answer');
    await app.say('stop');
    expect(await app.answer()).toBe(CAPITAL);
    await control(true);
  });

  slowly('hears a "stop" ten seconds after the last speech, when Silero left to itself would be deaf to it', async () => {
    await app.ask('tell-a-story');
    await app.page.waitForTimeout(10_000);
    // On a slow machine it may only begin now.
    await app.hear(1);
    await app.say('stop');
    await app.answer();
    expect((await app.view()).captions.at(-1)?.state, await app.lastHeard()).toBe('interrupted');
  });
});
