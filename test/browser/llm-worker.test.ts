/** The language model's worker on WASM, with real engines and the tiny models whose answers are known to the word. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
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
  RED_CIRCLE,
  routeDataBeside,
  STORY,
  type Drawn,
} from './worker-bench.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'), []);
});
afterAll(() => browser.close());

describe('a text model', () => {
  let bench: LlmBench;
  beforeAll(async () => {
    bench = await LlmBench.loaded(browser, 'tiny-gemma3', 'wasm');
  });
  afterAll(() => bench.close());

  it('streams the exact answer to the page and to the voice', async () => {
    const { turn, deltas, reason, tokens } = await bench.ask([ASK_CAPITAL]);
    expect(deltas.join('')).toBe(CAPITAL);
    expect(deltas.length).toBeGreaterThan(1);
    expect(reason).toBe('stop');
    expect(tokens).toBe(deltas.length);
    expect(await bench.reports(turn)).toEqual(['first-token', ...deltas.map(() => 'text'), 'generated']);
    expect(await bench.spoken(turn)).toEqual([
      ...deltas.map((delta) => ({ kind: 'text', turn, delta })),
      { kind: 'text-end', turn },
    ]);
  });

  it('keeps the text for a voice that is not there yet', async () => {
    const fromUseless = await bench.llm.evaluateHandle((llm) => llm.connect('tts'));
    const { turn, deltas } = await bench.ask([ASK_CAPITAL]);
    await bench.reconnectVoice();
    await bench.voice.evaluate(({ inbox }) => inbox.until('text-end'));
    expect(await bench.spoken(turn)).toEqual([
      ...deltas.map((delta) => ({ kind: 'text', turn, delta })),
      { kind: 'text-end', turn },
    ]);
    expect(await fromUseless.evaluate(({ inbox }) => inbox.all)).toEqual([]);
  });

  it('stops at the length it is allowed', async () => {
    const { deltas, reason, tokens } = await bench.ask([ASK_STORY], 5);
    expect(reason).toBe('length');
    expect(tokens).toBe(5);
    expect('Once upon a time there was').toContain(deltas.join(''));
  });

  it('remembers a conversation, and reads only what is new of it', async () => {
    const { messages, answers } = await bench.converse(['My name is Anna.', ASK_CAPITAL.text, 'What is my name?']);
    expect(answers.map(({ deltas }) => deltas.join(''))).toEqual(['Nice to meet you, Anna.', CAPITAL, 'Your name is Anna.']);

    for (const [index, answer] of answers.entries()) {
      // After something else was asked, the same prompt has to be read whole.
      await bench.ask([ASK_STORY], 1);
      const unread = await bench.ask(messages.slice(0, 2 * index + 1));
      expect(unread.deltas).toEqual(answer.deltas);
      if (index > 0) expect(answer.readTokens).toBeLessThan(unread.readTokens);
    }
  });

  it('goes on from an answer that was cut short', async () => {
    const heard = { role: 'assistant', text: 'Once upon a time there was a lighthouse' } as const;
    await bench.ask([ASK_STORY]);
    const { deltas } = await bench.ask([ASK_STORY, heard, ASK_CAPITAL]);
    expect(deltas.join('')).toBe(CAPITAL);
  });

  it('reads ahead while a question is spoken, so that only the question is left', async () => {
    const { messages, answers } = await bench.converse(['My name is Anna.', ASK_CAPITAL.text]);
    const question = { role: 'user', text: 'What is my name?' } as const;
    for (const isReadAhead of [false, true]) {
      await bench.ask([ASK_STORY], 1);
      if (isReadAhead) await bench.readAhead(messages);
      answers.push(await bench.ask([...messages, question]));
    }
    const [whole, rest] = answers.slice(2);
    expect(whole?.deltas.join('')).toBe('Your name is Anna.');
    expect(rest?.deltas).toEqual(whole?.deltas);
    expect(rest?.readTokens).toBeLessThan((whole?.readTokens ?? 0) / 2);
  });

  it('stops in the middle when the turn is cancelled, and answers the next', async () => {
    const turn = await bench.begin(ASK_STORY);
    await bench.llm.evaluate(async (llm, turn) => {
      const tenth = () => llm.inbox.all.filter((report) => report.kind === 'text' && report.turn === turn).length >= 10;
      await llm.inbox.until('text', (report) => report.turn === turn && tenth());
      llm.post({ kind: 'cancel', turn });
    }, turn);
    const { deltas, reason } = await bench.answer(turn);
    expect(reason).toBe('cancelled');

    expect((await bench.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
    const story = (await bench.ask([ASK_STORY])).deltas.join('');
    expect(story).toMatch(STORY);
    expect(story.startsWith(deltas.join(''))).toBe(true);
    expect(deltas.join('').length).toBeLessThan(story.length);
    expect((await bench.answer(turn)).deltas).toEqual(deltas);
    expect((await bench.reports(turn)).at(-1)).toBe('generated');
    expect(await bench.spoken(turn)).toEqual(deltas.map((delta) => ({ kind: 'text', turn, delta })));
  });

  it('starts over in the middle of an answer: the next conversation has turn 1, and hears nothing of the one before', async () => {
    await bench.begin(ASK_STORY);
    const reports = await bench.llm.evaluate(async (llm, question) => {
      llm.post({ kind: 'start-over' });
      await llm.inbox.until('started-over');
      const before = llm.inbox.all.length;
      llm.post({ kind: 'generate', turn: 1, messages: [question], maxTokens: 50 });
      await llm.inbox.until('generated', (report) => llm.inbox.all.indexOf(report) >= before);
      return llm.inbox.all.slice(before);
    }, ASK_CAPITAL);
    expect(reports.map((report) => (report.kind === 'text' ? report.delta : '')).join('')).toBe(CAPITAL);
    expect(reports.every((report) => 'turn' in report && report.turn === 1)).toBe(true);
    await bench.reconnectVoice();
  });

  it('drops an answer for the next question', async () => {
    const turn = await bench.begin(ASK_STORY);
    const next = await bench.ask([ASK_CAPITAL]);
    expect(next.deltas.join('')).toBe(CAPITAL);
    expect((await bench.answer(turn)).reason).toBe('cancelled');
  });

  it('never begins a turn that is cancelled already', async () => {
    const turn = bench.nextTurn();
    await bench.post({ kind: 'cancel', turn });
    await bench.post({ kind: 'generate', turn, messages: [ASK_STORY], maxTokens: 400 });
    expect(await bench.answer(turn)).toMatchObject({ reason: 'cancelled', deltas: [] });
  });

  it.each([
    ['page', 'page'],
    ['voice', 'voice'],
    // A voice that died can't let go.
    ['voice', 'page'],
  ] as const)('pauses while the %s holds it, until the %s lets go, and leaves nothing out', async (holder, releaser) => {
    const turn = await bench.beginHeld(holder, ASK_STORY);
    const whileHeld = await bench.quiet(turn);
    expect(await bench.reports(turn)).not.toContain('generated');
    await bench.flow(releaser, { kind: 'go', turn });
    const { deltas, reason } = await bench.answer(turn);
    expect(deltas.join('')).toMatch(STORY);
    expect(reason).toBe('stop');
    expect(whileHeld).toBeLessThan(deltas.length);
  });

  it('stays with the page when the voice lets go of it', async () => {
    const turn = await bench.beginHeld('page', ASK_STORY);
    const before = await bench.quiet(turn);
    await bench.flow('voice', { kind: 'hold', turn });
    await bench.flow('voice', { kind: 'go', turn });
    expect(await bench.quiet(turn)).toBe(before);
    expect(await bench.reports(turn)).not.toContain('generated');
    await bench.flow('page', { kind: 'go', turn });
    expect((await bench.answer(turn)).deltas.join('')).toMatch(STORY);
  });

  it('can be cancelled while it is held', async () => {
    const turn = await bench.beginHeld('page', ASK_STORY);
    await bench.quiet(turn);
    await bench.post({ kind: 'cancel', turn });
    expect((await bench.answer(turn)).reason).toBe('cancelled');
    expect((await bench.ask([ASK_CAPITAL])).deltas.join('')).toBe(CAPITAL);
  });
});

describe('a model that calls tools', () => {
  it('writes calls as their schema has them, where by itself it writes others', async () => {
    const bench = await LlmBench.loaded(browser, 'tiny-gemma3-tools', 'wasm');
    await expectCallsBySchema(bench);
    await bench.close();
  });
});

describe('a model with pictures', () => {
  let bench: LlmBench;
  beforeAll(async () => {
    bench = await LlmBench.loaded(browser, 'tiny-gemma3-vision', 'wasm');
  });

  it('fetches what sees with the rest, makes it ready when pictures are to be expected, and tries it out', async () => {
    const context = await browser.newContext();
    await routeDataBeside(context, 'tiny-gemma3-vision');
    const asked: string[] = [];
    context.on('request', (request) => asked.push(`${request.method()} ${request.url().replace(/.*\//, '')}`));
    const eyes = await LlmBench.open(context);
    await eyes.load(findModel('llm', 'tiny-gemma3-vision'), 'wasm');
    expect(asked.filter((each) => each.includes('vision'))).toEqual([
      'HEAD vision_encoder.onnx',
      'HEAD vision_encoder.onnx_data',
    ]);
    await eyes.post({ kind: 'camera', isOn: true });
    await expect.poll(() => asked.filter((each) => each.includes('GET vision'))).toHaveLength(2);
    const { deltas } = await eyes.askAbout([{ role: 'user', text: 'What do you see?', picture: BLUE_SQUARE }]);
    expect(deltas.join('')).toBe('I see a blue square on a yellow background.');
    expect(asked.filter((each) => each.includes('GET vision'))).toHaveLength(2);
    await context.close();
  });

  it('that makes the same of every picture is blind, says so, and answers to the words', async () => {
    const context = await browser.newContext();
    await routeDataBeside(context, 'tiny-gemma3-vision', ['onnx/vision_encoder.onnx_data']);
    const eyes = await LlmBench.open(context);
    await eyes.load(findModel('llm', 'tiny-gemma3-vision'), 'wasm');
    const { deltas } = await eyes.askAbout([{ ...ASK_CAPITAL, picture: RED_CIRCLE }]);
    expect(deltas.join('')).toBe(CAPITAL);
    const blind = await eyes.llm.evaluate((llm) => llm.inbox.all.filter(({ kind }) => kind === 'blind'));
    expect(blind).toMatchObject([{ error: { reason: 'self-test-failed' } }]);
    await context.close();
  });

  afterAll(() => bench.close());

  it('names what a canvas shows, and goes on talking about it', async () => {
    const messages: Drawn[] = [{ role: 'user', text: 'What do you see in this picture?', picture: RED_CIRCLE }];
    const sees = await bench.askAbout(messages);
    expect(sees.deltas.join('')).toBe('I see a red circle on a white background.');

    messages.push({ role: 'assistant', text: sees.deltas.join('') }, { role: 'user', text: 'What colour is the background?' });
    const background = await bench.askAbout(messages);
    expect(background.deltas.join('')).toBe('The background is white.');
    expect(background.readTokens).toBeLessThan(sees.readTokens);

    messages.push({ role: 'assistant', text: background.deltas.join('') });
    messages.push({ role: 'user', text: 'What do you see?', picture: BLUE_SQUARE });
    expect((await bench.askAbout(messages)).deltas.join('')).toBe('I see a blue square on a yellow background.');
  });

  it('tells pictures apart that stand in the same place', async () => {
    for (const [picture, answer] of [
      [RED_CIRCLE, 'I see a red circle on a white background.'],
      [BLUE_SQUARE, 'I see a blue square on a yellow background.'],
    ] as const) {
      const { deltas } = await bench.askAbout([{ role: 'user', text: 'What do you see?', picture }]);
      expect(deltas.join('')).toBe(answer);
    }
  });

  it('says so when there is no picture', async () => {
    const { deltas } = await bench.ask([{ role: 'user', text: 'What do you see?' }]);
    expect(deltas.join('')).toBe('I see no picture.');
  });
});

describe('a model of somebody’s own', () => {
  /** The tiny Gemma with other files, null for none; and what is asked for of it. */
  async function own(id: string, changes: Record<string, string | null>) {
    const bench = await LlmBench.open(browser);
    const asked: string[] = [];
    await bench.page.context().route('**/models/own/**', (route) => {
      const name = new URL(route.request().url()).pathname.split('/models/own/')[1] ?? '';
      asked.push(name);
      const changed = changes[name];
      const file = path.join(ROOT, 'models/test', id, name);
      if (changed === null || (changed === undefined && !existsSync(file))) return route.fulfill({ status: 404 });
      return route.fulfill({ body: changed === undefined ? readFileSync(file) : Buffer.from(changed) });
    });
    const report = await bench.load({ ...findModel('llm', id), folder: 'own', name: 'Mine' }, 'wasm');
    return { bench, report, asked };
  }
  const settings = (id: string) =>
    JSON.parse(readFileSync(path.join(ROOT, 'models/test', id, 'tokenizer_config.json'), 'utf8')) as Record<string, unknown>;

  it('has its chat template in a file of its own, and its end in one alone (7)', async () => {
    const { chat_template: template, ...others } = settings('tiny-gemma3');
    const { bench, report } = await own('tiny-gemma3', {
      'tokenizer_config.json': JSON.stringify({ ...others, eos_token: '<end_of_turn>' }),
      'chat_template.jinja': String(template),
      'generation_config.json': null,
    });
    expect(report).toMatchObject({ kind: 'loaded' });
    const { deltas, reason } = await bench.ask([ASK_CAPITAL]);
    expect({ text: deltas.join(''), reason }).toEqual({ text: 'The capital of France is Paris.', reason: 'stop' });
    await bench.close();
  });

  it('has no chat template: said before its weights are fetched (7)', async () => {
    const without = JSON.stringify({ ...settings('tiny-gemma3'), chat_template: undefined });
    const { bench, report, asked } = await own('tiny-gemma3', { 'tokenizer_config.json': without });
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'bad-input' } });
    if (report.kind === 'failed')
      expect(report.error.message).toBe('Mine has no chat template, so that nothing tells it who says what.');
    expect(asked.filter((name) => name.endsWith('.onnx'))).toEqual([]);
    await bench.close();
  });

  it('has a template that can’t be used: said before its weights are fetched', async () => {
    const broken = JSON.stringify({ ...settings('tiny-gemma3'), chat_template: '{% for message in %}' });
    const { bench, report, asked } = await own('tiny-gemma3', { 'tokenizer_config.json': broken });
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'bad-input' } });
    expect(asked.filter((name) => name.endsWith('.onnx'))).toEqual([]);
    await bench.close();
  });

  it('takes pictures in a way of its own: said before its weights are fetched (12)', async () => {
    const other = JSON.stringify({ processor_class: 'SmolVLMProcessor' });
    const { bench, report, asked } = await own('tiny-gemma3-vision', { 'processor_config.json': other });
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'bad-input' } });
    if (report.kind === 'failed') expect(report.error.message).toContain('SmolVLMProcessor');
    expect(asked.filter((name) => name.endsWith('.onnx'))).toEqual([]);
    await bench.close();
  });

  it('is told not to think, by a template that knows of it (8)', async () => {
    const { chat_template: template, ...others } = settings('tiny-gemma3');
    const thinks = `${String(template)}{% if enable_thinking is not defined or enable_thinking %}<think>{% endif %}`;
    const told = await own('tiny-gemma3', { 'tokenizer_config.json': JSON.stringify({ ...others, chat_template: thinks }) });
    expect((await told.bench.ask([ASK_CAPITAL])).deltas.join('')).toBe('The capital of France is Paris.');
    await told.bench.close();
  });
});

