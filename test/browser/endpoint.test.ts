/** A language model on a server of the user's own, through the real worker: what is asked, what is heard, and what goes wrong. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ownModel } from '../../src/models/own.ts';
import { ChatServer } from './chat-server.ts';
import { App, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { ASK_CAPITAL, LlmBench, RED_CIRCLE } from './worker-bench.ts';
import { slowly } from '../slowly.ts';

const KEY = 'sk-not-to-be-told';

let browser: Browser;
let server: ChatServer;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
beforeEach(async () => {
  server = await ChatServer.start();
});
afterEach(async () => {
  await closeAll(browser);
  await server.close();
});
afterAll(() => browser.close());

const own = (url: string) => ({ kind: 'endpoint' as const, url, model: 'big', apiKey: KEY, sees: true });

async function loaded(url = server.url): Promise<LlmBench> {
  const bench = await LlmBench.open(browser);
  const report = await bench.load(ownModel(own(url)), 'remote');
  expect(report).toMatchObject({ kind: 'loaded', backend: 'remote' });
  return bench;
}

/** Asks, and returns what was reported of the failure. */
async function failure(bench: LlmBench): Promise<{ reason: string; message: string; advice?: string }> {
  const turn = bench.nextTurn();
  await bench.post({ kind: 'generate', turn, messages: [ASK_CAPITAL], maxTokens: 60 });
  return bench.llm.evaluate(async (llm, turn) => {
    const { error } = await llm.inbox.until('generation-failed', (report) => report.turn === turn);
    return error;
  }, turn);
}

describe('the worker', () => {
  it('streams word for word, with what it took, to the page and to the voice', async () => {
    const bench = await loaded();
    expect(server.asked).toEqual([]);
    const { turn, deltas, reason, tokens, readTokens } = await bench.ask([{ role: 'system', text: 'Be brief.' }, ASK_CAPITAL]);
    expect(deltas).toEqual(['Well', ' then,', ' the', ' capital', ' of', ' France', ' is', ' Paris.']);
    expect({ reason, tokens, readTokens }).toEqual({ reason: 'stop', tokens: 9, readTokens: 14 });
    expect(await bench.spoken(turn)).toEqual([
      ...deltas.map((delta) => ({ kind: 'text', turn, delta })),
      { kind: 'text-end', turn },
    ]);
    expect(server.asked).toMatchObject([
      {
        key: `Bearer ${KEY}`,
        body: {
          model: 'big',
          stream: true,
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: ASK_CAPITAL.text },
          ],
        },
      },
    ]);
  });

  it('sends pictures along', async () => {
    const bench = await loaded();
    await bench.askAbout([{ role: 'user', text: 'What do you see?', picture: RED_CIRCLE }]);
    expect(server.asked[0]?.body.messages[0]?.content).toEqual([
      { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) as string } },
      { type: 'text', text: 'What do you see?' },
    ]);
  });

  it('hangs up when the turn is cancelled, and asks again for the next', async () => {
    const bench = await loaded();
    server.manner = { words: 3, then: 'wait' };
    const turn = await bench.begin(ASK_CAPITAL);
    await bench.post({ kind: 'cancel', turn });
    expect((await bench.answer(turn)).reason).toBe('cancelled');
    await server.hungUp;
    server.manner = 'whole';
    expect((await bench.ask([ASK_CAPITAL])).deltas.join('')).toBe(server.answer);
  });

  it('says what is wrong without a word of what was said, and goes on when it is mended', async () => {
    const bench = await loaded();
    const host = new URL(server.url).host;
    const failures = [];
    for (const status of [401, 404, 429, 500]) {
      server.manner = { status };
      failures.push(await failure(bench));
    }
    server.manner = { words: 3, then: 'break' };
    failures.push(await failure(bench));
    expect(failures).toMatchObject([
      {
        reason: 'endpoint-refused',
        message: `${host} does not accept the key (HTTP 401).`,
        advice: expect.stringContaining('key') as string,
      },
      { reason: 'endpoint-refused', message: expect.stringContaining('no model “big”') as string },
      { reason: 'endpoint-refused', message: expect.stringContaining('(HTTP 429)') as string },
      { reason: 'endpoint-refused', message: expect.stringContaining('(HTTP 500)') as string },
      { reason: 'network', message: `The answer of ${host} broke off.` },
    ]);
    expect(JSON.stringify(failures)).not.toMatch(/France|sk-not/);
    server.manner = 'whole';
    expect((await bench.ask([ASK_CAPITAL])).deltas.join('')).toBe(server.answer);
  });

  it('says so when nobody is there', async () => {
    const gone = server.url;
    await server.close();
    expect(await failure(await loaded(gone))).toMatchObject({
      reason: 'network',
      advice: expect.stringContaining('CORS') as string,
    });
    server = await ChatServer.start();
  });
});

