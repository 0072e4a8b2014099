/** WebLLM's own inner workings, as far as they are looked into: version 0.2.86. */
import type { LogitProcessor, MLCEngine } from '@mlc-ai/web-llm';
import type { Guide } from '../../src/tools/call-grammar.ts';
import { keepAllowed } from './sampling.ts';
import { TokenGuide } from './token-guide.ts';

/** What WebLLM has a conversation render when it goes on from its cache: for most models, and for those with a manifest. */
const LAST_ROUND = ['getPromptArrayLastRound', 'getArtifactPromptSegmentsLastRound'] as const;

type Conversation = { messages: readonly unknown[]; config: { seps: readonly string[] } } & Record<
  (typeof LAST_ROUND)[number],
  (this: Conversation, config?: unknown) => unknown[]
>;

/** Of one loaded model. */
export type Pipeline = {
  readonly conversation: Conversation;
  readonly tokenizer: { encode(text: string): Int32Array; decode(ids: Int32Array): string };
  readonly stopTokens: readonly number[];
  /** Asked before each token is chosen, with all logits read back from the graphics card; undefined: they stay there. */
  logitProcessor: LogitProcessor | undefined;
  /** What is written of the answer. */
  getMessage(): string;
};

export function pipelineOf(engine: MLCEngine, id: string): Pipeline {
  const { loadedModelIdToPipeline: loaded } = engine as unknown as { loadedModelIdToPipeline: ReadonlyMap<string, Pipeline> };
  const pipeline = loaded.get(id);
  if (!pipeline) throw new RangeError(`WebLLM has no pipeline for ${id}`);
  return pipeline;
}

/**
 * Has a conversation that goes on from the cache be the same tokens as one that is read at once. WebLLM renders only the newest question
 * then, and leaves out what closes the answer before it: the stop token never came into the cache.
 */
export function closeAnswers({ conversation }: Pipeline): void {
  // There is a new conversation for each that begins anew, of the same kind.
  const kind = Object.getPrototypeOf(conversation) as Conversation;
  for (const name of LAST_ROUND) {
    const lastRound = kind[name];
    kind[name] = function (config) {
      const { seps } = this.config;
      // Before the question and the header of its answer.
      const answer = this.messages.length - 3;
      return [seps[answer % seps.length] ?? '', ...lastRound.call(this, config)];
    };
  }
}

/**
 * Has a guide asked about the tokens of an answer, while there is one: its requests fix their grammar before the first token, and a processor of
 * logits can be put in between two.
 */
export class PipelineGuide {
  readonly #pipeline: Pipeline;
  readonly #tokens: TokenGuide;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    const { tokenizer, stopTokens } = pipeline;
    this.#tokens = new TokenGuide({
      encode: (text) => tokenizer.encode(text),
      decode: (ids) => tokenizer.decode(Int32Array.from(ids)),
      isEnd: (id) => stopTokens.includes(id),
      isSilent: () => false,
    });
  }

  /** For the next token: `guide` null lets all through. `given`: how much of the answer the guide knows of, characters. */
  set(guide: Guide | null, given: number, temperature: number): void {
    this.#pipeline.logitProcessor = guide
      ? {
          processLogits: (logits) => {
            keepAllowed(logits, this.#tokens.allows(guide, this.#pipeline.getMessage().slice(given)), temperature);
            return logits;
          },
          processSampledToken: () => undefined,
          resetState: () => undefined,
        }
      : undefined;
  }
}
