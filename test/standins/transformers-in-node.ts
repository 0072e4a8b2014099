/** transformers.js in Node, on onnxruntime-web instead of the native runtime that this repository leaves out. */
import { createRequire } from 'node:module';

// transformers.js looks for a runtime under this name when it is first imported.
const GLOBAL_RUNTIME = Symbol.for('onnxruntime');
(globalThis as unknown as Record<symbol, unknown>)[GLOBAL_RUNTIME] = createRequire(import.meta.url)('onnxruntime-web');

export const transformers = await import('@huggingface/transformers');

// Its default is a CDN; without a path the runtime takes the files beside itself.
transformers.env.useWasmCache = false;
const { wasm } = transformers.env.backends.onnx;
if (wasm) delete wasm.wasmPaths;
