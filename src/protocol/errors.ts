/** Errors as reasons that survive a trip between threads (structured clone drops an Error's class and code). */

export type ErrorReason =
  /** A file of a model could be had nowhere. */
  | 'model-file-missing'
  /** The file's host refused: gated model, or no right to it. */
  | 'model-file-forbidden'
  /** A login or error page came in place of the file. */
  | 'model-file-web-page'
  /** What came is not the file that was announced, twice. */
  | 'model-file-corrupt'
  /** A host could not be reached. */
  | 'network'
  /** The connection broke again and again in the middle of a file; what came is kept. */
  | 'download-cut'
  /** The browser has no room for the files. */
  | 'storage-full'
  /** The browser keeps no files for this page. */
  | 'storage-unavailable'
  /** A tab is fetching the model at the moment. */
  | 'model-busy'
  /** The engine could not build the model from its files. */
  | 'load-failed'
  /** The model was loaded, and what it computes on this device is nonsense. */
  | 'self-test-failed'
  /** The model was loaded, and its warm-up or its test did not end in time. */
  | 'self-test-unfinished'
  /** The graphics driver refused the programs that the model computes with. */
  | 'shader-failed'
  /** No WebGPU here, or not what the model needs. */
  | 'no-webgpu'
  /** The graphics card, or its driver, went away. */
  | 'device-lost'
  /** The server of the user's own model would not or could not answer. */
  | 'endpoint-refused'
  /** There is no memory left for the model, the graphics card's or the page's. */
  | 'out-of-memory'
  /** A worker's script died, or it stopped answering. */
  | 'worker-died'
  /** The engine failed while it worked. */
  | 'inference-failed'
  | 'microphone-denied'
  | 'microphone-absent'
  | 'microphone-lost'
  | 'camera-denied'
  | 'camera-absent'
  | 'camera-lost'
  /** The loudspeaker could not be opened. */
  | 'loudspeaker-failed'
  | 'bad-input'
  | 'unknown';

/** An error as data: what went wrong (`message`) and what to do about it (`advice`), both fit to be shown to the user. */
export type ErrorData = { reason: ErrorReason; message: string; advice?: string };

/** An error whose reason the code can act on. Never put a user's words into `message`: messages are logged. */
export class ParleyError extends Error {
  readonly reason: ErrorReason;
  readonly advice: string | undefined;

  constructor(reason: ErrorReason, message: string, options: { advice?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ParleyError';
    this.reason = reason;
    this.advice = options.advice;
  }
}

/** Turns whatever was thrown into data for the wire; `fallback` is the reason for errors that carry none. */
export function toErrorData(thrown: unknown, fallback: ErrorReason = 'unknown'): ErrorData {
  if (thrown instanceof ParleyError) {
    return { reason: thrown.reason, message: thrown.message, ...(thrown.advice ? { advice: thrown.advice } : {}) };
  }
  // Engines also throw strings (WebLLM) and numbers (onnxruntime's C++ exceptions in WASM).
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { reason: fallback, message };
}
