/** How much the app fetches before it shows anything. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstBytes, scriptsOf } from './first-bytes.ts';
import { ROOT } from './harness.ts';

/** Of JavaScript, bytes, compressed. */
const MOST_FOR_THE_FIRST_PAINT = 60_000;

const APP = path.join(ROOT, 'dist');

describe.each(['index.html', 'embed.html'])('%s', (page) => {
  it('has no more JavaScript than this before it shows anything', () => {
    const { files, bytes } = firstBytes(APP, scriptsOf(APP, page));
    // Otherwise the imports were not found.
    expect(files.length).toBeGreaterThan(1);
    expect(bytes).toBeGreaterThan(15_000);
    expect(bytes).toBeLessThan(MOST_FOR_THE_FIRST_PAINT);
  });
});
