/** The model store in a real Chromium, against a hub that cuts, lies and forbids. */
import { beforeEach, describe, expect, it } from 'vitest';
import { numbers } from '../numbers.ts';
import { sha256, type Manner } from './fake-hub.ts';
import {
  FILE,
  MODEL,
  NO_WAITS,
  SIZE,
  context,
  goTo,
  hub,
  obtain,
  openPage,
  page,
  pathOf,
  put,
  randomBytes,
  sent,
  starts,
  stored,
  there,
  untilLoaded,
  useStore,
} from './store-page.ts';

useStore();

function cutsOf(seed: number): number[] {
  const random = numbers(seed);
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
