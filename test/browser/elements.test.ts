/** Every state of the page that a person may meet: accessible, and obeying keys and buttons. Screenshots go to .cache/screenshots. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeAll, launch, screenshot } from './harness.ts';
import { STORY_VIEWS, type StoryName } from './pages/story-views.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

async function show(state: StoryName): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${inject('pagesUrl')}stories.html?state=${state}`);
  await page.waitForFunction(() => 'story' in window);
  await settled(page);
  return page;
}

/** Waits until transitions are over. */
const settled = (page: Page) => page.waitForTimeout(300);

const calls = (page: Page) => page.evaluate(() => window.story.control.calls);

/** What axe finds wrong, as `rule: element`. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const result = await axe.run();
    return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

describe.each(Object.keys(STORY_VIEWS) as StoryName[])('%s', (state) => {
  it('can be read by everyone, light and dark, and fits a phone', async () => {
    const page = await show(state);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await screenshot(page, `${state}-${colorScheme}`);
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 320, height: 640 });
    await settled(page);
    await screenshot(page, `${state}-phone`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

describe('models kept on this device', () => {
  it('are listed with what they take, and deleted', async () => {
    const page = await show('listening');
    await page.evaluate(async () => {
      const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
      const keep = async (model: string, state: string) => {
        const folder = await models.getDirectoryHandle(encodeURIComponent(model), { create: true });
        const write = async (name: string, content: string) => {
          const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
          await writable.write(content);
          await writable.close();
        };
        const record = { path: 'model.onnx', address: '', etag: '', bytes: 2_000_000, state, usedAt: Date.now() };
        await write('model.onnx.record', JSON.stringify(record));
        await write('model.onnx.data', ' '.repeat(state === 'complete' ? 2_000_000 : 500_000));
      };
      await keep('someone/big@main', 'complete');
      await keep('someone/half@main', 'partial');
    });
    await page.getByText('Models').click();
    await page.getByText('Graphics memory: about 5 GB').waitFor();
    const list = page.locator('parley-stored-models');
    await list.getByText('Kept on this device: 2.5 MB').waitFor();
    expect(await list.locator('tr', { hasText: 'half' }).innerText()).toContain('500 kB, not complete');
    await screenshot(page, 'stored-models');
    expect(await violations(page)).toEqual([]);
    await list.getByRole('button', { name: 'Delete someone/half' }).click();
    await list.getByText('Kept on this device: 2 MB').waitFor();
    expect(await list.locator('tr').count()).toBe(1);
  });
});

describe('a model of one’s own', () => {
  it.each(['A repository on Hugging Face', 'A WebLLM record', 'A server'])(
    '%s: can be read by everyone, right or wrong',
    async (kind) => {
      const page = await (await browser.newContext({ viewport: { width: 320, height: 700 } })).newPage();
      await page.goto(`${inject('pagesUrl')}own-model.html`);
      const form = page.locator('parley-own-model');
      await form.getByLabel(kind).check();
      expect(await violations(page)).toEqual([]);
      await form.getByRole('button', { name: 'Use this model' }).click();
      await form.getByRole('alert').waitFor();
      await screenshot(page, `own-model-${kind.split(' ').at(-1) ?? ''}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    },
  );
});

describe('this device', () => {
  it('is described where the models are, with why it is these', async () => {
    const page = await show('listening');
    await page.getByText('Models').click();
    const report = page.locator('parley-device-report');
    await report.getByText('Graphics: no WebGPU.').waitFor();
    expect(await report.locator('p').allInnerTexts()).toEqual([
      'Graphics: no WebGPU.',
      expect.stringMatching(/^Machine: .*\d+ cores.*, isolated\.$/),
      expect.stringMatching(/^Storage: .* used of .*GB, may be deleted when the disk is full\.$/),
    ]);
    await page.getByText('5 GB of graphics memory by estimate').waitFor();
  });
});

describe('keys', () => {
  it('Escape stops the answer, and does nothing where there is none', async () => {
    const speaking = await show('speaking');
    await speaking.keyboard.press('Escape');
    expect(await calls(speaking)).toEqual([['stop']]);
    const listening = await show('listening');
    await listening.keyboard.press('Escape');
    expect(await calls(listening)).toEqual([]);
  });

  it('holding Space talks until it is let go', async () => {
    const page = await show('listening');
    await page.keyboard.down(' ');
    await page.waitForFunction(() => window.story.control.calls.length === 1);
    await page.keyboard.up(' ');
    expect(await calls(page)).toEqual([
      ['holdToTalk', true],
      ['holdToTalk', false],
    ]);
  });

  it('a space in the text box is a space', async () => {
    const page = await show('listening');
    await page.locator('parley-text-box textarea').click();
    await page.keyboard.type('two words', { delay: 10 });
    await page.keyboard.press('Enter');
    expect(await calls(page)).toEqual([['sendText', 'two words']]);
  });
});

describe('the big button', () => {
  it('starts, and puts to sleep what listens', async () => {
    const asleep = await show('asleep');
    await asleep.getByRole('button', { name: 'Start talking' }).click();
    expect(await calls(asleep)).toEqual([['start']]);
    const listening = await show('listening');
    await listening.getByRole('button', { name: 'Stop listening' }).click();
    expect(await calls(listening)).toEqual([['sleep']]);
  });
});
