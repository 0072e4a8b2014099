/** The stand-ins in place of the starter set: exact, and loaded at once. The code that runs them is the app's own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { buildKokoro } from '../standins/kokoro.ts';
import { buildWhisper } from '../standins/whisper.ts';
import { utterances } from '../standins/write.ts';

const TINY_GEMMA = path.resolve(import.meta.dirname, '../../models/test/tiny-gemma3');

let built: Promise<ReadonlyMap<string, Uint8Array>> | undefined;

/** Their files, by folder and path below `models/`. */
export function standinFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  built ??= build();
  return built;
}

/** Answers the page's requests for Whisper base and the starter's Kokoro with the stand-ins, and for SmolLM2 with the tiny Gemma 3. */
export async function routeStandins(page: Page): Promise<void> {
  const files = await standinFiles();
  await page.context().route(/\/models\/(whisper-base|kokoro-82m|smollm2-135m-instruct)\//, (route) => {
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
  return new Map([
    ...under('whisper-base', await buildWhisper(utterances())),
    ...under('kokoro-82m', buildKokoro()),
    ...under('smollm2-135m-instruct', tinyGemma()),
  ]);
}

/** Under the name that SmolLM2's graph has. */
function tinyGemma(): ReadonlyMap<string, Uint8Array> {
  const names = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
  return new Map(
    names.map((name) => [name.replace('model.onnx', 'model_wasm_q4.onnx'), readFileSync(path.join(TINY_GEMMA, name))]),
  );
}
