/** Names at a hub that move, and the commits that they were resolved to. */
import { beforeEach, expect, it, vi } from 'vitest';
import { chooseModels } from '../../src/models/choose-models.ts';
import { findModel } from '../../src/models/catalogue.ts';
import { pinned, unpin } from '../../src/models/page/pin.ts';

const kept = vi.hoisted(() => new Map<string, unknown>());
vi.mock('idb-keyval', () => ({
  get: (key: string) => Promise.resolve(kept.get(key)),
  set: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
  update: (key: string, change: (value: unknown) => unknown) => Promise.resolve(kept.set(key, change(kept.get(key)))),
}));

const HUB = 'https://huggingface.co/';
const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
let sha: string;
beforeEach(() => {
  kept.clear();
  sha = OLD;
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ sha })));
});

async function revision(stored: readonly string[] = []): Promise<string | undefined> {
  const gemma = findModel('llm', 'gemma-3-270m-onnx');
  const choice = chooseModels({ llm: gemma.id }, null);
  return (await pinned(choice, HUB, stored)).ladders.llm[0]?.spec.revision;
}

it('a commit is found once, and kept when the hub has another', async () => {
  expect(await revision()).toBe(OLD);
  sha = NEW;
  expect(await revision()).toBe(OLD);
});

it('one that the hub has lost is looked for anew, and only that', async () => {
  await revision();
  sha = NEW;
  const spec = findModel('llm', 'gemma-3-270m-onnx');
  await unpin({ ...spec, revision: NEW });
  await unpin({ ...findModel('llm', 'gemma-3-4b-onnx'), revision: OLD });
  expect(await revision()).toBe(OLD);
  await unpin({ ...spec, revision: OLD });
  expect(await revision()).toBe(NEW);
});

it('what is kept may be anything', async () => {
  kept.set('parley-commits', 'nonsense');
  await unpin(findModel('llm', 'gemma-3-270m-onnx'));
  expect(await revision()).toBe(OLD);
});
