import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';

const STARTER = path.resolve(import.meta.dirname, '../../models/starter');

it('the starter models are the files they were', async () => {
  const lines = (await readFile(path.join(STARTER, 'SHA256SUMS'), 'utf8')).trim().split('\n');
  const expected = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const present = await readdir(STARTER, { recursive: true, withFileTypes: true });
  const files = present
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(STARTER, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== 'SHA256SUMS' && name !== 'README.md');
  const actual = new Map(await Promise.all(files.map(async (name) => [name, await sha256(path.join(STARTER, name))] as const)));
  expect(actual).toEqual(expected);
}, 60_000);

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
