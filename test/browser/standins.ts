/** Ears and voice of the stand-ins instead of the starter's: exact, and loaded at once. The code that runs them is the app's own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { buildKokoro } from '../standins/kokoro.ts';
import { buildWhisper } from '../standins/whisper.ts';
import { decodeWav } from '../wav.ts';
import { CLIPS } from './harness.ts';

/** What the stand-in ears know; the texts are those of test/audio/README.md. */
const TEXTS = {
  'capital-of-france': 'What is the capital of France?',
  'days-in-a-week': 'How many days are there in a week?',
  'tell-a-story': 'Please tell me a long story about a lighthouse.',
  'what-do-you-see': 'What do you see?',
  stop: 'Stop.',
  mhm: 'Mm-hmm.',
};

let built: Promise<ReadonlyMap<string, Uint8Array>> | undefined;

/** Answers the page's requests for Whisper base and the starter's Kokoro with the stand-ins. */
export async function routeStandins(page: Page): Promise<void> {
  built ??= build();
  const files = await built;
  await page.context().route(/\/models\/(whisper-base|kokoro-82m)\//, (route) => {
    const { pathname } = new URL(route.request().url());
    const body = files.get(pathname.slice(pathname.lastIndexOf('/models/') + '/models/'.length));
    return body
      ? route.fulfill({ body: Buffer.from(body), contentType: 'application/octet-stream' })
      : route.fulfill({ status: 404 });
  });
}

async function build(): Promise<ReadonlyMap<string, Uint8Array>> {
  const utterances = Object.entries(TEXTS).map(([name, text]) => ({
    samples: decodeWav(readFileSync(path.join(CLIPS, `${name}.wav`))),
    text,
  }));
  const under = (folder: string, files: ReadonlyMap<string, Uint8Array>) =>
    [...files].map(([name, bytes]): [string, Uint8Array] => [`${folder}/${name}`, bytes]);
  return new Map([...under('whisper-base', await buildWhisper(utterances)), ...under('kokoro-82m', buildKokoro())]);
}
