/** Parley's own files beside the page's script: where they are, and how workers and worklets are started from there. For the page. */
import { ParleyError } from './protocol/errors.ts';
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
  // A frame without an origin of its own has none in common with its own address either.
  if (origin === self.origin) return new Worker(address, { type: 'module' });
  const worker = new Worker(shimFor(address), { type: 'module' });
  worker.addEventListener('error', ({ message }) => {
    // What could not even be fetched says nothing about why.
    if (!message) warnOf(address, `worker-src blob: ${origin}`);
  });
  return worker;
}

/** Adds a worklet. Rejects as `addModule` does, which says nothing about why. */
export async function addWorklet(context: BaseAudioContext, name: keyof typeof WORKLETS): Promise<void> {
  const audioWorklet = context.audioWorklet as AudioWorklet | undefined;
  if (!audioWorklet) {
    throw new ParleyError('loudspeaker-failed', 'A page that came by http has no sound.', { advice: 'Open it over https.' });
  }
  const address = placed(WORKLETS[name]);
  try {
    await audioWorklet.addModule(address);
  } catch (error) {
    // Who has closed it meanwhile, since nobody wants to be heard any more, has not been refused anything.
    if (context.state !== 'closed') warnOf(address, `script-src ${new URL(address).origin}`);
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
  const script = `import ${JSON.stringify(address)};`;
  // Chromium starts no module from a `blob:` in a frame without an origin of its own (`sandbox`).
  const shim =
    self.origin === 'null'
      ? `data:text/javascript,${encodeURIComponent(script)}`
      : URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
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
