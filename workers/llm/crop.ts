/** Cuts a language model's cache down to a prefix, where it lies: on the graphics card by copies that never leave it. */
import * as ort from 'onnxruntime-web/webgpu';
import { Tensor, type DynamicCache } from '@huggingface/transformers';

const NUMBER_BYTES: Readonly<Record<string, number>> = { float32: 4, float16: 2 };

/**
 * Whether all of a cache of `length` positions is keys and values, [batch, heads, sequence, width]. Some models keep states besides, which
 * are of the whole sequence or of none of it.
 */
export function isCroppable(past: DynamicCache, length: number): boolean {
  return entriesOf(past).every(([, { dims }]) => dims.length === 4 && dims[2] === length);
}

/** Cuts every entry of a croppable cache down to its first `length` positions. */
export async function crop(past: DynamicCache, length: number): Promise<void> {
  // One after another, so that on the card no more than one of them is there twice.
  for (const [name, tensor] of entriesOf(past)) {
    const isOnCard = tensor.location === 'gpu-buffer';
    const cropped = isOnCard ? await cropOnCard(tensor, length) : tensor.slice(null, null, [0, length], null);
    past.update({ [name]: cropped });
  }
}

/** A cache is a bag of tensors; its type doesn't say so. */
function entriesOf(past: DynamicCache): [string, Tensor][] {
  return Object.entries(past as unknown as Record<string, Tensor>);
}

async function cropOnCard(tensor: Tensor, length: number): Promise<Tensor> {
  const device = await ort.env.webgpu.device;
  const { gpuBuffer } = tensor.ort_tensor;
  const [batch = 1, heads = 1, sequence = 1, width = 1] = tensor.dims;
  const rowBytes = width * (NUMBER_BYTES[tensor.type] ?? 4);
  const buffer = device.createBuffer({
    size: batch * heads * length * rowBytes,
    usage: gpuBuffer.usage,
  });
  const encoder = device.createCommandEncoder();
  for (let head = 0; head < batch * heads; head += 1)
    encoder.copyBufferToBuffer(gpuBuffer, head * sequence * rowBytes, buffer, head * length * rowBytes, length * rowBytes);
  device.queue.submit([encoder.finish()]);
  const cropped = ort.Tensor.fromGpuBuffer(buffer, {
    dataType: tensor.type as 'float32' | 'float16',
    dims: [batch, heads, length, width],
    dispose: () => {
      buffer.destroy();
    },
  });
  return new Tensor(cropped);
}
