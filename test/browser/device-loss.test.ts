/** A graphics card that is lost in the middle of an answer: named, replaced, and nothing of the conversation gone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ensureSoftwareWebGpu } from '../../scripts/software-webgpu.mjs';
import { buildKokoro } from '../standins/kokoro.ts';
import { App, closeAll, FAKE_DEVICES, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

const STORY = 'Please tell me a long story about a lighthouse.';
const QUESTION = 'What is the capital of France?';
const ANSWER = 'The capital of France is Paris.';

declare global {
  /** Of a worker: ends its device, at once or as soon as this many pieces of an answer have been written. */
  var loseGpuAfter: (pieces: number) => void;
}

let browser: Browser;
let obstacle: string | undefined;
beforeAll(async () => {
  const { chromePath, skip } = ensureSoftwareWebGpu();
  obstacle = skip;
  if (chromePath) browser = await launch(chromePath, [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
});
beforeEach((context) => {
  context.skip(obstacle !== undefined, obstacle);
});
afterEach(() => (obstacle ? undefined : closeAll(browser)));
afterAll(() => (obstacle ? undefined : browser.close()));

/** Runs in a worker before it has a device. Where `isFull`, the first allocation on it fails. */
function keepDevices(isFull: boolean): void {
  const devices: GPUDevice[] = [];
  const { prototype } = GPUAdapter;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the adapter it belongs to
  const { requestDevice } = prototype;
  prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    devices.push(device);
    const error = new GPUOutOfMemoryError('says a test');
    if (isFull) setTimeout(() => device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error })));
    return device;
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the buffer it belongs to
  const { mapAsync } = GPUBuffer.prototype;
  globalThis.loseGpuAfter = (pieces) => {
    const lose = () => {
      for (const device of devices) device.destroy();
    };
    if (pieces === 0) lose();
    const post = self.postMessage.bind(self) as (message: { kind: string }) => void;
    let written = 0;
    self.postMessage = (message: { kind: string }) => {
      post(message);
      if (message.kind === 'text') written += 1;
    };
    GPUBuffer.prototype.mapAsync = function (this: GPUBuffer, ...where) {
      const mapped = mapAsync.apply(this, where);
      // While the next token is awaited.
      if (written >= pieces) lose();
      return mapped;
    };
  };
}

type Opened = { query: Record<string, string>; prepare?: (page: Page) => Promise<void>; fullFor?: number };

/** The app, whose language model is on the GPU. There is no room for the first `fullFor` workers with it. */
const open = ({ query, prepare, fullFor = 0 }: Opened) =>
  App.open({
    browser,
    url: inject('appUrl'),
    query: { 'allow-software-gpu': '', stt: 'whisper-base', tts: 'kokoro-82m-starter', hub: '', ...query },
    prepare: async (page) => {
      let started = 0;
      page.on('worker', (worker) => {
        if (worker.url().includes('/llm.worker')) started += 1;
        void worker.evaluate(keepDevices, worker.url().includes('/llm.worker') && started <= fullFor);
      });
      await routeStandins(page);
      await prepare?.(page);
    },
  });

function workerOf(page: Page, role: string) {
  const worker = page.workers().findLast((each) => each.url().includes(`/${role}.worker`));
  if (!worker) throw new Error(`There is no ${role} worker.`);
  return worker;
}

/** Has a story told, and loses the device when a few words of it are written. */
async function loseInStory(app: App): Promise<void> {
  await workerOf(app.page, 'llm').evaluate(() => {
    loseGpuAfter(5);
  });
  await app.type(STORY);
}

const untilReady = (app: App) => app.until(({ models }) => models.every(({ state }) => state === 'ready'), 'every model');
const untilNamed = (app: App) =>
  app.until(
    ({ notices }) => notices.some(({ id, text }) => id === 'llm' && text.includes('The graphics card was lost')),
    'its loss',
  );

describe.each([
  ['transformers.js', 'tiny-gemma3', 'Tiny Gemma 3 (test)'],
  ['WebLLM', 'tiny-gemma3-mlc', 'Tiny Gemma 3 (test, WebLLM)'],
])('a graphics card lost under %s', (_, llm, name) => {
  it('is named at once, the model is loaded again and answers the next question', async () => {
    const app = await open({ query: { llm } });
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    await loseInStory(app);
    await untilNamed(app);
    expect((await app.view()).notices.find(({ id }) => id === 'llm')?.text).toMatch(`${name}: The graphics card was lost`);
    await untilReady(app);
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    const { captions, models } = await app.view();
    expect(captions.filter(({ who }) => who === 'user').map(({ text }) => text)).toEqual([QUESTION, STORY, QUESTION]);
    expect(models.find(({ role }) => role === 'llm')).toMatchObject({ name, backend: 'webgpu' });
  });
});

describe('a graphics card without enough memory', () => {
  const VOICE = /\/models\/Kokoro-82M-v1\.0-ONNX\/(.*)/;
  /** The app with a voice on the GPU too. */
  const openAll = (fullFor = 0) => {
    const files = buildKokoro();
    const graph = files.get('onnx/model_quantized.onnx');
    if (graph) files.set('onnx/model.onnx', graph);
    return open({
      query: { llm: 'tiny-gemma3', tts: 'kokoro-82m' },
      fullFor,
      prepare: async (page) => {
        await page.context().route(VOICE, (route) => {
          const body = files.get(VOICE.exec(route.request().url())?.[1] ?? '');
          return body ? route.fulfill({ body: Buffer.from(body) }) : route.fulfill({ status: 404 });
        });
      },
    });
  };
  const backends = async (app: App) => Object.fromEntries((await app.view()).models.map(({ role, backend }) => [role, backend]));
  const untilMoved = (app: App) =>
    app.until(({ notices }) => notices.some(({ id }) => id === 'tts-rung'), 'a voice that gives way');

  it('keeps the language model when two models lose it together: the voice moves to the processor', async () => {
    const app = await openAll();
    await app.type(QUESTION);
    expect(await app.answer()).toBe(ANSWER);
    expect((await app.view()).gpuMb).toBeGreaterThan(500);
    const lose = (role: string) =>
      workerOf(app.page, role).evaluate(() => {
        loseGpuAfter(0);
      });
    await Promise.all([lose('llm'), lose('tts')]);
    await untilMoved(app);
    await untilReady(app);
    expect(await backends(app)).toMatchObject({ llm: 'webgpu', tts: 'wasm' });
    expect((await app.view()).gpuMb).toBeLessThan(500);
    const { notices } = await app.view();
    expect(notices.find(({ id }) => id === 'tts-rung')?.text).toBe(
      'Kokoro 82M on WebGPU: There is too little graphics memory for all. Using Kokoro 82M on the processor in its place.',
    );

    await lose('llm');
    await app.until(({ notices }) => notices.some(({ id }) => id === 'llm-rung'), 'the next language model');
    await app.type(QUESTION);
    const at = await app.now();
    expect(await app.answer()).toBe(ANSWER);
    expect(await app.soundSince(at)).not.toBeNull();
    expect(await backends(app)).toMatchObject({ llm: 'wasm', tts: 'wasm' });
  });

  it('while the language model is loaded: the voice moves to the processor, and it is loaded again', async () => {
    const app = await openAll(1);
    await app.type(QUESTION);
    await untilMoved(app);
    expect(await app.answer()).toBe(ANSWER);
    expect(await backends(app)).toMatchObject({ llm: 'webgpu', tts: 'wasm' });
  });
});
