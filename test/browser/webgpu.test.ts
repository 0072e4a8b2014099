/** Language models on WebGPU: the real WebLLM and the real transformers.js, on a driver that computes on the processor. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ensureSoftwareWebGpu } from '../../scripts/software-webgpu.mjs';
import { findModel, type LlmSpec } from '../../src/models/catalogue.ts';
import { ownModel } from '../../src/models/own.ts';
import { FakeHub } from './fake-hub.ts';
import { launch, ROOT } from './harness.ts';
import {
  ASK_CAPITAL,
  ASK_STORY,
  BLUE_SQUARE,
  CAPITAL,
  expectCallsBySchema,
  LlmBench,
  LOAD_LIMIT_MS,
  RED_CIRCLE,
  routeDataBeside,
  STORY,
  withoutJspi,
} from './worker-bench.ts';
import { IS_SLOW, slowly } from '../slowly.ts';

const ABOUT_ANNA = ['My name is Anna.', ASK_CAPITAL.text, 'What is my name?'];
const TO_ANNA = ['Nice to meet you, Anna.', CAPITAL, 'Your name is Anna.'];

let browser: Browser;
let obstacle: string | undefined;

beforeAll(async () => {
  const { chromePath, skip } = ensureSoftwareWebGpu();
  obstacle = skip;
  if (!chromePath) return;
  // Mesa compiles every shader once on a machine, which takes minutes, and keeps it in the user's cache folder.
  browser = await launch(chromePath, ['--enable-unsafe-webgpu']);
});
afterAll(async () => {
  if (!obstacle) await browser.close();
});
beforeEach((context) => {
  context.skip(obstacle !== undefined, obstacle);
});

function keepsToItsWindow(id: string): void {
  it('never sees more than its window, in whatever script, and what is too long by itself is refused with the true count (B34)', async () => {
    const small = await LlmBench.open(browser);
    expect(await small.load({ ...findModel('llm', id), contextTokens: 256 }, 'webgpu')).toMatchObject({
      kind: 'loaded',
    });
    const chinese = '法国的首都是哪里，那里住着多少人？';
    const history = Array.from({ length: 12 }, (_, turn) => ({
      role: turn % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text: chinese,
    }));
    const { reason, readTokens } = await small.ask([...history, ASK_CAPITAL], 60);
    expect(['stop', 'length']).toContain(reason);
    expect(readTokens).toBeLessThanOrEqual(256);

    const turn = small.nextTurn();
    await small.post({ kind: 'generate', turn, messages: [{ role: 'user', text: chinese.repeat(40) }], maxTokens: 60 });
    const error = await small.llm.evaluate(
      async (llm, turn) => (await llm.inbox.until('generation-failed', (report) => report.turn === turn)).error,
      turn,
    );
    expect(error).toMatchObject({ reason: 'bad-input', message: expect.stringMatching(/^That is [\d,]+ tokens/) as string });
    expect((await small.ask([ASK_CAPITAL], 60)).deltas.join('')).toBe(CAPITAL);
    await small.close();
  });
}

/** Nobody can see an engine's tokens, but they can be counted: what was read, and written, turn by turn, against all of it read at once. */
function isTheSameTokens(bench: () => LlmBench): void {
  it('the same conversation is the same tokens, read turn by turn or at once (W1)', async () => {
    await bench().ask([ASK_STORY], 1);
    const { messages, answers } = await bench().converse(ABOUT_ANNA.slice(0, 2));
    const [first, second] = answers;
    await bench().ask([ASK_STORY], 1);
    const atOnce = await bench().ask(messages.slice(0, -1));
    expect(atOnce.deltas).toEqual(second?.deltas);
    const turnByTurn = (first?.readTokens ?? 0) + (first?.deltas.length ?? 0) + (second?.readTokens ?? 0);
    expect(turnByTurn).toBe(atOnce.readTokens);
  });
}

