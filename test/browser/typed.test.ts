/** Conversations without a voice: typed, shown to the camera, and kept over a reload. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { App, FAKE_DEVICES, closeAll, launch } from './harness.ts';
import { routeStandins } from './standins.ts';
import { routeDataBeside } from './worker-bench.ts';
import { slowly } from '../slowly.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-camera-'));
let browser: Browser;
beforeAll(async () => {
  const film = path.join(folder, 'blue-square-on-yellow.y4m');
  writeFileSync(film, blueSquareOnYellow());
  browser = await launch(inject('chromePath'), [...FAKE_DEVICES, `--use-file-for-fake-video-capture=${film}`]);
});
afterEach(() => closeAll(browser));
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

describe('a typed turn', () => {
  it('is answered before the microphone was ever opened, and is still there after reloads', async () => {
    const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3' }, prepare: routeStandins });
    await app.type('What is the capital of France?');
    expect(await app.answer()).toBe('The capital of France is Paris.');
    expect((await app.view()).microphone).toBe('off');
    expect(await app.soundSince(0)).not.toBeNull();

    // Twice: the first visit that only looks must leave it as it was.
    for (let visit = 0; visit < 2; visit += 1) {
      await app.reload();
      await app.until((view) => view.captions.length === 2, 'the conversation from before');
      expect((await app.view()).captions.map(({ text }) => text)).toEqual([
        'What is the capital of France?',
        'The capital of France is Paris.',
      ]);
    }
  });

  slowly('that is too long for the model is refused, and stays in the box', async () => {
    const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3' }, prepare: routeStandins });
    const long = 'Tell me more. '.repeat(2000).trim();
    await app.type(long);
    expect((await app.view()).notices.at(-1)?.text).toMatch(/^That is 27999 characters, and this language model takes \d{4}/);
    expect(await app.page.locator('parley-text-box textarea').inputValue()).toBe(long);
    expect((await app.view()).captions).toEqual([]);
    await app.type('What is the capital of France?');
    expect(await app.answer()).toBe('The capital of France is Paris.');
    expect((await app.view()).notices.some(({ id }) => id === 'too-long')).toBe(false);
  });

  slowly('ends the answer to the one before', async () => {
    const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3' }, prepare: routeStandins });
    await app.type('Please tell me a long story about a lighthouse.');
    await app.hear(10);
    await app.type('How many days are there in a week?');
    expect(await app.answer()).toBe('There are seven days in a week.');
    expect((await app.view()).captions.at(-3)?.state).toBe('interrupted');
  });
});

describe('the camera', () => {
  it('shows what is in front of it to the model', async () => {
    const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3-vision' }, prepare: routeStandins });
    await app.page.getByRole('button', { name: 'Camera', exact: true }).click();
    await app.until((view) => view.camera === 'on', 'the camera');
    await app.type('What do you see?');
    expect(await app.answer()).toMatch(/blue square .*yellow/);
    expect((await app.view()).captions.at(-2)?.imageUrl).toMatch(/^blob:/);

    await app.page.getByRole('button', { name: 'Camera', exact: true }).click();
    await app.type('What do you see?');
    await app.answer();
    expect((await app.view()).captions.at(-2)?.imageUrl).toBeUndefined();
  });

  slowly(
    'is for the user alone where the model can’t see on this device, which is said, and tried again with the camera',
    async () => {
      const prepare = async (page: Page) => {
        await routeStandins(page);
        await routeDataBeside(page.context(), 'tiny-gemma3-vision', ['onnx/vision_encoder.onnx_data']);
      };
      const app = await App.open({ browser, url: inject('appUrl'), query: { llm: 'tiny-gemma3-vision' }, prepare });
      const camera = app.page.getByRole('button', { name: 'Camera', exact: true });
      await app.type('What is the capital of France?');
      expect(await app.answer()).toBe('The capital of France is Paris.');
      await camera.click();
      await app.until(
        ({ notices }) => notices.some(({ text }) => text.includes('can’t see on this device: It can’t tell')),
        'why',
      );
      await app.type('What is the capital of France?');
      expect(await app.answer()).toBe('The capital of France is Paris.');
      expect((await app.view()).captions.at(-2)?.imageUrl).toBeUndefined();

      await camera.click();
      await app.until(({ notices }) => !notices.some(({ id }) => id === 'blind'), 'no more of it');
      await routeDataBeside(app.page.context(), 'tiny-gemma3-vision');
      await camera.click();
      await app.until((view) => view.camera === 'on', 'the camera');
      await app.type('What do you see?');
      expect(await app.answer()).toMatch(/blue square .*yellow/);
    },
  );
});

/** One frame of uncompressed video, 640 × 480, 4:2:0, BT.601. */
function blueSquareOnYellow(): Buffer {
  const [width, height] = [640, 480];
  const isSquare = (x: number, y: number) => Math.abs(x - width / 2) < 160 && Math.abs(y - height / 2) < 160;
  const plane = (step: number, inside: number, outside: number) => {
    const columns = width / step;
    return Buffer.from(
      Array.from({ length: columns * (height / step) }, (_, at) =>
        isSquare((at % columns) * step, Math.floor(at / columns) * step) ? inside : outside,
      ),
    );
  };
  const head = Buffer.from(`YUV4MPEG2 W${String(width)} H${String(height)} F5:1 Ip A1:1 C420jpeg\nFRAME\n`);
  return Buffer.concat([head, plane(1, 41, 210), plane(2, 240, 16), plane(2, 110, 146)]);
}
