/** What a model's small files say, and what of it can't work here: found out before the weights are fetched. */
import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { field } from '../../src/tools/json.ts';
import type { ModelFiles } from '../model-files.ts';
import { buildPrompt, type VisionProcessor } from './prompt.ts';

/** Pictures go through Gemma 3's processor alone: others count and place them in ways of their own. Throws before a byte of weights is fetched. */
export async function checkProcessor(files: ModelFiles, spec: LlmSpec): Promise<void> {
  for (const name of ['processor_config.json', 'preprocessor_config.json']) {
    const text = await files.text(name);
    const found = text === null ? undefined : field(parsed(text, name, spec), 'processor_class');
    if (typeof found !== 'string' || found === 'Gemma3Processor') continue;
    throw new ParleyError('bad-input', `${spec.name} takes pictures by way of ${found}, which Parley has not learnt.`, {
      advice: 'Say of it that it takes no pictures, and it may answer to text; or choose a Gemma 3 that sees.',
    });
  }
}

/** The chat template where it lies in a file of its own; null where the model's settings bring it along. Throws where there is none that can be used. */
export async function templateOf(
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor | null,
  files: ModelFiles,
  spec: LlmSpec,
): Promise<string | null> {
  const isGiven = Boolean((processor as { chat_template?: unknown } | null)?.chat_template ?? tokenizer.chat_template);
  const template = isGiven ? null : await files.text('chat_template.jinja');
  const advice = 'Choose an “instruct” or “it” version of it: only those are made to talk.';
  if (!isGiven && template === null) {
    throw new ParleyError('bad-input', `${spec.name} has no chat template, so that nothing tells it who says what.`, { advice });
  }
  try {
    await buildPrompt([{ role: 'user', text: 'Hello' }], tokenizer, processor, template);
  } catch (cause) {
    throw new ParleyError('bad-input', `The chat template of ${spec.name} can’t be used here.`, { advice, cause });
  }
  return template;
}

/**
 * How many tokens a model is asked to read and write at once: as many as Parley means to, or as it has positions for. A model that is taken beyond its last
 * one writes nonsense, or fails.
 */
export function windowOf({ contextTokens }: LlmSpec, config: unknown): number {
  const said = [config, field(config, 'text_config')].map((each) => field(each, 'max_position_embeddings'));
  const positions = said.filter((each): each is number => typeof each === 'number' && each > 0);
  return Math.min(contextTokens, ...positions);
}

function parsed(text: string, name: string, { name: model }: LlmSpec): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const advice = 'Fetch it again, or choose another version of the model.';
    throw new ParleyError('bad-input', `${name} of ${model} is no JSON.`, { advice, cause });
  }
}

/** Ends of a turn by the names that they have in the families there are, for a model whose own files name none. */
const TURN_ENDS = ['<end_of_turn>', '<|im_end|>', '<|eot_id|>', '<|end|>', '<turn|>', '<|end_of_text|>', '<|endoftext|>', '</s>'];

type EndIds = number | number[] | null | undefined;

/** Tokens that end an answer: what generation settings, model and tokenizer say together, since each alone may leave some out. */
export function endsOf(model: PreTrainedModel, tokenizer: PreTrainedTokenizer): ReadonlySet<number> {
  const of = (config: unknown) => [(config as { eos_token_id?: EndIds } | null | undefined)?.eos_token_id ?? []].flat();
  const { eos_token: eos } = tokenizer as { eos_token?: string | null };
  const { config } = model as unknown as { config: { text_config?: unknown } };
  const said = [...of(model.generation_config), ...of(config), ...of(config.text_config), ...idsOf(tokenizer, eos ? [eos] : [])];
  return new Set(said.length > 0 ? said : idsOf(tokenizer, TURN_ENDS));
}

/** Of those names that are tokens of this vocabulary. */
function idsOf(tokenizer: PreTrainedTokenizer, tokens: readonly string[]): number[] {
  return tokens.flatMap((token) => {
    const ids = tokenizer.encode(token, { add_special_tokens: false });
    const isOne = ids.length === 1 && tokenizer.decode(ids, { skip_special_tokens: false }) === token;
    return isOne ? ids : [];
  });
}
