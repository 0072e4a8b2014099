/** Every state of the page that a person may meet: accessible, and obeying keys and buttons. Screenshots go to .cache/screenshots. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { IS_SLOW } from '../slowly.ts';
import { file as spanish } from '../../src/locales/es.ts';
import { violations } from './axe.ts';
import { launch, screenshot } from './harness.ts';
import { STORY_VIEWS, type StoryName } from './pages/story-views.ts';

declare global {
  interface Window {
    drawn: string[];
  }
}

let browser: Browser;
/** By locale. Their pages share what they have fetched and compiled. */
const contexts = new Map<string, BrowserContext>();
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterEach(async () => {
  await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.close())));
});
afterAll(() => browser.close());

async function show(state: StoryName, settings = '', locale = 'en-US'): Promise<Page> {
  const context = contexts.get(locale) ?? (await browser.newContext({ viewport: { width: 900, height: 900 }, locale }));
  contexts.set(locale, context);
  const page = await context.newPage();
  await page.goto(`${inject('pagesUrl')}stories.html?state=${state}${settings}`);
  await page.waitForFunction(() => 'story' in window);
  // What shows a conversation is fetched beside the face, and what this machine can do when the page is idle: both draw some of it anew.
  await page.evaluate(async () => {
    for (const name of ['parley-announcer', 'parley-welcome']) await customElements.whenDefined(name);
  });
  await settled(page);
  return page;
}

/** Waits until everything is drawn and transitions are over. What moves for ever is not waited for. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const moving = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations(),
      ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? moving(shadowRoot) : [])),
    ];
    // What has changed is drawn in the first frame; its transitions begin in the second.
    await frame();
    await frame();
    const ending = moving(document).filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

const calls = (page: Page) => page.evaluate(() => window.story.control.calls);

/** Every day the dark is looked at where it has most in it: the settings. */
const SCHEMES = IS_SLOW ? (['light', 'dark'] as const) : (['light'] as const);

