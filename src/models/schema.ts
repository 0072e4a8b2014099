/**
 * What the catalogue says of a model, as schemas: types are inferred from them, a unit test holds the table against them, and what users
 * type in is checked by the same means (`own.ts`). The app itself imports types only, so nothing of this is loaded with the page.
 */
import * as v from 'valibot';

const Text = v.pipe(v.string(), v.minLength(1));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Graphics memory, MB (10^6 bytes), by what it is for; an estimate with a full context. `vramMbOf` adds it up. */
const Vram = v.strictObject({
  /** The files, as a rule. */
  weights: v.pipe(v.number(), v.minValue(0)),
  /** Keys and values of a full context: `keysAndValuesMb`. */
  cache: v.pipe(v.number(), v.minValue(0)),
  /** What one run needs besides. Nobody measured it here: an allowance. */
  activations: v.pipe(v.number(), v.minValue(0)),
  /** What comes on top as soon as a picture is seen; not in the sum, since most conversations have none. */
  pictures: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
});

/** One file, as far as it is known. */
const File = v.strictObject({ bytes: v.exactOptional(Count), sha256: v.exactOptional(Sha256) });

/** A graphics card that is reported to compute a model wrongly without saying so. */
const KnownBad = v.strictObject({
  /** Regular expression on the adapter's name, `<vendor> <architecture> <device> <description>`, without regard to case. */
  gpu: Text,
  /** Goes behind the model's name: 'distorts its voice'. */
  why: Text,
  /** The report, an address. */
  source: v.pipe(v.string(), v.url()),
});

/** How one model runs on one backend. */
const Variant = v.strictObject({
  /** Per session, keyed by transformers.js's file names, or one for all. */
  dtype: v.union([v.string(), v.record(v.string(), v.string())]),
  /** transformers.js `model_file_name`, where the graph has an unusual name. */
  modelFileName: v.exactOptional(Text),
  /** onnxruntime session options, as data. */
  sessionOptions: v.exactOptional(v.record(v.string(), v.unknown())),
  /** Of the download, as near as it is known; 0 where it is not. */
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** What is known of single files, by path. A sum that stands here is what a hub's file is held against. */
  files: v.exactOptional(v.record(v.string(), File)),
  /** WebGPU only. */
  vram: v.exactOptional(Vram),
  /** WebGPU features without which it can't run. */
  features: v.exactOptional(v.array(Text)),
  /** Its largest tensor, bytes: what `maxStorageBufferBindingSize` has to allow. Left out where every GPU does (128 MiB). */
  largestTensorBytes: v.exactOptional(Count),
  /** Other limits of WebGPU that have to be at least so high, by their names; those that every GPU meets are left out. */
  limits: v.exactOptional(v.record(v.string(), Count)),
  knownBad: v.exactOptional(v.array(KnownBad)),
});

const common = {
  id: Text,
  /** Shown to the user. */
  name: Text,
  /** Folder under `<app>models/`. */
  folder: v.string(),
  /** Hub repository, '' when the files exist only on the app's own origin. */
  repo: v.string(),
  /** Pinned commit of the hub repository. */
  revision: v.string(),
  licence: Text,
  /** What has to be shown with it: the licence asks for that. */
  notice: v.exactOptional(Text),
  /** What it costs, or what speaks against it, in a sentence for whoever chooses it by hand. */
  note: v.exactOptional(Text),
  /** Nobody has seen it work on a graphics card yet: the page says so until it passed the self-test there. */
  experimental: v.exactOptional(v.literal(true)),
  /** BCP 47 tags, or 'many' where the makers claim more than could be listed or held to. */
  languages: v.union([v.literal('many'), v.array(Text)]),
  /** `remote`: on a server that the user named. */
  variants: v.strictObject({
    webgpu: v.exactOptional(Variant),
    wasm: v.exactOptional(Variant),
    remote: v.exactOptional(Variant),
  }),
};

const Vad = v.strictObject({ ...common, role: v.literal('vad'), engine: v.literal('silero') });

const Stt = v.strictObject({
  ...common,
  role: v.literal('stt'),
  engine: v.literal('whisper'),
  /** True when the encoder takes fewer than 3000 frames, so that its window can be cut to the utterance. */
  cutsWindow: v.boolean(),
});

const Eou = v.strictObject({ ...common, role: v.literal('eou'), engine: v.literal('smart-turn'), file: Text });

const Llm = v.strictObject({
  ...common,
  role: v.literal('llm'),
  /**
   * `transformers-text`: AutoModelForCausalLM. `transformers-vision`: AutoModelForImageTextToText. `webllm`: MLCEngine. `endpoint`: the
   * chat API of somebody's server.
   */
  engine: v.picklist(['transformers-text', 'transformers-vision', 'webllm', 'endpoint']),
  /** Whether a user message may carry a picture. */
  sees: v.boolean(),
  contextTokens: Count,
  sampling: v.strictObject({ temperature: v.number(), topP: v.number(), repetitionPenalty: v.number() }),
  /** How it calls tools, where its name does not tell (tools/families.ts); `none`: it can't. */
  tools: v.exactOptional(v.picklist(['fence', 'hermes', 'gemma4', 'none'])),
  /** System prompt instead of Parley's own: a very small model loses itself in rules about style. */
  system: v.exactOptional(Text),
  /**
   * WebLLM's compiled library: beside the weights (`model`), with the app (`app`, under public/), or at an address of its own
   * (`elsewhere`), from which it goes through the store as the weights do. Its sum is checked before it is run.
   */
  library: v.exactOptional(
    v.strictObject({ at: v.picklist(['model', 'app', 'elsewhere']), path: Text, sha256: v.exactOptional(Sha256) }),
  ),
  /** Name of a record in WebLLM's own list, from which the library's address and all options are taken. */
  prebuilt: v.exactOptional(Text),
  /** A user's WebLLM record, run as it is but for its addresses. */
  record: v.exactOptional(v.record(v.string(), v.unknown())),
  /** `url` without `/chat/completions`. The key goes to that server and nowhere else. */
  endpoint: v.exactOptional(v.strictObject({ url: Text, model: Text, apiKey: v.string() })),
});

const Tts = v.strictObject({ ...common, role: v.literal('tts'), engine: v.literal('kokoro'), sampleRate: v.literal(24_000) });

export const ModelSchema = v.variant('role', [Vad, Stt, Eou, Llm, Tts]);

export type Variant = v.InferOutput<typeof Variant>;
export type VadSpec = v.InferOutput<typeof Vad>;
export type SttSpec = v.InferOutput<typeof Stt>;
export type EouSpec = v.InferOutput<typeof Eou>;
export type LlmSpec = v.InferOutput<typeof Llm>;
export type TtsSpec = v.InferOutput<typeof Tts>;
export type ModelSpec = v.InferOutput<typeof ModelSchema>;
