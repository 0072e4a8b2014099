/** Whisper through transformers.js: sound in, words out, as little of its 30 s window as the utterance needs. */
import {
  AutoFeatureExtractor,
  AutoTokenizer,
  InterruptableStoppingCriteria,
  Tensor,
  WhisperForConditionalGeneration,
  type FeatureExtractor,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import type { SttSpec } from '../../src/models/catalogue.ts';
import { macrotask } from '../macrotask.ts';
import { localVariant } from '../local-variant.ts';
import { HOP_SAMPLES, whisperFeatures } from '../log-mel.ts';
import { ModelFiles } from '../model-files.ts';
import type { LoadJob } from '../serve.ts';
import { useModelFiles } from '../transformers-env.ts';
import type { PickLanguage } from './pick-language.ts';
import { weightOptions, weightPaths } from '../weights.ts';
import { primaryOf } from '../../src/text/language.ts';

const SAMPLE_RATE = 16_000;
/** Whisper's whole window, 30 s. */
const FULL_FRAMES = 3_000;
/**
 * Shortest window, 6 s: half the work of 12 s. On 82 prompts of 1.4 to 9 s it has other words in 3, 12 s in others. Below 6 s nothing was
 * measured.
 */
const MIN_FRAMES = 600;
/**
 * With less silence than this behind the speech the decoder repeats itself, frames: 4 s. With it, 1 in 25 still does; the first round is what was
 * said, so the transcript's filter takes the others away (text/transcript-filter.ts).
 */
const TRAILING_FRAMES = 400;
/** Fast speech has about 4 words, 6 tokens a second; a third more, and some for short clips, ends a loop early. */
const TOKENS_PER_SECOND = 8;
const EXTRA_TOKENS = 12;

/** The encoder window for an utterance, in log-mel frames (even, at most 3000). */
export function windowFrames(samples: number, cutsWindow: boolean): number {
  if (!cutsWindow) return FULL_FRAMES;
  const needed = Math.ceil(samples / HOP_SAMPLES) + TRAILING_FRAMES;
  return Math.min(FULL_FRAMES, Math.max(MIN_FRAMES, needed + (needed % 2)));
}

/** What was understood, in which language, and how sure Whisper was of it: the geometric mean of its tokens' probabilities, 0..1. */
export type Transcription = { text: string; confidence: number; language: string };

/** Of generation_config.json. Models of English alone have no list. */
type WhisperConfig = { is_multilingual?: boolean; lang_to_id?: Record<string, number>; decoder_start_token_id?: number };

/** As `generate` itself calls it; the types leave it out. */
type WithEncoder = {
  _prepare_encoder_decoder_kwargs_for_generation(run: {
    inputs_tensor: Tensor;
    model_inputs: Record<string, unknown>;
    model_input_name: string;
    generation_config: unknown;
  }): Promise<{ encoder_outputs: Tensor }>;
};

export class Whisper {
  readonly #model: PreTrainedModel;
  readonly #tokenizer: PreTrainedTokenizer;
  readonly #extractor: FeatureExtractor;
  readonly #cutsWindow: boolean;
  readonly #interrupt = new InterruptableStoppingCriteria();
  #stopped = false;
  /** Log probability of each token of the decoding in progress. */
  #logProbabilities: number[] = [];

  private constructor(model: PreTrainedModel, tokenizer: PreTrainedTokenizer, extractor: FeatureExtractor, cutsWindow: boolean) {
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#extractor = extractor;
    this.#cutsWindow = cutsWindow;
    const forward = model.forward.bind(model) as (inputs: Record<string, unknown>) => Promise<{ logits: Tensor }>;
    model.forward = async (inputs: Record<string, unknown>): Promise<unknown> => {
      await macrotask();
      const outputs = await forward(inputs);
      this.#logProbabilities.push(likeliest(outputs.logits));
      return outputs;
    };
  }

  static async load(job: LoadJob<SttSpec>): Promise<Whisper> {
    const { spec } = job;
    const { variant, backend } = localVariant(job);
    const files = new ModelFiles(job);
    try {
      await useModelFiles(files, backend);
      const placed = { spec, variant, backend, files };
      const { config, paths } = await weightPaths(placed);
      const weights = await weightOptions(placed, paths);
      const [model, tokenizer, extractor] = await Promise.all([
        WhisperForConditionalGeneration.from_pretrained(spec.id, {
          config,
          dtype: variant.dtype as never,
          device: backend,
          ...weights,
        }),
        AutoTokenizer.from_pretrained(spec.id),
        AutoFeatureExtractor.from_pretrained(spec.id),
      ]);
      return new Whisper(model, tokenizer, extractor, spec.cutsWindow);
    } catch (error) {
      throw files.explain(error);
    }
  }

  /** Transcribes a moment of silence, which compiles what is compiled late. */
  async warmUp(): Promise<void> {
    await this.transcribe(new Float32Array(SAMPLE_RATE), 'en');
  }

  /**
   * Transcribes 16 kHz mono sound of at most 30 s: of more the rest would be cut off (pieces.ts). `language` is a tag, or what picks one. Null when
   * `stop` was called meanwhile. The text may repeat itself.
   */
  async transcribe(samples: Float32Array, language: string | PickLanguage): Promise<Transcription | null> {
    this.#stopped = false;
    this.#interrupt.reset();
    const frames = windowFrames(samples.length, this.#cutsWindow);
    const input_features = await whisperFeatures(this.#extractor, samples, frames);
    await macrotask();
    if (this.#wasStopped()) return null;
    const isMultilingual = this.#config.is_multilingual ?? true;
    const encoded = typeof language === 'string' || !isMultilingual ? null : await this.#encode(input_features);
    if (this.#wasStopped()) return null;
    const likelihoods = encoded ? await this.#likelihoods(encoded) : null;
    if (this.#wasStopped()) return null;
    const spoken = typeof language === 'string' ? language : likelihoods ? language(likelihoods) : 'en';
    this.#logProbabilities = [];
    const output = await this.#model.generate({
      inputs: input_features,
      ...(encoded ? { encoder_outputs: encoded } : {}),
      max_new_tokens: Math.ceil((samples.length / SAMPLE_RATE) * TOKENS_PER_SECOND) + EXTRA_TOKENS,
      stopping_criteria: this.#interrupt,
      ...(isMultilingual ? { language: primaryOf(spoken), task: 'transcribe' } : {}),
    });
    if (this.#wasStopped()) return null;
    const [text] = this.#tokenizer.batch_decode(output as Tensor, { skip_special_tokens: true });
    const sum = this.#logProbabilities.reduce((total, each) => total + each, 0);
    const confidence = Math.exp(sum / Math.max(1, this.#logProbabilities.length));
    return { text: (text ?? '').trim(), confidence, language: spoken };
  }

  get #config(): WhisperConfig {
    return this.#model.generation_config ?? {};
  }

  /** The encoder's pass over the sound, which the detection and the decoding share. */
  async #encode(features: Tensor): Promise<Tensor> {
    const model = this.#model as unknown as WithEncoder;
    const model_inputs = { input_features: features };
    const run = { inputs_tensor: features, model_inputs, model_input_name: 'input_features', generation_config: {} };
    return (await model._prepare_encoder_decoder_kwargs_for_generation(run)).encoder_outputs;
  }

  /** How likely each language is: one step of the decoder from its start, whose next token is a language's. */
  async #likelihoods(encoded: Tensor): Promise<Map<string, number>> {
    const { lang_to_id = {}, decoder_start_token_id = 0 } = this.#config;
    const start = new Tensor('int64', BigInt64Array.of(BigInt(decoder_start_token_id)), [1, 1]);
    const outputs = (await this.#model.forward({ encoder_outputs: encoded, decoder_input_ids: start })) as Record<
      string,
      unknown
    >;
    const logits = outputs['logits'] as Tensor;
    const dims: number[] = logits.dims;
    const data = logits.data as Float32Array;
    const row = data.subarray(-(dims.at(-1) ?? 0));
    const weights = Object.entries(lang_to_id).map(
      ([token, id]) => [token.replace(/[<|>]/g, ''), Math.exp(row[id] ?? -Infinity)] as const,
    );
    // The decoder's keys and values: another step is not made from here.
    for (const tensor of Object.values(outputs)) if (tensor instanceof Tensor) tensor.dispose();
    const sum = weights.reduce((total, [, weight]) => total + weight, 0);
    return new Map(weights.map(([language, weight]) => [language, weight / sum]));
  }

  /** Ends the decoding in progress after the token it is at. An encoder pass in progress can't be stopped. */
  stop(): void {
    this.#stopped = true;
    this.#interrupt.interrupt();
  }

  /** A call, since the compiler thinks it knows better than to look again. */
  #wasStopped(): boolean {
    return this.#stopped;
  }
}

/** Log probability of the likeliest next token, which is the one that greedy decoding takes; of [1, tokens, vocabulary]. */
function likeliest({ data, dims }: Tensor): number {
  const row = (data as Float32Array).subarray(-(dims.at(-1) ?? 0));
  let highest = -Infinity;
  for (const logit of row) highest = Math.max(highest, logit);
  let sum = 0;
  for (const logit of row) sum += Math.exp(logit - highest);
  return -Math.log(sum);
}
