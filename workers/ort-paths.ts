/** onnxruntime's own files, served with the app: nothing is fetched from another origin. */
import ortModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import ortBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

/** Absolute URLs for `env.wasm.wasmPaths`. */
export function ortPaths(): { mjs: string; wasm: string } {
  const here = self.location.href;
  return { mjs: new URL(ortModule, here).href, wasm: new URL(ortBinary, here).href };
}

/** WASM threads for a big model. They need SharedArrayBuffer; above four, speech models gain little and starve the page. */
export function ortThreads(): number {
  return self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
}
