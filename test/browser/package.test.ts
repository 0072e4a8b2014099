/** The package in a plain page of another origin: a typed turn by the real path, with nobody else asked for anything. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { publint } from 'publint';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { firstBytes } from './first-bytes.ts';
import { CLIPS, closeAll, launch, ROOT } from './harness.ts';
import { typeErrors } from './package-consumer.ts';
import { installVirtualDevices } from './virtual-devices.ts';
import { buildPackage, exampleAt, PACKAGE, packPackage, servePackage, serveSite, type Origin } from './two-origins.ts';
import { slowly } from '../slowly.ts';

declare global {
  interface Window {
    told: [name: string, detail: Record<string, unknown>][];
  }
}

/** Bytes, compressed, that a page fetches before the first press. */
const MOST_BEFORE_A_PRESS = 30_000;

/** What some hosts do to all scripts of a page, so that none changes what the others have. */
const FREEZING = `<script>
  const classes = [Object, Function, Array, String, RegExp, Promise, Map, Set, EventTarget, Event, CustomEvent, Node, Element, HTMLElement, ShadowRoot];
  for (const each of classes) Object.freeze(each.prototype);
  for (const each of [Object, Array, Promise, Reflect, JSON, Math, customElements]) Object.freeze(each);
</script>`;

type ImportMap = { integrity: Record<string, string> };

let browser: Browser;
let cdn: Origin;
let site: Origin;
beforeAll(async () => {
  buildPackage();
  browser = await launch(inject('chromePath'));
  cdn = await servePackage();
  const listening = `<script>
    window.told = [];
    for (const name of ['state', 'consent', 'download', 'turn-start', 'user-said', 'reply-delta', 'reply-end', 'interrupted', 'error', 'latency']) {
      document.addEventListener('parley-' + name, (event) => window.told.push([event.type, event.detail]));
    }
  </script>`;
  const element = (attributes = '') => `<parley-assistant llm="tiny-gemma3" hub="" ${attributes}></parley-assistant>`;
  const script = (address: string) => `<script type="module" src="${address}"></script>`;
  const page = (...parts: string[]) => `<!doctype html><title>A museum</title>${parts.join('\n')}`;
  const own = new URL(cdn.url).origin;
  /** As docs/element.md says; this one is not what it was. */
  const pinned = (altered?: string) => {
    const { integrity } = JSON.parse(readFileSync(path.join(PACKAGE, 'integrity.json'), 'utf8')) as ImportMap;
    const lines: ImportMap['integrity'] = {};
    for (const [name, hash] of Object.entries(integrity))
      lines[new URL(name, cdn.url).href] = name === altered ? 'sha384-AAAA' : hash;
    return `<script type="importmap">${JSON.stringify({ integrity: lines })}</script>`;
  };
  const example = (name: string) => exampleAt(name, cdn.url);
  site = await serveSite({
    'plain.html': { html: example('plain.html') },
    'strict-policy.html': { html: example('strict-policy.html') },
    'helper.html': { html: example('helper.html') },
    'seeing.html': { html: page(listening, script(`${cdn.url}cdn.js`), element().replace('tiny-gemma3', 'tiny-gemma3-vision')) },
    'cdn.html': { html: page(listening, script(`${cdn.url}cdn.js`), element()) },
    'policy.html': {
      html: page(script(`${cdn.url}define.js`), element()),
      policy: `default-src 'none'; script-src ${own} 'wasm-unsafe-eval'; worker-src blob: ${own}; connect-src ${own} blob: data:; img-src blob: data:; media-src blob:; style-src 'none'`,
    },
    'no-worklets.html': {
      html: page(script(`${cdn.url}define.js`), element()),
      policy: `default-src 'none'; script-src ${own}/define.js ${own}/parley.js ${own}/later/ 'wasm-unsafe-eval'; worker-src blob: ${own}; connect-src ${own} blob: data:; img-src blob: data:; media-src blob:`,
    },
    'pinned.html': { html: page(pinned(), script(`${cdn.url}cdn.js`), element()) },
    'altered.html': { html: page(pinned('./parley.js'), script(`${cdn.url}cdn.js`), element()) },
    'copied.html': { html: page(script('/copied/define.js'), element(`asset-base="${cdn.url.slice(0, -1)}"`)) },
    'strict.html': {
      html: page(script(`${cdn.url}define.js`), element()),
      policy: `default-src 'none'; script-src ${own}; connect-src ${own}`,
    },
    'frame.html': {
      html: page(`<iframe src="http://localhost:${new URL(cdn.url).port}/framed.html" width="600" height="600"></iframe>`),
    },
    'frozen.html': { html: page(FREEZING, script(`${cdn.url}cdn.js?version=1`), element('speed="99"')) },
    'twice.html': { html: page(script(`${cdn.url}cdn.js`), script('/copied/define.js'), element()) },
  });
});
afterEach(() => closeAll(browser));
afterAll(async () => {
  await browser.close();
  await cdn.close();
  await site.close();
});

