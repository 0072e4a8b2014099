/** Pages that show one state of Parley's, with a control that only writes down what is asked of it (pages/story-views.ts). */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { launch } from './harness.ts';
import type { StoryName } from './pages/story-views.ts';

/** A browser for all tests of a file, which closes the pages after each of them. */
export function useStories() {
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

  const show = async (state: StoryName, settings = '', locale = 'en-US'): Promise<Page> => {
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
  };
  /** Another page of the tests' own. */
  const open = async (address: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(inject('pagesUrl') + address);
    return page;
  };
  return { show, open };
}

/** Waits until everything is drawn and transitions are over. What moves for ever is not waited for. */
export const settled = (page: Page) =>
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

/** What the page has asked of the conversation. */
export const calls = (page: Page) => page.evaluate(() => window.story.control.calls);

export async function resize(page: Page, size: string): Promise<void> {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await page.setViewportSize({ width, height });
  await settled(page);
}

export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await settled(page);
}

export const log = (page: Page) => page.locator('parley-caption-log');
