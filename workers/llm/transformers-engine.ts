/** Language models through transformers.js: text models, and Gemma 3 with pictures. */
import {
  AutoModelForCausalLM,
  AutoProcessor,
  AutoTokenizer,
  cat,
  DynamicCache,
  Tensor,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import type { ChatMessage, SamplingWish } from '../../src/protocol/messages.ts';
import type { Guide } from '../../src/tools/call-grammar.ts';
import { familyOf, written } from '../../src/tools/families.ts';
import type { Declaration } from '../../src/tools/tool.ts';
import { localVariant } from '../local-variant.ts';
import { ModelFiles } from '../model-files.ts';
import { warmUp } from '../self-test.ts';
import type { LoadJob } from '../serve.ts';
import { useModelFiles } from '../transformers-env.ts';
import { weightOptions, weightPaths } from '../weights.ts';
import { crop, isCroppable } from './crop.ts';
import type { Engine, Piece } from './engine.ts';
import { checkProcessor, endsOf, silentIdsOf, templateOf, windowOf } from './model-settings.ts';
import { buildPrompt, commonPrefix, type ChatTemplate, type Prompt, type VisionProcessor } from './prompt.ts';
import { PromptWindow } from './prompt-window.ts';
import { keepAllowed, sampledAs, sampleToken } from './sampling.ts';
import { TokenGuide } from './token-guide.ts';
import { isOfVision, Vision } from './vision.ts';

type Outputs = Record<string, Tensor> & { logits: Tensor };

/** transformers.js's own preparation of a step: slices off what the cache holds, asks for one row of logits. */
type Preparing = {
  prepare_inputs_for_generation(ids: unknown, inputs: Record<string, unknown>, config: unknown): Record<string, unknown>;
};

/** Loads a model and reads one short prompt, so that the first turn finds everything compiled. */
export async function load(job: LoadJob<LlmSpec>): Promise<Engine> {
  const { spec } = job;
  const { variant, backend } = localVariant(job);
  const files = new ModelFiles(job);
  const sees = spec.engine === 'transformers-vision';
  try {
    await useModelFiles(files, backend);
    // Whatever can be found wrong without the weights is found before they are fetched.
    if (sees) await checkProcessor(files, spec);
    const [tokenizer, processor] = await Promise.all([
      AutoTokenizer.from_pretrained(spec.id),
      sees ? (AutoProcessor.from_pretrained(spec.id) as Promise<VisionProcessor>) : null,
    ]);
    const template = await templateOf(tokenizer, processor, files, spec);
    const placed = { spec, variant, backend, files };
    const { config, paths } = await weightPaths(placed);
    const ofVision = paths.filter(isOfVision);
    const forText = paths.filter((path) => !isOfVision(path));
    // What sees is made ready when it is needed, and may then have no hub to ask.
    const [weights] = await Promise.all([weightOptions(placed, forText), ...ofVision.map((path) => files.provide(path))]);
    // By this class transformers.js makes the half of a model with pictures that reads and writes.
    const model = await AutoModelForCausalLM.from_pretrained(spec.id, {
      config,
      dtype: variant.dtype as never,
      device: backend,
      ...(variant.modelFileName ? { model_file_name: variant.modelFileName } : {}),
      ...weights,
    });
    const vision = processor && new Vision(placed, ofVision, model, processor);
    const engine = new TransformersEngine(spec, model, tokenizer, vision, template);
    await warmUp(engine, job);
    return engine;
  } catch (error) {
    throw files.explain(error);
  }
}

class TransformersEngine implements Engine {
  readonly #spec: LlmSpec;
  readonly #model: PreTrainedModel;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #vision: Vision | null;
  readonly #ends: ReadonlySet<number>;
  readonly #silent: ReadonlySet<number>;
  /** Keys and values of everything read and said so far, and what each position stands for. */
  #past: DynamicCache | null = null;
  #pastKeys: (number | string)[] = [];
  readonly #template: ChatTemplate;
  readonly #window = new PromptWindow();
  /** Tokens that it reads and writes at once. */
  readonly #windowTokens: number;
  #promptEnd = '';
  /** Null until the first call is opened. */
  #tokenGuide: TokenGuide | null = null;

  constructor(
    spec: LlmSpec,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizer,
    vision: Vision | null,
    template: ChatTemplate,
  ) {
    this.#spec = spec;
    this.#template = template;
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#vision = vision;
    this.#ends = endsOf(model, tokenizer);
    this.#silent = silentIdsOf(tokenizer);
    this.#windowTokens = windowOf(spec, model.config);
  }

  get promptEnd(): string {
    return this.#promptEnd;
  }

  async openEyes(): Promise<void> {
    await this.#vision?.open();
  }

  async warmUp(): Promise<void> {
    const pieces = this.generate([{ role: 'user', text: 'Hello' }], 2);
    while (!(await pieces.next()).done);
  }

  async *generate(
    messages: readonly ChatMessage[],
    maxTokens: number,
    wish?: SamplingWish,
    tools: readonly Declaration[] = [],
    guide: () => Guide | null = () => null,
  ): AsyncGenerator<Piece, void> {
    const sampling = sampledAs(this.#spec.sampling, wish);
    const prompt = await this.#fitting(messages, maxTokens, tools);
    this.#promptEnd = prompt.end;
    const read = await this.#read(prompt);
    yield { kind: 'prompt' };
    const ids = [...prompt.ids];
    const answer: number[] = [];
    const most = Math.min(maxTokens, this.#windowTokens - prompt.ids.length);
    let { logits } = read;
    let written = 0;
    let text = '';
    for (;;) {
      const guided = guide();
      if (guided) keepAllowed(logits, this.#tokens.allows(guided, text.slice(written)), sampling.temperature);
      const next = sampleToken(logits, ids, sampling);
      if (this.#ends.has(next) || answer.length >= most) {
        if (text.length > written) yield { kind: 'text', delta: text.slice(written), tokens: answer.length };
        const reason = this.#ends.has(next) ? 'stop' : 'length';
        yield { kind: 'end', reason, tokens: answer.length, readTokens: read.tokens };
        return;
      }
      ids.push(next);
      answer.push(next);
      text = this.#textOf(answer);
      // A character whose last bytes are still to come decodes as U+FFFD.
      const complete = text.endsWith('\uFFFD') ? written : text.length;
      if (complete > written) yield { kind: 'text', delta: text.slice(written, complete), tokens: answer.length };
      written = complete;
      logits = await this.#step(ids, {});
      this.#pastKeys.push(next);
    }
  }

  async readAhead(messages: readonly ChatMessage[], tools: readonly Declaration[] = []): Promise<void> {
    // A template wants a question; what two different ones share does not depend on it.
    const kept = this.#window.begin(messages);
    const build = (text: string) => this.#build([...kept, { role: 'user', text }], tools);
    const prompt = await build('A');
    const shared = commonPrefix(prompt.keys, (await build('B')).keys);
    // What is too long is cut when it is asked.
    if (shared > this.#windowTokens) return;
    if (commonPrefix(this.#pastKeys, prompt.keys) < shared)
      await this.#read({ ...prompt, ids: prompt.ids.slice(0, shared), keys: prompt.keys.slice(0, shared) });
  }

  /** Nothing to do: decoding is pull-driven, and a session run can't be stopped. */
  interrupt(): void {}

  get #tokens(): TokenGuide {
    this.#tokenGuide ??= new TokenGuide({
      encode: (text) => this.#tokenizer.encode(text, { add_special_tokens: false }),
      decode: (ids) => this.#textOf(ids),
      isEnd: (id) => this.#ends.has(id),
      isSilent: (id) => this.#silent.has(id),
    });
    return this.#tokenGuide;
  }

  /** What is written of an answer: thoughts and calls with the signs around them, by which they are told from the rest. */
  #textOf(answer: readonly number[]): string {
    const ids = answer.filter((id) => !this.#silent.has(id));
    if (ids.length === 0) return '';
    return this.#tokenizer.decode(ids, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  }

  /** Reads what the cache does not hold of the prompt, `tokens` of it. Returns the logits of its last position. */
  async #read(prompt: Prompt): Promise<{ logits: Float32Array; tokens: number }> {
    const reusedTokens = await this.#reuse(prompt);
    const logits = await this.#step(prompt.ids, await this.#pixels(prompt, reusedTokens));
    this.#pastKeys = [...prompt.keys];
    return { logits, tokens: prompt.ids.length - reusedTokens };
  }

  /** Runs the model over what the cache does not hold yet. Returns the logits of the last position. */
  async #step(ids: readonly number[], pixels: { pixel_values?: Tensor }): Promise<Float32Array> {
    const shape = [1, ids.length];
    const inputs = (this.#model as unknown as Preparing).prepare_inputs_for_generation(
      [ids],
      {
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
        attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
        ...(this.#past ? { past_key_values: this.#past } : {}),
        ...pixels,
      },
      this.#model.generation_config,
    );
    const { logits, ...present } = (await this.#model.forward(inputs)) as Outputs;
    const vocabulary = logits.dims.at(-1) ?? 0;
    // Read before the old cache goes: a cropped one is given back at once, and the card must be through with it.
    const data = (await logits.data) as Float32Array;
    this.#past ??= new DynamicCache();
    this.#past.update(Object.fromEntries(Object.entries(present).map(([name, tensor]) => [inputName(name), tensor])));
    return data.slice(data.length - vocabulary);
  }

  /** Makes the cache hold the longest part of the prompt that it can, and says how many tokens that is. */
  async #reuse(prompt: Prompt): Promise<number> {
    // The last token must be read again, for its logits.
    let common = Math.min(commonPrefix(this.#pastKeys, prompt.keys), prompt.keys.length - 1);
    // Half a picture is no picture.
    while (typeof prompt.keys[common] === 'string' && prompt.keys[common - 1] === prompt.keys[common]) common -= 1;
    const { length } = this.#pastKeys;
    if (this.#past && common > 0 && (common === length || isCroppable(this.#past, length))) {
      if (common < length) await crop(this.#past, common);
      this.#pastKeys.length = common;
      return common;
    }
    await this.#past?.dispose();
    this.#past = null;
    this.#pastKeys = [];
    return 0;
  }

  /** The newest of it that leaves room for an answer of so many tokens. */
  async #fitting(messages: readonly ChatMessage[], room: number, tools: readonly Declaration[]): Promise<Prompt> {
    // A small window is shared by halves.
    const most = this.#windowTokens - Math.min(room, Math.floor(this.#windowTokens / 2));
    for (let kept = this.#window.begin(messages); ;) {
      const prompt = await this.#build(kept, tools);
      if (prompt.ids.length <= most) return prompt;
      kept = this.#window.shrink(kept, prompt.ids.length, most);
    }
  }

  #build(messages: readonly ChatMessage[], tools: readonly Declaration[]): Promise<Prompt> {
    const plain: ChatMessage[] = written(messages, tools, familyOf(this.#spec));
    // Without eyes pictures are left out.
    const seen = this.#vision?.isOpen ? plain : plain.map(({ role, text }) => ({ role, text }));
    return buildPrompt(seen, this.#tokenizer, this.#vision?.processor ?? null, this.#template);
  }

  /** What the vision encoder makes of the pictures that the cache has not seen. */
  async #pixels({ keys, images, digests }: Prompt, reusedTokens: number): Promise<{ pixel_values?: Tensor }> {
    if (!this.#vision || images.length === 0) return {};
    const isStart = (key: number | string, at: number) => typeof key === 'string' && keys[at - 1] !== key;
    const seen = keys.slice(0, reusedTokens).filter(isStart).length;
    const features: Tensor[] = [];
    // One after another: several at once may want more of the graphics card in one piece than it gives.
    for (const [index, image] of images.entries()) {
      if (index >= seen) features.push(await this.#vision.see(digests[index] ?? '', image));
    }
    return features.length === 0 ? {} : { pixel_values: cat(features, 0) };
  }
}

/** The input that an output of the cache is for, as transformers.js names them: `present.0.key`, or `present_conv.0` where there are states. */
function inputName(output: string): string {
  return output.replace(/^present_/, 'past_').replace(/^present/, 'past_key_values');
}