type Visit = { page: Page; requests: string[]; errors: string[] };

async function visit(name: string, state: 'visible' | 'attached' = 'visible'): Promise<Visit> {
  const context = await browser.newContext();
  const requests: string[] = [];
  const errors: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(site.url + name);
  await page.locator('parley-text-box textarea').waitFor({ state });
  return { page, requests, errors };
}

async function ask({ page, errors }: Visit): Promise<string> {
  await page.locator('parley-text-box textarea').fill('What is the capital of France?');
  await page.keyboard.press('Enter');
  const answered = () =>
    page.evaluate(() => {
      const assistant = document.querySelector('parley-assistant');
      const { phase, notices } = assistant?.control?.view ?? { notices: [] };
      const [question, answer] = assistant?.getHistory().slice(-2) ?? [];
      return { answer: question?.role === 'user' ? answer?.text : undefined, phase, notices: notices.map(({ text }) => text) };
    });
  await expect
    .poll(async () => JSON.stringify({ ...(await answered()), errors }), { timeout: 200_000 })
    .toMatch(/"answer":|"trouble"/);
  const { answer, notices } = await answered();
  return answer ?? `${notices.join(' ')} ${errors.join(' ')}`;
}

const violations = ({ errors }: Visit) => errors.filter((error) => /Content Security Policy|violates/i.test(error));
const origins = ({ requests }: Visit) => new Set(requests.map((address) => new URL(address).origin));

it('answers, tells the page of it, and asks nobody else for anything', async () => {
  const here = await visit('cdn.html');
  expect(here.requests.some((address) => address.includes('/workers/'))).toBe(false);
  expect(await ask(here)).toBe('The capital of France is Paris.');
  const told = await here.page.evaluate(() => window.told);
  const all = (name: string) => told.filter(([each]) => each === name).map(([, detail]) => detail);
  expect(all('parley-consent')).toEqual([{ text: null }]);
  expect(all('parley-state').map(({ state }) => state)).toEqual(expect.arrayContaining(['loading', 'thinking']));
  expect(all('parley-turn-start')).toEqual([{ turn: 1 }]);
  expect(all('parley-user-said')).toEqual([{ turn: 1, text: 'What is the capital of France?' }]);
  expect(
    all('parley-reply-delta')
      .map(({ delta }) => delta)
      .join(''),
  ).toBe('The capital of France is Paris.');
  const isOver = () =>
    window.told.some(([name]) => name === 'parley-reply-end') &&
    document.querySelector('parley-assistant')?.getState() === 'idle';
  await expect.poll(() => here.page.evaluate(isOver), { timeout: 60_000 }).toBe(true);
  expect((await here.page.evaluate(() => window.told)).filter(([name]) => name === 'parley-reply-end')).toEqual([
    ['parley-reply-end', { turn: 1, text: 'The capital of France is Paris.', reason: 'complete' }],
  ]);
  expect(all('parley-error')).toEqual([]);
  expect(all('parley-download').length).toBeGreaterThan(0);
  expect(
    [...origins(here)].filter((origin) => !['null', new URL(site.url).origin, new URL(cdn.url).origin].includes(origin)),
  ).toEqual([]);
  expect(await here.page.evaluate(() => [crossOriginIsolated, document.querySelector('parley-assistant')?.getState()])).toEqual([
    false,
    'idle',
  ]);
});

