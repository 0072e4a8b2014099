/** A language model of the user's own choice: a repository of a hub, a WebLLM record, or a server that speaks the chat API. */
import * as v from 'valibot';
import { msg, str, translatable } from '../locales/words.ts';
import { ParleyError } from '../protocol/errors.ts';
import type { LlmSpec } from './schema.ts';
import { CHAT_SAMPLING, WEBLLM_LIMITS } from './thinking.ts';

/** transformers.js's names for the precisions a repository may have. */
export const OWN_DTYPES = ['fp32', 'fp16', 'q8', 'q4', 'q4f16'] as const;

const Word = (message: string) => v.pipe(v.string(message), v.trim(), v.nonEmpty(message));

const HuggingFace = v.object({
  kind: v.literal('huggingface'),
  repo: v.pipe(
    v.string(translatable('Name the repository.')),
    v.trim(),
    v.regex(/^[\w.-]+\/[\w.-]+$/, translatable('Name the repository as owner/name, as in onnx-community/Qwen3-0.6B-ONNX.')),
  ),
  revision: v.pipe(
    v.string(translatable('Name a commit or a branch, such as main.')),
    v.trim(),
    v.regex(/^[\w.-]+$/, translatable('Name a commit or a branch, such as main, without slashes.')),
  ),
  dtype: v.picklist(OWN_DTYPES, () => msg(str`Choose one of ${OWN_DTYPES.join(', ')}: the one whose files the repository has.`)),
  sees: v.boolean(translatable('Say whether it takes pictures.')),
});

