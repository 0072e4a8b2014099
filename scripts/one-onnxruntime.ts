/** One onnxruntime for all, transformers.js too: the one that reads weights out of files (workers/ort.ts). For `resolve.alias` of Vite. */
export const ONE_ONNXRUNTIME = { 'onnxruntime-web/webgpu': 'onnxruntime-web/jspi' };
