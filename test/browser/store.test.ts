/** The model store in a real Chromium, against a hub that cuts, lies and forbids. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Expected } from '../../src/store/answers.ts';
import { FakeHub, sha256, type Manner } from './fake-hub.ts';
import { launch } from './harness.ts';
import type { Outcome } from './pages/store-messages.ts';

const MODEL = 'maker/model@main';
const FILE = 'onnx/model.onnx';
const SIZE = 3_000_000;
/** Enough tries, at once. */
const NO_WAITS = [0, 0, 0];

let browser: Browser;
let hub: FakeHub;
let context: BrowserContext;
let page: Page;

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

async function openPage(): Promise<Page> {
  const opened = await context.newPage();
  await goTo(opened);
  return opened;
}

async function goTo(where: Page): Promise<void> {
  await where.goto(`${inject('pagesUrl')}store.html`);
  await where.waitForFunction(() => 'store' in window);
}

/** The same bytes for the same seed, unlike each other for any two. */
function randomBytes(seed: number, size = SIZE): Buffer {
  const random = mulberry32(seed);
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) bytes[at] = random() * 256;
  return bytes;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Asked = { path?: string; expected?: Expected; waitsMs?: number[]; where?: Page };

const pathOf = (path: string) => `maker/model/resolve/main/${path}`;

function put(bytes: Buffer, manner: Manner = {}, path = FILE): void {
  hub.put(pathOf(path), bytes, manner);
}

function obtain({ path = FILE, expected, waitsMs = NO_WAITS, where = page }: Asked = {}): Promise<Outcome> {
  const order = { model: MODEL, path, address: hub.url + pathOf(path), waitsMs, ...(expected ? { expected } : {}) };
  return where.evaluate((given) => window.store.obtain(given), order);
}

/** Waits until the page was told of so many bytes, which is after they were written. */
async function untilLoaded(bytes: number, { path = FILE, where = page }: { path?: string; where?: Page } = {}): Promise<void> {
  await where.waitForFunction(([path, bytes]) => window.store.loaded(path) === bytes, [path, bytes] as const);
}

const there = (bytes: Buffer): Outcome => ({ kind: 'there', bytes: bytes.byteLength, sha256: sha256(bytes) });
const sent = (path = FILE) => hub.of(pathOf(path)).reduce((sum, { sentBytes }) => sum + sentBytes, 0);
const starts = (path = FILE) => hub.of(pathOf(path)).map(({ from }) => from);
const stored = (where = page) => where.evaluate(() => window.store.listModels());

function cutsOf(seed: number): number[] {
  const random = mulberry32(seed);
  return Array.from({ length: 20 }, () => 1 + Math.floor(random() * (SIZE - 1))).sort((one, other) => one - other);
}

