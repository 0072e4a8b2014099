/** Language models through WebLLM: its MLCEngine, run in our own worker behind our own protocol. */
import {
  MLCEngine,
  prebuiltAppConfig,
  type ChatCompletionChunk,
  type ChatCompletionMessageParam,
  type ChatCompletionRequestStreaming,
  type ModelRecord,
} from '@mlc-ai/web-llm';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import type { ChatMessage, SamplingWish } from '../../src/protocol/messages.ts';
import type { Guide } from '../../src/tools/call-grammar.ts';
import { familyOf, written } from '../../src/tools/families.ts';
import type { Declaration } from '../../src/tools/tool.ts';
import { getFile, ModelFiles } from '../model-files.ts';
import { sha256 } from '../sha256.ts';
import { warmUp } from '../self-test.ts';
import type { LoadJob } from '../serve.ts';
import { missing } from '../store/failures.ts';
import { lazily, replaceCaches } from '../stand-in-caches.ts';
import { toDataUrl } from './data-url.ts';
import type { Engine, Piece } from './engine.ts';
import { PromptWindow } from './prompt-window.ts';
import { sampledAs } from './sampling.ts';
import { closeAnswers, PipelineGuide, pipelineOf, type Pipeline } from './webllm-pipeline.ts';

/** WebLLM asks for a model's files below this address, and gets them from `ModelFiles`. Nothing is ever asked of it. */
const PLACEHOLDER = 'https://model.invalid/resolve/main/';

/** Enough for any model's answer to a greeting. */
const WARM_UP_TOKENS = 64;

/** Loads a model and has two short turns with it: kernels are compiled when they first run, and a follow-up needs another one. */
export async function load(job: LoadJob<LlmSpec>): Promise<Engine> {
  const { spec } = job;
  const given = givenRecord(spec);
  const library = await libraryOf(spec, given);
  const files = new ModelFiles(job, library.at === 'elsewhere' ? new Map([[library.file, library.path]]) : undefined);
  serveWebLlm(library, job.origin.app, files);
  const engine = new MLCEngine({ appConfig: { model_list: [modelRecord(spec, given, library)] }, logLevel: 'WARN' });
  try {
    await engine.reload(spec.id);
    const pipeline = pipelineOf(engine, spec.id);
    closeAnswers(pipeline);
    const webLlm = new WebLlmEngine(spec, engine, pipeline);
    await warmUp(webLlm, job);
    return webLlm;
  } catch (error) {
    throw named(files.explain(error));
  }
}

class WebLlmEngine implements Engine {
  readonly #spec: LlmSpec;
  readonly #engine: MLCEngine;
  readonly #guide: PipelineGuide;
  readonly #window = new PromptWindow();

  constructor(spec: LlmSpec, engine: MLCEngine, pipeline: Pipeline) {
    this.#spec = spec;
    this.#engine = engine;
    this.#guide = new PipelineGuide(pipeline);
  }

  async warmUp(): Promise<void> {
    const messages: ChatMessage[] = [{ role: 'user', text: 'Hello' }];
    let answer = '';
    // Only on top of an answer that ended by itself does the follow-up start from the cache.
    for await (const piece of this.generate(messages, WARM_UP_TOKENS)) if (piece.kind === 'text') answer += piece.delta;
    messages.push({ role: 'assistant', text: answer }, { role: 'user', text: 'Hello' });
    const pieces = this.generate(messages, 2);
    while (!(await pieces.next()).done);
    await this.#engine.resetChat();
  }

