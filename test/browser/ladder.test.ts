/** A model that computes nonsense, can't be loaded or keeps dying: another takes its place, and the page says so. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { buildKokoro } from '../standins/kokoro.ts';
import { buildWhisper } from '../standins/whisper.ts';
import { KNOWN, clip, utterances } from '../standins/write.ts';
import { App, closeAll, FAKE_DEVICES, launch, ROOT } from './harness.ts';
import { routeStandins } from './standins.ts';

const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';
const VOICE = 'Kokoro-82M-v1.0-ONNX';
const EARS = 'whisper-small';
/** Has no variant for WebGPU: it would be slow on Chromium's software adapter. */
const LLM = 'tiny-gemma3-hub';

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'), [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

/** Serves a model's files, by path, and returns the paths that were asked for. */
async function serve(page: Page, folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route(`**/models/${folder}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.split(`/models/${folder}/`)[1] ?? '';
    asked.push(name);
    const body = files.get(name);
    return body ? route.fulfill({ body: Buffer.from(body) }) : route.fulfill({ status: 404 });
  });
  return asked;
}

/** Kokoro's files: one graph for WebGPU, one for WASM. */
function voices(onGpu: Map<string, Uint8Array>, onCpu = buildKokoro()): Map<string, Uint8Array> {
  const graph = onGpu.get('onnx/model_quantized.onnx');
  return new Map([...onCpu, ...(graph ? [['onnx/model.onnx', graph] as const] : [])]);
}

/** The files of the tiny language model. */
function answers(): Map<string, Uint8Array> {
  const folder = path.join(ROOT, 'models/test/tiny-gemma3');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .map((name) => [name, readFileSync(path.join(folder, name))]),
  );
}

/** The app with a GPU; ears and language model are on the processor unless the query says otherwise. */
async function open(query: Record<string, string>, prepare: (page: Page) => Promise<unknown>): Promise<App> {
  return App.open({
    browser,
    url: inject('appUrl'),
    query: { stt: 'whisper-base', llm: LLM, hub: '', 'allow-software-gpu': '', ...query },
    prepare: async (page) => {
      await routeStandins(page);
      await serve(page, LLM, answers());
      await prepare(page);
    },
  });
}

/** Runs in a worker: whatever is read from the graphics card comes so much later, ms. */
function slowGpu(ms: number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the buffer it belongs to
  const { mapAsync } = GPUBuffer.prototype;
  GPUBuffer.prototype.mapAsync = async function (this: GPUBuffer, ...where) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return mapAsync.apply(this, where);
  };
}

const running = async (app: App, role: string) => {
  const model = (await app.view()).models.find((each) => each.role === role);
  return [model?.name, model?.backend, model?.state];
};
const noticeOf = async (app: App, id: string) => (await app.view()).notices.find((notice) => notice.id === id);

it('a voice that makes noise on WebGPU speaks on the processor, also at the next start, until it is tested again', async () => {
  let asked: string[] = [];
  const noise = buildKokoro((index) => Math.sin(index * index) / 2);
  const app = await open({ tts: 'kokoro-82m' }, async (page) => {
    asked = await serve(page, VOICE, voices(noise));
  });
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await app.soundSince(0)).not.toBeNull();
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'wasm', 'ready']);
  expect((await noticeOf(app, 'tts-rung'))?.text).toBe(
    'Kokoro 82M on WebGPU: On this device it makes noise instead of speech. Using Kokoro 82M on the processor in its place.',
  );
  expect(asked).toContain('onnx/model.onnx');

  asked.length = 0;
  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect((await noticeOf(app, 'tts-rung'))?.text).toContain('makes noise');
  expect(asked).toContain('onnx/model_quantized.onnx');
  expect(asked).not.toContain('onnx/model.onnx');

  await app.page.getByRole('button', { name: 'Test again' }).click();
  await app.until(({ models }) => models.some(({ role, backend }) => role === 'tts' && backend === 'webgpu'), 'another test');
  await app.until(({ models }) => models.every(({ state }) => state === 'ready'), 'every model');
  expect(asked).toContain('onnx/model.onnx');
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'wasm', 'ready']);
});

it('a voice whose sound passes for speech, of which nothing can be understood, speaks on the processor', async () => {
  // As loud as speech, and as low; the stand-in Whisper knows how the right voice says it.
  const hum = buildKokoro((index) => 0.3 * Math.sin(index / 20) * Math.sin(index / 700) ** 2);
  let nowReady: (() => void) | undefined;
  const earsReady = new Promise<void>((resolve) => (nowReady = resolve));
  const app = await open({ tts: 'kokoro-82m' }, async (page) => {
    await serve(page, VOICE, voices(hum));
    await page.context().route(`**/models/${VOICE}/onnx/model.onnx`, async (route) => {
      await earsReady;
      await route.fallback();
    });
  });
  await app.type(QUESTION);
  await app.until(({ models }) => models.some(({ role, state }) => role === 'stt' && state === 'ready'), 'ears');
  nowReady?.();
  expect(await app.answer()).toBe(ANSWER);
  expect(await app.soundSince(0)).not.toBeNull();
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'wasm', 'ready']);
  expect((await noticeOf(app, 'tts-rung'))?.text).toBe(
    'Kokoro 82M on WebGPU: On this device it says nothing that can be understood. Using Kokoro 82M on the processor in its place.',
  );
  const { captions } = await app.view();
  expect(captions.map(({ text }) => text)).toEqual([QUESTION, ANSWER]);
});

it('a voice that is slower than speech on WebGPU speaks on the processor', async () => {
  const app = await open({ tts: 'kokoro-82m' }, async (page) => {
    page.on('worker', (worker) => {
      if (worker.url().includes('/tts.worker')) void worker.evaluate(slowGpu, 5_000);
    });
    await serve(page, VOICE, voices(buildKokoro()));
  });
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'wasm', 'ready']);
  expect((await noticeOf(app, 'tts-rung'))?.text).toBe(
    'Kokoro 82M on WebGPU: It is slower than speech on this device. Using Kokoro 82M on the processor in its place.',
  );
});

it('ears that can’t be loaded on WebGPU hear on the processor', async () => {
  const built = await buildWhisper(utterances());
  const files = new Map([
    ...built,
    ['onnx/encoder_model.onnx', Buffer.from('this is no model')],
    ['onnx/decoder_model_merged_q4.onnx', built.get('onnx/decoder_model_merged_quantized.onnx') ?? new Uint8Array()],
  ]);
  const app = await open({ stt: EARS, tts: 'kokoro-82m-starter' }, (page) => serve(page, EARS, files));
  await app.wake();
  await app.ask('capital-of-france');
  expect(await app.answer()).toBe(ANSWER);
  expect(await running(app, 'stt')).toEqual(['Whisper small', 'wasm', 'ready']);
  expect((await noticeOf(app, 'stt-rung'))?.text).toMatch(/^Whisper small on WebGPU: .*Using Whisper small on the processor/);
});

it('ears that understand nothing anywhere are named', async () => {
  const deaf = await buildWhisper(Object.keys(KNOWN).map((name) => ({ samples: clip(name), text: 'You.' })));
  const app = await open({ tts: 'kokoro-82m-starter' }, (page) => serve(page, 'whisper-base', deaf));
  await app.press();
  await app.until(({ phase }) => phase === 'trouble', 'trouble');
  expect((await noticeOf(app, 'stt'))?.text).toBe(
    'Whisper base (starter): On this device it understands nothing of a test recording.',
  );
});

it('a language model that writes nothing is named, and the starter set answers', async () => {
  const files = answers();
  const settings = JSON.parse(new TextDecoder().decode(files.get('generation_config.json'))) as object;
  const everyToken = Array.from({ length: 2000 }, (_, id) => id);
  files.set('generation_config.json', Buffer.from(JSON.stringify({ ...settings, eos_token_id: everyToken })));
  const app = await open({ tts: 'kokoro-82m-starter' }, (page) => serve(page, LLM, files));
  await app.type(QUESTION);
  await app.until(({ notices }) => notices.some(({ id }) => id === 'llm'), 'a notice of it');
  expect((await noticeOf(app, 'llm'))?.text).toContain('On this device it writes nothing in answer to a question.');
  await app.page.getByRole('button', { name: 'Use the starter set' }).click();
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
});

it('a voice whose model fails at work is replaced by a fresh one, since every later run of its would fail too', async () => {
  // ɾ, the middle of “capital”; the self-test and the second answer do without it.
  const files = buildKokoro(undefined, 125);
  const app = await open({ tts: 'kokoro-82m-starter' }, (page) => serve(page, 'kokoro-82m', files));
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await app.soundSince(0)).toBeNull();
  await app.until(({ notices }) => notices.some(({ id }) => id === 'tts'), 'a notice of it');
  await app.until(({ models }) => models.every(({ state }) => state === 'ready'), 'the same voice again');
  await app.type('How many days are there in a week?');
  expect(await app.answer()).toBe('There are seven days in a week.');
  expect(await app.soundSince(0)).not.toBeNull();
});

it('a voice that dies twice in a minute is replaced', async () => {
  const app = await open({ tts: 'kokoro-82m' }, (page) => serve(page, VOICE, voices(buildKokoro())));
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'webgpu', 'ready']);
  const kill = () =>
    app.page
      .workers()
      .findLast((each) => each.url().includes('/tts.worker'))
      ?.evaluate(() => {
        setTimeout(() => {
          throw new Error('killed by a test');
        });
      });
  await kill();
  await app.until(({ notices }) => notices.some(({ text }) => text.includes('killed by a test')), 'a notice of it');
  await app.until(({ models }) => models.every(({ state }) => state === 'ready'), 'the same voice again');
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'webgpu', 'ready']);
  await kill();
  await app.until(({ notices }) => notices.some(({ id }) => id === 'tts-rung'), 'another voice');
  await app.type(QUESTION);
  expect(await app.answer()).toBe(ANSWER);
  expect(await running(app, 'tts')).toEqual(['Kokoro 82M', 'wasm', 'ready']);
});

it('a model whose load ended the tab is not loaded again unasked, and the page says why', async () => {
  /** Runs in a worker: its model is being made of its files for ever. */
  const standStill = () => {
    const post = self.postMessage.bind(self) as (message: { kind: string }) => void;
    self.postMessage = (message: { kind: string }) => {
      if (message.kind !== 'loaded') post(message);
    };
  };
  let stands = true;
  const prepare = async (page: Page) => {
    page.on('worker', (worker) => {
      if (stands && worker.url().includes('/llm.worker')) void worker.evaluate(standStill);
    });
    await routeStandins(page);
    await serve(page, LLM, answers());
  };
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: 'block' });
  const query = { stt: 'whisper-base', tts: 'kokoro-82m-starter', llm: LLM, hub: '' };
  const app = await App.open({ browser, context, url: inject('appUrl'), query, prepare });
  await app.type(QUESTION);
  await app.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('parley-building-')));
  const devTools = await context.newCDPSession(app.page);
  // It never answers.
  void devTools.send('Page.crash').catch(() => undefined);
  await app.page.waitForEvent('crash');
  stands = false;

  const next = await App.open({ browser, context, url: inject('appUrl'), query, prepare });
  await next.type(QUESTION);
  expect(await next.answer()).toMatch(/Paris/);
  expect((await running(next, 'llm'))[0]).toBe('SmolLM2 135M (starter)');
  expect((await noticeOf(next, 'llm-rung'))?.text).toMatch(
    /^Tiny Gemma 3 .* on the processor: The page was ended while it was loaded, .* Using SmolLM2 135M \(starter\) on the processor/,
  );
  await next.page.getByRole('button', { name: 'Try again' }).click();
  await next.until(({ models }, name) => models.some((model) => model.name.startsWith(name) && model.state === 'ready'), 'it', {
    given: 'Tiny Gemma 3',
  });
  await next.type(QUESTION);
  expect(await next.answer()).toBe(ANSWER);
});