describe('a download that is cut', () => {
  it('at 20 bytes, goes on at the very next one each time, and no byte is sent twice', async () => {
    const bytes = randomBytes(1);
    const cuts = cutsOf(2);
    put(bytes, { stopsAt: cuts, stop: 'wait' });
    const outcome = obtain({ expected: { sha256: sha256(bytes) } });
    for (const cut of cuts) {
      await untilLoaded(cut);
      hub.cut();
    }
    expect(await outcome).toEqual(there(bytes));
    expect(starts()).toEqual([0, ...cuts]);
    expect(sent()).toBe(SIZE);
  });

  it('before what came was read, at 20 bytes: goes on at what is on the disk', async () => {
    const bytes = randomBytes(3);
    put(bytes, { stopsAt: cutsOf(4), stop: 'cut' });
    // A cut takes with it what the browser had not handed over yet, so that some tries may bring nothing.
    const outcome = await obtain({ expected: { sha256: sha256(bytes) }, waitsMs: Array<number>(20).fill(0) });
    expect(outcome).toEqual(there(bytes));
    expect(starts()).toEqual(starts().toSorted((one, other) => one - other));
  });

  it('tells the whole size from the start and never goes back', async () => {
    const bytes = randomBytes(5);
    put(bytes, { stopsAt: [1_000_000, 2_000_000], stop: 'wait' });
    const outcome = obtain();
    for (const cut of [1_000_000, 2_000_000]) {
      await untilLoaded(cut);
      hub.cut();
    }
    expect(await outcome).toEqual(there(bytes));
    const progress = await page.evaluate((path) => window.store.progress[path] ?? [], FILE);
    expect(new Set(progress.slice(1).map(({ totalBytes }) => totalBytes))).toEqual(new Set([SIZE]));
    const loaded = progress.map(({ loadedBytes }) => loadedBytes);
    expect(loaded).toEqual(loaded.toSorted((one, other) => one - other));
  });

  it('by a reload of the page, goes on there', async () => {
    const bytes = randomBytes(6);
    put(bytes, { stopsAt: [1_234_567], stop: 'wait' });
    void obtain().catch(() => undefined);
    await untilLoaded(1_234_567);
    await goTo(page);
    expect(await obtain({ expected: { sha256: sha256(bytes) } })).toEqual(there(bytes));
    expect(starts()).toEqual([0, 1_234_567]);
    const first = await page.evaluate((path) => window.store.progress[path]?.[0], FILE);
    expect(first).toMatchObject({ loadedBytes: 1_234_567, totalBytes: SIZE });
  });

  it('by the loss of the network, is reported with what is kept, and goes on when asked again', async () => {
    const bytes = randomBytes(7);
    put(bytes, { stopsAt: [1_500_000], stop: 'wait' });
    const outcome = obtain();
    await untilLoaded(1_500_000);
    hub.isDown = true;
    hub.cut();
    expect(await outcome).toMatchObject({
      kind: 'failed',
      error: {
        reason: 'download-cut',
        message: expect.stringContaining('1.5 MB of 3 MB') as string,
        advice: expect.stringContaining('goes on where it stopped') as string,
      },
    });
    hub.isDown = false;
    expect(await obtain()).toEqual(there(bytes));
    expect(starts()).toEqual([0, 1_500_000]);
    expect(sent()).toBe(SIZE);
  });

  it('by a lie about the hash of what is there already, starts over', async () => {
    const bytes = randomBytes(8);
    put(bytes, { stopsAt: [1_000_000], stop: 'wait' });
    void obtain().catch(() => undefined);
    await untilLoaded(1_000_000);
    await goTo(page);
    // The part on the disk is of another file with the same mark: only the hash over all of it can tell.
    const other = randomBytes(9);
    put(other, { etag: hub.of(pathOf(FILE)).length ? `"${sha256(bytes).slice(0, 8)}"` : '' });
    expect(await obtain({ expected: { sha256: sha256(other) } })).toEqual(there(other));
    expect(starts()).toEqual([0, 1_000_000, 0]);
  });

  it('starts over when the host knows no ranges', async () => {
    const bytes = randomBytes(10);
    put(bytes, { stopsAt: [2_000_000], stop: 'wait', ignoresRanges: true });
    const outcome = obtain({ expected: { sha256: sha256(bytes) } });
    await untilLoaded(2_000_000);
    hub.cut();
    expect(await outcome).toEqual(there(bytes));
    expect(hub.of(pathOf(FILE)).map(({ status, from }) => ({ status, from }))).toEqual([
      { status: 200, from: 0 },
      { status: 200, from: 0 },
    ]);
  });

  it('starts over when there is another file by then', async () => {
    put(randomBytes(11), { stopsAt: [2_000_000], stop: 'wait' });
    void obtain().catch(() => undefined);
    await untilLoaded(2_000_000);
    await goTo(page);
    const newer = randomBytes(12);
    put(newer);
    expect(await obtain()).toEqual(there(newer));
    expect(starts()).toEqual([0, 2_000_000, 0]);
  });

  it('is taken up again after a while of 503', async () => {
    const bytes = randomBytes(13);
    put(bytes, { busyAnswers: 2 });
    expect(await obtain()).toEqual(there(bytes));
  });
});

