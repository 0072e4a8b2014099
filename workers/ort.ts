/** onnxruntime, started in this worker. Its files are served with the app: nothing is fetched from another origin. */
import * as ort from 'onnxruntime-web/webgpu';
import cpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import cpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import asyncifyModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiModule from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';

/**
 * Whether the browser can wait in the middle of WebAssembly (JavaScript Promise Integration, Chrome 137), for the graphics card or for a file.
 * If not, the build with WebGPU is one that was rewritten so that it can (Asyncify), 10 MB larger.
 */
export const HAS_JSPI = 'Suspending' in WebAssembly;

/** 14 MB without WebGPU; with it 17 or 27 MB that take longer to compile and compute no faster on the processor. */
const BUILDS = {
  wasm: { mjs: cpuModule, wasm: cpuBinary },
  webgpu: HAS_JSPI ? { mjs: jspiModule, wasm: jspiBinary } : { mjs: asyncifyModule, wasm: asyncifyBinary },
};

/**
 * A model that does nothing: y = Identity(x), one float32, opset 17. Loading it makes onnxruntime set itself up, operators and all.
 * Written by the `model` function of test/standins/onnx.ts.
 */
const NOTHING =
  'CAgSEHBhcmxleS1zdGFuZC1pbnM6OwoQCgF4EgF5IghJZGVudGl0eRIFZ3JhcGhaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgQKABAR';

/**
 * After this long a worker goes ahead without its turn, ms. Smaller: on a machine that stands still they all go ahead at once. Larger:
 * one that hangs keeps the others waiting.
 */
const PATIENCE_MS = 15_000;

/**
 * Points onnxruntime at the app's files for this backend and sets it up, with so many WASM threads. Call before the first session is made.
 *
 * One worker at a time: what Chromium compiles for one, the others get for nothing, but only if they come later. At the same moment each
 * compiles it anew, among it two functions of more than a megabyte that take half a second each (docs/decisions/0013).
 */
export async function startOrt(backend: 'webgpu' | 'wasm', threads: number): Promise<void> {
  // `onnxruntime-web/jspi` wants to see this, though only one of the builds above needs it.
  if (!HAS_JSPI) Object.assign(WebAssembly, { Suspending: null });
  const { mjs, wasm } = BUILDS[backend];
  const here = self.location.href;
  ort.env.wasm.wasmPaths = { mjs: new URL(mjs, here).href, wasm: new URL(wasm, here).href };
  ort.env.wasm.numThreads = threads;
  const bytes = Uint8Array.from(atob(NOTHING), (each) => each.charCodeAt(0));
  const endTurn = await takeTurn();
  try {
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
    await session.release();
  } finally {
    endTurn();
  }
}

/**
 * WASM threads for a big model. They need SharedArrayBuffer, and onnxruntime's own workers, which a browser starts from this worker's origin only: one
 * that was imported from another (src/own-files.ts) runs on one thread. Above four, speech models gain little and starve the page.
 */
export function ortThreads(): number {
  return self.crossOriginIsolated && self.location.protocol !== 'blob:' ? Math.min(4, navigator.hardwareConcurrency) : 1;
}

/** Resolves when no other worker has its turn, with the function that ends this one's. Where no lock can be had, nobody is waited for. */
function takeTurn(): Promise<() => void> {
  return new Promise((begin) => {
    const wait = async () =>
      navigator.locks.request('parley-ort', { signal: AbortSignal.timeout(PATIENCE_MS) }, () => new Promise<void>(begin));
    wait().catch(() => {
      begin(() => undefined);
    });
  });
}
