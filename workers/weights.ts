/**
 * How a model's weights reach onnxruntime. What lies in files beside a graph is not read whole: onnxruntime asks for one weight after another,
 * and only that piece of the file is read. Reading Gemma 3 4B whole took the tab to 8 GB (docs/figures.md).
 */
import { AutoConfig, ModelRegistry, type PretrainedConfig } from '@huggingface/transformers';
import type { ModelSpec, Variant } from '../src/models/catalogue.ts';
import { cardIsDone } from './gpu-loss.ts';
import { sign } from './life.ts';
import type { ModelFiles } from './model-files.ts';
import { HAS_JSPI } from './ort.ts';

/** A file beside a graph, under the name that the graph has for it, as onnxruntime takes it. */
type ExternalData = { path: string; data: Blob | Uint8Array };

/** What `from_pretrained` takes of how a session is made. */
export type WeightOptions = {
  use_external_data_format?: false;
  session_options: Record<string, unknown> & { externalData?: ExternalData[] };
};

/** The part of config.json that says which graphs have files beside them, for any device or for one. */
type FilesConfig = {
  'transformers.js_config'?: Record<string, unknown> & { device_config?: Record<string, Record<string, unknown>> };
};

/** A model that runs here, and where its files come from. */
export type Placed = { spec: ModelSpec; variant: Variant; backend: 'webgpu' | 'wasm'; files: ModelFiles };

/**
 * The model's config.json, and the paths of the graphs that transformers.js would make sessions of by it, and of the files beside them. Rejects as
 * `ModelFiles.fetch` does.
 */
export async function weightPaths({
  spec: { id },
  variant,
  backend,
}: Placed): Promise<{ config: PretrainedConfig; paths: string[] }> {
  const config = await AutoConfig.from_pretrained(id);
  const said = config as unknown as FilesConfig;
  const { device_config: byDevice, ...ours } = said['transformers.js_config'] ?? {};
  const paths: string[] = await ModelRegistry.get_model_files(id, {
    config: { ...said, 'transformers.js_config': { ...ours, ...byDevice?.[backend] } } as never,
    dtype: variant.dtype as never,
    device: backend,
    ...(variant.modelFileName ? { model_file_name: variant.modelFileName } : {}),
  });
  return { config, paths: paths.filter((path) => /\.onnx(_data(_\d+)?)?$/.test(path)) };
}

/** Fetches what lies beside graphs among `paths`, and says how sessions are to have it. Rejects as `ModelFiles.blob` does. */
export async function weightOptions({ variant, backend, files }: Placed, paths: readonly string[]): Promise<WeightOptions> {
  const session_options = { ...variant.sessionOptions };
  const beside = paths.filter((path) => /_data(_\d+)?$/.test(path));
  if (beside.length === 0) return { session_options };
  const toData = HAS_JSPI && backend === 'webgpu' ? pacedBlob : asArray;
  const externalData = await Promise.all(
    beside.map(async (path) => ({ path: path.slice(path.lastIndexOf('/') + 1), data: toData(await files.blob(path)) })),
  );
  return { use_external_data_format: false, session_options: { ...session_options, externalData } };
}

/** How much may be on its way to the graphics card before the next weight is read, bytes. Smaller: more waiting. Larger: more memory. */
const UNDER_WAY_BYTES = 64 * 2 ** 20;

/**
 * A file for onnxruntime's JSPI build, which reads one weight after another by way of `slice(begin, end).stream()`. Before it reads on, the
 * graphics card takes what was read: what is on its way there is held in the tab's memory.
 */
function pacedBlob(file: Blob): Blob {
  let underWay = 0;
  const pace = async (bytes: number) => {
    sign();
    underWay += bytes;
    if (underWay < UNDER_WAY_BYTES) return;
    underWay = 0;
    await cardIsDone();
  };
  // A Blob of a Blob reads nothing.
  const whole = new Blob([file]);
  const slice = (begin: number, end: number) => {
    const part = file.slice(begin, end);
    return Object.defineProperty(part, 'stream', { value: () => delayed(part, pace(part.size)) });
  };
  return Object.defineProperty(whole, 'slice', { value: slice });
}

/**
 * The bytes of a part, once the promise is kept, read when they are asked for. Not by the browser's own stream, which stood still for good in
 * both loads of three gigabytes that were tried with it (Chromium 156).
 */
function delayed(part: Blob, mayBegin: Promise<void>): ReadableStream<Uint8Array> {
  const reader = new FileReaderSync();
  let at = 0;
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 1 << 20,
    start: () => mayBegin,
    pull(controller) {
      const { byobRequest } = controller;
      const room = byobRequest?.view;
      if (!room) return;
      const bytes = new Uint8Array(reader.readAsArrayBuffer(part.slice(at, at + room.byteLength)));
      sign();
      if (bytes.length === 0) controller.close();
      new Uint8Array(room.buffer, room.byteOffset).set(bytes);
      at += bytes.length;
      byobRequest.respond(bytes.length);
    },
  });
}

/** How much of a file is read in one go, bytes. */
const PIECE_BYTES = 16 * 2 ** 20;

/**
 * A file that poses as an array of its bytes, for onnxruntime's other builds: they take arrays only, ask them for their length and for pieces, and
 * are through with a piece before they ask for the next. Throws as `FileReaderSync` does.
 */
function asArray(file: Blob): Uint8Array {
  const reader = new FileReaderSync();
  let room = new Uint8Array(0);
  const subarray = (begin: number, end: number): Uint8Array => {
    if (room.length < end - begin) room = new Uint8Array(end - begin);
    for (let at = begin; at < end; at += PIECE_BYTES) {
      room.set(new Uint8Array(reader.readAsArrayBuffer(file.slice(at, Math.min(end, at + PIECE_BYTES)))), at - begin);
    }
    return room.subarray(0, end - begin);
  };
  return Object.defineProperties(new Uint8Array(0), { byteLength: { value: file.size }, subarray: { value: subarray } });
}
