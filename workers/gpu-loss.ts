/**
 * The graphics devices that engines make for themselves in this worker: tells when one is lost, about which engines keep quiet, waits for one,
 * and counts what one is given.
 */
import { ParleyError } from '../src/protocol/errors.ts';
import { withAdapterLimits } from '../src/models/gpu.ts';
import { sign } from './life.ts';
import { outOfMemory } from './load-failure.ts';

/** The one made last. */
let device: GPUDevice | null = null;

/** Resolves when the card has done what it was given so far, or is lost; at once where there is none. */
export async function cardIsDone(): Promise<void> {
  await device?.queue.onSubmittedWorkDone().catch(() => undefined);
}

/**
 * Calls `onTrouble` once, when a WebGPU device that is made in this worker from now on is lost or has no memory left. onnxruntime then
 * fails with errors of its own or waits for ever; WebLLM writes to the console, and no question is answered again.
 *
 * Devices are asked for with all the memory that their adapter has in one piece (`withAdapterLimits`).
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
    const made = await requestDevice.call(this, withAdapterLimits(this.limits, descriptor));
    device = made;
    countWhatIsGiven(made);
    void made.lost.then(({ message }) => {
      tell(deviceLost(message));
    });
    made.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) tell(outOfMemory(error.message));
    });
    return made;
  };
}

/** Has each buffer, each write and each program that is made on a device be a sign that the load gets on. */
function countWhatIsGiven(made: GPUDevice): void {
  const { queue } = made;
  const createBuffer = made.createBuffer.bind(made);
  made.createBuffer = (descriptor) => {
    sign();
    return createBuffer(descriptor);
  };
  const writeBuffer = queue.writeBuffer.bind(queue) as (...given: unknown[]) => void;
  queue.writeBuffer = (...given: unknown[]) => {
    sign();
    writeBuffer(...given);
  };
  const createPipeline = made.createComputePipelineAsync.bind(made);
  made.createComputePipelineAsync = (descriptor) => createPipeline(descriptor).finally(sign);
}

function deviceLost(message: string): ParleyError {
  return new ParleyError('device-lost', `The graphics card was lost${message === '' ? '' : ` (${message})`}.`, {
    advice: 'If this keeps happening, close other programs that use it, or update its driver.',
  });
}
