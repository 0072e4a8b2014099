/** Ears and voice of the stand-ins instead of the starter's: exact, and loaded at once. The code that runs them is the app's own. */
import type { Page } from 'playwright-core';
import { buildKokoro } from '../standins/kokoro.ts';
import { buildWhisper } from '../standins/whisper.ts';
import { utterances } from '../standins/write.ts';

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
  const under = (folder: string, files: ReadonlyMap<string, Uint8Array>) =>
    [...files].map(([name, bytes]): [string, Uint8Array] => [`${folder}/${name}`, bytes]);
  return new Map([...under('whisper-base', await buildWhisper(utterances())), ...under('kokoro-82m', buildKokoro())]);
}