slowly('says what the page wants said, with the voice of another origin’s worker and worklet', async () => {
  const here = await visit('cdn.html');
  expect(await here.page.evaluate(() => document.querySelector('parley-assistant')?.sayText('Welcome to the museum.'))).toBe(
    true,
  );
  const ends = () =>
    here.page.evaluate(() => window.told.filter(([name]) => name === 'parley-reply-end' || name === 'parley-latency'));
  await expect.poll(async () => (await ends()).map(([name]) => name), { timeout: 200_000 }).toContain('parley-reply-end');
  expect(await ends()).toEqual([
    // It was heard, and not only there to be read.
    ['parley-latency', expect.objectContaining({ turn: 1 })],
    ['parley-reply-end', { turn: 1, text: 'Welcome to the museum.', reason: 'complete' }],
  ]);
  // The language model has the voice back.
  expect(await ask(here)).toBe('The capital of France is Paris.');
  await expect.poll(async () => (await ends()).map(([, { turn }]) => turn), { timeout: 60_000 }).toEqual([1, 1, 2, 2]);
});

slowly('is as loud as the page says', async () => {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.addInitScript(installVirtualDevices);
  await page.goto(`${site.url}cdn.html`);
  await page.locator('parley-text-box textarea').waitFor();
  const loudest = async (volume: number) => {
    const ended = await page.evaluate(async (given) => {
      const assistant = document.querySelector('parley-assistant');
      if (!assistant) return null;
      window.devices.played.length = 0;
      window.told.length = 0;
      assistant.volume = given;
      return assistant.sayText('Welcome to the museum.');
    }, volume);
    expect(ended).toBe(true);
    await expect
      .poll(() => page.evaluate(() => window.told.some(([name]) => name === 'parley-reply-end')), { timeout: 200_000 })
      .toBe(true);
    return page.evaluate(() => Math.max(...window.devices.played.map(({ samples }) => Math.max(...samples))));
  };
  const whole = await loudest(1);
  expect(whole).toBeGreaterThan(0.05);
  expect((await loudest(0.25)) / whole).toBeCloseTo(0.25, 1);
});

it('is talked to, interrupted and shown a picture, and makes way for another element, which has its workers', async () => {
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  await page.addInitScript(installVirtualDevices);
  await page.goto(`${site.url}seeing.html`);
  const say = (clip: string) =>
    page.evaluate((bytes) => window.devices.say(Uint8Array.from(bytes)), [...readFileSync(path.join(CLIPS, `${clip}.wav`))]);
  const told = (name: string) =>
    page.evaluate((each) => window.told.filter(([event]) => event === each).map(([, detail]) => detail), name);
  const history = (element: number) =>
    page.evaluate((at) => document.querySelectorAll('parley-assistant')[at]?.getHistory() ?? [], element);
  const states = () =>
    page.locator('parley-assistant').evaluateAll((elements) => elements.map((each) => each.getAttribute('state')));
  const PATIENCE = { timeout: 120_000 };

  await page.locator('parley-talk-button button').click();
  await expect.poll(states, PATIENCE).toEqual(['listening']);
  await say('tell-a-story');
  await expect.poll(states, PATIENCE).toEqual(['speaking']);
  await say('capital-of-france');
  await expect.poll(async () => (await told('parley-reply-end')).length, PATIENCE).toBe(2);
  expect((await told('parley-user-said')).map(({ text }) => text)).toEqual([
    'Please tell me a long story about a lighthouse.',
    'What is the capital of France?',
  ]);
  expect((await told('parley-interrupted')).map(({ turn }) => turn)).toEqual([1]);
  expect(await history(0)).toMatchObject([
    { turn: 1, role: 'user', interrupted: false },
    { turn: 1, role: 'assistant', interrupted: true },
    { turn: 2, role: 'user', interrupted: false },
    { turn: 2, role: 'assistant', interrupted: false, text: 'The capital of France is Paris.' },
  ]);

  const picture = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    if (!context) return [];
    context.fillStyle = 'yellow';
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = 'blue';
    context.fillRect(160, 80, 320, 320);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  const files = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Show a picture' }).click();
  await (await files).setFiles({ name: 'square.png', mimeType: 'image/png', buffer: Buffer.from(picture) });
  await page.getByRole('button', { name: 'Take the picture away' }).waitFor();
  await page.locator('parley-text-box textarea').fill('What do you see?');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await history(0)).at(-1)?.text, PATIENCE).toMatch(/blue square .*yellow/);

  const workers = page.workers();
  expect(workers.length).toBe(5);
  const ask = (element: number) =>
    page.evaluate(
      (at) => document.querySelectorAll('parley-assistant')[at]?.sendText('How many days are there in a week?'),
      element,
    );
  const answer = async (element: number) => (await history(element)).slice(-2).map(({ role, text }) => [role, text]);
  const answered = [
    ['user', 'How many days are there in a week?'],
    ['assistant', 'There are seven days in a week.'],
  ];
  await page.evaluate(() => {
    const first = document.querySelector('parley-assistant');
    first?.after(first.cloneNode());
  });
  expect(await ask(1)).toBe(true);
  await expect.poll(() => answer(1), PATIENCE).toEqual(answered);
  expect((await states())[0]).toBe('idle');
  await ask(0);
  await expect.poll(() => answer(0), PATIENCE).toEqual(answered);
  expect((await states())[1]).toBe('idle');
  expect((await history(0)).length).toBe(8);
  expect((await history(1)).length).toBe(2);
  expect(page.workers()).toEqual(workers);
});

