/** Language models on WebGPU: the real WebLLM and the real transformers.js, on a driver that computes on the processor. */
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ensureSoftwareWebGpu } from '../../scripts/software-webgpu.mjs';
import { findModel } from '../../src/models/catalogue.ts';
import { launch, ROOT } from './harness.ts';
import { ASK_CAPITAL, ASK_STORY, BLUE_SQUARE, CAPITAL, LlmBench, LOAD_LIMIT_MS, RED_CIRCLE, STORY } from './worker-bench.ts';

const ABOUT_ANNA = ['My name is Anna.', ASK_CAPITAL.text, 'What is my name?'];
const TO_ANNA = ['Nice to meet you, Anna.', CAPITAL, 'Your name is Anna.'];

let browser: Browser;
let obstacle: string | undefined;

beforeAll(async () => {
  const { chromePath, skip } = ensureSoftwareWebGpu();
  obstacle = skip;
  if (!chromePath) return;
  // Mesa compiles every shader once and keeps it here: minutes the first time, nothing after that.
  process.env['MESA_SHADER_CACHE_DIR'] = path.join(ROOT, '.cache/mesa');
  browser = await launch(chromePath, ['--enable-unsafe-webgpu']);
});
afterAll(async () => {
  if (!obstacle) await browser.close();
});
beforeEach((context) => {
  context.skip(obstacle !== undefined, obstacle);
});

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

  it('drops an answer for the next question', async () => {
    const turn = await bench().begin(ASK_STORY);
    expect((await bench().ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    expect((await bench().answer(turn)).reason).toBe('cancelled');
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

  it.each(['mlc-chat-config.json', 'tiny-gemma3-q0f32-webgpu.wasm', 'tokenizer.json', 'tensor-cache.json', 'params_shard_0.bin'])(
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

describe('transformers.js', () => {
  const bench = loaded('tiny-gemma3');

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
    expect((await bench().answer(turn)).reason).toBe('cancelled');
    expect((await bench().ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
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