describe('a model that cannot be loaded', () => {
  it('says where its files were looked for', async () => {
    const bench = await LlmBench.open(browser);
    const report = await bench.load({ ...findModel('llm', 'tiny-gemma3'), folder: 'not-there' }, 'wasm');
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'model-file-missing' } });
    if (report.kind === 'failed') expect(report.error.message).toContain(`${inject('pagesUrl')}models/not-there/`);
    await bench.close();
  });

  it('is not run where its library is another than the one that is known', async () => {
    const bench = await LlmBench.open(browser);
    const { library, ...spec } = findModel('llm', 'tiny-gemma3-mlc');
    if (!library) throw new Error('No library');
    const report = await bench.load({ ...spec, library: { ...library, sha256: '0'.repeat(64) } }, 'webgpu');
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'model-file-corrupt' } });
    await bench.close();
  });

  it('is not taken from a hub that has other bytes than the catalogue knows', async () => {
    const hub = await FakeHub.start();
    const folder = path.join(ROOT, 'models/test/tiny-gemma3');
    for (const name of ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])
      hub.put(`parley-test/tiny-gemma3/resolve/main/${name}`, readFileSync(path.join(folder, name)));
    const spec = findModel('llm', 'tiny-gemma3-hub');
    const wasm = { dtype: 'fp32', bytes: 0, files: { 'onnx/model.onnx': { sha256: '0'.repeat(64) } } };
    const bench = await LlmBench.open(browser);
    const report = await bench.load({ ...spec, variants: { wasm } }, 'wasm', hub.url);
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'model-file-corrupt' } });
    await bench.close();
    await hub.close();
  });

  it('says that WebGPU is wanting where there is none', async () => {
    const bench = await LlmBench.open(browser);
    const report = await bench.load(findModel('llm', 'tiny-gemma3-mlc'), 'webgpu');
    expect(report).toMatchObject({ kind: 'failed', error: { reason: 'no-webgpu' } });
    await bench.close();
  });
});

