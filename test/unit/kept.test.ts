/** What tabs keep of models, beside each other. */
import { beforeEach, expect, it, vi } from 'vitest';
import { KeptModels, readKept } from '../../src/models/page/kept.ts';

const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  get: (key: string) => Promise.resolve(kept.get(key)),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
  update: (key: string, change: (value: unknown) => unknown) => Promise.resolve(kept.set(key, change(kept.get(key)))),
}));

const HERE = 'this device';
const WORKS = { works: true, realTimeFactor: 0.5 } as const;
const ENDED = { works: false, why: 'It ended the tab.', evidence: 'ended-tab' } as const;

beforeEach(() => {
  kept.clear();
});

/** A tab that has read what is kept. */
async function tab(): Promise<KeptModels> {
  const models = new KeptModels();
  await models.read(HERE);
  return models;
}

it('what one tab has found out stays, whatever another one keeps that did not know of it', async () => {
  const [first, second] = [await tab(), await tab()];
  await second.keepVerdicts(HERE, { verdicts: { gemma: ENDED }, suspected: {} });
  await first.keepVerdicts(HERE, { verdicts: {}, suspected: { whisper: 1 } });
  expect((await readKept(HERE)).verdicts).toEqual({ gemma: ENDED });
  await first.keepVerdicts(HERE, { verdicts: { kokoro: WORKS }, suspected: { whisper: 1 } });
  await first.keepVerdicts(HERE, { verdicts: { kokoro: WORKS, whisper: ENDED }, suspected: {} });
  expect(await readKept(HERE)).toMatchObject({ verdicts: { gemma: ENDED, kokoro: WORKS, whisper: ENDED }, suspected: {} });
});

it('what is forgotten is, and where all is, that of other tabs too', async () => {
  const [first, second] = [await tab(), await tab()];
  await first.keepVerdicts(HERE, { verdicts: { gemma: ENDED, kokoro: WORKS }, suspected: {} });
  await second.keepVerdicts(HERE, { verdicts: { whisper: WORKS }, suspected: {} });
  await first.keepVerdicts(HERE, { verdicts: { kokoro: WORKS }, suspected: {} });
  expect((await readKept(HERE)).verdicts).toEqual({ kokoro: WORKS, whisper: WORKS });
  await second.keepVerdicts(HERE, { verdicts: {}, suspected: {} });
  expect((await readKept(HERE)).verdicts).toEqual({});
});

it('of another device nothing is taken over', async () => {
  await (await tab()).keepVerdicts('another', { verdicts: { gemma: ENDED }, suspected: {} });
  await (await tab()).keepVerdicts(HERE, { verdicts: { kokoro: WORKS }, suspected: {} });
  expect((await readKept(HERE)).verdicts).toEqual({ kokoro: WORKS });
});

it('a yes or a no in one tab is none in another', async () => {
  const [first, second] = [await tab(), await tab()];
  await first.keepAgreed(['gemma', 'whisper']);
  await second.keepAgreed(['kokoro']);
  await first.keepAgreed(['whisper']);
  await first.keepDeclined(['gemma']);
  await second.keepDeclined(['qwen']);
  expect(await readKept(HERE)).toMatchObject({ agreed: ['kokoro', 'whisper'], declined: ['gemma', 'qwen'] });
});
