/**
 * What `npm run build` makes, in a folder of a host that knows nothing of Parley but the two headers; and the same app without a network, from what
 * its service worker keeps.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { preview, type Plugin, type PreviewServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { App, ROOT, closeAll, launch } from './harness.ts';
import { standinFiles } from './standins.ts';
import { slowly } from '../slowly.ts';

const QUESTION = 'What is the capital of France?';
const SITE = path.join(ROOT, '.cache/site');

let browser: Browser;
let host: Host;
beforeAll(async () => {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/build-site.mjs'), '--out', SITE]);
  browser = await launch(inject('chromePath'));
});
beforeEach(async () => {
  host = await Host.start();
});
afterEach(async () => {
  await closeAll(browser);
  await host.close();
});
afterAll(() => browser.close());

it('the app starts and answers aloud when its host is gone', async () => {
  host.files = await standinFiles();
  const app = await App.open({ browser, url: host.url, serviceWorker: true });
  await underCare(app.page);
  await app.type(QUESTION);
  expect(await app.answer()).toMatch(/Paris/);
  await app.until(({ models }) => models.length === 5 && models.every(({ state }) => state === 'ready'), 'every model');
  const used = new Set(app.requests.filter((address) => address.startsWith(`${host.url}models/`)));
  expect(used.size).toBeGreaterThan(10);
  await expect.poll(() => app.page.evaluate(kept), { timeout: 60_000 }).toEqual(expect.arrayContaining([...used]));

  await host.close();
  await expect(fetch(host.url)).rejects.toThrow();
  await app.page.reload();
  await app.until(({ captions }) => captions.length === 2, 'the conversation from before');
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(true);
  await app.type(QUESTION);
  expect(await app.answer()).toMatch(/Paris/);
  expect(await app.soundSince(0)).not.toBeNull();
  expect(app.errors).toEqual([]);
});

slowly('what is prepared before anything was said answers when its host is gone', async () => {
  const app = await App.open({ browser, url: host.url, serviceWorker: true });
  await app.page.getByRole('button', { name: 'Settings' }).click();
  await app.page.getByRole('button', { name: 'Prepare offline' }).click();
  await app.until(({ offline }) => offline.is === 'ready' || offline.is === 'failed', 'an end of the preparations');
  expect((await app.view()).offline).toMatchObject({
    is: 'ready',
    about: expect.stringContaining('without a network') as string,
  });
  await host.close();
  await app.reload();
  await app.type(QUESTION);
  expect(await app.answer()).toMatch(/Paris/);
  expect(await app.soundSince(0)).not.toBeNull();
});

it('a new version waits until the last page of the old one is closed; the page isolates itself where the host does not', async () => {
  host.isIsolating = false;
  const { page } = await App.open({ browser, url: host.url, serviceWorker: true });
  await underCare(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const oneThread = (of: Page) => of.getByText('Parley runs on one thread');
  await oneThread(page).waitFor();
  await page.evaluate(() => {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      document.title = 'taken over';
    });
  });
  host.isUpdated = true;
  expect(await page.evaluate(update)).toBe('waiting');
  // Both versions' pages are there, each for its own.
  expect(await page.evaluate(versionsOfThePage)).toHaveLength(2);
  expect(await page.title()).toBe('Parley');
  expect(await page.evaluate(isNewInCharge)).toBe(false);

  const context = page.context();
  await page.close();
  const next = await context.newPage();
  await expect
    .poll(
      async () => {
        await next.goto('about:blank');
        await next.goto(`${host.url}?voice=bf_emma`);
        return next.evaluate(isNewInCharge);
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  expect(await next.evaluate(versionsOfThePage)).toEqual([expect.stringContaining(NEW_REVISION)]);
  expect(await next.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await oneThread(next).count()).toBe(0);
});

/** Waits until the service worker has installed itself and answers the page's requests. */
async function underCare(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, { timeout: 30_000 });
}