/** As far as a machine without WebGPU gets: everything that is fetched before it is asked for is there, and the library compiles. */
describe('a WebLLM record of somebody else’s', () => {
  const TINY = path.join(ROOT, 'models/test/tiny-gemma3-mlc');
  const tiny = (name: string) => readFileSync(path.join(TINY, name));
  const LIBRARY = 'tiny-gemma3-q0f32-webgpu.wasm';

  it('in WebLLM’s own list is run with weights from the hub and its library from where the list says, once', async () => {
    const spec = findModel('llm', 'gemma-3-1b-mlc');
    const record = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === spec.prebuilt);
    const hub = await FakeHub.start();
    hub.put(`${spec.repo}/resolve/main/mlc-chat-config.json`, tiny('mlc-chat-config.json'));
    const context = await browser.newContext();
    const asked: string[] = [];
    await context.route('https://raw.githubusercontent.com/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ body: tiny(LIBRARY), headers: { 'access-control-allow-origin': '*', etag: '"1"' } });
    });
    const first = await LlmBench.open(context);
    expect(await first.load(spec, 'webgpu', hub.url)).toMatchObject({ kind: 'failed', error: { reason: 'no-webgpu' } });
    expect(asked).toEqual([record?.model_lib]);

    hub.isDown = true;
    const second = await LlmBench.open(context);
    expect(await second.load(spec, 'webgpu', hub.url)).toMatchObject({ kind: 'failed', error: { reason: 'no-webgpu' } });
    expect(asked).toHaveLength(1);
    await context.close();
    await hub.close();
  });

  it('of the user’s is run as it is: by its own sums, too', async () => {
    const record = {
      model: 'https://huggingface.co/parley-test/tiny-gemma3-mlc',
      model_id: 'tiny',
      model_lib: `/models/tiny-gemma3-mlc/${LIBRARY}`,
    };
    const load = async (given: unknown) => {
      const bench = await LlmBench.open(browser);
      const report = await bench.load(ownModel({ kind: 'webllm', record: JSON.stringify(given) }), 'webgpu');
      await bench.close();
      return report;
    };
    expect(await load(record)).toMatchObject({ error: { reason: 'no-webgpu' } });
    const integrity = { model_lib: `sha256-${Buffer.alloc(32).toString('base64')}` };
    expect(await load({ ...record, integrity })).toMatchObject({ error: { reason: 'model-file-corrupt' } });
  });
});
