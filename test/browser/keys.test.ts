/** What keys and the big button ask for. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calls, settled, useStories } from './stories.ts';

const { show } = useStories();

describe('keys', () => {
  it('Escape stops the answer, and what is being said; it does nothing where there is neither', async () => {
    for (const state of ['speaking', 'hearing'] as const) {
      const page = await show(state);
      await page.keyboard.press('Escape');
      expect(await calls(page), state).toEqual([['stop']]);
    }
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
