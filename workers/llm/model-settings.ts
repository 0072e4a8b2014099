/** What a model's small files say, and what of it can't work here: found out before the weights are fetched. */
import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { ParleyError } from '../../src/protocol/errors.ts';
import { isCallMark } from '../../src/tools/call-filter.ts';
import { field } from '../../src/tools/json.ts';
import { isMark } from './answer-filter.ts';
import { render, type ChatTemplate, type VisionProcessor } from './prompt.ts';

/** The small files of a model; null for one that no place has. */
type SmallFiles = { text(path: string): Promise<string | null> };

const PREPROCESSOR = 'preprocessor_config.json';

/** Pictures go through Gemma 3's processor alone: others count and place them in ways of their own. Throws before a byte of weights is fetched. */
export async function checkProcessor(files: SmallFiles, spec: LlmSpec): Promise<void> {
  const refusal = (message: string) =>
    new ParleyError('bad-input', message, {
      advice: 'Say of it that it takes no pictures, and it may answer to text; or choose a Gemma 3 that sees.',
    });
  let isNamed = false;
  for (const name of ['processor_config.json', PREPROCESSOR]) {
    const text = await files.text(name);
    // transformers.js can't do without that one, and says that it is missing.
    if (text === null && name === PREPROCESSOR) return;
    const found = text === null ? undefined : field(parsed(text, name, spec), 'processor_class');
    if (typeof found !== 'string') continue;
    isNamed = true;
    if (found === 'Gemma3Processor') continue;
    throw refusal(`${spec.name} takes pictures by way of ${found}, which Parley has not learnt.`);
  }
  if (isNamed) return;
  throw refusal(`${spec.name} names no “processor_class”: nothing says how it takes pictures.`);
}

/** Of what instructs the model, to see whether a template writes it. */
const INSTRUCTION = 'Answer in one word.';

/** How the model's chat template is to be used. Throws where there is none that can be. */
export async function templateOf(
  tokenizer: PreTrainedTokenizer,
  processor: VisionProcessor | null,
  files: SmallFiles,
  spec: LlmSpec,
): Promise<ChatTemplate> {
  const isGiven = Boolean((processor as { chat_template?: unknown } | null)?.chat_template ?? tokenizer.chat_template);
  const jinja = isGiven ? null : await files.text('chat_template.jinja');
  const advice = 'Choose an “instruct” or “it” version of it: only those are made to talk.';
  if (!isGiven && jinja === null) {
    throw new ParleyError('bad-input', `${spec.name} has no chat template, so that nothing tells it who says what.`, { advice });
  }
  const question = { role: 'user', text: 'Hello' } as const;
  try {
    render([question], tokenizer, processor, jinja);
  } catch (cause) {
    throw new ParleyError('bad-input', `The chat template of ${spec.name} can’t be used here.`, { advice, cause });
  }
  // Some refuse instructions (Gemma 2), some leave them out (the first Mistral).
  let takesSystem = false;
  try {
    const text = render([{ role: 'system', text: INSTRUCTION }, question], tokenizer, processor, jinja);
    takesSystem = text.includes(INSTRUCTION);
  } catch {
    // It takes none.
  }
  return { jinja, takesSystem };
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

/** Ends of a turn by the names that they have in the families there are: a model's own files may name none of them, or only the end of a text. */
const TURN_ENDS = ['<end_of_turn>', '<|im_end|>', '<|eot_id|>', '<turn|>', '<|end_of_text|>', '<|endoftext|>', '</s>'];
/** In some families it ends a turn, in gpt-oss's any part of one. */
const MAYBE_TURN_END = '<|end|>';

type EndIds = number | number[] | null | undefined;

/** Tokens that end an answer: what generation settings, model and tokenizer say together, since each alone may leave some out. */
export function endsOf(model: PreTrainedModel, tokenizer: PreTrainedTokenizer): ReadonlySet<number> {
  const of = (config: unknown) => [(config as { eos_token_id?: EndIds } | null | undefined)?.eos_token_id ?? []].flat();
  const { eos_token: eos } = tokenizer as { eos_token?: string | null };
  const { config } = model as unknown as { config: { text_config?: unknown } };
  const said = [...of(model.generation_config), ...of(config), ...of(config.text_config), ...idsOf(tokenizer, eos ? [eos] : [])];
  return new Set([...said, ...idsOf(tokenizer, said.length > 0 ? TURN_ENDS : [...TURN_ENDS, MAYBE_TURN_END])]);
}

/** Special tokens that say nothing to whoever reads the answer, or looks in it for thoughts and calls. */
export function silentIdsOf({ all_special_ids: ids, all_special_tokens: tokens }: PreTrainedTokenizer): ReadonlySet<number> {
  return new Set(ids.filter((_, at) => !isMark(tokens[at] ?? '') && !isCallMark(tokens[at] ?? '')));
}

/** Of those names that are tokens of this vocabulary. */
function idsOf(tokenizer: PreTrainedTokenizer, tokens: readonly string[]): number[] {
  return tokens.flatMap((token) => {
    const ids = tokenizer.encode(token, { add_special_tokens: false });
    const isOne = ids.length === 1 && tokenizer.decode(ids, { skip_special_tokens: false }) === token;
    return isOne ? ids : [];
  });
}