describe('the page', () => {
  it('takes a server from the form, says at all times where words go, and names what is wrong', async () => {
    const page = await (await browser.newContext()).newPage();
    await routeStandins(page);
    await page.goto(`${inject('pagesUrl')}own-model.html`);
    const form = page.locator('parley-own-model');
    await form.getByLabel('A server').check();
    await form.getByLabel('Model', { exact: true }).fill('big');
    await form.getByLabel('API key').fill(KEY);
    await form.getByLabel('Address').fill('llm.example');
    await form.getByRole('button').click();
    // Beside the field, which has the focus now; nothing was started.
    expect(await form.getByRole('alert').innerText()).toContain('https://');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(server.url);
    await form.getByRole('button').click();

    const assistant = page.locator('parley-assistant');
    const host = new URL(server.url).host;
    await assistant.getByText(`Text and pictures go to ${host}.`).waitFor();
    expect(server.asked).toEqual([]);
    const type = async (text: string) => {
      await assistant.locator('textarea').fill(text);
      await page.keyboard.press('Enter');
    };
    await type('Where is the Eiffel Tower?');
    await assistant.getByText('the capital of France is Paris').waitFor();
    // The first question is that of the self-test.
    const questions = server.asked.map(({ body }) => body.messages.at(-1)?.content);
    expect(questions).toEqual(['What is the capital of France?', 'Where is the Eiffel Tower?']);

    server.manner = { status: 401 };
    await type('And the Louvre?');
    await assistant.getByText('does not accept the key (HTTP 401)').waitFor();
    server.manner = 'whole';
    server.answer = 'It is in Paris, too.';
    await type('And the Louvre?');
    await assistant.getByText('It is in Paris, too.').waitFor();
    expect(await assistant.getByText('does not accept the key').count()).toBe(0);
    await assistant.getByText(`Text and pictures go to ${host}.`).waitFor();

    const recording = await page.evaluate(() =>
      JSON.stringify(document.querySelector('parley-assistant')?.control?.recording(true)),
    );
    expect(recording).toContain('Louvre');
    expect(recording).not.toContain(KEY);
  });

  slowly('tells a server nothing that was said before it was chosen, unless the form says so (R18)', async () => {
    const app = await App.open({ browser, url: inject('appUrl'), prepare: routeStandins });
    const before = 'How many days are there in a week?';
    await app.type(before);
    await app.answer();
    const use = (tellsBefore: boolean) =>
      app.page.evaluate((own) => document.querySelector('parley-assistant')?.control?.change({ llm: 'own', own }), {
        ...own(server.url),
        tellsBefore,
      });
    const told = () => server.asked.at(-1)?.body.messages.map(({ content }) => content);
    await use(false);
    await app.until(({ models }) => models.some(({ backend, state }) => backend === 'remote' && state === 'ready'), 'the server');
    await app.type('Where is the Eiffel Tower?');
    expect(await app.answer()).toBe(server.answer);
    expect(told()).toContain('Where is the Eiffel Tower?');
    expect(JSON.stringify(server.asked)).not.toContain(before);

    await use(true);
    await app.until(
      ({ coming, models }) => coming === null && models.every(({ state }) => state === 'ready'),
      'the server again',
    );
    await app.type('And the Louvre?');
    await app.answer();
    expect(told()).toEqual(expect.arrayContaining([before, 'Where is the Eiffel Tower?', 'And the Louvre?']));
  });
});