describe.each(Object.keys(STORY_VIEWS) as StoryName[])('%s', (state) => {
  it('can be read by everyone, light and dark, and fits a phone', async () => {
    const page = await show(state);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await screenshot(page, `${state}-${colorScheme}`);
      expect(await violations(page, colorScheme), colorScheme).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 320, height: 640 });
    await settled(page);
    await screenshot(page, `${state}-phone`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});

/** Everything at once: the camera, two notices, a download, a long conversation. */
describe('the layout', () => {
  const SIZES = ['320x640', '360x740', '390x844', '768x1024', '844x390', '1280x800', '1920x1080'] as const;

  it('has nothing over something else, nothing out of reach, and the big button in the middle, at each size', async () => {
    const page = await show('crowded');
    for (const size of SIZES) {
      await resize(page, size);
      await screenshot(page, `crowded-${size}`);
      expect(await misplaced(page), size).toEqual([]);
    }
  });

  it('scrolls where it can’t fit: text twice as big, and the reflow of a window that is magnified four times', async () => {
    const page = await show('crowded');
    await resize(page, '320x256');
    expect(await misplaced(page, { scrolls: true }), '320x256').toEqual([]);
    for (const size of ['360x740', '1280x800']) {
      await resize(page, size);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      await settled(page);
      await screenshot(page, `crowded-${size}-big-text`);
      expect(await misplaced(page, { scrolls: true }), size).toEqual([]);
    }
  });

  it('shows a notice in one place, in the settings while they are open', async () => {
    const page = await show('offered');
    const seen = () => page.getByText('This device can run').filter({ visible: true }).count();
    expect(await seen()).toBe(1);
    await openSettings(page);
    expect(await seen()).toBe(1);
    expect(await page.getByRole('dialog').getByText('This device can run').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(seen).toBe(1);
  });

  it('has one ring around what has the focus', async () => {
    const page = await show('listening');
    await page.locator('parley-text-box textarea').focus();
    const rings = await page
      .locator('parley-text-box')
      .evaluate(
        ({ shadowRoot }) =>
          [...(shadowRoot?.querySelectorAll('form, textarea') ?? [])].filter(
            (each) => getComputedStyle(each).outlineStyle !== 'none',
          ).length,
      );
    expect(rings).toBe(1);
  });
});

async function resize(page: Page, size: string): Promise<void> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await page.setViewportSize({ width, height });
  await settled(page);
}

/** What lies over something else, outside the page or under something, and a big button that is not in the middle; in words. */
const misplaced = (page: Page, { scrolls = false } = {}) =>
  page.evaluate((mayScroll) => {
    const root = document.querySelector('parley-assistant')?.shadowRoot;
    const whole = root?.querySelector('section');
    if (!root || !whole) return ['There is no assistant.'];
    const wrong: string[] = [];
    const regions = [
      'header',
      'parley-notice-list',
      'parley-caption-log',
      '.eyes',
      '.controls',
      '.status',
      'parley-timing-strip',
    ];
    const boxes = [...regions, '.coming', 'parley-text-box'].flatMap((name) => {
      const box = root.querySelector(name)?.getBoundingClientRect();
      return box && box.width > 0 && box.height > 0 ? [{ name, box }] : [];
    });
    for (const [index, { name, box }] of boxes.entries()) {
      if (box.left < -0.5 || box.right > innerWidth + 0.5) wrong.push(`${name} is cut at a side`);
      if (!mayScroll && (box.top < -0.5 || box.bottom > innerHeight + 0.5)) wrong.push(`${name} is cut above or below`);
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 1) wrong.push(`${name} lies over ${other.name}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth || whole.scrollWidth > whole.clientWidth)
      wrong.push('It scrolls sideways');
    if (!mayScroll && whole.scrollHeight > whole.clientHeight) wrong.push('It does not fit');
    const deep = (within: ShadowRoot): Element[] =>
      [...within.querySelectorAll('*')].flatMap((each) => [
        each,
        ...(each.shadowRoot && each.localName !== 'parley-settings' ? deep(each.shadowRoot) : []),
      ]);
    const at = (x: number, y: number) => {
      let found = document.elementFromPoint(x, y);
      while (found?.shadowRoot) {
        const inner = found.shadowRoot.elementFromPoint(x, y);
        if (!inner || inner === found) break;
        found = inner;
      }
      return found;
    };
    // Up through slots, since a picture may come from outside.
    const isIn = (inner: Element | null, outer: Element) => {
      let node: Node | null = inner;
      while (node && node !== outer) node = (node instanceof Element && node.assignedSlot) || node.parentNode || null;
      return node !== null;
    };
    for (const each of deep(root).filter((all) => all.matches('button, textarea, video'))) {
      each.scrollIntoView({ block: 'center' });
      const box = each.getBoundingClientRect();
      const name = each.ariaLabel ?? (each.textContent.trim() || each.localName);
      const found = at(box.x + box.width / 2, box.y + box.height / 2);
      if (!isIn(found, each)) wrong.push(`${name} can’t be pressed`);
      if (box.width < 24 || box.height < 24) wrong.push(`${name} is too small`);
    }
    whole.scrollTop = 0;
    const button = root.querySelector('parley-talk-button')?.getBoundingClientRect();
    const aside = button ? Math.abs(button.x + button.width / 2 - innerWidth / 2) : Infinity;
    if (aside > 1) wrong.push(`The big button is ${String(aside)} px from the middle`);
    return wrong;
  }, scrolls);

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await settled(page);
}

/** English that has another text in Spanish, where it stands for itself: `Listening`, but not `Top-p`. */
const ENGLISH = Object.entries(spanish.texts).flatMap(([text, translated]) =>
  text === translated || text.includes('${') ? [] : [text],
);

/** All that is read to users: texts, and attributes that stand for them, through every shadow. What was said is in its own language. */
const wordsOn = (page: Page) =>
  page.evaluate(() => {
    const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'alt', 'label'];
    const of = (node: Node): string[] => {
      if (node instanceof Text) return [node.data.trim()];
      if (!(node instanceof Element) && !(node instanceof ShadowRoot)) return [];
      if (node instanceof Element && node.matches('style, parley-caption-log li div, [lang]:not([lang=""], [part="root"])'))
        return [];
      const named = node instanceof Element ? ATTRIBUTES.flatMap((name) => node.getAttribute(name) ?? []) : [];
      const inside = node instanceof Element && node.shadowRoot ? [node.shadowRoot, ...node.childNodes] : [...node.childNodes];
      return [...named, ...inside.flatMap(of)];
    };
    const root = document.querySelector('parley-assistant')?.shadowRoot;
    return root ? of(root).filter(Boolean) : [];
  });

describe('in another language', () => {
  it('has no word of English, can be read by everyone, and fits a phone', async () => {
    const page = await show('long', '', 'es-MX');
    await page.setViewportSize({ width: 360, height: 740 });
    const looks = async (name: string) => {
      await settled(page);
      await screenshot(page, `spanish-${name}`);
      const said = await wordsOn(page);
      expect(said.length, name).toBeGreaterThan(20);
      expect(
        said.filter((text) => ENGLISH.includes(text)),
        name,
      ).toEqual([]);
      expect(await violations(page), name).toEqual([]);
    };
    expect(await page.locator('parley-assistant section[part=root]').getAttribute('lang')).toBe('es-MX');
    await looks('page');
    await page.getByRole('button', { name: 'Ajustes' }).click();
    const settings = page.locator('parley-settings');
    await settings.getByText('Un modelo de lenguaje propio').click();
    for (const kind of ['Un registro de WebLLM', 'Un servidor']) {
      await settings.getByText(kind, { exact: true }).click();
      expect(
        (await wordsOn(page)).filter((text) => ENGLISH.includes(text)),
        kind,
      ).toEqual([]);
    }
    await settings.getByText('Personajes propios').click();
    await settings.getByText('Borrarlo todo…').click();
    await looks('settings');
    const cut = await settings
      .locator('.content, button')
      .evaluateAll((all) =>
        all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent.trim().slice(0, 40)),
      );
    expect(cut).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Conversaciones' }).click();
    await page.getByText('What is the capital').waitFor();
    await looks('conversations');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Teclas' }).press('?');
    await looks('keys');
    await page.keyboard.press('Escape');
    // What is seen follows at once.
    await page.evaluate(() => {
      window.story.control.change({ pageLanguage: 'en' });
    });
    await page.getByRole('button', { name: 'Settings' }).waitFor();
  });

  it('may be written from right to left', async () => {
    const page = await show('crowded');
    await page.locator('parley-assistant section[part=root]').evaluate((root) => {
      (root as HTMLElement).dir = 'rtl';
    });
    for (const size of ['360x740', '1280x800']) {
      await resize(page, size);
      await screenshot(page, `rtl-${size}`);
      expect(await misplaced(page), size).toEqual([]);
      const places = await page
        .locator('parley-assistant :is(h1, [aria-label=Settings])')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().x));
      expect(places, size).toEqual(places.toSorted((one, other) => other - one));
    }
    await openSettings(page);
    await screenshot(page, 'rtl-settings');
  });
});

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

  describe('where the microphone counts by key', () => {
    const holds = async (page: Page) => (await calls(page)).filter(([name]) => name === 'holdToTalk').map(([, down]) => down);
    const byKey = async (talk: 'hold' | 'toggle') => {
      const page = await show('listening');
      await page.evaluate((mode) => {
        window.story.control.show({ talk: mode });
      }, talk);
      await settled(page);
      return page;
    };

    it('Space is the key from its first moment, on the big button too, until it is let go, or the window is left', async () => {
      const page = await byKey('hold');
      await page.keyboard.down(' ');
      expect(await holds(page)).toEqual([true]);
      await page.keyboard.up(' ');
      await page.locator('parley-talk-button button').focus();
      await page.keyboard.down(' ');
      await page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await page.keyboard.up(' ');
      expect(await holds(page)).toEqual([true, false, true, false]);
      expect((await calls(page)).every(([name]) => name === 'holdToTalk')).toBe(true);
    });

    it('another button is pressed by a short Space, and makes way for a long one', async () => {
      const page = await byKey('hold');
      await page.getByRole('button', { name: 'Stop listening' }).focus();
      await page.keyboard.down(' ');
      await page.waitForFunction(() => window.story.control.calls.length === 1);
      await page.keyboard.up(' ');
      await page.keyboard.press(' ');
      expect(await calls(page)).toEqual([['holdToTalk', true], ['holdToTalk', false], ['sleep']]);
    });

    it('the big button is held by mouse and finger, wherever they go meanwhile, and lets go of a pointer that is lost', async () => {
      const page = await byKey('hold');
      const button = page.getByRole('button', { name: 'Hold to talk' });
      await button.hover();
      await page.mouse.down();
      await page.mouse.move(5, 5);
      expect(await holds(page)).toEqual([true]);
      await page.mouse.up();
      expect(await holds(page)).toEqual([true, false]);
      await button.hover();
      await page.mouse.down();
      await button.dispatchEvent('pointercancel', { pointerId: 1 });
      await page.mouse.up();
      expect(await holds(page)).toEqual([true, false, true, false]);
      // By Enter, and by screen readers, it can only be pressed.
      await button.press('Enter');
      expect((await holds(page)).at(-1)).toBe(true);
    });

    it('one press begins and the next ends where that is chosen, by key and by button', async () => {
      const page = await byKey('toggle');
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Press to talk' }).click();
      // What a press amounts to is the session's to say.
      expect(await holds(page)).toEqual([true, false, true]);
    });

    it('says what is expected, to the eye and to a screen reader', async () => {
      const page = await byKey('hold');
      const status = page.locator('.status');
      expect(await status.innerText()).toBe('Hold to talk');
      expect(await page.getByRole('button', { name: 'Hold to talk' }).getAttribute('aria-pressed')).toBe('false');
      await page.evaluate(() => {
        window.story.control.show({ held: true, phase: 'hearing' });
      });
      await settled(page);
      expect(await status.innerText()).toBe('Listening. Let go when you are done');
      expect(await page.getByRole('button', { name: 'Hold to talk' }).getAttribute('aria-pressed')).toBe('true');
    });
  });

  it('a space in the text box is a space', async () => {
    const page = await show('listening');
    await page.locator('parley-text-box textarea').click();
    await page.keyboard.type('two words', { delay: 10 });
    await page.keyboard.press('Enter');
    expect(await calls(page)).toEqual([['sendText', 'two words']]);
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

describe('the keys', () => {
  it('are on a sheet, which ? opens and Escape closes', async () => {
    const page = await show('listening');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
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

/** Counts from now on what is drawn: `window.drawn` has the tags of Parley's elements, once for each time they were. */
const countRenders = (page: Page) =>
  page.evaluate((tags) => {
    window.drawn = [];
    for (const tag of tags) {
      // What was not needed yet is not there.
      const prototype = customElements.get(tag)?.prototype as { render: (this: HTMLElement) => unknown } | undefined;
      if (!prototype) continue;
      const { render } = prototype;
      prototype.render = function () {
        window.drawn.push(tag);
        return render.call(this);
      };
    }
  }, TAGS);

const TAGS = [
  'parley-assistant',
  'parley-caption-log',
  'parley-notice-list',
  'parley-settings',
  'parley-storage',
  'parley-talk-button',
  'parley-timing-strip',
];

/** What was drawn since it was asked last. */
const drawn = async (page: Page) => {
  await settled(page);
  return page.evaluate(() => window.drawn.splice(0));
};

const log = (page: Page) => page.locator('parley-caption-log');

describe('what is drawn', () => {
  it('R20: a loudness report moves the meter, and nothing else', async () => {
    const page = await show('offered');
    await openSettings(page);
    await countRenders(page);
    const scale = () => page.locator('parley-talk-button').evaluate((button) => button.style.getPropertyValue('--level'));
    const before = await scale();
    await page.evaluate(() => {
      window.story.control.show({ level: 0.08 });
    });
    expect(await drawn(page)).toEqual([]);
    await expect.poll(scale).not.toBe(before);
    // The same again is not drawn again.
    await page.evaluate(() => {
      window.story.control.show({ level: 0.08 });
    });
    expect(await drawn(page)).toEqual([]);
  });

  it('R20: a token is one item of the captions, and a chunk of a download one bar', async () => {
    const page = await show('speaking');
    await countRenders(page);
    const [changed, read] = await page.evaluate(async () => {
      const { control } = window.story;
      const live = control.view.captions.at(-1);
      if (!live) throw new Error('There is no answer.');
      // What is read of the others would be read to draw them.
      let read = 0;
      const others = control.view.captions.slice(0, -1);
      for (const caption of others) {
        const { text } = caption;
        Object.defineProperty(caption, 'text', { get: () => ((read += 1), text) });
      }
      const root = document.querySelector('parley-assistant')?.shadowRoot?.querySelector('parley-caption-log')?.shadowRoot;
      if (!root) throw new Error('There are no captions.');
      const items = new Set<Element | null | undefined>();
      new MutationObserver((records) => {
        for (const { target } of records) items.add(target.parentElement?.closest('li'));
      }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
      for (const token of [' And', ' so', ' on.']) {
        const last = control.view.captions.at(-1) ?? live;
        control.show({ captions: [...others, { ...last, text: last.text + token }] });
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return [[...items].map((item) => item === root.querySelector('li:last-child')), read] as const;
    });
    await log(page).getByText('And so on.').waitFor();
    expect(changed).toEqual([true]);
    expect(read).toBe(0);
    expect(new Set(await drawn(page))).toEqual(new Set(['parley-caption-log']));
    await page.evaluate(() => {
      window.story.control.show({ coming: { loadedBytes: 1, totalBytes: 2, secondsLeft: null } });
    });
    await page.locator('.coming progress').waitFor();
    expect(await drawn(page)).toEqual([]);
  });

  it('R20: of ten thousand captions the newest are on the page, and earlier ones as they are asked for', async () => {
    const page = await show('very-long');
    const items = log(page).locator('li');
    expect(await items.count()).toBe(100);
    expect(await items.last().isVisible()).toBe(true);
    expect(await items.last().innerText()).toContain('Line 10000');
    const first = items.first();
    const place = () =>
      log(page)
        .getByText('Line 9901', { exact: true })
        .evaluate((line) => line.getBoundingClientRect().top);
    await log(page).evaluate((element) => {
      element.scrollTop = 0;
    });
    await settled(page);
    const before = await place();
    await log(page).getByRole('button', { name: 'Show earlier' }).press('Enter');
    await settled(page);
    expect(await items.count()).toBe(200);
    expect(await first.innerText()).toContain('Line 9801');
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
  });

  it('R20: a conversation that goes on leaves nothing behind in the page', async () => {
    const page = await show('very-long');
    const nodes = () =>
      page.evaluate(async () => {
        const { control } = window.story;
        const root = document.querySelector('parley-assistant')?.shadowRoot?.querySelector('parley-caption-log')?.shadowRoot;
        for (let times = 0; times < 20; times += 1) {
          const id = `more-${String(control.view.captions.length)}`;
          control.show({
            captions: [...control.view.captions, { id, who: 'user', turn: 1, text: 'More', heard: 4, state: 'final' }],
          });
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        }
        return root?.querySelector('ol')?.childNodes.length ?? 0;
      });
    const before = await nodes();
    expect(await nodes()).toBe(before);
    expect(await log(page).locator('li').count()).toBe(100);
    expect(await log(page).locator('li').last().innerText()).toContain('More');
  });

  it('the end of a conversation stays in view, unless the reader has scrolled up', async () => {
    const page = await show('long');
    const say = (text: string) =>
      page.evaluate((given) => {
        const { control } = window.story;
        const last = control.view.captions.at(-1);
        if (last)
          control.show({ captions: [...control.view.captions, { ...last, id: given, text: given, heard: given.length }] });
      }, text);
    await say('One more');
    await settled(page);
    await log(page).getByText('One more').waitFor();
    const fromEnd = () =>
      log(page).evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    expect(await fromEnd()).toBeLessThanOrEqual(1);
    await log(page).hover();
    await page.mouse.wheel(0, -200);
    await expect.poll(fromEnd).toBeGreaterThan(100);
    const before = await log(page).evaluate(({ scrollTop }) => scrollTop);
    await say('And another');
    await settled(page);
    expect(await log(page).evaluate(({ scrollTop }) => scrollTop)).toBe(before);
  });

  it('an answer that is only being written is drawn now and then, a word of it that is heard at once', async () => {
    const page = await show('speaking');
    const shown = await page.evaluate(async () => {
      const log = document.createElement('parley-caption-log');
      document.body.append(log);
      const now = performance.now();
      performance.now = () => now;
      const shown: (string | undefined)[] = [];
      const said: (typeof log.captions)['said'] = [];
      const draw = async (text: string, heard: number) => {
        log.captions = { said, live: { id: 'a', who: 'assistant', turn: 1, text, heard, state: 'live' } };
        await log.updateComplete;
        shown.push(log.shadowRoot?.querySelector('li div')?.textContent.trim());
      };
      await draw('One', 0);
      await draw('One two', 0);
      await draw('One two three', 0);
      await draw('One two three', 3);
      await draw('One two three four', 3);
      performance.now = () => now + 1000;
      await draw('One two three four five', 3);
      log.remove();
      return shown;
    });
    expect(shown).toEqual(['One', 'One', 'One', 'One two three', 'One two three', 'One two three four five']);
  });

  it('of an answer that is written far ahead of its voice the word that is heard is in view', async () => {
    const page = await show('speaking');
    await page.setViewportSize({ width: 360, height: 740 });
    const hear = (heard: number) =>
      page.evaluate((heard) => {
        const { control } = window.story;
        const last = control.view.captions.at(-1);
        if (!last) throw new Error('There is no answer.');
        const text = 'The keeper climbed the stairs and lit the lamp. '.repeat(30);
        control.show({ captions: [...control.view.captions.slice(0, -1), { ...last, text, heard }] });
      }, heard);
    /** Where the word is that is heard next, as a share of the log's height. */
    const place = () =>
      log(page).evaluate((log) => {
        const { top, height } = log.getBoundingClientRect();
        const next = log.shadowRoot?.querySelector('.ahead')?.getClientRects()[0];
        return next ? (next.top - top) / height : NaN;
      });
    for (const heard of [10, 490, 970]) {
      await hear(heard);
      await settled(page);
      expect(await place(), String(heard)).toBeGreaterThan(0.2);
      expect(await place(), String(heard)).toBeLessThan(0.9);
    }
  });
});

describe('an element that is moved', () => {
  it('R14: follows the conversation that it was given in its new place, and nothing once it is gone', async () => {
    const page = await show('listening');
    await openSettings(page);
    const followers = () => page.evaluate(() => window.story.control.followers);
    const before = await followers();
    expect(before).toBeGreaterThan(0);
    await page.evaluate(() => {
      const place = document.createElement('div');
      document.body.append(place);
      place.append(window.story.assistant);
    });
    await expect.poll(followers).toBe(before);
    // After a while, as frameworks do it.
    await page.evaluate(async () => {
      window.story.assistant.remove();
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(await followers()).toBe(0);
    await page.evaluate(() => {
      window.story.control.show({
        phase: 'hearing',
        notices: [{ id: 'a', level: 'info', text: 'Meanwhile something was said.' }],
      });
      document.body.append(window.story.assistant);
    });
    await page.getByText('Hearing you').waitFor();
    await page.getByText('Meanwhile something was said.').first().waitFor();
    await page.evaluate(() => {
      window.story.control.show({ phase: 'listening' });
    });
    await page.getByText('Listening', { exact: true }).waitFor();
    expect(await followers()).toBe(before);
    expect(await calls(page)).toEqual([]);
  });

  it('R14: keeps the conversation that it has made, and ends it when it is taken away', async () => {
    const page = await show('asleep');
    const kept = await page.evaluate(async () => {
      const element = document.createElement('parley-assistant');
      document.body.append(element);
      const { control } = element;
      const place = document.createElement('div');
      document.body.append(place);
      place.append(element);
      await new Promise((resolve) => setTimeout(resolve));
      const isKept = element.control === control;
      // Chrome 133 and newer.
      if ('moveBefore' in document.body)
        (document.body as unknown as { moveBefore(node: Node, before: null): void }).moveBefore(element, null);
      await new Promise((resolve) => setTimeout(resolve));
      const isKeptAgain = element.control === control;
      element.remove();
      await new Promise((resolve) => setTimeout(resolve));
      const isEnded = element.control === null;
      document.body.append(element);
      return { isKept, isKeptAgain, isEnded, isNew: element.control !== null && element.control !== control };
    });
    expect(kept).toEqual({ isKept: true, isKeptAgain: true, isEnded: true, isNew: true });
  });
});
