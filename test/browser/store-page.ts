/** A page with the model store alone, and a hub that cuts, lies and forbids; both new for each test. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { numbers } from '../numbers.ts';
import type { Expected } from '../../src/store/answers.ts';
import { FakeHub, sha256, type Manner } from './fake-hub.ts';
import { launch } from './harness.ts';
import type { Outcome } from './pages/store-messages.ts';

export const MODEL = 'maker/model@main';
export const FILE = 'onnx/model.onnx';
export const SIZE = 3_000_000;
/** Enough tries, at once. */
export const NO_WAITS = [0, 0, 0];

/** Of the test that runs. */
export let hub: FakeHub;
export let context: BrowserContext;
export let page: Page;

/** Has each test of a file begin with an empty store and hub. */
export function useStore(): void {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(inject('chromePath'), []);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    hub = await FakeHub.start();
    context = await browser.newContext();
    page = await openPage();
  });
  afterEach(async () => {
    await context.close();
    await hub.close();
  });
}

export async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await goTo(opened);
  return opened;
}

export async function goTo(where: Page): Promise<void> {
  await where.goto(`${inject('pagesUrl')}store.html`);
  await where.waitForFunction(() => 'store' in window);
}

/** The same bytes for the same seed, unlike each other for any two. */
export function randomBytes(seed: number, size = SIZE): Buffer {
  const random = numbers(seed);
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) bytes[at] = random() * 256;
  return bytes;
}

type Asked = { path?: string; expected?: Expected; waitsMs?: number[]; where?: Page };

export const pathOf = (path: string) => `maker/model/resolve/main/${path}`;

export function put(bytes: Buffer, manner: Manner = {}, path = FILE): void {
  hub.put(pathOf(path), bytes, manner);
}

export function obtain({ path = FILE, expected, waitsMs = NO_WAITS, where = page }: Asked = {}): Promise<Outcome> {
  const order = { model: MODEL, path, address: hub.url + pathOf(path), waitsMs, ...(expected ? { expected } : {}) };
  return where.evaluate((given) => window.store.obtain(given), order);
}

/** Waits until the page was told of so many bytes, which is after they were written. */
export async function untilLoaded(
  bytes: number,
  { path = FILE, where = page }: { path?: string; where?: Page } = {},
): Promise<void> {
  await where.waitForFunction(([path, bytes]) => window.store.loaded(path) === bytes, [path, bytes] as const);
}

export const there = (bytes: Buffer): Outcome => ({ kind: 'there', bytes: bytes.byteLength, sha256: sha256(bytes) });
export const sent = (path = FILE) => hub.of(pathOf(path)).reduce((sum, { sentBytes }) => sum + sentBytes, 0);
export const starts = (path = FILE) => hub.of(pathOf(path)).map(({ from }) => from);
export const stored = (where = page) => where.evaluate(() => window.store.listModels());