/** Addresses of every file that is kept because it was used. Runs in the page. */
async function kept(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith('parley-files'));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests.flat().map(({ url }) => url);
}

/** Fetches the new version; resolves with its state when it is installed. Runs in the page. */
async function update(): Promise<string> {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  const worker = registration.installing ?? registration.waiting;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (worker?.state !== 'installing') resolve();
    };
    worker?.addEventListener('statechange', look);
    look();
  });
  // A version that takes over does so within some milliseconds of its installation.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return registration.waiting ? 'waiting' : (worker?.state ?? 'nothing new');
}

/** Addresses of the kept copies of index.html, with their revisions. Runs in the page. */
async function versionsOfThePage(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith('parley-precache'));
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return requests
    .flat()
    .map(({ url }) => url)
    .filter((url) => url.includes('/index.html'));
}

/** Whether the host's new page is the one that is shown. Runs in the page. */
function isNewInCharge(): boolean {
  return document.querySelector('meta[name=version]') !== null;
}

const NEW_REVISION = 'the-next-one';

/** Serves the site in a folder of a host: nothing may rely on its being at the root, or on Parley's own server. */
class Host {
  /** Ends in '/'. */
  readonly url: string;
  readonly #server: PreviewServer;
  readonly #sends: Sends;
  #isClosed = false;

  private constructor(server: PreviewServer, sends: Sends) {
    this.url = `${server.resolvedUrls?.local[0] ?? ''}parley/`;
    this.#server = server;
    this.#sends = sends;
  }

  static async start(): Promise<Host> {
    const sends: Sends = { isUpdated: false, isIsolating: true, files: new Map() };
    const server = await preview({
      configFile: false,
      root: ROOT,
      build: { outDir: SITE },
      logLevel: 'error',
      plugins: [serveFolder('/parley/', sends)],
      preview: { host: '127.0.0.1', port: 0, strictPort: false },
    });
    return new Host(server, sends);
  }

  /** Puts a new version online: another index.html, and so another service worker. */
  set isUpdated(isUpdated: boolean) {
    this.#sends.isUpdated = isUpdated;
  }

  /** Whether it sends the two headers that give a page threads. */
  set isIsolating(isIsolating: boolean) {
    this.#sends.isIsolating = isIsolating;
  }

  /** What it has in the place of models of its own, by folder and path below `models/`. */
  set files(files: Sends['files']) {
    this.#sends.files = files;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#server.close();
  }
}

type Sends = { isUpdated: boolean; isIsolating: boolean; files: ReadonlyMap<string, Uint8Array> };

const ISOLATING = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

function serveFolder(folder: string, sends: Sends): Plugin {
  const built = (name: string) => readFileSync(path.join(SITE, name), 'utf8');
  return {
    name: 'parley-test-folder',
    enforce: 'pre',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        const url = request.url ?? '';
        if (!url.startsWith(folder)) {
          response.writeHead(404).end();
          return;
        }
        request.url = url.slice(folder.length - 1);
        const { pathname } = new URL(request.url, 'http://localhost');
        if (sends.isIsolating) for (const [name, value] of Object.entries(ISOLATING)) response.setHeader(name, value);
        const send = (type: string, body: string | Uint8Array) => response.writeHead(200, { 'content-type': type }).end(body);
        const file = sends.files.get(pathname.replace('/models/', ''));
        if (file) send('application/octet-stream', file);
        else if (sends.isUpdated && pathname === '/sw.js') {
          const changed = built('sw.js').replace(
            /("?revision"?:\s*["'`])[0-9a-f]+(["'`],"?url"?:\s*["'`]index\.html)/,
            `$1${NEW_REVISION}$2`,
          );
          send('text/javascript', changed);
        } else if (sends.isUpdated && /^\/(index\.html)?$/.test(pathname)) {
          send('text/html', built('index.html').replace('<head>', '<head><meta name="version" />'));
        } else {
          next();
        }
      });
    },
  };
}
