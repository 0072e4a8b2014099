/** A picture of the user's, made as small as a model looks at it. */
import { ParleyError } from '../../protocol/errors.ts';

/** Longest side, pixels: as of a still (camera.ts). */
const SIDE = 896;

/**
 * As JPEG, with its longest side at most 896 pixels, turned as its camera was held. Decoding, scaling and encoding are the browser's, and happen
 * on threads of its own. Rejects with `bad-input` for what is no picture that it reads.
 */
export async function smallPicture(file: Blob): Promise<Blob> {
  const { width, height } = await sizeOf(file);
  // The other side follows. Of a Blob, and not of a bitmap: Chromium scales bitmaps on the page's thread.
  const scale: ImageBitmapOptions = width >= height ? { resizeWidth: SIDE } : { resizeHeight: SIDE };
  const isSmall = Math.max(width, height) <= SIDE;
  const bitmap = await createImageBitmap(file, isSmall ? {} : { ...scale, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch (cause) {
    throw new ParleyError('bad-input', 'That is no picture that this browser can read.', {
      advice: 'Save it as JPEG, PNG or WebP, and show that.',
      cause,
    });
  }
}
