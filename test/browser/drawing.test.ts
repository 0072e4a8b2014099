/** What is drawn of a change, and who follows the conversation: the case R20 and R14 of the page. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { calls, log, openSettings, settled, useStories } from './stories.ts';

declare global {
  interface Window {
    drawn: string[];
  }
}

const { show } = useStories();

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
