/** What stands on the panels: the settings, the models, what was shown and what was said. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { screenshot } from './harness.ts';
import { calls, log, openSettings, settled, useStories } from './stories.ts';

const { show, open } = useStories();

describe('the settings', () => {
  it('can be read by everyone, light and dark, and fit a phone', async () => {
    const page = await show('offered', '&voice=bf_emma');
    await openSettings(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await screenshot(page, `settings-${colorScheme}`);
      await page.getByLabel('Voice model').scrollIntoViewIfNeeded();
      await screenshot(page, `settings-models-${colorScheme}`);
      await page.getByText('Prepare offline').scrollIntoViewIfNeeded();
      await screenshot(page, `settings-storage-${colorScheme}`);
      expect(await violations(page, colorScheme), colorScheme).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 360, height: 740 });
    await settled(page);
    await screenshot(page, 'settings-phone');
    const widths = await page
      .locator('parley-settings .content')
      .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(widths[0]).toBe(widths[1]);
    await page.getByText('A language model of your own').click();
    await screenshot(page, 'settings-phone-own');
    await page.getByRole('heading', { name: 'Conversation' }).scrollIntoViewIfNeeded();
    await screenshot(page, 'settings-phone-end');
    const targets = page.locator('parley-settings').locator('button, select, input, textarea').filter({ visible: true });
    for (const target of await targets.all()) {
      const box = await target.evaluate(
        (element) => (element.closest('.check, .kind') ?? element).getBoundingClientRect().height,
      );
      expect(box, await target.evaluate(({ outerHTML }) => outerHTML)).toBeGreaterThanOrEqual(44);
    }
  });

  it('are changed one by one, and what is of no use is refused with the reason', async () => {
    const page = await show('listening');
    await openSettings(page);
    await page.getByLabel('Voice', { exact: true }).selectOption('Emma, British English (B-)');
    await page.getByLabel('Speaking speed').fill('1.2');
    await page.getByLabel('You speak').selectOption('German');
    await page.getByLabel('Language model', { exact: true }).selectOption({ value: 'gemma-3-4b-mlc' });
    const hub = page.getByLabel('Model hub');
    await hub.fill('http://mirror.example');
    await hub.blur();
    await page.getByRole('alert').getByText('begins with https://').waitFor();
    await hub.fill('https://mirror.example');
    await hub.blur();
    await page.getByLabel('Ask before downloads above').fill('250');
    await page.getByLabel('Ask before downloads above').blur();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await calls(page)).toEqual([
      ['change', { voice: 'bf_emma' }],
      ['change', { speed: 1.2 }],
      ['change', { language: 'de' }],
      ['change', { llm: 'gemma-3-4b-mlc' }],
      ['change', { hub: 'https://mirror.example/' }],
      ['change', { askAboveBytes: 250e6 }],
    ]);
    const offered = await page.getByLabel('Language model', { exact: true }).locator('option').allInnerTexts();
    expect(offered.filter((name) => name.includes('test'))).toEqual([]);
  });

  it('show what the page has decided, and leave it alone', async () => {
    const page = await show('listening', '&voice=bf_emma&llm=tiny-gemma3');
    await openSettings(page);
    for (const [label, value] of [
      ['Voice', 'bf_emma'],
      ['Language model', 'tiny-gemma3'],
    ] as const) {
      const field = page.getByLabel(label, { exact: true });
      expect(await field.isDisabled()).toBe(true);
      expect(await field.inputValue()).toBe(value);
    }
    expect(await page.getByText('This page has decided it.').count()).toBe(2);
  });

  it('are closed by Escape, as every panel is, which stops no answer, and give the focus back', async () => {
    const page = await show('speaking');
    for (const name of ['Conversations', 'Keys', 'Settings']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog', { name }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.ariaLabel)).toBe(name);
    }
    expect(await calls(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await calls(page)).toEqual([['stop']]);
  });

  it('save what happened, with the words only if that is wanted', async () => {
    const page = await show('listening');
    await openSettings(page);
    const saved = async () => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save what happened' }).click();
      return JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { words: boolean };
    };
    expect((await saved()).words).toBe(false);
    await page.getByLabel('with the words').check();
    expect((await saved()).words).toBe(true);
    await page.getByRole('button', { name: 'Forget the conversation' }).click();
    expect(await calls(page)).toEqual([['clear']]);
  });
});

it('what was found out about models can be read, and each tried again', async () => {
  const page = await show('listening');
  await openSettings(page);
  await page.getByText('Tried out on this device').click();
  await page.getByText('Whisper small on WebGPU works, and takes 0.4 s for a second of speech.').waitFor();
  await page.getByRole('button', { name: 'Test again: Kokoro 82M' }).click();
  expect((await calls(page)).at(-1)).toEqual(['testAgain', 'kokoro-82m webgpu']);
  await page.setViewportSize({ width: 360, height: 740 });
  await settled(page);
  await screenshot(page, 'settings-findings-phone');
  expect(await violations(page)).toEqual([]);
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
    await openSettings(page);
    await page.getByText('Graphics memory: about 5 GB').waitFor();
    const list = page.locator('parley-stored-models');
    await list.getByText('Kept on this device: 2.5 MB').waitFor();
    expect(await list.locator('tr', { hasText: 'half' }).innerText()).toContain('500 kB, not complete');
    await list.scrollIntoViewIfNeeded();
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
      const page = await open('own-model.html', { viewport: { width: 320, height: 700 } });
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
    await openSettings(page);
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

describe('what is shown to Parley', () => {
  it('is pasted, picked or shared, and seen before it goes', async () => {
    const page = await show('listening');
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'a.png', { type: 'image/png' }));
      const box = document.querySelector('parley-assistant')?.shadowRoot?.querySelector('parley-text-box');
      box?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true, cancelable: true }));
      const { control } = window.story;
      control.show({ picture: { url: document.querySelector('link')?.href ?? '/icon.svg', seenBy: 'Gemma 3 4B' } });
    });
    const files = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Show a picture' }).click();
    await (await files).setFiles({ name: 'b.webp', mimeType: 'image/webp', buffer: Buffer.from('y') });
    await page.getByText('Gemma 3 4B reads it as 256 tokens').waitFor();
    await page.getByRole('button', { name: 'Take the picture away' }).click();
    await page.getByRole('button', { name: 'Share a screen' }).click();
    expect(await calls(page)).toEqual([
      ['showPicture', 'image/png'],
      ['showPicture', 'image/webp'],
      ['showPicture', null],
      ['setCamera', true, true],
    ]);
    expect(await violations(page)).toEqual([]);
  });
});

describe('what was said', () => {
  it('is reached with the arrow keys, and said again or asked again from there', async () => {
    const page = await show('interrupted');
    await log(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('button', { name: 'Say again' }).click();
    expect((await calls(page)).at(-1)?.[0]).toBe('say');
    await page.getByRole('button', { name: 'Ask again' }).click();
    const box = page.locator('parley-text-box textarea');
    expect(await box.inputValue()).toBe('And who looked after them, before there was electric light?');
    expect(await box.evaluate((field) => field.matches(':focus'))).toBe(true);
    expect(await violations(page)).toEqual([]);
  });

  it('stands the right way round in every script', async () => {
    const page = await show('listening');
    await page.evaluate(() => {
      const text = 'שלום, מה שלומך?';
      window.story.control.show({ captions: [{ id: 'u1', who: 'user', turn: 1, text, heard: text.length, state: 'final' }] });
    });
    expect(
      await log(page)
        .locator('li > div')
        .first()
        .evaluate((words) => getComputedStyle(words).direction),
    ).toBe('rtl');
  });
});
