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

/**
 * Starts a worker. A browser starts none from another origin, but lets a worker of this one import from there, with CORS. Where the page's
 * policy forbids that (`worker-src blob:`), the worker reports an error, or this throws.
 */
export function startWorker(name: keyof typeof WORKERS): Worker {
  const address = placed(WORKERS[name]);
  const { origin } = new URL(address);
  if (origin === location.origin) return new Worker(address, { type: 'module' });
  const worker = new Worker(shimFor(address), { type: 'module' });
  worker.addEventListener('error', ({ message }) => {
    // What could not even be fetched says nothing about why.
    if (!message) warnOf(address, `worker-src blob: ${origin}`);
  });
  return worker;
}

/** Adds a worklet. Rejects as `addModule` does, which says nothing about why. */
export async function addWorklet({ audioWorklet }: BaseAudioContext, name: keyof typeof WORKLETS): Promise<void> {
  const address = placed(WORKLETS[name]);
  try {
    await audioWorklet.addModule(address);
  } catch (error) {
    warnOf(address, `script-src ${new URL(address).origin}`);
    throw error;
  }
}

/** For whoever embeds Parley: these are the two reasons that there are beside the network. */
function warnOf(address: string, directive: string): void {
  console.warn(
    `Parley could not load ${address}. A Content-Security-Policy of this page has to allow it (${directive}), and a host of another origin ` +
      'has to send Access-Control-Allow-Origin.',
  );
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