it('answers under a policy that allows the package’s origin and workers from blobs, and breaks none of it', async () => {
  const here = await visit('policy.html');
  expect(await ask(here)).toBe('The capital of France is Paris.');
  expect(violations(here)).toEqual([]);
});

it('answers in examples/strict-policy.html', async () => {
  const here = await visit('strict-policy.html');
  expect(await ask(here)).toBe('The capital of France is Paris.');
  expect(violations(here)).toEqual([]);
});

slowly('answers in examples/plain.html, which hears of it', async () => {
  const here = await visit('plain.html');
  expect(await ask(here)).toBe('The capital of France is Paris.');
  await here.page.locator('#log li').getByText('What is the capital of France?').waitFor();
});

it('floats over the page in examples/helper.html', async () => {
  const { page, errors } = await visit('helper.html', 'attached');
  const field = page.locator('parley-text-box textarea');
  expect(await field.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Ask Parley' }).click();
  await field.waitFor();
  await page.getByRole('heading', { name: 'A shop' }).click();
  await field.waitFor({ state: 'hidden' });
  expect(errors).toEqual([]);
});

slowly('has its files from the folder that the page names, where the page has the script itself', async () => {
  const here = await visit('copied.html');
  expect(await ask(here)).toBe('The capital of France is Paris.');
  const workers = here.requests.filter((address) => address.includes('/workers/'));
  expect(workers.length).toBeGreaterThan(0);
  expect(workers.filter((address) => !address.startsWith(cdn.url))).toEqual([]);
});

it('says which directive may be in the way of its workers', async () => {
  const here = await visit('strict.html');
  expect(await ask(here)).toContain('could not be started');
  const { origin } = new URL(cdn.url);
  expect(
    here.errors.some((error) => error.includes('Parley could not load') && error.includes(`(worker-src blob: ${origin})`)),
  ).toBe(true);
});

it('says which directive may be in the way of its worklets', async () => {
  const here = await visit('no-worklets.html');
  await here.page.evaluate(() => void document.querySelector('parley-assistant')?.sayText('Welcome.'));
  const { origin } = new URL(cdn.url);
  const line = () => here.errors.find((error) => error.includes('Parley could not load') && error.includes('/worklets/'));
  await expect.poll(line, { timeout: 60_000 }).toContain(`(script-src ${origin})`);
});

it('is checked, with all that the page imports, where the page pins it', async () => {
  const { page, errors } = await visit('pinned.html');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  expect(errors.filter((error) => error.includes('integrity'))).toEqual([]);
  const other = await (await browser.newContext()).newPage();
  const refused = other.waitForEvent('console', (message) => message.text().includes('integrity'));
  await other.goto(`${site.url}altered.html`);
  await refused;
  expect(await other.locator('parley-text-box').count()).toBe(0);
});

it('says that a panel could not be fetched, and tries again', async () => {
  const { page } = await visit('cdn.html');
  const panels = /\/later\/(conversations|settings|keys)/;
  await page.route(panels, (route) => route.abort());
  for (const name of ['Conversations', 'Settings']) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByText('That part of Parley could not be loaded.').waitFor();
  }
  await page.unroute(panels);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  expect(await page.getByText('That part of Parley could not be loaded.').count()).toBe(0);
  expect((await page.evaluate(() => window.told)).filter(([name]) => name === 'parley-error')).toEqual([
    ['parley-error', expect.objectContaining({ id: 'part', level: 'error' })],
  ]);
});

