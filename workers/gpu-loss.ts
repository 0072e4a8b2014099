/** Tells when the graphics card is gone from under an engine: engines make their own device and keep quiet about its loss. */
import { ParleyError } from '../src/protocol/errors.ts';

/** What drivers, onnxruntime and WebLLM say when an allocation fails. */
const OUT_OF_MEMORY = /out of memory|\bOOM\b|bad_alloc|failed to allocate memory/i;

const MEMORY_ADVICE = 'Close other tabs and programs that use the graphics card, or choose a smaller model.';

/**
 * Calls `onTrouble` once, when a WebGPU device that is made in this worker from now on is lost or has no memory left. onnxruntime then
 * fails with errors of its own or waits for ever; WebLLM writes to the console, and no question is answered again.
 *
 * Nobody here gives a device back on purpose, since a worker is ended as a whole. So every loss is trouble, `destroy()` too: it is
 * what WebLLM does when an allocation fails.
 */
export function watchGpu(onTrouble: (error: ParleyError) => void): void {
  if (!('GPUAdapter' in globalThis)) return;
  let isTold = false;
  const tell = (error: ParleyError) => {
    if (!isTold) onTrouble(error);
    isTold = true;
  };
  const { prototype } = GPUAdapter;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its adapter below
  const { requestDevice } = prototype;
  prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
    const device = await requestDevice.call(this, descriptor);
    void device.lost.then(({ message }) => {
      tell(deviceLost(message));
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) tell(outOfMemory(error.message));
    });
    return device;
  };
}

/** What an engine threw, with a reason of its own where it is for want of memory. */
export function namedIfOutOfMemory(thrown: unknown): unknown {
  if (thrown instanceof ParleyError) return thrown;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return OUT_OF_MEMORY.test(text) ? outOfMemory(text) : thrown;
}

function deviceLost(message: string): ParleyError {
  return new ParleyError('device-lost', `The graphics card was lost${message === '' ? '' : ` (${message})`}.`, {
    advice: 'If this keeps happening, close other programs that use it, or update its driver.',
  });
}

function outOfMemory(message: string): ParleyError {
  return new ParleyError('out-of-memory', `There is not enough memory for it (${message}).`, { advice: MEMORY_ADVICE });
}
