/** What a model's tokenizer and chat template say, however oddly: with the tokenizers that the worker has. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PreTrainedModel, PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { AnswerFilter } from '../../workers/llm/answer-filter.ts';
import { endsOf, silentIdsOf, templateOf } from '../../workers/llm/model-settings.ts';
import { buildPrompt } from '../../workers/llm/prompt.ts';
import { transformers } from '../standins/transformers-in-node.ts';

const SPEC = findModel('llm', 'gemma-3-4b-onnx');
const TINY_GEMMA = path.resolve(import.meta.dirname, '../../models/test/tiny-gemma3');
const NO_FILES = { text: () => Promise.resolve(null) };

/** The tiny Gemma's tokenizer, with more special tokens or another template. */
function tokenizerWith(special: readonly string[], template?: string): PreTrainedTokenizer {
  const read = (name: string) => JSON.parse(readFileSync(path.join(TINY_GEMMA, name), 'utf8')) as object;
  const json = read('tokenizer.json') as { added_tokens: object[] };
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  for (const [at, content] of special.entries()) json.added_tokens.push({ id: 5000 + at, content, ...flags });
  const config = { ...read('tokenizer_config.json'), ...(template === undefined ? {} : { chat_template: template }) };
  const { PreTrainedTokenizer: Tokenizer } = transformers as unknown as {
    PreTrainedTokenizer: new (...of: object[]) => PreTrainedTokenizer;
  };
  return new Tokenizer(json, config);
}

describe('a chat template', () => {
  const TURNS = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + ' ' }}{% endfor %}";
  const REFUSES = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}";
  const LEAVES_OUT = TURNS.replace('{{', "{% if message['role'] != 'system' %}{{").replace('}}', '}}{% endif %}');

  it.each([
    ['that takes instructions', TURNS, 'system: Be short. user: Hello '],
    ['that refuses them', REFUSES + TURNS, 'user: Be short.\n\nHello '],
    ['that leaves them out', LEAVES_OUT, 'user: Be short.\n\nHello '],
  ])('%s: they are in the prompt', async (_, jinja, expected) => {
    const tokenizer = tokenizerWith([], jinja);
    const template = await templateOf(tokenizer, null, NO_FILES, SPEC);
    const messages = [
      { role: 'system' as const, text: 'Be short.' },
      { role: 'user' as const, text: 'Hello' },
    ];
    expect((await buildPrompt(messages, tokenizer, null, template)).end).toBe(expected);
  });
});

describe('special tokens', () => {
  it('that tell thoughts and calls from the answer stay in its text, and the others go', () => {
    const tokenizer = tokenizerWith(['[THINK]', '[/THINK]', '<|channel|>', '<|tool_call>', '<|odd|>']);
    const ids = tokenizer.encode('<bos>[THINK]Hm[/THINK]Paris.<|odd|>', { add_special_tokens: false });
    const silent = silentIdsOf(tokenizer);
    const text = tokenizer.decode(ids.filter((id) => !silent.has(id)));
    expect(text).toBe('[THINK]Hm[/THINK]Paris.');
    expect(new AnswerFilter().push(text)).toBe('Paris.');
    expect([5002, 5003, 5004].map((id) => silent.has(id))).toEqual([false, false, true]);
  });

  const model = (eos: number) => ({ generation_config: { eos_token_id: eos }, config: {} }) as unknown as PreTrainedModel;

  it('that end a turn end an answer, though the model’s files name only the end of a text', () => {
    expect([...endsOf(model(1), tokenizerWith(['<|im_end|>', '<|end|>']))].sort()).toEqual([1, 106, 5000]);
  });
});
