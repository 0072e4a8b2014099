/** Models taken to a folder on the user's disk and back, by the model store in a real Chromium. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from './fake-hub.ts';
import {
  FILE,
  MODEL,
  NO_WAITS,
  SIZE,
  context,
  goTo,
  hub,
  obtain,
  page,
  put,
  randomBytes,
  starts,
  stored,
  there,
  untilLoaded,
  useStore,
} from './store-page.ts';

useStore();

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