describe('a wrong byte', () => {
  it.each([
    ['by the catalogue or the hub’s list', { tellsSum: false }, true],
    ['by the hub’s answer', { tellsSum: true }, false],
  ])('is noticed %s, and the file is fetched again', async (_, manner, knowsSum) => {
    const bytes = randomBytes(14);
    put(bytes, { ...manner, wrongAnswers: 1 });
    expect(await obtain(knowsSum ? { expected: { sha256: sha256(bytes) } } : {})).toEqual(there(bytes));
    expect(starts()).toEqual([0, 0]);
  });

  it('twice is an error, and nothing of it stays', async () => {
    const bytes = randomBytes(15);
    put(bytes, { wrongAnswers: 2 });
    const expected = { sha256: sha256(bytes) };
    expect(await obtain({ expected })).toMatchObject({ kind: 'failed', error: { reason: 'model-file-corrupt' } });
    expect(await stored()).toEqual([]);
    expect(await obtain({ expected })).toEqual(there(bytes));
  });

  it('in the size counts too', async () => {
    put(randomBytes(16));
    expect(await obtain({ expected: { bytes: SIZE - 1 } })).toMatchObject({
      kind: 'failed',
      error: { reason: 'model-file-corrupt' },
    });
  });
});

describe('a file that is there', () => {
  it('is fetched once, whole sizes told or not', async () => {
    const bytes = randomBytes(17);
    put(bytes, { hidesSize: true });
    expect(await obtain()).toEqual(there(bytes));
    expect(await obtain()).toEqual(there(bytes));
    hub.isDown = true;
    expect(await obtain()).toEqual(there(bytes));
    expect(starts()).toEqual([0]);
  });

  it('may be empty', async () => {
    put(Buffer.alloc(0));
    expect(await obtain()).toEqual(there(Buffer.alloc(0)));
  });

  it('is fetched by one tab while the other waits for it, and sees how far it is', async () => {
    const bytes = randomBytes(18);
    put(bytes, { stopsAt: [1_000_000], stop: 'wait' });
    const second = await openPage();
    const outcomes = [obtain()];
    await untilLoaded(1_000_000);
    outcomes.push(obtain({ where: second }));
    await untilLoaded(1_000_000, { where: second });
    expect(await second.evaluate((path) => window.store.progress[path]?.[0], FILE)).toMatchObject({ totalBytes: SIZE });
    hub.release();
    expect(await Promise.all(outcomes)).toEqual([there(bytes), there(bytes)]);
    expect(starts()).toEqual([0]);
  });

  it('is gone on with by the other tab when the first is closed', async () => {
    const bytes = randomBytes(19);
    put(bytes, { stopsAt: [1_000_000], stop: 'wait' });
    void obtain().catch(() => undefined);
    await untilLoaded(1_000_000);
    const second = await openPage();
    const outcome = obtain({ where: second });
    await second.waitForFunction(([model, path]) => window.store.isAwaited(model, path), [MODEL, FILE] as const);
    await page.close();
    expect(await outcome).toEqual(there(bytes));
    expect(starts()).toEqual([0, 1_000_000]);
  });

  it('comes at the same time as another one of its model', async () => {
    const [one, other] = [randomBytes(20), randomBytes(21)];
    put(one, { stopsAt: [1_000_000], stop: 'wait' });
    put(other, { stopsAt: [2_000_000], stop: 'wait' }, 'tokenizer.json');
    const outcomes = [obtain(), obtain({ path: 'tokenizer.json' })];
    await untilLoaded(1_000_000);
    await untilLoaded(2_000_000, { path: 'tokenizer.json' });
    hub.release();
    expect(await Promise.all(outcomes)).toEqual([there(one), there(other)]);
  });
});

