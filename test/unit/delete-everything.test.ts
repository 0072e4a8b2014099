/** What is left on this device when some of it can't be deleted. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { deleteEverything } from '../../src/session/delete-everything.ts';

const deleted = vi.hoisted(() => [] as string[]);
vi.mock('../../src/store/shelf.ts', () => ({
  listModels: () => Promise.resolve([{ model: 'busy' }, { model: 'whisper' }]),
  deleteModel: (model: string) => {
    if (model === 'busy') return Promise.reject(new Error('busy is being fetched at the moment.'));
    deleted.push(model);
    return Promise.resolve();
  },
}));
vi.mock('../../src/session/key-store.ts', () => ({
  indexedDbStore: { change: () => Promise.resolve(deleted.push('keys')) },
}));

beforeEach(() => {
  deleted.length = 0;
  const storage = {};
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('caches', {
    keys: () => Promise.resolve(['parley-locked', 'parley-files', 'another']),
    delete: (name: string) => {
      if (name === 'parley-locked') return Promise.reject(new Error('It is locked.'));
      return Promise.resolve(deleted.push(name));
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a model that is being fetched keeps no other from being deleted, nor a cache', async () => {
  await expect(deleteEverything()).rejects.toThrow('busy is being fetched');
  expect(deleted.sort()).toEqual(['keys', 'parley-files', 'whisper']);
});
