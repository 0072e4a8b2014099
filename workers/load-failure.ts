/** Gives what an engine or the browser threw while a model was loaded a reason that the page can act on. */
import { ParleyError, type ErrorReason } from '../src/protocol/errors.ts';

const MEMORY_ADVICE = 'Close other tabs and programs that use the graphics card, or choose a smaller model.';

type Kind = { says: RegExp; reason: ErrorReason; message: (text: string) => string; advice: string };

/**
 * What browsers, drivers, onnxruntime and WebLLM say, by what it comes to; the first that fits counts. None of it but the last speaks
 * against the model.
 */
const KINDS: readonly Kind[] = [
  {
    // "Array buffer allocation failed", "Failed to allocate a buffer of size N", "std::bad_alloc", "VK_ERROR_OUT_OF_DEVICE_MEMORY", E_OUTOFMEMORY
    says: /out.?of.?((?!bounds)\w+.)?memory|\bOOM\b|ENOMEM|0x8007000e|insufficient (\w+ )?memory|bad_alloc|malloc|failed to (re)?allocate|allocation (size )?(failed|failure|overflow)|cannot allocate|not enough (graphics |video |device )?memory|could not allocate|memory\.grow|invalid (typed )?array (buffer )?length/i,
    reason: 'out-of-memory',
    message: (text) => `There is not enough memory for it (${text}).`,
    advice: MEMORY_ADVICE,
  },
  {
    says: /device[ _]?(was |is )?lost|DXGI_ERROR_DEVICE_|external Instance reference no longer exists/i,
    reason: 'device-lost',
    message: () => 'The graphics card dropped the model.',
    advice: 'If this keeps happening, close other programs that use it, or update its driver.',
  },
  {
    says: /failed to get (a )?(gpu|webgpu) adapter|unable to find a compatible gpu|no available (adapter|backend)|requestAdapter|WebGPUNotAvailable|webgpu is not (supported|available)|failed to create (webgpu )?context provider/i,
    reason: 'no-webgpu',
    message: () => 'No graphics card is to be had here at the moment.',
    advice: 'Reload the page. If it stays so, restart the browser, or choose the starter set.',
  },
  {
    says: /dynamically imported module|importing a module script failed|ChunkLoadError|failed to load module script/i,
    reason: 'network',
    message: () => 'A part of this page could not be fetched.',
    advice: 'Check the connection and reload the page: it may have been renewed meanwhile.',
  },
  {
    says: /^(NotReadableError|NoModificationAllowedError)\b/,
    reason: 'model-busy',
    message: () => 'A file of the model is in use by something else.',
    advice: 'Close other tabs with Parley, then try again.',
  },
  {
    says: /shader|WGSL|GPUValidationError|validation error|ValidationError|(create|invalid) ?(compute ?)?pipeline|GPUPipelineError|compute stage/i,
    reason: 'shader-failed',
    message: (text) => `The graphics driver refuses what it computes with (${text}).`,
    advice: 'A newer browser or graphics driver may mend it.',
  },
];

/** The same, where nothing better is known of it. */
export function namedFailure(thrown: unknown): unknown {
  // One that says no more than that it failed may say more in its text.
  if (thrown instanceof ParleyError && thrown.reason !== 'load-failed') return thrown;
  const text = textOf(thrown);
  const kind = KINDS.find(({ says }) => says.test(text));
  return kind ? new ParleyError(kind.reason, kind.message(text), { advice: kind.advice, cause: thrown }) : thrown;
}

/** As a card reports it that is full. */
export function outOfMemory(message: string): ParleyError {
  return new ParleyError('out-of-memory', `There is not enough memory for it (${message}).`, { advice: MEMORY_ADVICE });
}

function textOf(thrown: unknown): string {
  if (thrown instanceof ParleyError) return thrown.message;
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
