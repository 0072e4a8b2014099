/** Every state of the page that a person may meet: accessible, and in its place. Screenshots go to .cache/screenshots. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { IS_SLOW } from '../slowly.ts';
import { file as spanish } from '../../src/locales/es.ts';
import { violations } from './axe.ts';
import { screenshot } from './harness.ts';
import { STORY_VIEWS, type StoryName } from './pages/story-views.ts';
import { openSettings, resize, settled, useStories } from './stories.ts';

const { show } = useStories();

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
