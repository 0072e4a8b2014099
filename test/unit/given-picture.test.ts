/** What is done with files that are dropped on the page. */
import { describe, expect, it } from 'vitest';
import { droppedIn, hasFiles } from '../../src/elements/given-picture.ts';

/** As a drag has it, once it is dropped. */
function dropped(...files: File[]): DataTransfer {
  return { files, items: files.map(({ type }) => ({ kind: 'file', type })) } as unknown as DataTransfer;
}

const TEXT = new File(['a'], 'a.txt', { type: 'text/plain' });
const UNKNOWN = new File(['a'], 'a');
const PICTURE = new File(['a'], 'a.png', { type: 'image/png' });

describe('files that are dropped', () => {
  it.each([[TEXT], [UNKNOWN], [PICTURE]])('are kept from taking the place of the page, whatever they are', (file) => {
    expect(hasFiles(dropped(file))).toBe(true);
    expect(droppedIn(dropped(file))).toBe(file);
  });

  it('are looked through for a picture', () => {
    expect(droppedIn(dropped(TEXT, PICTURE))).toBe(PICTURE);
  });

  it('leave text alone that is dragged', () => {
    const text = { files: [], items: [{ kind: 'string', type: 'text/plain' }] } as unknown as DataTransfer;
    expect(hasFiles(text)).toBe(false);
    expect(hasFiles(null)).toBe(false);
  });
});
