/** What a page can set, hear and ask of the element, in a page that has more than the element. No model is loaded. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { violations } from './axe.ts';
import { closeAll, launch, screenshot } from './harness.ts';

declare global {
  interface Window {
    heard: [name: string, detail: unknown][];
    keys: string[];
  }
}

const EVENTS = ['parley-state', 'parley-consent', 'parley-download', 'parley-error', 'parley-turn-start', 'parley-user-said'];

let browser: Browser;
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
});
afterEach(() => closeAll(browser));
afterAll(() => browser.close());

/** A page with an element that is not all of it, over a conversation that only remembers what was asked of it. */
async function embedded(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${inject('pagesUrl')}stories.html?state=asleep`);
  await page.waitForFunction(() => 'story' in window);
  await page.evaluate((events) => {
    const { control } = window.story;
    window.story.assistant.remove();
    const assistant = document.createElement('parley-assistant');
    assistant.control = control;
    document.querySelector('main')?.append(assistant);
    window.story.assistant = assistant;
    window.heard = [];
    window.keys = [];
    for (const name of events) {
      document.addEventListener(name, (event) => window.heard.push([name, (event as CustomEvent).detail]));
    }
    for (const name of ['keydown', 'keypress', 'keyup']) {
      document.addEventListener(name, (event) => window.keys.push((event as KeyboardEvent).key));
    }
    return assistant.updateComplete;
  }, EVENTS);
  return page;
}

/** An element that makes its own conversation, with these attributes. */
async function own(attributes: Record<string, string>): Promise<Page> {
  const page = await embedded();
  await page.evaluate(async (given) => {
    window.story.assistant.remove();
    const assistant = document.createElement('parley-assistant');
    for (const [name, value] of Object.entries(given)) assistant.setAttribute(name, value);
    document.querySelector('main')?.append(assistant);
    window.story.assistant = assistant;
    await assistant.updateComplete;
  }, attributes);
  return page;
}

const calls = (page: Page) => page.evaluate(() => window.story.control.calls);
const heard = (page: Page) => page.evaluate(() => window.heard);

const CALL = { name: 'set_light', args: { on: true } };

describe('state', () => {
  it('is an attribute, a state of style sheets and an event, and read only', async () => {
    const page = await embedded();
    const seen = await page.evaluate(async () => {
      const { assistant, control } = window.story;
      const look = () => [assistant.getAttribute('state'), assistant.getState(), assistant.matches(':state(speaking)')];
      const before = look();
      control.show({ phase: 'speaking', muted: true });
      await Promise.resolve();
      return [before, look(), assistant.matches(':state(muted)'), assistant.hasAttribute('data-muted')];
    });
    expect(seen).toEqual([['idle', 'idle', false], ['speaking', 'speaking', true], true, true]);
    expect(await heard(page)).toEqual([['parley-state', { state: 'speaking', before: 'idle' }]]);
  });

  it('is idle once the conversation is gone', async () => {
    const page = await own({});
    await page.evaluate(async () => {
      const { assistant } = window.story;
      assistant.remove();
      await Promise.resolve();
    });
    expect(await page.evaluate(() => window.story.assistant.getAttribute('state'))).toBe('idle');
  });
});

describe('attributes', () => {
  it('are read when they change, by the rules of the settings', async () => {
    const page = await own({});
    const settings = async (change: string) =>
      page.evaluate(async (source) => {
        const { assistant } = window.story;
        const changes: Record<string, () => void> = {
          late: () => {
            assistant.setAttribute('voice', 'bf_emma');
            assistant.setAttribute('lang', 'de_DE');
          },
          property: () => (assistant.speed = 1.5),
          useless: () => (assistant.voice = 'nobody'),
          removed: () => {
            assistant.voice = null;
            assistant.removeAttribute('lang');
          },
        };
        changes[source]?.();
        await assistant.updateComplete;
        const { values, fixed } = assistant.control?.settings ?? { values: undefined, fixed: [] };
        const notices = assistant.control?.view.notices.map(({ id }) => id);
        return { ...values, fixed: [...fixed], notices, speedAttribute: assistant.getAttribute('speed') };
      }, change);
    expect(await settings('late')).toMatchObject({ voice: 'bf_emma', language: 'de-DE', fixed: ['voice', 'language'] });
    expect(await settings('property')).toMatchObject({ speed: 1.5, speedAttribute: '1.5' });
    expect(await settings('useless')).toMatchObject({ voice: 'af_heart' });
    // What is wrong with it is put into words by what is fetched for that.
    await expect.poll(() => settings('none')).toMatchObject({ notices: ['given-voice'] });
    expect(await heard(page)).toContainEqual([
      'parley-error',
      expect.objectContaining({ id: 'given-voice', level: 'warning', advice: 'There is no such voice.' }),
    ]);
    expect(await settings('removed')).toMatchObject({ voice: 'af_heart', language: 'en', fixed: ['speed'], notices: [] });
  });

  it('count where they were set before the element came to life, and right after', async () => {
    const page = await own({});
    const seen = await page.evaluate(async () => {
      // Elements of a document without a window stay what they are until they are in a page.
      const sleeping = document.implementation.createHTMLDocument().createElement('parley-assistant');
      Object.assign(sleeping, { systemPrompt: 'Be brief.', pushToTalk: true });
      document.querySelector('main')?.append(sleeping);
      sleeping.speed = 1.5;
      sleeping.addContext('A vase.');
      const { control } = sleeping;
      await sleeping.updateComplete;
      const { systemPrompt, talk, speed } = sleeping.control?.settings.values ?? {};
      return { systemPrompt, talk, speed, isSame: sleeping.control === control };
    });
    expect(seen).toEqual({ systemPrompt: 'Be brief.', talk: 'hold', speed: 1.5, isSame: true });
  });

  it('have the page in a language, that of the page around where nothing else is said; what is spoken is another thing', async () => {
    const page = await own({ lang: 'fr', 'page-language': 'es-AR' });
    const shown = () =>
      page.evaluate(() => {
        const { assistant } = window.story;
        const root = assistant.shadowRoot?.querySelector('section');
        const { language, pageLanguage } = assistant.control?.settings.values ?? {};
        return [
          root?.lang,
          root?.dir,
          assistant.shadowRoot?.querySelector('.status')?.textContent.trim(),
          language,
          pageLanguage,
        ];
      });
    expect(await shown()).toEqual(['es', 'ltr', 'Pulsa para hablar', 'fr', 'es']);
    const say = (around: string, own: string | null) =>
      page.evaluate(
        ([around, own = null]) => {
          document.documentElement.lang = around ?? '';
          window.story.assistant.pageLanguage = own;
        },
        [around, own],
      );
    await say('en', null);
    await expect.poll(shown).toEqual(['en', 'ltr', 'Press to talk', 'fr', 'auto']);
    await say('es-ES', 'auto');
    await expect.poll(shown).toEqual(['es', 'ltr', 'Pulsa para hablar', 'fr', 'auto']);
    // One that is not there: what the browser says.
    await say('de', 'tlh');
    await expect.poll(shown).toEqual(['en', 'ltr', 'Press to talk', 'fr', 'auto']);
  });

  it('that a session is made with count until something was loaded', async () => {
    const page = await own({});
    const isOther = await page.evaluate(async () => {
      const { assistant } = window.story;
      const before = assistant.control;
      assistant.setAttribute('memory-id', 'other');
      await assistant.updateComplete;
      return assistant.control !== before && assistant.control !== null;
    });
    expect(isOther).toBe(true);
  });

  it('say how it looks', async () => {
    const page = await own({ mode: 'text', theme: 'dark', captions: 'nonsense' });
    expect(await page.locator('parley-talk-button').count()).toBe(0);
    await page.locator('parley-text-box textarea').fill('What I was about to');
    await page.evaluate(() => (window.story.assistant.mode = 'voice'));
    await page.locator('parley-talk-button').waitFor();
    expect(await page.locator('parley-text-box textarea').isVisible()).toBe(false);
    await page.evaluate(() => (window.story.assistant.mode = 'both'));
    expect(await page.locator('parley-text-box textarea').inputValue()).toBe('What I was about to');
    expect(await page.locator('parley-talk-button button').evaluate((button) => getComputedStyle(button).colorScheme)).toBe(
      'dark',
    );
    const errors = (await heard(page)).filter(([name]) => name === 'parley-error');
    expect(errors).toEqual([['parley-error', expect.objectContaining({ id: 'given-captions' })]]);
  });

  it('and properties can be read and set before there is an element, and never throw', async () => {
    const page = await embedded();
    const problems = await page.evaluate(() => {
      const assistant = document.createElement('parley-assistant');
      const failures: string[] = [];
      for (let place = Object.getPrototypeOf(assistant) as object; place !== HTMLElement.prototype;) {
        for (const name of Object.getOwnPropertyNames(place)) {
          try {
            const value = (assistant as unknown as Record<string, unknown>)[name];
            if (typeof value !== 'function') (assistant as unknown as Record<string, unknown>)[name] = value;
          } catch (error) {
            failures.push(`${name}: ${String(error)}`);
          }
        }
        place = Object.getPrototypeOf(place) as object;
      }
      return failures;
    });
    expect(problems.filter((problem) => !/^(renderRoot|updateComplete|constructor)/.test(problem))).toEqual([]);
  });

  it('and methods take what is no text as nothing said, and go on', async () => {
    const page = await own({});
    const taken = await page.evaluate(async () => {
      const { assistant } = window.story;
      const untyped = assistant as unknown as Record<string, unknown>;
      const ask = (name: string, value: unknown) => (untyped[name] as (text: unknown) => unknown).call(assistant, value);
      const values = [{}, Symbol('none'), () => 'none', Object.create(null) as object, document.body, ['a']];
      for (const name of ['stt', 'speed', 'greeting', 'consentText', 'assetBase', 'theme']) {
        for (const value of values) {
          untyped[name] = value;
          await assistant.updateComplete;
        }
        untyped[name] = null;
      }
      assistant.assetBase = 'http://[';
      const named = () => assistant.control?.view.notices.map(({ id }) => id) ?? [];
      while (named().length === 0) await new Promise(requestAnimationFrame);
      const problems = named();
      assistant.assetBase = null;
      const said = await Promise.all(
        ['sendText', 'sayText', 'addContext'].flatMap((name) => [5, null, {}].map((value) => ask(name, value))),
      );
      return [problems, said.filter((each) => each !== false), assistant.getState()];
    });
    expect(taken).toEqual([['given-asset-base'], [], 'idle']);
  });
});

describe('methods', () => {
  it('ask the conversation for it', async () => {
    const page = await embedded();
    const answers = await page.evaluate(async () => {
      const { assistant } = window.story;
      const done = [await assistant.startConversation(), await assistant.sendText('Hello'), await assistant.sayText('Welcome.')];
      assistant.addContext('A vase.');
      assistant.interruptReply();
      assistant.stopConversation();
      assistant.clearHistory();
      return [...done, await assistant.preloadModels(), assistant.getHistory()];
    });
    expect(answers).toEqual([true, true, true, true, []]);
    expect(await calls(page)).toEqual([
      ['start'],
      ['sendText', 'Hello'],
      ['say', 'Welcome.'],
      ['addContext', 'A vase.'],
      ['stop'],
      ['sleep'],
      ['clear'],
      ['preload'],
    ]);
    await page.evaluate(() => {
      window.story.assistant.openSettings();
    });
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  });

  it('give the history, and the greeting is said once to who has none', async () => {
    const page = await embedded();
    const history = await page.evaluate(async (CALL) => {
      const { assistant, control } = window.story;
      assistant.greeting = 'Welcome.';
      await assistant.updateComplete;
      for (const phase of ['listening', 'asleep', 'listening'] as const) {
        control.show({ phase });
        await Promise.resolve();
      }
      control.show({
        captions: [
          {
            id: 'c1',
            who: 'tool',
            turn: 1,
            text: 'Set light: on',
            heard: 13,
            state: 'final',
            call: { ...CALL, is: 'done', result: 'true' },
          },
          { id: 'a1', who: 'assistant', turn: 1, text: 'Well', heard: 4, state: 'interrupted' },
          {
            id: 'c2',
            who: 'tool',
            turn: 2,
            text: 'Set light: on',
            heard: 13,
            state: 'live',
            call: { ...CALL, is: 'asking', result: null },
          },
        ],
      });
      return assistant.getHistory();
    }, CALL);
    const call = { name: 'set_light', arguments: { on: true }, outcome: 'done', result: 'true' };
    expect(history).toEqual([
      { role: 'tool', turn: 1, text: 'Set light: on', interrupted: false, call },
      { role: 'assistant', turn: 1, text: 'Well', interrupted: true },
    ]);
    expect(await calls(page)).toEqual([['say', 'Welcome.']]);
  });
});

describe('consent', () => {
  it('of the page is asked for before anything begins, and no is no', async () => {
    const page = await embedded();
    const answers = await page.evaluate(async () => {
      const { assistant } = window.story;
      const refuse = (event: Event) => {
        event.preventDefault();
      };
      document.addEventListener('parley-consent', refuse);
      const refused = await assistant.startConversation();
      document.removeEventListener('parley-consent', refuse);
      return [refused, await assistant.startConversation(), await assistant.sendText('Hello')];
    });
    expect(answers).toEqual([false, true, true]);
    expect(await calls(page)).toEqual([['start'], ['sendText', 'Hello']]);
    // Not after the first yes.
    expect(await heard(page)).toEqual([
      ['parley-consent', { text: null }],
      ['parley-consent', { text: null }],
    ]);
  });

  it('of the user is asked for where there is a text, kept, and what was wanted is done', async () => {
    const page = await embedded();
    const ask = async () => {
      await page.evaluate(async () => {
        const { assistant, control } = window.story;
        assistant.remove();
        await Promise.resolve();
        window.story.assistant = document.createElement('parley-assistant');
        window.story.assistant.control = control;
        window.story.assistant.consentText = 'A museum listens.';
        document.querySelector('main')?.append(window.story.assistant);
      });
      await page.locator('parley-text-box textarea').fill('Hello');
      await page.keyboard.press('Enter');
    };
    await ask();
    await page.getByRole('alertdialog', { name: 'Before you begin' }).getByText('A museum listens.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe('I agree');
    await page.getByRole('button', { name: 'No' }).click();
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    expect(await calls(page)).toEqual([]);
    const typed = () => page.locator('parley-text-box textarea').inputValue();
    expect(await typed()).toBe('Hello');
    await ask();
    // Twice in a hurry is once.
    await page.locator('parley-text-box textarea').press('Enter');
    await page.getByRole('button', { name: 'I agree' }).click();
    expect(await calls(page)).toEqual([['sendText', 'Hello']]);
    expect(await typed()).toBe('');
    await ask();
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    expect(await calls(page)).toHaveLength(2);
  });
});

describe('the page', () => {
  it('is told when methods do something, again where the element was removed and is back', async () => {
    const page = await own({});
    const ready = await page.evaluate(async () => {
      const { assistant } = window.story;
      const told: unknown[] = [];
      document.addEventListener('parley-ready', (event) =>
        told.push([(event as CustomEvent).detail, assistant.control !== null]),
      );
      // Moved, which ends nothing.
      document.querySelector('main')?.append(assistant);
      await assistant.updateComplete;
      const whenMoved = told.length;
      assistant.remove();
      await assistant.updateComplete;
      document.querySelector('main')?.append(assistant);
      await assistant.updateComplete;
      return [whenMoved, told];
    });
    expect(ready).toEqual([0, [[{ version: expect.any(String) as string }, true]]]);
  });

  it('waits for nothing of an element that is removed', async () => {
    const page = await own({});
    const answers = await page.evaluate(async () => {
      const { assistant } = window.story;
      const loading = assistant.preloadModels();
      await Promise.resolve();
      assistant.remove();
      const first = await loading;
      const asked = document.createElement('parley-assistant');
      asked.consentText = 'A museum listens.';
      document.querySelector('main')?.append(asked);
      await asked.updateComplete;
      const refused = asked.preloadModels();
      asked.remove();
      return [first, await refused];
    });
    expect(answers).toEqual([false, false]);
  });
});

describe('keys', () => {
  it('typed in it stay in it; those that leave a field, and combinations, are everybody’s', async () => {
    const page = await embedded();
    await page.locator('parley-text-box textarea').focus();
    await page.keyboard.type('k?');
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => window.keys)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    expect(new Set(await page.evaluate(() => window.keys))).toEqual(new Set(['Escape', 'Control', 'k']));
  });

  it('typed into what the page has put into a slot are the page’s', async () => {
    const page = await embedded();
    await page.evaluate(() => {
      const field = document.createElement('input');
      field.slot = 'footer';
      window.story.assistant.append(field);
      field.focus();
    });
    await page.keyboard.press('k');
    expect(await page.evaluate(() => window.keys)).toEqual(['k', 'k', 'k']);
  });

  it('Enter sends nothing while an input method composes', async () => {
    const page = await embedded();
    await page.locator('parley-text-box textarea').fill('にほん');
    // By name, since the old code counts as deprecated.
    const press = (init: Record<'isComposing', boolean> | Record<'keyCode', number> | null) =>
      page.locator('parley-text-box textarea').evaluate((field, given) => {
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, ...given }));
      }, init);
    await press({ isComposing: true });
    await press({ keyCode: 229 });
    expect(await calls(page)).toEqual([]);
    await press(null);
    expect(await calls(page)).toEqual([['sendText', 'にほん']]);
  });
});

describe('layouts and modes', () => {
  const LOOKS = [
    { layout: 'full', mode: 'voice' },
    { layout: 'full', mode: 'text' },
    { layout: 'bar', mode: 'both' },
    { layout: 'bar', mode: 'voice' },
    { layout: 'bar', mode: 'text' },
  ] as const;

  it.each(LOOKS)('$layout, $mode: can be read by everyone, light and dark, and fits a phone', async ({ layout, mode }) => {
    const page = await embedded();
    await page.evaluate(
      async ([layout, mode]) => {
        const { assistant } = window.story;
        // A bar is in a page with a name of its own.
        if (layout === 'bar') document.querySelector('main')?.insertAdjacentHTML('afterbegin', '<h1>A museum</h1>');
        Object.assign(assistant, { layout, mode, consentText: 'A museum listens, and keeps nothing of what you say.' });
        await assistant.updateComplete;
        void assistant.startConversation();
        await assistant.updateComplete;
      },
      [layout, mode],
    );
    await page.getByRole('button', { name: 'I agree' }).waitFor();
    expect(await page.getByText(/\b(press|say something)\b/i).count()).toBe(mode === 'text' ? 0 : 2);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `${layout}-${mode}-${colorScheme}`);
      expect(await violations(page, colorScheme), colorScheme).toEqual([]);
    }
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.evaluate(() => {
      window.story.control.show({
        captions: [{ id: 'm1', who: 'assistant', turn: 1, text: 'Welcome to the museum.', heard: 22, state: 'final' }],
      });
    });
    await page.getByText('Welcome to the museum.').waitFor();
    await page.setViewportSize({ width: 320, height: 640 });
    await screenshot(page, `${layout}-${mode}-phone`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const height = await page.evaluate(() => window.story.assistant.getBoundingClientRect().height);
    if (layout === 'bar') expect(height).toBeLessThan(400);
  });
});

it('lives in a dialog in somebody’s shadow', async () => {
  const page = await embedded();
  await page.evaluate(async () => {
    const { assistant } = window.story;
    const host = document.createElement('div');
    const dialog = document.createElement('dialog');
    host.attachShadow({ mode: 'open' }).append(dialog);
    document.querySelector('main')?.append(host);
    dialog.append(assistant);
    dialog.showModal();
    await assistant.updateComplete;
  });
  const field = page.locator('parley-text-box textarea');
  await field.fill('Hello');
  await field.press('Enter');
  expect(await calls(page)).toEqual([['sendText', 'Hello']]);
  expect(await page.evaluate(() => window.keys)).toEqual([]);
  // Escape closes what is in front, and no more.
  const isOpen = () => page.evaluate(() => window.story.assistant.closest('dialog')?.open);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor({ state: 'hidden' });
  expect(await isOpen()).toBe(true);
  // The page hears of it through the shadow.
  expect((await heard(page)).map(([name]) => name)).toContain('parley-consent');
  await page.keyboard.press('Escape');
  await expect.poll(isOpen).toBe(false);
});

it('slots take what the page brings, and parts can be styled', async () => {
  const page = await embedded();
  await page.evaluate(async () => {
    const { assistant, control } = window.story;
    assistant.innerHTML =
      '<h2 slot="header">Museum</h2><p slot="empty">Ask me.</p><small slot="footer">Ours.</small><b slot="icon-talk">?</b>';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`parley-assistant::part(talk-button) { outline: 7px solid red }
      parley-assistant::part(turn-user) { outline: 6px solid red }`);
    document.adoptedStyleSheets = [sheet];
    await assistant.updateComplete;
    control.show({});
  });
  for (const text of ['Museum', 'Ask me.', 'Ours.', '?'])
    expect(await page.getByText(text, { exact: true }).isVisible()).toBe(true);
  expect(await page.getByRole('heading', { name: 'Parley' }).count()).toBe(0);
  const width = (place: string) =>
    page
      .locator(place)
      .first()
      .evaluate((element) => getComputedStyle(element).outlineWidth);
  expect(await width('parley-talk-button button')).toBe('7px');
  await page.evaluate(() => {
    window.story.control.show({
      captions: [{ id: 'u1', who: 'user', turn: 1, text: 'Hello', heard: 5, state: 'final' }],
    });
  });
  await page.getByText('Hello').waitFor();
  expect(await width('parley-caption-log li')).toBe('6px');
});

it('what may not be begun is not begun from the settings either', async () => {
  const page = await embedded();
  const prepare = async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Prepare offline' }).click();
  };
  await page.evaluate(() => {
    document.addEventListener(
      'parley-consent',
      (event) => {
        event.preventDefault();
      },
      { once: true },
    );
  });
  await prepare();
  expect(await calls(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.evaluate(async () => {
    window.story.assistant.consentText = 'A museum listens.';
    await window.story.assistant.updateComplete;
  });
  await prepare();
  await page.getByRole('button', { name: 'I agree' }).click();
  expect(await calls(page)).toEqual([['prepareOffline']]);
});