function remembersAndStops(bench: () => LlmBench): void {
  it('remembers a conversation, and reads only what is new of it', async () => {
    const { messages, answers } = await bench().converse(ABOUT_ANNA);
    expect(answers.map(({ deltas }) => deltas.join(''))).toEqual(TO_ANNA);
    await bench().ask([ASK_STORY], 1);
    const unread = await bench().ask(messages.slice(0, -1));
    expect(unread.deltas).toEqual(answers[2]?.deltas);
    expect(answers[2]?.readTokens).toBeLessThan(unread.readTokens);
  });

  it('stops in the middle when the turn is cancelled, and answers the next', async () => {
    const turn = await bench().begin(ASK_STORY);
    await bench().post({ kind: 'cancel', turn });
    const { deltas, reason } = await bench().answer(turn);
    expect(reason).toBe('cancelled');
    expect((await bench().ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);

    const story = (await bench().ask([ASK_STORY])).deltas.join('');
    expect(story).toMatch(STORY);
    expect(story.startsWith(deltas.join(''))).toBe(true);
    expect(deltas.join('').length).toBeLessThan(story.length);
    expect((await bench().answer(turn)).deltas).toEqual(deltas);
  });
}

describe('WebLLM', () => {
  const bench = loaded('tiny-gemma3-mlc');

  it('streams the exact answer to the page and to the voice', async () => {
    const { turn, deltas, reason } = await bench().ask([ASK_CAPITAL]);
    expect(deltas.join('')).toBe(CAPITAL);
    expect(reason).toBe('stop');
    expect(await bench().reports(turn)).toEqual(['first-token', ...deltas.map(() => 'text'), 'generated']);
    expect(await bench().spoken(turn)).toEqual([
      ...deltas.map((delta) => ({ kind: 'text', turn, delta })),
      { kind: 'text-end', turn },
    ]);
  });

  keepsToItsWindow('tiny-gemma3-mlc');
  isTheSameTokens(bench);
  remembersAndStops(bench);

  it('drops an answer for the next question', async () => {
    const turn = await bench().begin(ASK_STORY);
    expect((await bench().ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    expect((await bench().answer(turn)).reason).toBe('cancelled');
  });

  it('never says a word of an answer that was cancelled while its prompt was read', async () => {
    // Raised before the first piece, WebLLM's own interrupt is lost on a request that waits or reads.
    for (const waitMs of [0, 2, 10, 30]) {
      const turn = bench().nextTurn();
      await bench().llm.evaluate(
        async (llm, { turn, messages, waitMs }) => {
          llm.post({ kind: 'generate', turn, messages, maxTokens: 400 });
          await new Promise((resolve) => setTimeout(resolve, waitMs));
          llm.post({ kind: 'cancel', turn });
        },
        { turn, messages: [ASK_STORY], waitMs },
      );
      expect((await bench().answer(turn)).reason).toBe('cancelled');
      const { deltas } = await bench().ask([ASK_CAPITAL]);
      expect(deltas.join('')).toBe(CAPITAL);
      expect((await bench().reports(turn)).at(-1)).toBe('generated');
    }
  });

  it('answers the last of several questions that came at once', async () => {
    const turns = [bench().nextTurn(), bench().nextTurn(), bench().nextTurn()];
    await bench().llm.evaluate(
      (llm, { turns, messages }) => {
        for (const turn of turns) llm.post({ kind: 'generate', turn, messages, maxTokens: 400 });
      },
      { turns, messages: [ASK_CAPITAL] },
    );
    const answers = await Promise.all(turns.map((turn) => bench().answer(turn)));
    expect(answers.map(({ reason }) => reason)).toEqual(['cancelled', 'cancelled', 'stop']);
    expect(answers.map(({ deltas }) => deltas.join(''))).toEqual(['', '', CAPITAL]);
  });

  it('pauses while it is held, and leaves nothing out', async () => {
    const turn = await bench().begin(ASK_STORY);
    await bench().flow('page', { kind: 'hold', turn });
    const whileHeld = await bench().quiet(turn);
    expect(await bench().reports(turn)).not.toContain('generated');
    await bench().flow('page', { kind: 'go', turn });
    const { deltas } = await bench().answer(turn);
    expect(deltas.join('')).toMatch(STORY);
    expect(whileHeld).toBeLessThan(deltas.length);
  });

  it('can be cancelled while it is held', async () => {
    const turn = await bench().begin(ASK_STORY);
    await bench().flow('page', { kind: 'hold', turn });
    await bench().quiet(turn);
    await bench().post({ kind: 'cancel', turn });
    expect((await bench().answer(turn)).reason).toBe('cancelled');
    expect((await bench().ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
  });

  it('does not look at what somebody left in a cache of WebLLM’s', async () => {
    const profile = await browser.newContext();
    const misled = await LlmBench.open(profile);
    await misled.page.evaluate(async () => {
      for (const [scope, name] of [
        ['model', 'params_shard_0.bin'],
        ['model', 'tensor-cache.json'],
        ['config', 'mlc-chat-config.json'],
      ]) {
        const cache = await caches.open(`webllm/${scope ?? ''}`);
        await cache.put(`https://model.invalid/resolve/main/${name ?? ''}`, new Response('a bad copy'));
      }
    });
    expect(await misled.load(findModel('llm', 'tiny-gemma3-mlc'), 'webgpu')).toMatchObject({ kind: 'loaded' });
    expect((await misled.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    await profile.close();
  });

  const others = ['tiny-gemma3-q0f32-webgpu.wasm', 'tokenizer.json', 'tensor-cache.json'];
  it.each(['mlc-chat-config.json', 'params_shard_0.bin', ...(IS_SLOW ? others : [])])(
    'says where it looked when %s is missing',
    async (name) => {
      const broken = await LlmBench.open(browser);
      await broken.page.context().route(`**/${name}`, (route) => route.fulfill({ status: 404 }));
      const report = await broken.load(findModel('llm', 'tiny-gemma3-mlc'), 'webgpu');
      expect(report).toMatchObject({ kind: 'failed', error: { reason: 'model-file-missing' } });
      if (report.kind === 'failed') {
        expect(report.error.message).toContain(`${inject('pagesUrl')}models/tiny-gemma3-mlc/`);
        expect(report.error.message).toContain(`/${name} (HTTP 404)`);
      }
      await broken.close();
    },
  );
});

describe('WebLLM with tools', () => {
  const bench = loaded('tiny-gemma3-tools-mlc');

  it('writes calls as their schema has them, where by itself it writes others', () => expectCallsBySchema(bench()));
});

describe('WebLLM with a hub', () => {
  const WEIGHTS = 'params_shard_0.bin';
  const ON_HUB = 'parley-test/tiny-gemma3-mlc/resolve/main/';
  const SPEC = { ...findModel('llm', 'tiny-gemma3-mlc'), folder: 'not-there', repo: 'parley-test/tiny-gemma3-mlc' };
  let hub: FakeHub;
  beforeEach(async () => {
    hub = await FakeHub.start();
    hub.putFolder(path.join(ROOT, 'models/test/tiny-gemma3-mlc'), ON_HUB);
  });
  afterEach(() => hub.close());

  it('stores its files, goes on with them after a cut, and does without the hub from then on', async () => {
    const weights = readFileSync(path.join(ROOT, 'models/test/tiny-gemma3-mlc', WEIGHTS));
    hub.put(ON_HUB + WEIGHTS, weights, { stopsAt: [1_000_000], stop: 'wait' });
    const profile = await browser.newContext();
    const first = await LlmBench.open(profile);
    const loading = first.load(SPEC, 'webgpu', hub.url);
    await first.llm.evaluate((llm, path) => {
      return llm.inbox.until('progress', ({ file, loadedBytes }) => file === path && loadedBytes === 1_000_000);
    }, WEIGHTS);
    hub.cut();
    expect(await loading).toMatchObject({ kind: 'loaded' });
    expect((await first.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    expect(hub.of(ON_HUB + WEIGHTS).map(({ from }) => from)).toEqual([0, 1_000_000]);
    expect(await first.page.evaluate(() => caches.keys())).toEqual([]);

    hub.isDown = true;
    hub.cut();
    await first.llm.evaluate((llm) => {
      llm.terminate();
    });
    const second = await LlmBench.open(profile);
    expect(await second.load(SPEC, 'webgpu', hub.url)).toMatchObject({ kind: 'loaded' });
    expect((await second.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    await profile.close();
  });

  slowly('runs a record of the user’s own, with a library from somewhere else', async () => {
    hub.put('libraries/tiny.wasm', readFileSync(path.join(ROOT, 'models/test/tiny-gemma3-mlc/tiny-gemma3-q0f32-webgpu.wasm')));
    const record = {
      model: 'https://huggingface.co/parley-test/tiny-gemma3-mlc',
      model_id: 'tiny',
      model_lib: 'https://libraries.example/tiny.wasm',
      overrides: { context_window_size: 2048, sliding_window_size: -1 },
    };
    const own = ownModel({ kind: 'webllm', record: JSON.stringify(record) });
    expect(own.library).toEqual({ at: 'elsewhere', path: record.model_lib });
    // No server of a test has https.
    const spec: LlmSpec = { ...own, folder: 'not-there', library: { at: 'elsewhere', path: `${hub.url}libraries/tiny.wasm` } };
    const profile = await browser.newContext();
    const bench = await LlmBench.open(profile);
    expect(await bench.load(spec, 'webgpu', hub.url)).toMatchObject({ kind: 'loaded' });
    expect((await bench.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    expect(hub.of('libraries/tiny.wasm')).toMatchObject([{ from: 0, status: 206 }]);
    await profile.close();
  });

  it('says what keeps a file from coming', async () => {
    hub.put(ON_HUB + WEIGHTS, Buffer.alloc(10), { answer: 403 });
    const gated = await LlmBench.open(browser);
    expect(await gated.load(SPEC, 'webgpu', hub.url)).toMatchObject({
      kind: 'failed',
      error: { reason: 'model-file-forbidden', message: expect.stringContaining(WEIGHTS) as string },
    });
    await gated.close();
  });
});

describe('transformers.js', () => {
  const bench = loaded('tiny-gemma3');

  keepsToItsWindow('tiny-gemma3');
  isTheSameTokens(bench);
  remembersAndStops(bench);

  it('reads no more than what is new when an answer was cut off, or is asked for once more', async () => {
    const { messages, answers } = await bench().converse(ABOUT_ANNA);
    const asked = messages.slice(0, -1);
    const turn = await bench().begin(...messages.slice(0, 4), ASK_STORY);
    await bench().post({ kind: 'cancel', turn });
    await bench().answer(turn);
    const next = await bench().ask(asked);
    expect(next.deltas).toEqual(answers[2]?.deltas);
    expect(next.readTokens).toBeLessThanOrEqual(answers[2]?.readTokens ?? 0);
    expect(await bench().ask(asked)).toMatchObject({ deltas: next.deltas, readTokens: 1 });

    await bench().ask([ASK_STORY], 1);
    await bench().readAhead(asked.slice(0, -1));
    const last = await bench().ask(asked);
    expect(last.deltas).toEqual(next.deltas);
    expect(last.readTokens).toBeLessThanOrEqual(next.readTokens);
  });
});

describe('transformers.js with pictures', () => {
  const bench = loaded('tiny-gemma3-vision');

  it('names what it is shown, one picture after the other', async () => {
    const first = await bench().askAbout([{ role: 'user', text: 'What do you see?', picture: RED_CIRCLE }]);
    expect(first.deltas.join('')).toBe('I see a red circle on a white background.');
    const second = await bench().askAbout([
      { role: 'user', text: 'What do you see?', picture: RED_CIRCLE },
      { role: 'assistant', text: first.deltas.join('') },
      { role: 'user', text: 'What do you see?', picture: BLUE_SQUARE },
    ]);
    expect(second.deltas.join('')).toBe('I see a blue square on a yellow background.');
  });
});

describe('weights that lie beside their graphs', () => {
  it.each([
    ['are read out of the file while the runtime waits', false],
    ['are read as an array where it can’t wait', true],
  ])('%s', async (_, isOld) => {
    const context = await browser.newContext();
    await routeDataBeside(context, 'tiny-gemma3-vision');
    if (isOld) await withoutJspi(context);
    const wasm: string[] = [];
    context.on('request', (request) => wasm.push(...(/ort[^/]*\.wasm$/.exec(request.url())?.[0] ?? '').split('\n')));
    const bench = await LlmBench.open(context);
    expect((await bench.load(findModel('llm', 'tiny-gemma3-vision'), 'webgpu')).kind).toBe('loaded');
    const { deltas } = await bench.askAbout([{ role: 'user', text: 'What do you see?', picture: RED_CIRCLE }]);
    expect(deltas.join('')).toBe('I see a red circle on a white background.');
    expect(wasm.join()).toContain(isOld ? 'asyncify' : 'jspi');
    await context.close();
  });
});

/** One worker with this model for all tests of a group. */
function loaded(id: string): () => LlmBench {
  let bench: LlmBench;
  beforeAll(async () => {
    if (!obstacle) bench = await LlmBench.loaded(browser, id, 'webgpu');
  }, LOAD_LIMIT_MS);
  afterAll(async () => {
    if (!obstacle) await bench.close();
  });
  return () => bench;
}