const HUB_ADDRESS = /^https:\/\/huggingface\.co\/([\w.-]+\/[\w.-]+?)(?:\/resolve\/([\w.-]+))?\/?$/;
const HTTPS = /^https:\/\/[^\s/?#]+\//;

/** Fewest tokens that a prompt of Parley's and its answer fit into. */
const FEWEST_CONTEXT_TOKENS = 512;
const CONTEXT_ADVICE = translatable(
  'In the record, “context_window_size” has to be a whole number of tokens, at least 512: give one, or leave it out.',
);

/** What Parley has to know of a WebLLM ModelRecord; the rest is WebLLM's. */
const Record = v.looseObject(
  {
    model: v.pipe(
      v.string(translatable('In the record, “model” has to be the address of the weights.')),
      v.regex(HUB_ADDRESS, translatable('In the record, “model” has to be https://huggingface.co/owner/name, with /resolve/commit if you like.')),
    ),
    model_lib: v.pipe(
      v.string(translatable('In the record, “model_lib” has to be the address of the compiled library.')),
      v.check(
        (address) => HTTPS.test(address) || !/^[a-z][a-z+.-]*:|^\/\//i.test(address),
        translatable('In the record, “model_lib” has to begin with https:// or be a path on this very site: it is code that will run here.'),
      ),
    ),
    overrides: v.optional(
      v.looseObject({
        context_window_size: v.optional(
          v.pipe(
            v.number(CONTEXT_ADVICE),
            v.safeInteger(CONTEXT_ADVICE),
            v.minValue(FEWEST_CONTEXT_TOKENS, CONTEXT_ADVICE),
          ),
        ),
      }),
    ),
    required_features: v.optional(v.array(v.string())),
    vram_required_MB: v.optional(v.number()),
    buffer_size_required_bytes: v.optional(v.number()),
  },
  // Without a path it is the whole that is wrong.
  ({ path }) =>
    path
      ? msg(str`In the record, “${String(path.at(-1)?.key)}” is missing: paste one whole object of WebLLM’s list of models.`)
      : translatable('The record has to be one object in braces, as in WebLLM’s list of models.'),
);

const WebLlm = v.object({
  kind: v.literal('webllm'),
  record: v.pipe(
    Word(translatable('Paste the record: one object of WebLLM’s list of models, as JSON.')),
    v.parseJson(undefined, translatable('This is no JSON. Names and texts stand in double quotes, and no comma is left at the end.')),
    Record,
  ),
});

const LAST_PORT = 65_535;

const Endpoint = v.object({
  kind: v.literal('endpoint'),
  url: v.pipe(
    v.string(translatable('Give the address of the server.')),
    v.trim(),
    // Anything else would carry words, pictures, and the key in the clear; and a page that came by https may not even ask.
    v.regex(
      /^(https:\/\/(\[[\da-f:.]+\]|[^\s/?#@:%<>[\]\\^|]+)(:\d+)?|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/i,
      translatable('Give an address that begins with https://, or with http://localhost for a server on this machine, as in http://localhost:11434/v1.'),
    ),
    v.check((url) => Number(/:(\d+)(\/|$)/.exec(url)?.[1] ?? 0) <= LAST_PORT, () => msg(str`Give a port of at most ${LAST_PORT}.`)),
    v.transform((url) => url.replace(/\/+(chat\/completions\/*)?$/, '')),
  ),
  model: Word(translatable('Name the model as the server calls it.')),
  apiKey: v.pipe(
    v.string(translatable('Give the key, or leave it empty.')),
    v.trim(),
    // Anything else no browser sends in a header.
    v.regex(/^[!-~]*$/, translatable('A key has no spaces and only plain letters, digits and signs: copy it again, without anything around it.')),
  ),
  sees: v.boolean(translatable('Say whether it takes pictures.')),
  /** It is told what was said before it was chosen. */
  tellsBefore: v.optional(v.boolean()),
  /** It is asked only once the user has finished: fewer requests, later answers. */
  waits: v.optional(v.boolean()),
});

const Own = v.variant('kind', [HuggingFace, WebLlm, Endpoint], translatable('Choose what kind of model it is.'));

export type OwnModel = v.InferInput<typeof Own>;

/** Which field is wrong, and what to do about it; null when nothing is. */
export function ownModelProblem(input: unknown): { field: string; advice: string } | null {
  const { issues } = v.safeParse(Own, input);
  if (!issues) return null;
  const [issue] = issues;
  const [field = 'kind'] = v.getDotPath(issue)?.split('.') ?? [];
  return { field, advice: issue.message };
}

/** As a model that can be loaded. Throws a ParleyError `bad-input` that names the field. */
export function ownModel(input: unknown): LlmSpec {
  const problem = ownModelProblem(input);
  if (problem) {
    const { field, advice } = problem;
    throw new ParleyError('bad-input', msg(str`Your own model can’t be used: its ${field} is not right.`), { advice });
  }
  const own = v.parse(Own, input);
  switch (own.kind) {
    case 'huggingface':
      return fromHub(own);
    case 'webllm':
      return fromRecord(own.record);
    case 'endpoint':
      return fromEndpoint(own);
  }
}

/** Nobody but its user knows more. */
const UNKNOWN = { licence: 'see its own page', languages: 'many', sampling: CHAT_SAMPLING } as const;

/** Tokens of context where nothing says how many, or what they cost: Parley's own smallest. */
const CONTEXT_TOKENS = 2048;
/** And for a server, where they cost nothing here: most models have more. */
const REMOTE_CONTEXT_TOKENS = 8192;

function fromHub({ repo, revision, dtype, sees }: v.InferOutput<typeof HuggingFace>): LlmSpec {
  const variant = { dtype, bytes: 0 };
  return {
    ...UNKNOWN,
    ...named(repo),
    role: 'llm',
    engine: sees ? 'transformers-vision' : 'transformers-text',
    revision,
    sees,
    contextTokens: CONTEXT_TOKENS,
    variants: { webgpu: dtype.endsWith('16') ? { ...variant, features: ['shader-f16'] } : variant, wasm: variant },
  };
}

function fromRecord(record: v.InferOutput<typeof Record>): LlmSpec {
  const { model, model_lib, overrides, required_features, vram_required_MB, buffer_size_required_bytes } = record;
  const [, repo = '', revision = 'main'] = HUB_ADDRESS.exec(model) ?? [];
  const isElsewhere = HTTPS.test(model_lib);
  const features = new Set([...(required_features ?? []), ...(isF16(model_lib, model, String(record['model_id'])) ? ['shader-f16'] : [])]);
  return {
    ...UNKNOWN,
    ...named(repo),
    role: 'llm',
    engine: 'webllm',
    revision,
    // Whether WebLLM takes pictures for it is known once it is loaded, which is too late for the page.
    sees: false,
    contextTokens: overrides?.context_window_size ?? CONTEXT_TOKENS,
    library: isElsewhere ? { at: 'elsewhere', path: model_lib } : { at: 'app', path: model_lib.replace(/^\.?\//, '') },
    record,
    variants: {
      webgpu: {
        dtype: 'as in the record',
        bytes: 0,
        limits: WEBLLM_LIMITS,
        ...(features.size > 0 ? { features: [...features] } : {}),
        ...(vram_required_MB ? { vram: { weights: vram_required_MB, cache: 0, activations: 0 } } : {}),
        ...(buffer_size_required_bytes ? { largestTensorBytes: buffer_size_required_bytes } : {}),
      },
    },
  };
}

/** Whether a library computes in 16 bits, by the quantization that the first of these names: `q4f16_1`, `q0f16`. */
function isF16(...names: readonly string[]): boolean {
  const [named] = names.flatMap((name) => /.*q\d+(f16|f32)/i.exec(name)?.[1] ?? []);
  return named?.toLowerCase() === 'f16';
}

function fromEndpoint({ url, model, apiKey, sees }: v.InferOutput<typeof Endpoint>): LlmSpec {
  return {
    ...UNKNOWN,
    role: 'llm',
    engine: 'endpoint',
    id: `${url} ${model}`,
    name: `${model} on ${url.replace(/^https?:\/\/([^/]+).*$/i, '$1')}`,
    folder: '',
    repo: '',
    revision: '',
    sees,
    contextTokens: REMOTE_CONTEXT_TOKENS,
    endpoint: { url, model, apiKey },
    variants: { remote: { dtype: 'as the server has it', bytes: 0 } },
  };
}

/** By its repository: the catalogue's ids have no slash, and transformers.js takes none with a colon. */
function named(repo: string): Pick<LlmSpec, 'id' | 'name' | 'folder' | 'repo'> {
  return { id: repo, name: repo, folder: repo.slice(repo.indexOf('/') + 1), repo };
}
