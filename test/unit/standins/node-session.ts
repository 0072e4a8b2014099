/** onnxruntime in Node: onnxruntime-web's own Node build, which only works when it is required, not imported. */
import { createRequire } from 'node:module';

type Ort = typeof import('onnxruntime-web');

export const { InferenceSession, Tensor } = createRequire(import.meta.url)('onnxruntime-web') as Ort;