it('says what the page around a frame has to allow', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.url}frame.html`);
  const frame = page.frameLocator('iframe');
  await frame.locator('parley-talk-button button').click();
  await frame.getByText('This frame may not use the microphone.').waitFor({ timeout: 120_000 });
  await frame.getByText('<iframe allow="microphone; camera; autoplay">').waitFor();
});

it('answers what is typed where a browser allows least: in a frame without an origin, in a page that came by http', async () => {
  const page = await (await browser.newContext()).newPage();
  // By this name it is no secure context, as `localhost` is.
  const framing = `<iframe sandbox="allow-scripts" src="/framed.html" width="600" height="600"></iframe>`;
  await page.route('http://museum.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: framing });
    const answer = await fetch(new URL(pathname.slice(1), cdn.url));
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
  await page.goto('http://museum.example/');
  const frame = page.frameLocator('iframe');
  await frame.locator('parley-text-box textarea').fill('What is the capital of France?');
  await frame.locator('parley-text-box textarea').press('Enter');
  await frame.getByText('The capital of France is Paris.').first().waitFor({ timeout: 120_000 });
  await frame.locator('parley-talk-button button').click();
  await frame.getByText('Open it over https.').first().waitFor();
});

it('fetches no more than this before anybody presses anything', async () => {
  const { requests } = await visit('policy.html');
  const files = requests.filter((address) => address.startsWith(cdn.url)).map((address) => address.slice(cdn.url.length));
  expect(files.sort()).toEqual(['define.js', 'parley.js']);
  expect(firstBytes(PACKAGE, ['define.js'])).toEqual({ files, bytes: expect.any(Number) as number });
  expect(firstBytes(PACKAGE, ['define.js']).bytes).toBeLessThan(MOST_BEFORE_A_PRESS);
});

it('is packed as registries and compilers want it', async () => {
  const tarball = packPackage();
  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer } });
  // onnxruntime's own files, which look like CommonJS, since they would run there too.
  expect(messages.filter(({ path: place }) => !place.includes('./workers/*'))).toEqual([]);
  const attw = path.join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const { stdout, status } = spawnSync(process.execPath, [attw, tarball, '--profile', 'esm-only', '--format', 'ascii'], {
    encoding: 'utf8',
  });
  expect(status, stdout).toBe(0);
});

it('comes to life, and its conversation and settings after it, where prototypes are frozen', async () => {
  const { page, errors, requests } = await visit('frozen.html');
  // The words for what is wrong with the speed, and nothing of a conversation.
  expect(requests.filter((address) => /\/later\/(session|conversation-parts)-/.test(address))).toEqual([]);
  // Fetches the conversation, by the address of its own file though the page has asked for the entry with a query.
  await page.locator('parley-text-box textarea').focus();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  const steps = () => page.evaluate(() => document.querySelector('parley-assistant')?.control?.recording(false).steps.length);
  await expect.poll(steps).toBeGreaterThan(0);
  // What is of no use is named before there is a conversation, and stays named.
  const notices = await page.evaluate(() =>
    document.querySelector('parley-assistant')?.control?.view.notices.map(({ id }) => id),
  );
  expect(notices).toEqual(['given-speed']);
  expect(requests.filter((address) => address.includes('/parley.js'))).toHaveLength(1);
  // Chromium warns where there is no graphics card, which the settings have asked for.
  expect(errors.filter((error) => !error.includes('No available adapters'))).toEqual([]);
});

it('that is in a page twice is one element, and no error', async () => {
  const here = await visit('twice.html');
  expect(here.errors).toEqual([]);
});

it('can be imported on a server, which looks like no browser afterwards', () => {
  const entries = ['index.js', 'define.js', 'cdn.js'].map((name) => pathToFileURL(path.join(PACKAGE, name)).href);
  const program = `
    const all = await Promise.all(${JSON.stringify(entries)}.map((entry) => import(entry)));
    console.log(Object.keys(all[0]).join(), typeof HTMLElement, typeof document, typeof customElements);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(output.trim()).toBe('ParleyAssistant,defineParley undefined undefined undefined');
});

it('has types for a page in TypeScript, for JSX too', () => {
  expect(typeErrors()).toBe('');
});