describe('what can’t be had', () => {
  const FAILURES: [string, Manner, Partial<Record<'reason' | 'message' | 'advice', unknown>>][] = [
    ['gated (401)', { answer: 401 }, { reason: 'model-file-forbidden', message: expect.stringContaining('HTTP 401') }],
    ['gated (403)', { answer: 403 }, { reason: 'model-file-forbidden', message: expect.stringContaining('HTTP 403') }],
    ['a login page', { answer: 'web-page' }, { reason: 'model-file-web-page', message: expect.stringContaining('a web page') }],
    ['a broken host', { answer: 500 }, { reason: 'network', message: expect.stringContaining('HTTP 500') }],
    ['a host that does not understand', { answer: 400 }, { reason: 'network', message: expect.stringContaining('HTTP 400') }],
    ['endless cuts', { ignoresRanges: true, stopsAt: [9, 9, 9, 9, 9], stop: 'wait' }, { reason: 'download-cut' }],
  ];
  it.each(FAILURES)('%s has an error of its own, and a way on', async (name, manner, error) => {
    put(randomBytes(22, 1000), manner);
    const outcome = obtain();
    if (name === 'endless cuts') {
      for (let cut = 1; cut <= 4; cut += 1) {
        await expect.poll(() => starts().length).toBe(cut);
        await untilLoaded(9);
        hub.cut();
      }
    }
    expect(await outcome).toMatchObject({ kind: 'failed', error: { advice: expect.any(String) as string, ...error } });
  });

  it('a file that the hub does not have is none, and that is remembered for times without network', async () => {
    expect(await obtain()).toEqual({ kind: 'absent' });
    expect(await stored()).toEqual([]);
    hub.isDown = true;
    expect(await obtain()).toEqual({ kind: 'absent' });
    expect(await obtain({ path: 'other.json' })).toMatchObject({ kind: 'failed', error: { reason: 'network' } });
  });

  it('may be there later', async () => {
    expect(await obtain()).toEqual({ kind: 'absent' });
    const bytes = randomBytes(23, 1000);
    put(bytes);
    expect(await obtain()).toEqual(there(bytes));
  });

  describe('for want of room', () => {
    const QUOTA = 2_500_000;
    beforeEach(async () => {
      const session = await context.newCDPSession(page);
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: QUOTA });
    });

    it('says before it starts how much is needed and free', async () => {
      put(randomBytes(24));
      const outcome = await obtain();
      expect(outcome).toMatchObject({ kind: 'failed', error: { reason: 'storage-full', advice: expect.any(String) as string } });
      const message = outcome.kind === 'failed' ? outcome.error.message : '';
      expect(message).toContain(`(${String(SIZE)} bytes) more are needed`);
      const free = Number(/\((\d+) bytes\) are free/.exec(message)?.[1]);
      // All but what the folders take.
      expect(free).toBeGreaterThan(QUOTA - 10_000);
      expect(free).toBeLessThanOrEqual(QUOTA);
      expect(await stored()).toEqual([]);
    });

    it('says so in the middle when the size was not known, and goes on once there is room', async () => {
      const bytes = randomBytes(25);
      put(bytes, { hidesSize: true });
      expect(await obtain()).toMatchObject({ kind: 'failed', error: { reason: 'storage-full' } });
      const session = await context.newCDPSession(page);
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin });
      expect(await obtain({ expected: { sha256: sha256(bytes) } })).toEqual(there(bytes));
      expect(starts()[1]).toBeGreaterThan(0);
    });
  });
});

