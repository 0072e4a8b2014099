/** What of a model's text is spoken, shown and kept. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerFilter } from '../../workers/llm/answer-filter.ts';

function filtered(text: string, sizes: readonly number[] = [text.length], prompt = ''): { text: string; isOver: boolean } {
  const filter = new AnswerFilter(prompt);
  let answer = '';
  let at = 0;
  for (let index = 0; at < text.length && !filter.isOver; index += 1) {
    const size = Math.max(1, sizes[index % sizes.length] ?? 1);
    answer += filter.push(text.slice(at, at + size));
    at += size;
  }
  return { text: answer + filter.end(), isOver: filter.isOver };
}

const CASES: readonly [string, string, string, isOver?: boolean][] = [
  ['an answer', 'Paris is the capital.', 'Paris is the capital.'],
  ['signs that are no tags', 'If a < b and b > c, then [x] is 3 <4.', 'If a < b and b > c, then [x] is 3 <4.'],
  ['thoughts before the answer', '<think>\nHm, France.\n</think>\n\nParis.', 'Paris.'],
  ['empty thoughts', '<think>\n\n</think>\n\nParis.', 'Paris.'],
  ['thoughts in the middle', 'Well, <thinking>is it?</thinking>Paris.', 'Well, Paris.'],
  ['Magistral’s', '[THINK]Let me see.[/THINK]Paris.', 'Paris.'],
  ['Gemma 4’s', '<|channel>thought\nHm.\n<channel|>Paris.', 'Paris.'],
  ['gpt-oss’s', '<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Paris.', 'Paris.'],
  ['an end of thoughts that nothing opened', 'Hm, France.</think>\n\nParis.', 'Hm, France.\n\nParis.'],
  ['thoughts without an end', '<think>and on and on', ''],
  ['an end of turn', 'Paris.<end_of_turn>\n<start_of_turn>user\nAnd Spain?', 'Paris.', true],
  [
    'tags of HTML that begin like an end',
    'H<sub>2</sub>O is <strong>water</strong>.',
    'H<sub>2</sub>O is <strong>water</strong>.',
  ],
  ['Mistral’s end', 'Paris.</s> And', 'Paris.', true],
  ['a token that begins a text', '<|begin_of_text|>Paris.', 'Paris.'],
  ['Gemma’s beginning', '<bos>Paris.', 'Paris.'],
  ['Mistral’s beginning', '<s> Paris.', ' Paris.'],
  ['what is struck through', 'It is <s>Rome', 'It is <s>Rome'],
  ['a slash in the token', '<|thinking|>Hm.<|/thinking|>Paris.', 'Paris.'],
  ['a scratchpad', '<scratchpad>1 + 1</scratchpad>Two.', 'Two.'],
  ['ChatML’s end', 'Paris.<|im_end|>\n<|im_start|>user', 'Paris.', true],
  ['Llama’s end', 'Paris.<|eot_id|>', 'Paris.', true],
  ['Mistral’s end', 'Paris.</s>[INST] And Spain?', 'Paris.', true],
  ['DeepSeek’s end', 'Paris.<｜end▁of▁sentence｜>', 'Paris.', true],
  ['Gemma 4’s end', 'Paris.<turn|>', 'Paris.', true],
  ['an instruction of the template', 'Paris.[/INST] more', 'Paris.', true],
];

describe('of a model’s text is kept', () => {
  it.each(CASES)('%s', (_, text, expected, isOver = false) => {
    expect(filtered(text)).toEqual({ text: expected, isOver });
  });

  it.each(CASES)('the same in whatever pieces it comes: %s', (_, text, expected, isOver = false) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), (sizes) => {
        expect(filtered(text, sizes)).toEqual({ text: expected, isOver });
      }),
      { numRuns: 200 },
    );
  });

  it('nothing of thoughts that the template has opened', () => {
    expect(filtered('Hm, France.</think>Paris.', [3], '<|im_start|>assistant\n<think>\n').text).toBe('Paris.');
  });

  it('text as soon as it is certain', () => {
    const filter = new AnswerFilter();
    expect(filter.push('Paris')).toBe('Paris');
    expect(filter.push(' <')).toBe(' ');
    expect(filter.push('3 of us')).toBe('<3 of us');
  });
});
