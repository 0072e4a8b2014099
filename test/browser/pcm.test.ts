/** A whole conversation by frames of PCM: a source and a sink in place of microphone and loudspeaker. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { linesFor } from '../unit/live/conformance.ts';
import { kindOf, SDKS, type SdkVersion } from '../unit/live/sdk.ts';
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

describe('Google’s own client', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage();
    await routeStandins(page);
    await page.goto(`${inject('pagesUrl')}live.html?llm=tiny-gemma3-tools`);
    await page.waitForFunction(() => 'live' in window);
  });
  afterAll(() => page.close());

  const wait = { timeout: 120_000 };
  const messages = () => page.evaluate(() => window.live.messages);
  /** What came, in a word each; the same in a row once. */
  const order = async () => {
    const all = (await messages()).map(({ message, samples }) => (samples > 0 ? 'audio' : kindOf(message)));
    return all.filter((kind, index) => kind !== all[index - 1]);
  };
  const written = async (name: 'inputTranscription' | 'outputTranscription') =>
    (await messages()).map(({ message }) => message.serverContent?.[name]?.text ?? '').join('');
  /** The client that is there goes, and this one comes. */
  const next = (config: object = {}, version?: SdkVersion) =>
    page.evaluate(
      async ([given, of]) => {
        window.live.session.close();
        window.live.messages = [];
        await window.live.connect(given, of);
      },
      [config, version] as const,
    );
  const ask = (text: string) =>
    page.evaluate((said) => {
      window.live.messages = [];
      window.live.session.sendRealtimeInput({ text: said });
    }, text);
  const turns = async () => (await order()).filter((kind) => kind.startsWith('turnComplete')).length;

  it('is heard, answered and interrupted, and the next one finds nothing of it', async () => {
    await page.evaluate(() => window.live.connect());
    await page.evaluate(() => window.live.say('capital-of-france.wav'));
    await expect.poll(turns, wait).toBe(1);
    expect(await written('inputTranscription')).toBe('What is the capital of France?');
    expect(await written('outputTranscription')).toBe(ANSWER);
    const all = await messages();
    const sounds = all.filter(({ samples }) => samples > 0);
    const total = sounds.reduce((sum, { samples }) => sum + samples, 0);
    expect(total).toBeGreaterThan(12_000);
    // The turn is complete when its sound was heard, and not when it was sent, all at once. A busy page may see the first of it late.
    const heardMs = (all.at(-1)?.at ?? 0) - (sounds[0]?.at ?? 0);
    expect(heardMs).toBeGreaterThan(((total / 24_000) * 1000) / 2);
    expect((await order()).slice(-2)).toEqual(['generationComplete', 'turnComplete+usageMetadata']);

    // Interrupted by voice: the word for it, the end of the turn, and the next answer's sound only.
    await page.evaluate(() => {
      window.live.messages = [];
      window.live.session.sendClientContent({ turns: 'Please tell me a long story about a lighthouse.' });
    });
    const soundSoFar = async () => (await messages()).reduce((sum, { samples }) => sum + samples, 0);
    await expect.poll(soundSoFar, wait).toBeGreaterThan(24_000);
    await page.evaluate(() => window.live.say('capital-of-france.wav'));
    await expect.poll(turns, wait).toBe(2);
    const kinds = await order();
    const cut = kinds.indexOf('interrupted');
    expect(kinds.slice(cut, cut + 2)).toEqual(['interrupted', 'turnComplete+usageMetadata']);
    expect(kinds.slice(0, cut)).not.toContain('generationComplete');
    expect(await written('outputTranscription')).toMatch(new RegExp(`${ANSWER}$`));
    expect(await written('inputTranscription')).toBe('What is the capital of France?');

    // The next client finds nothing of the one before.
    await next({ systemInstruction: 'Be brief.' });
    await expect.poll(() => page.evaluate(() => window.live.closed.length)).toBe(1);
    expect(await page.evaluate(() => window.live.host.session.view.captions)).toEqual([]);
    expect(await page.evaluate(() => window.live.host.session.settings.values.systemPrompt)).toBe('Be brief.');
  });

  describe('has its functions called', () => {
    const room = { type: 'STRING', enum: ['kitchen', 'bedroom', 'office', 'garden'] };
    const light = (behavior: 'BLOCKING' | 'NON_BLOCKING') => {
      const parameters = { type: 'OBJECT', properties: { room, on: { type: 'BOOLEAN' } }, required: ['room', 'on'] };
      return {
        responseModalities: ['TEXT'],
        tools: [{ functionDeclarations: [{ name: 'set_light', description: 'Turns a light on or off.', parameters, behavior }] }],
      };
    };
    const called = () =>
      page.evaluate(() => window.live.messages.flatMap(({ message }) => message.toolCall?.functionCalls ?? []).at(-1));
    const callFor = async (text: string) => {
      await ask(text);
      await expect.poll(called, wait).toBeDefined();
      return called();
    };
    const respond = (id: string | undefined, more: object = {}) =>
      page.evaluate(
        (response) => {
          window.live.session.sendToolResponse({ functionResponses: response });
        },
        { id, name: 'set_light', response: { ok: true }, ...more },
      );
    const ASK = 'Turn on the light in the kitchen.';

    it('and waits for their results, by each of its versions', async () => {
      for (const version of SDKS) {
        await next(light('BLOCKING'), version);
        const call = await callFor(ASK);
        expect(call).toMatchObject({ name: 'set_light', args: { room: 'kitchen', on: true } });
        await respond(call?.id);
        await expect.poll(turns, wait).toBe(1);
        expect(await order()).toEqual([
          'inputTranscription',
          'toolCall',
          'text',
          'generationComplete',
          'turnComplete+usageMetadata',
        ]);
      }
      expect(await page.evaluate(() => window.live.host.session.view.captions.at(-1)?.text)).toBe('The kitchen light is on.');
    });

    it('and cancelled by an interruption', async () => {
      const call = await callFor(ASK);
      await page.evaluate(() => {
        window.live.session.sendRealtimeInput({ text: 'What is the capital of France?' });
      });
      await expect.poll(turns, wait).toBe(2);
      const kinds = await order();
      expect(kinds.slice(kinds.indexOf('toolCall'), -4)).toEqual([
        'toolCall',
        'toolCallCancellation',
        'interrupted',
        'turnComplete+usageMetadata',
      ]);
      expect((await messages()).flatMap(({ message }) => message.toolCallCancellation?.ids ?? [])).toEqual([call?.id]);
      await respond(call?.id);
      expect(await page.evaluate(() => window.live.host.session.view.captions.at(-1)?.text)).toBe(ANSWER);
    });

    it('while the conversation goes on: results are told when that is wanted', async () => {
      const told = () =>
        page.evaluate(() => window.live.host.session.view.captions.filter(({ text }) => text.includes('tool_result')).length);
      await next(light('NON_BLOCKING'));
      const call = await callFor(ASK);
      // It takes its time, and the answer does not wait for it.
      await expect.poll(turns, wait).toBe(1);
      await ask('What is the capital of France?');
      await expect.poll(turns, wait).toBe(1);
      await respond(call?.id, { scheduling: 'SILENT', willContinue: true });
      await expect.poll(told, wait).toBe(1);
      await respond(call?.id, { scheduling: 'WHEN_IDLE', willContinue: true });
      await expect.poll(turns, wait).toBe(2);
      expect(await told()).toBe(2);

      await next({ ...light('NON_BLOCKING'), responseModalities: ['AUDIO'] });
      const other = await callFor(ASK);
      await expect.poll(order, wait).toContain('outputTranscription');
      await respond(other?.id, { scheduling: 'INTERRUPT' });
      await expect.poll(turns, wait).toBe(2);
      // What was heard before it is nothing that this model was trained to go on from: what it says then is its own affair.
      const kinds = await order();
      expect(kinds.slice(kinds.indexOf('interrupted'))).toEqual(expect.arrayContaining(['audio', 'generationComplete']));
      expect(await told()).toBe(1);
    });
  });

  it('sees the same in Chromium as in Node: the conformance list', async () => {
    await page.evaluate(() => {
      window.live.session.close();
    });
    for (const version of SDKS) {
      for (const { name, sees } of linesFor(version)) {
        const seen = await page.evaluate(([line, of]) => window.live.observe(line, of), [name, version] as const);
        expect(seen, `${name}, by ${version}`).toEqual(sees);
      }
    }
  });
});