describe('what is kept', () => {
  it('is listed by model, half a file too, and counted', async () => {
    put(randomBytes(26, 1000), {}, 'config.json');
    put(randomBytes(27), { stopsAt: [1_000_000], stop: 'wait' });
    await obtain({ path: 'config.json' });
    void obtain().catch(() => undefined);
    await untilLoaded(1_000_000);
    expect(await stored()).toMatchObject([
      {
        model: MODEL,
        storedBytes: 1_001_000,
        files: [
          { path: 'config.json', storedBytes: 1000, bytes: 1000, isComplete: true },
          { path: FILE, storedBytes: 1_000_000, bytes: SIZE, isComplete: false },
        ],
      },
    ]);
    expect(await page.evaluate(() => window.store.storedBytes())).toBe(1_001_000);
  });

  it('says when it was last used', async () => {
    put(randomBytes(28, 1000));
    await obtain();
    const [before] = await stored();
    await page.waitForFunction((then) => Date.now() > then, before?.usedAt ?? 0);
    await obtain();
    const [after] = await stored();
    expect(after?.usedAt).toBeGreaterThan(before?.usedAt ?? Infinity);
  });

  it('can be deleted, one model and not the other', async () => {
    const bytes = randomBytes(29, 1000);
    put(bytes);
    await obtain();
    await page.evaluate((given) => window.store.obtain(given), {
      model: 'maker/other@main',
      path: FILE,
      address: hub.url + pathOf(FILE),
      waitsMs: NO_WAITS,
    });
    await page.evaluate((model) => window.store.deleteModel(model), MODEL);
    expect((await stored()).map(({ model }) => model)).toEqual(['maker/other@main']);
    expect(await obtain()).toEqual(there(bytes));
  });

  it('can’t be deleted while it is being fetched', async () => {
    const bytes = randomBytes(30);
    put(bytes, { stopsAt: [1_000_000], stop: 'wait' });
    const outcome = obtain();
    await untilLoaded(1_000_000);
    const second = await openPage();
    const reason = await second.evaluate(
      (model) => window.store.deleteModel(model).catch((error: unknown) => (error as { reason: string }).reason),
      MODEL,
    );
    expect(reason).toBe('model-busy');
    hub.release();
    expect(await outcome).toEqual(there(bytes));
  });
});

