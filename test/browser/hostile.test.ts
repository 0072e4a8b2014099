/** Words that others have made: of the user, of models, servers, devices, folders and addresses. None of them is more than text. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from './harness.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  'an image with a handler': '<img src="x" onerror="window.hacked = true">',
  'a script, out of whatever is open': '"></textarea></template></style></script><script>window.hacked = true</script>',
  'an address that is a script': 'javascript:window.hacked=true',
  'a template': '${window.hacked = true} {{constructor.constructor("window.hacked = true")()}}',
  'a style': '</style><style>* { display: none !important }</style>',
  'control characters': '\u0000\u0001\u0007\u001b[31mred\u009b\u007f\r\n\v\f',
  'marks of direction': '\u202e\u202d\u2066\u2067\u2068drowssap\u061c\u200f',
  'halves of characters': '\ud83d \udc4b \ud83d',
  'marks without end': `Z${'\u0335\u0322\u0489'.repeat(300)}`,
  'a word of 100,000 characters': 'W'.repeat(100_000),
  'names of properties': '__proto__',
};

let browser: Browser;
let page: Page;
const errors: string[] = [];
beforeAll(async () => {
  browser = await launch(inject('chromePath'));
  page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('dialog', (dialog) => {
    errors.push('a dialog');
    void dialog.dismiss();
  });
  await page.goto(`${inject('pagesUrl')}stories.html?state=listening`);
  await page.waitForFunction(() => 'story' in window);
});
afterAll(() => browser.close());

/** Runs in the page: has every place that shows somebody's words show these. */
function showEverywhere(text: string): void {
  const { control, assistant } = window.story;
  const run = () => undefined;
  const said = (id: string, who: 'user' | 'assistant', state: 'final' | 'live' | 'interrupted') =>
    ({ id: text.slice(0, 40) + id, who, turn: Number(id), text, heard: text.length / 2, state }) as const;
  const error = { reason: 'unknown', message: text, advice: text } as const;
  control.show({
    phase: 'trouble',
    captions: [said('1', 'user', 'final'), said('2', 'assistant', 'interrupted'), said('3', 'assistant', 'live')],
    notices: (['info', 'warning', 'error'] as const).map((level) => ({
      id: text.slice(0, 40) + level,
      level,
      text,
      advice: text,
      action: { label: text.slice(0, 40), run },
      dismiss: { label: text.slice(0, 40), run },
    })),
    models: (['stt', 'llm', 'tts'] as const).map((role) => ({
      role,
      id: text.slice(0, 40),
      name: text,
      backend: 'remote',
      notice: text,
      state: role === 'llm' ? 'failed' : 'loading',
      loadedBytes: 1,
      totalBytes: 2,
      error,
    })),
    why: text,
    findings: [{ key: text, text }],
    leaves: text,
    offline: { is: 'failed', about: text },
    availableDevices: [{ kind: 'microphone', id: text, label: text }],
    chosenDevices: { microphone: text, loudspeaker: text, camera: text },
  });
  control.change({
    llm: 'own',
    own: {
      kind: 'endpoint',
      url: text,
      model: text,
      apiKey: text,
      sees: false,
      waits: false,
      tellsBefore: false,
    },
    systemPrompt: text,
    hub: text,
  });
  assistant.setAttribute('lang', text.slice(0, 40));
}

/** Runs in the page: whether anything but text came of it. */
function damage(): string[] {
  const places = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? places(each.shadowRoot) : [])]);
  const all = places(document);
  const isHandled = (element: Element) => [...element.attributes].some(({ name }) => name.startsWith('on'));
  const isScript = ({ localName }: Element) => ['iframe', 'object', 'embed', 'base'].includes(localName);
  const leads = (element: Element) => /^\s*javascript:/i.test(element.getAttribute('href') ?? element.getAttribute('src') ?? '');
  const { scrollWidth } = document.documentElement;
  return [
    ...('hacked' in window ? ['something was run'] : []),
    ...all
      .filter((element) => isHandled(element) || isScript(element) || leads(element))
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
    ...all.filter(({ localName }) => localName === 'img').map(() => 'an image'),
    ...(scrollWidth > 360 ? [`the page is ${String(scrollWidth)} px wide`] : []),
    ...all
      .filter((element) => element.localName === 'dialog' && element.scrollWidth > element.clientWidth)
      .map(({ scrollWidth }) => `the settings are ${String(scrollWidth)} px wide`),
    ...(getComputedStyle(document.body).display === 'none' ? ['the page is gone'] : []),
  ];
}

/** Runs in the page: all that the captions say. */
function captions(): string {
  const log = document.querySelector('parley-assistant')?.shadowRoot?.querySelector('parley-caption-log');
  return log?.shadowRoot?.textContent ?? '';
}

const settingsButton = () => page.getByRole('button', { name: 'Settings', exact: true });
const settings = () => page.getByRole('dialog', { name: 'Settings' });
const drawn = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

describe('words that others have made stay text, and on the page', () => {
  it.each(Object.entries(HOSTILE))('%s', async (_, text) => {
    await page.evaluate(showEverywhere, text);
    await drawn();
    expect(await page.evaluate(damage)).toEqual([]);
    expect(await page.evaluate(captions)).toContain(await page.evaluate((text) => text, text));

    await settingsButton().click();
    await settings().waitFor();
    for (const summary of await page.locator('parley-settings summary').all()) await summary.click();
    await drawn();
    expect(await page.evaluate(damage)).toEqual([]);
    await page.keyboard.press('Escape');
    await settings().waitFor({ state: 'hidden' });
    expect(errors).toEqual([]);
  });
});

it('names of kept models and of the folders they came in stay text too', async () => {
  const names = Object.values(HOSTILE).filter((text) => text.length < 80 && !/[\ud800-\udfff]/.test(text));
  await page.evaluate(async (names) => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
    for (const name of names) {
      const folder = await models.getDirectoryHandle(encodeURIComponent(`${name}@main@hub=${encodeURIComponent(name)}`), {
        create: true,
      });
      const record = { path: name, address: '', etag: '', bytes: 1, state: 'complete', usedAt: 0 };
      for (const [file, content] of [
        [`${encodeURIComponent(name)}.record`, JSON.stringify(record)],
        [`${encodeURIComponent(name)}.data`, 'x'],
      ] as const) {
        const writable = await (await folder.getFileHandle(file, { create: true })).createWritable();
        await writable.write(content);
        await writable.close();
      }
    }
    await models.getDirectoryHandle('%E0%A4%A', { create: true });
  }, names);
  await settingsButton().click();
  await page.getByText('Kept on this device').waitFor();
  await drawn();
  expect(await page.locator('parley-stored-models').getByRole('button').count()).toBe(names.length);
  expect(await page.evaluate(damage)).toEqual([]);
  expect(errors).toEqual([]);
});