  async *generate(
    messages: readonly ChatMessage[],
    maxTokens: number,
    wish?: SamplingWish,
    tools: readonly Declaration[] = [],
    guide: () => Guide | null = () => null,
  ): AsyncGenerator<Piece, void> {
    const { temperature, topP, repetitionPenalty } = sampledAs(this.#spec.sampling, wish);
    const chunks = await this.#begin(messages, tools, {
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: maxTokens,
      temperature,
      top_p: topP,
      repetition_penalty: repetitionPenalty,
    });
    // Leaving this loop early (the stage returns the generator) also returns WebLLM's own, which frees its lock for the next request.
    let tokens = 0;
    let readTokens = 0;
    let reason: 'stop' | 'length' = 'stop';
    let given = 0;
    try {
      for await (const chunk of chunks) {
        const [choice] = chunk.choices;
        if (!choice) {
          tokens = chunk.usage?.completion_tokens ?? tokens;
          readTokens = chunk.usage?.prompt_tokens ?? 0;
          continue;
        }
        const delta = choice.delta.content ?? '';
        if (tokens === 0 && delta !== '') yield { kind: 'prompt' };
        if (delta !== '') {
          tokens += 1;
          given += delta.length;
          yield { kind: 'text', delta, tokens };
        }
        if (choice.finish_reason === 'length') reason = 'length';
        // The next token is chosen when the next chunk is asked for.
        this.#guide.set(guide(), given, temperature);
      }
    } finally {
      this.#guide.set(null, 0, 0);
    }
    yield { kind: 'end', reason, tokens, readTokens };
  }

  /** Asks with the newest of the conversation that its window takes. The first chunk is read here: only with it WebLLM counts the prompt. */
  async #begin(
    messages: readonly ChatMessage[],
    tools: readonly Declaration[],
    request: Omit<Request, 'messages'>,
  ): Promise<AsyncIterable<ChatCompletionChunk>> {
    for (let kept = this.#window.begin(messages); ;) {
      try {
        const params = await toParams(written(kept, tools, familyOf(this.#spec)), this.#spec.sees);
        const chunks = await this.#engine.chat.completions.create({ ...request, messages: params });
        const pieces = chunks[Symbol.asyncIterator]();
        return withFirst(await pieces.next(), pieces);
      } catch (error) {
        const counts = windowExceeded(error);
        if (!counts) throw error;
        kept = this.#window.shrink(kept, counts.tokens, counts.most);
      }
    }
  }

  interrupt(): void {
    void this.#engine.interruptGenerate();
  }
}

type Request = ChatCompletionRequestStreaming;

/** What is iterated, with the first of it read already. Whoever leaves early returns the whole. */
async function* withFirst<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T, void> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The counts in WebLLM's complaint about a prompt that is too long; null for any other error. */
function windowExceeded(error: unknown): { tokens: number; most: number } | null {
  if (!(error instanceof Error) || error.name !== 'ContextWindowSizeExceededError') return null;
  const [tokens = 0, most = 0] = (error.message.match(/\d+/g) ?? []).map(Number);
  return { tokens, most };
}

type Library = NonNullable<LlmSpec['library']> & {
  /** What it is called among the model's files, or the app's. */
  file: string;
};

/** A record that somebody else wrote: WebLLM itself, or the user. */
function givenRecord({ prebuilt, record }: LlmSpec): Partial<ModelRecord> {
  if (prebuilt === undefined) return record ?? {};
  const found = prebuiltAppConfig.model_list.find(({ model_id }) => model_id === prebuilt);
  if (!found) throw new RangeError(`WebLLM's list has no ${prebuilt}`);
  return found;
}

/** One from elsewhere is kept under its whole address: another version of WebLLM's has the same name at another address. */
async function libraryOf({ id, library }: LlmSpec, { model_lib }: Partial<ModelRecord>): Promise<Library> {
  const where = library ?? (model_lib === undefined ? null : ({ at: 'elsewhere', path: model_lib } as const));
  if (!where) throw new RangeError(`${id} has no WebLLM library`);
  if (where.at !== 'elsewhere') return { ...where, file: where.path };
  const digest = await sha256(new TextEncoder().encode(where.path));
  const name = new URL(where.path).pathname.replace(/^.*\//, '');
  return { ...where, file: `${digest.slice(0, 16)}-${name}` };
}

/** WebLLM's record of a model, at addresses that lead to our own files; it wants them absolute and with a revision. */
function modelRecord(spec: LlmSpec, given: Partial<ModelRecord>, { file, sha256 }: Library): ModelRecord {
  const features = spec.variants.webgpu?.features;
  const ours = {
    overrides: { context_window_size: spec.contextTokens, sliding_window_size: -1 },
    ...(features ? { required_features: features } : {}),
  };
  return {
    ...(given.model === undefined ? ours : given),
    model: PLACEHOLDER,
    model_id: spec.id,
    model_lib: PLACEHOLDER + file,
    // It is code: WebLLM checks the sum before it runs it.
    ...(sha256 ? { integrity: { ...given.integrity, model_lib: toSri(sha256) } } : {}),
  };
}

/** A SHA-256 in hex, as Subresource Integrity writes it. */
function toSri(sha256: string): string {
  const bytes = sha256.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
}

/**
 * WebLLM has no setting for a `fetch`, but it takes every file from the Cache API, whose `add` is all the fetching it does. So it gets
 * caches that add by way of `files`: hub files are stored once, checked and gone on with, and it throws on what `files` throws.
 */
function serveWebLlm({ at, file }: Library, app: string, files: ModelFiles): void {
  const added = new Set<string>();
  const inApp = at === 'app' ? PLACEHOLDER + file : null;
  const fetchLibrary = async (): Promise<Response> => {
    const answer = await getFile(app + file);
    if (typeof answer === 'string') throw missing(file, [`${app}${file} (${answer})`]);
    return answer;
  };
  replaceCaches({
    match: (address) => {
      const open = () => (address === inApp ? fetchLibrary() : files.fetch(address.slice(PLACEHOLDER.length)));
      return Promise.resolve(added.has(address) ? lazily(open) : undefined);
    },
    add: async (address) => {
      if (address !== inApp) await files.provide(address.slice(PLACEHOLDER.length));
      added.add(address);
    },
  });
}

/** The system prompt goes into the first user turn: WebLLM's template would put it raw before every turn, unlike Gemma's own. */
async function toParams(messages: readonly ChatMessage[], sees: boolean): Promise<ChatCompletionMessageParam[]> {
  const [first, ...rest] = messages;
  const system = first?.role === 'system' ? first.text : null;
  const turns = system === null ? messages : rest;
  return Promise.all(
    turns.map(async ({ role, text, image }, index): Promise<ChatCompletionMessageParam> => {
      const words = index === 0 && system ? `${system}\n\n${text}` : text;
      if (role === 'assistant') return { role, content: words };
      if (!image || !sees) return { role: 'user', content: words };
      const url = await toDataUrl(image);
      return {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url } },
          { type: 'text', text: words },
        ],
      };
    }),
  );
}

/** WebLLM throws strings and errors of its own; the page needs a reason it can act on. */
function named(thrown: unknown): ParleyError {
  if (thrown instanceof ParleyError) return thrown;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  if (/WebGPUNotAvailable|WebGPU is not supported|Unable to find a compatible GPU|requestAdapter/i.test(text)) {
    return new ParleyError('no-webgpu', 'This model needs WebGPU, which is not to be had here.', {
      advice: 'Use a browser and a graphics card with WebGPU, or choose the starter set.',
      cause: thrown,
    });
  }
  if (/^IntegrityError/.test(text)) {
    return new ParleyError('model-file-corrupt', 'The model’s compiled library is not the one it should be, so it was not run.', {
      advice: 'Reload the page. If it stays so, whoever serves it has changed the file: choose another model.',
      cause: thrown,
    });
  }
  if (/DeviceLost|device was lost/i.test(text))
    return new ParleyError('device-lost', 'The graphics card dropped the model.', { cause: thrown });
  return new ParleyError('load-failed', text, { cause: thrown });
}