describe('a folder on the user’s disk', () => {
  const OTHER = 'tokenizer.json';
  const [weights, words] = [randomBytes(40), randomBytes(41, 1000)];

  /** Fills the store, with one file that the hub does not have. */
  beforeEach(async () => {
    put(weights);
    put(words, {}, OTHER);
    await obtain();
    await obtain({ path: OTHER });
    await obtain({ path: 'absent.json' });
  });

  const copy = (kind: 'export' | 'import') => page.evaluate((given) => window.store.copy(given), kind);
  const carried = (path: string) => page.evaluate((given) => window.store.carried(given), path);
  const spoil = (path: string, at: number) => page.evaluate(([path, at]) => window.store.spoil(path, at), [path, at] as const);
  const carry = (files: Record<string, string>) => page.evaluate((given) => window.store.carry(given), files);
  const remove = () => page.evaluate((model) => window.store.deleteModel(model), MODEL);

  it('takes every file with its sum, and brings them to a store that no hub is asked for', async () => {
    expect(await copy('export')).toEqual({ kind: 'done', taken: 2, present: 0 });
    expect(JSON.parse((await carried('parley.json')) ?? '')).toEqual({
      format: 'parley-models',
      version: 1,
      models: [
        {
          model: MODEL,
          files: [
            { path: FILE, bytes: SIZE, sha256: sha256(weights) },
            { path: OTHER, bytes: 1000, sha256: sha256(words) },
          ],
          absent: ['absent.json'],
        },
      ],
    });
    await remove();
    hub.isDown = true;
    expect(await copy('import')).toEqual({ kind: 'done', taken: 2, present: 0 });
    expect(await obtain()).toEqual(there(weights));
    expect(await obtain({ path: OTHER })).toEqual(there(words));
    expect(await obtain({ path: 'absent.json' })).toEqual({ kind: 'absent' });
  });

  it('is gone on with, file by file, both ways', async () => {
    await copy('export');
    expect(await copy('export')).toEqual({ kind: 'done', taken: 0, present: 2 });
    expect(await copy('import')).toEqual({ kind: 'done', taken: 0, present: 2 });
  });

  it('with a wrong byte has that file refused by name; the others are taken', async () => {
    await copy('export');
    await remove();
    await spoil(`${MODEL}/${FILE}`, 1_234_567);
    const error = {
      reason: 'model-file-corrupt',
      message: `Not taken: ${MODEL}/${FILE} has another SHA-256 than it should have.`,
      advice: expect.stringContaining('(1)') as string,
    };
    expect(await copy('import')).toEqual({ kind: 'failed', error });
    expect((await stored()).flatMap(({ files }) => files.map(({ path }) => path))).toEqual([OTHER]);
  });

  describe('with a file of which half is here', () => {
    /** Bytes that came before the cut. */
    const HALF = 1_234_567;
    beforeEach(async () => {
      await copy('export');
      await remove();
      put(weights, { stopsAt: [HALF], stop: 'wait' });
      void obtain().catch(() => undefined);
      await untilLoaded(HALF);
      await goTo(page);
    });
    const half = { path: FILE, storedBytes: HALF, bytes: SIZE, isComplete: false };

    it.each([
      ['other bytes', () => spoil(`${MODEL}/${FILE}`, 5), 'has another SHA-256 than it should have'],
      ['another size', () => carry({ [`${MODEL}/${FILE}`]: 'short' }), 'has 5 bytes in place of'],
    ])('and %s leaves what is here, and the download goes on', async (_, damage, problem) => {
      await damage();
      expect(await copy('import')).toMatchObject({
        kind: 'failed',
        error: { message: expect.stringContaining(problem) as string },
      });
      expect((await stored()).flatMap(({ files }) => files)).toContainEqual(expect.objectContaining(half));
      expect(await obtain()).toEqual(there(weights));
      expect(starts().at(-1)).toBe(HALF);
    });

    it('and no room for the whole leaves what is here', async () => {
      const session = await context.newCDPSession(page);
      const quotaSize = SIZE + SIZE - 500_000;
      await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize });
      expect(await copy('import')).toMatchObject({ kind: 'failed', error: { reason: 'storage-full' } });
      expect((await stored()).flatMap(({ files }) => files)).toContainEqual(expect.objectContaining(half));
    });

    it('is taken in its place when it is right', async () => {
      const answers = starts().length;
      expect(await copy('import')).toEqual({ kind: 'done', taken: 2, present: 0 });
      expect(await obtain()).toEqual(there(weights));
      expect(starts()).toHaveLength(answers);
    });
  });

  it('without a model that Parley knows says what was looked for', async () => {
    await carry({ 'llama/config.json': '{}', 'llama/onnx/model_q4.onnx': 'weights' });
    const outcome = await copy('import');
    expect(outcome).toMatchObject({ kind: 'failed', error: { reason: 'bad-input' } });
    const advice = outcome.kind === 'failed' ? outcome.error.advice : '';
    expect(advice).toMatch(/parley\.json.* two folders deep.*config\.json or mlc-chat-config\.json.*whisper-small/);
  });

  describe('that is a copy of a hub’s repositories', () => {
    const SMALL = 'onnx-community/whisper-small@36050c4';
    const LARGE = 'onnx-community/whisper-large-v3-turbo';
    const pathsOf = async () =>
      Object.fromEntries((await stored()).map(({ model, files }) => [model, files.map(({ path }) => path)]));
    const fetchSmall = (path: string) =>
      page.evaluate((given) => window.store.obtain(given), {
        model: SMALL,
        path,
        address: `${hub.url}${SMALL}/${path}`,
        waitsMs: NO_WAITS,
      });
    beforeEach(() =>
      carry({
        'onnx-community/whisper-small/README.md': 'Whisper',
        'onnx-community/whisper-small/.git/config': '[core]',
        'onnx-community/whisper-small/config.json': '{}',
        'onnx-community/whisper-small/onnx/encoder_model.onnx': 'encoder',
        'onnx-community/whisper-small/onnx/encoder_model_fp16.onnx': 'half the encoder',
        'onnx-community/whisper-small/onnx/decoder_model_merged_q4.onnx': 'decoder',
      }),
    );

    it('brings what Parley runs of it to a store that no hub is asked for', async () => {
      hub.isDown = true;
      expect(await copy('import')).toEqual({ kind: 'done', taken: 3, present: 0 });
      expect((await pathsOf())[SMALL]).toEqual(['config.json', 'onnx/decoder_model_merged_q4.onnx', 'onnx/encoder_model.onnx']);
      expect(await fetchSmall('onnx/encoder_model.onnx')).toEqual(there(Buffer.from('encoder')));
      expect(await fetchSmall('generation_config.json')).toEqual({ kind: 'absent' });
      expect(await copy('import')).toEqual({ kind: 'done', taken: 0, present: 3 });
    });

    it('has files refused by the catalogue’s sums, and models that are not whole; the others are taken', async () => {
      await carry({
        [`${LARGE}/config.json`]: '{}',
        [`${LARGE}/onnx/encoder_model_q4.onnx`]: 'not the encoder',
        [`${LARGE}/onnx/decoder_model_merged_q4.onnx`]: 'not the decoder',
        'whisper-tiny/config.json': '{}',
      });
      const outcome = await copy('import');
      const { message = '', advice = '' } = outcome.kind === 'failed' ? outcome.error : {};
      expect(message).toContain(`${LARGE}/onnx/encoder_model_q4.onnx has another SHA-256 than it should have`);
      expect(message).toContain('whisper-tiny lacks onnx/encoder_model');
      expect(advice).toContain('(4)');
      expect((await pathsOf())[SMALL]).toHaveLength(3);
      expect((await pathsOf())[`${LARGE}@2782fd2056a95fc7290f367e608d3da49e2e804a`]).toEqual(['config.json']);
    });

    it('of which nothing but the size can be known leaves half a file of another size alone', async () => {
      const path = 'onnx/encoder_model.onnx';
      hub.put(`${SMALL}/${path}`, weights, { stopsAt: [1_000_000], stop: 'wait' });
      void fetchSmall(path).catch(() => undefined);
      await untilLoaded(1_000_000, { path });
      await goTo(page);
      const message = expect.stringContaining(`${path} has 7 bytes in place of the hub’s ${String(SIZE)}`) as string;
      expect(await copy('import')).toMatchObject({ kind: 'failed', error: { message } });
      const file = { path, storedBytes: 1_000_000, bytes: SIZE, isComplete: false };
      expect((await stored()).flatMap(({ files }) => files)).toContainEqual(expect.objectContaining(file));
    });

    it.each(['onnx-community/whisper-small', 'under/another name'])(
      'in %s with pointers of Git LFS says how to get the files',
      async (at) => {
        await carry({
          [`${at}/config.json`]: '{}',
          [`${at}/onnx/encoder_model.onnx`]: 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 352825733\n',
        });
        if (at.startsWith('under')) await page.evaluate(() => window.store.forgetCarried('onnx-community'));
        const outcome = await copy('import');
        expect(outcome).toMatchObject({
          kind: 'failed',
          error: {
            message: expect.stringContaining('onnx/encoder_model.onnx is a Git LFS pointer') as string,
            advice: expect.stringContaining('`git lfs pull`') as string,
          },
        });
        expect((await pathsOf())[SMALL]).toBeUndefined();
      },
    );
  });

  it('is left alone by an export that finds its own copy damaged', async () => {
    await page.evaluate(([model, path]) => window.store.spoilStored(model, path, 5), [MODEL, FILE] as const);
    expect(await copy('export')).toMatchObject({ kind: 'failed', error: { reason: 'model-file-corrupt' } });
    expect(await carried(`${MODEL}/${FILE}`)).toBe('');
  });

  it('bigger than the room there is says how much is needed', async () => {
    await copy('export');
    await remove();
    const session = await context.newCDPSession(page);
    const quotaSize = SIZE + 2_000_000;
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize });
    expect(await copy('import')).toMatchObject({
      kind: 'failed',
      error: { reason: 'storage-full', message: expect.stringContaining(`${String(SIZE)} bytes`) as string },
    });
  });
});
