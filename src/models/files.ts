/** Which of a repository's files an engine fetches to run a model: what a download takes, and what of a copy on a disk is of use. Pure. */
import type { ModelSpec, Variant } from './schema.ts';

/** How transformers.js ends the name of a graph, by dtype. */
const SUFFIXES: Readonly<Record<string, string>> = { fp32: '', fp16: '_fp16', q8: '_quantized', q4: '_q4', q4f16: '_q4f16' };

const TRANSFORMERS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** The chat template, where the tokenizer's settings have none. */
const TEMPLATE = 'chat_template.jinja';
/** Of a model that takes more than text. */
const PROCESSOR = ['preprocessor_config.json', 'processor_config.json'];
const WEBLLM = ['mlc-chat-config.json', 'tensor-cache.json'];
/** Newer packages of WebLLM's say here what a device has to allow. */
const MANIFEST = 'mlc-model-manifest.json';

/** Asked for as if they were optional, and transformers.js fails without them. */
const FATAL: ReadonlySet<string> = new Set(['tokenizer.json', 'tokenizer_config.json']);

/** Whether a copy that lacks this file can't be loaded, so that it is worth being asked for again. */
export function isFatal(path: string): boolean {
  return FATAL.has(path);
}

export type EngineFiles = {
  /** In the repository, and fetched. */
  files: string[];
  /** Not in the repository, and the engine can't do without them. */
  missing: string[];
  /** Not in the repository, and asked for all the same: the engine does without them. */
  absent: string[];
};

/** `paths`: every file of the repository. Without a graph's session named in `dtype` it is the layout that tells which there are. */
export function engineFiles(spec: ModelSpec, variant: Variant, paths: Iterable<string>): EngineFiles {
  const there = new Set(paths);
  const { needed, asked } = spec.engine === 'webllm' ? ofWebLlm(spec, there) : ofTransformers(spec, variant, there);
  return {
    files: [...needed, ...asked].filter((path) => there.has(path)),
    missing: needed.filter((path) => !there.has(path)),
    absent: asked.filter((path) => !there.has(path)),
  };
}

type Wanted = { needed: string[]; asked: string[] };

/** A library at an address of its own is not among them. */
function ofWebLlm(spec: Extract<ModelSpec, { role: 'llm' }>, there: ReadonlySet<string>): Wanted {
  // It takes the older kind of tokenizer only where there is no other.
  const tokenizer = !there.has('tokenizer.json') && there.has('tokenizer.model') ? 'tokenizer.model' : 'tokenizer.json';
  const shards = [...there].filter((path) => /^[^/]+\.bin$/.test(path)).sort();
  const library = spec.library?.at === 'model' ? [spec.library.path] : [];
  const manifest = there.has(MANIFEST) ? [MANIFEST] : [];
  return { needed: [...WEBLLM, ...manifest, tokenizer, ...library, ...(shards.length > 0 ? shards : ['params_shard_0.bin'])], asked: [] };
}

function ofTransformers(spec: ModelSpec, variant: Variant, there: ReadonlySet<string>): Wanted {
  const graphs = graphsOf(spec, variant, there);
  // A graph of more than 2 GB has its weights in files beside it, the first without a number.
  const data = [...there].filter((path) => graphs.some((graph) => path.startsWith(`${graph}_data`))).sort();
  const [config = '', ...others] = TRANSFORMERS;
  const isTextOnly = spec.engine === 'transformers-text' || spec.engine === 'kokoro';
  // A text model that has none has its template in the tokenizer's settings, and nobody asks for one.
  const template = isTextOnly && !there.has(TEMPLATE) ? [] : [TEMPLATE];
  return { needed: [config, ...graphs, ...data], asked: [...others, ...(isTextOnly ? [] : PROCESSOR), ...template] };
}

function graphsOf(spec: ModelSpec, { dtype, modelFileName = 'model' }: Variant, there: ReadonlySet<string>): string[] {
  const graph = (session: string, of: string) => `onnx/${session}${SUFFIXES[of] ?? `_${of}`}.onnx`;
  if (typeof dtype !== 'string') return Object.entries(dtype).map(([session, of]) => graph(session, of));
  const isThere = (session: string) => there.has(graph(session, dtype));
  const parts = ['embed_tokens', 'decoder_model_merged'];
  // Some models that see can hear as well, and all of one is loaded.
  if (spec.engine === 'transformers-vision') parts.push('vision_encoder', ...['audio_encoder'].filter(isThere));
  const isInParts = spec.engine === 'transformers-vision' || (!isThere(modelFileName) && parts.every(isThere));
  return (isInParts ? parts : [modelFileName]).map((session) => graph(session, dtype));
}
