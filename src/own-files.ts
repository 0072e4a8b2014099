/** Parley's own files beside the page's script: where they are, and how workers and worklets are started from there. For the page. */
import captureWorklet from './audio/capture.worklet.ts?worker&url';
import playbackWorklet from './audio/playback.worklet.ts?worker&url';
import eouWorker from '../workers/eou.worker.ts?worker&url';
import llmWorker from '../workers/llm.worker.ts?worker&url';
import storeWorker from '../workers/store.worker.ts?worker&url';
import sttWorker from '../workers/stt.worker.ts?worker&url';
import timerWorker from '../workers/timer.worker.ts?worker&url';
import ttsWorker from '../workers/tts.worker.ts?worker&url';
import vadWorker from '../workers/vad.worker.ts?worker&url';

/** As the build has them: each one folder below the root. */
const WORKERS = {
  eou: eouWorker,
  llm: llmWorker,
  store: storeWorker,
  stt: sttWorker,
  timer: timerWorker,
  tts: ttsWorker,
  vad: vadWorker,
};
const WORKLETS = { capture: captureWorklet, playback: playbackWorklet };

/** The folder that the page has named; null for where the build put the files. */
let chosenFolder: string | null = null;

/** Scripts that import a worker from another origin, by its address. One for each; they stay, since a browser may fetch one late. */
const shims = new Map<string, string>();

/** Has files come from this folder from now on, null: from where the build put them. One choice for the whole page. */
export function useFolder(address: string | null): void {
  chosenFolder = address === null ? null : new URL(address.endsWith('/') ? address : `${address}/`, document.baseURI).href;
}

/** Where models, voices and the like are looked for; ends in '/'. */
export function ownFolder(): string {
  return chosenFolder ?? new URL('..', built(WORKERS.vad)).href;
}

/** The address of a worklet. From another origin it is fetched with CORS, which that origin has to allow. */
export function workletAddress(name: keyof typeof WORKLETS): string {
  return placed(WORKLETS[name]);
}

/**
 * Starts a worker. A browser starts none from another origin, but lets a worker of this one import from there, with CORS. Where the page's
 * policy forbids that (`worker-src blob:`), the worker reports an error, or this throws.
 */
export function startWorker(name: keyof typeof WORKERS): Worker {
  const address = placed(WORKERS[name]);
  return new Worker(new URL(address).origin === location.origin ? address : shimFor(address), { type: 'module' });
}

function shimFor(address: string): string {
  const known = shims.get(address);
  if (known !== undefined) return known;
  const shim = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: 'text/javascript' }));
  shims.set(address, shim);
  return shim;
}

function placed(file: string): string {
  return chosenFolder === null ? built(file) : inFolder(file, chosenFolder);
}

function built(file: string): string {
  return new URL(file, document.baseURI).href;
}

/** The file of a build, with the folder that it is in, below another root. */
export function inFolder(file: string, root: string): string {
  return new URL(file.split('/').slice(-2).join('/'), root).href;
}
