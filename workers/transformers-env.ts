/** Points transformers.js (and kokoro-js, which shares its `env`) at our own files. Call once, before the first load. */
import { env } from '@huggingface/transformers';
import type { ModelFiles } from './model-files.ts';
import { ortThreads, startOrt } from './ort.ts';

/** transformers.js builds URLs from this host; `env.fetch` below turns them back into paths. Nothing is ever asked of it. */
const PLACEHOLDER_HOST = 'https://model.invalid/';

/** Makes every file that transformers.js asks for come from `files`, and starts the app's own onnxruntime for this backend. */
export async function useModelFiles(files: ModelFiles, backend: 'webgpu' | 'wasm'): Promise<void> {
  env.allowLocalModels = false;
  env.allowRemoteModels = true;
  env.remoteHost = PLACEHOLDER_HOST;
  env.remotePathTemplate = '';
  // ModelFiles keeps hub downloads; a second copy under the placeholder's name would double the disk space.
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.fetch = (input: string | URL | Request, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input);
    // An empty path template leaves slashes behind.
    return url.startsWith(PLACEHOLDER_HOST)
      ? files.fetch(url.slice(PLACEHOLDER_HOST.length).replace(/^\/+/, ''), init)
      : fetch(input, init);
  };
  await startOrt(backend, ortThreads());
}
