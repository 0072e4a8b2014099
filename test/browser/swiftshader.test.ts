/** Every worker's WebGPU backend, on Chromium's own software adapter: small stand-ins, the app's own code. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findModel, type ModelSpec } from '../../src/models/catalogue.ts';
import { decodeTones } from '../standins/kokoro.ts';
import { FAKE_DEVICES, launch } from './harness.ts';
import { routeStandins } from './standins.ts';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launch(inject('chromePath'), [...FAKE_DEVICES, '--enable-unsafe-webgpu']);
  page = await browser.newPage();
  await routeStandins(page);
  await page.goto(`${inject('pagesUrl')}workers.html`);
  await page.waitForFunction(() => 'startWorker' in window);
});
afterAll(() => browser.close());

/** The same model on WebGPU: the starter's files are for WASM only, the stand-ins under their names run anywhere. */
function onWebGpu<Spec extends ModelSpec>(spec: Spec): Spec {
  return { ...spec, variants: { webgpu: spec.variants.wasm ?? spec.variants.webgpu } };
}

describe('on software WebGPU', () => {
  it('the ears tell one utterance from another', async () => {
    const texts = await page.evaluate(
      async (spec) => {
        const stt = window.startWorker('stt');
        stt.post({ kind: 'load', spec, backend: 'webgpu', origin: { app: new URL('./', location.href).href, hub: '' } });
        const { backend } = await stt.inbox.until('loaded');
        const vad = stt.connect('vad');
        const heard: string[] = [backend];
        for (const [index, name] of ['capital-of-france', 'days-in-a-week'].entries()) {
          const samples = await window.loadClip(`${name}.wav`);
          vad.post({ kind: 'utterance', utterance: index + 1, revision: 1, samples, speechMs: 1500, at: Date.now() });
          heard.push((await stt.inbox.until('transcript', ({ utterance }) => utterance === index + 1)).text);
        }
        stt.terminate();
        return heard;
      },
      onWebGpu(findModel('stt', 'whisper-base')),
    );
    expect(texts).toEqual(['webgpu', 'What is the capital of France?', 'How many days are there in a week?']);
  });

  it('the voice says the same as on WASM', async () => {
    const say = (spec: ModelSpec, backend: 'webgpu' | 'wasm') =>
      page.evaluate(
        async (given) => {
          const tts = window.startWorker('tts');
          const [llm, playback] = [tts.connect('llm'), tts.connect('playback')];
          tts.post({ kind: 'load', ...given, origin: { app: new URL('./', location.href).href, hub: '' } });
          await tts.inbox.until('loaded');
          llm.post({ kind: 'text', turn: 1, delta: 'There are seven days in a week.' });
          llm.post({ kind: 'text-end', turn: 1 });
          await playback.inbox.until('pcm-end');
          tts.terminate();
          return playback.inbox.all.flatMap((message) =>
            'samples' in message ? Array.from(message.samples as Float32Array) : [],
          );
        },
        { spec, backend },
      );
    const spec = findModel('tts', 'kokoro-82m-starter');
    const onGpu = decodeTones(Float32Array.from(await say(onWebGpu(spec), 'webgpu')));
    expect(onGpu.length).toBeGreaterThan(20);
    expect(onGpu).toEqual(decodeTones(Float32Array.from(await say(spec, 'wasm'))));
  });

  it('the language model answers', async () => {
    const text = await page.evaluate(
      async (spec) => {
        const llm = window.startWorker('llm');
        llm.post({ kind: 'load', spec, backend: 'webgpu', origin: { app: new URL('./', location.href).href, hub: '' } });
        await llm.inbox.until('loaded');
        llm.post({
          kind: 'generate',
          turn: 1,
          messages: [{ role: 'user', text: 'What is the capital of France?' }],
          maxTokens: 40,
        });
        await llm.inbox.until('generated');
        llm.terminate();
        return llm.inbox.all.flatMap((report) => (report.kind === 'text' ? report.delta : [])).join('');
      },
      findModel('llm', 'tiny-gemma3'),
    );
    expect(text).toBe('The capital of France is Paris.');
  });

  it('a card that never answers is not waited for without end', async () => {
    page.once('worker', (worker) => {
      void worker.evaluate(() => {
        GPUBuffer.prototype.mapAsync = () => new Promise<never>(() => undefined);
      });
    });
    const error = await page.evaluate(
      async (spec) => {
        const llm = window.startWorker('llm');
        const origin = { app: new URL('./', location.href).href, hub: '' };
        llm.post({ kind: 'load', spec, backend: 'webgpu', origin, tryOut: true, limitMs: 2_000 });
        const failed = await llm.inbox.until('failed');
        llm.terminate();
        return failed.error;
      },
      findModel('llm', 'tiny-gemma3'),
    );
    expect(error).toMatchObject({
      reason: 'self-test-unfinished',
      message: 'On this device it takes more than 2 s for a short test.',
    });
  });
});
