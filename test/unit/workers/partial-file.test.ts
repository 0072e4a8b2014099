/** A file on a disk that is full, or was taken away meanwhile. */
import { expect, it, vi } from 'vitest';
import { PartialFile } from '../../../workers/store/partial-file.ts';

const access = vi.hoisted(() => ({ flush: vi.fn(), close: vi.fn(), truncate: vi.fn(), write: vi.fn(), getSize: () => 0 }));
vi.mock('../../../src/store/shelf.ts', () => ({
  openData: () => Promise.resolve({ createSyncAccessHandle: () => Promise.resolve(access) }),
}));

it('is let go of, or nobody could open it again, and what could not be written is told', async () => {
  const file = await PartialFile.open('a', 'b');
  access.flush.mockImplementation(() => {
    throw new DOMException('The disk is full.', 'QuotaExceededError');
  });
  expect(() => file?.close()).toThrow('The disk is full.');
  expect(access.close).toHaveBeenCalledTimes(1);
  file?.close();
  expect(access.close).toHaveBeenCalledTimes(1);
});
