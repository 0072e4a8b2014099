import { describe, expect, it } from 'vitest';
import { CallFilter, type TextFilter } from '../../../src/tools/call-filter.ts';
import type { WrittenCall } from '../../../src/tools/calls.ts';
import { numbers } from '../../numbers.ts';
import { AnswerFilter } from '../../../workers/llm/answer-filter.ts';

const NAMES = ['set_light', 'get_time', 'write'];
const LIGHT = '{"name": "set_light", "parameters": {"room": "kitchen", "on": true}}';
const light = { name: 'set_light', args: { room: 'kitchen', on: true } };
const time = { name: 'get_time', args: {} };

/** Lets everything through. */
const plain = (): TextFilter => ({ push: (text) => text, end: () => '', isThinking: false, isOver: false });

/** What becomes of an answer that comes in these pieces. */
function found(pieces: readonly string[], inner: TextFilter = new AnswerFilter()): { text: string; calls: WrittenCall[] } {
  const filter = new CallFilter(NAMES, inner);
  const all = [...pieces.map((piece) => filter.push(piece)), filter.end()];
  return { text: all.map(({ text }) => text).join(''), calls: all.flatMap(({ calls }) => calls) };
}

describe('the calls of an answer', () => {
  const forms: Record<string, [answer: string, calls: object[], text?: string]> = {
    'a fence': [`\`\`\`tool_call\n${LIGHT}\n\`\`\``, [light]],
    'a fence with text before it': [`Let me see. \n\`\`\`tool_call\n${LIGHT}\n\`\`\``, [light], 'Let me see. \n'],
    'a fence that is not closed': [`\`\`\`tool_call\n${LIGHT}`, [light]],
    'a fence of one line': [`\`\`\`tool_call ${LIGHT} \`\`\``, [light]],
    'two in a fence': [`\`\`\`tool_call\n${LIGHT}\n{"name": "get_time", "parameters": {}}\n\`\`\``, [light, time]],
    'two fences': [`\`\`\`tool_call\n${LIGHT}\n\`\`\`\n\`\`\`tool_call\n{"name": "get_time"}\n\`\`\``, [light, time]],
    'a fence for JSON that names a tool': [`\`\`\`json\n${LIGHT}\n\`\`\``, [light]],
    'JSON and nothing else': [LIGHT, [light]],
    'a list of JSON': [`[${LIGHT}, {"name": "get_time", "arguments": {}}]`, [light, time]],
    'Hermes and Qwen': [
      '<tool_call>\n{"name": "set_light", "arguments": {"room": "kitchen", "on": true}}\n</tool_call>\n<tool_call>{"name": "get_time", "arguments": {}}</tool_call>',
      [light, time],
    ],
    'arguments as text': [
      '<tool_call>{"name": "set_light", "arguments": "{\\"room\\": \\"kitchen\\", \\"on\\": true}"}</tool_call>',
      [light],
    ],
    Mistral: ['[TOOL_CALLS][{"name": "set_light", "arguments": {"room": "kitchen", "on": true}}]', [light]],
    'Gemma 4': ['<|tool_call>call:set_light{room:<|"|>kitchen<|"|>,on:true}<tool_call|>', [light]],
    FunctionGemma: ['<start_function_call>call:set_light{on:true,room:<escape>kitchen<escape>}<end_function_call>', [light]],
    'Gemma 4, with what would close it in a text': [
      '<|tool_call>call:write{text:<|"|>a <tool_call|> }, b<|"|>,n:[1,-2.5],o:{k:null}}<tool_call|>',
      [{ name: 'write', args: { text: 'a <tool_call|> }, b', n: [1, -2.5], o: { k: null } } }],
    ],
    'with what would close it in a text': [
      '```tool_call\n{"name": "write", "parameters": {"text": "```\\n} \\" </tool_call>"}}\n```',
      [{ name: 'write', args: { text: '```\n} " </tool_call>' } }],
    ],
    'a thought before it': [`<think>I could ${LIGHT} or \`\`\`tool_call\n${LIGHT}\n\`\`\`</think>\n\n${LIGHT}`, [light]],
    'a result that the model makes up': [
      `\`\`\`tool_call\n${LIGHT}\n\`\`\`\n\`\`\`tool_result\n{"ok": true}\n\`\`\`\nThe light is on.`,
      [light],
    ],
    'text behind a call': [`\`\`\`tool_call\n${LIGHT}\nThe light is on.`, [light]],
  };
  it.each(Object.entries(forms))('%s', (_, [answer, calls, text = '']) => {
    expect(found([answer])).toEqual({ text, calls });
    expect(found(Array.from(answer))).toEqual({ text, calls });
  });

  it('what can’t be read is told with what was written', () => {
    const answer = '```tool_code\nset_light(room="kitchen")\n```';
    expect(found([answer])).toEqual({
      text: '',
      calls: [{ name: '', args: {}, raw: answer, problem: expect.stringContaining('JSON') as string }],
    });
    expect(found(['<tool_call>{"name": "set_light", "argu']).calls).toMatchObject([{ name: '' }]);
    expect(found([`\`\`\`tool_call\n{"name": "write", "parameters": {"text": "${'x'.repeat(20_000)}`]).calls).toMatchObject([
      { name: '' },
    ]);
  });

  const texts: Record<string, string> = {
    'an answer': 'The capital of France is Paris.',
    code: 'Here:\n```python\nprint("<tool_call>")\n```\nand `x` or ``y``.',
    'JSON of something else': '```json\n{"name": "Anna", "age": 3}\n```\nThat is it.',
    'a fence without a name': '```\nplain\n```\nThat is it.',
    'JSON at the beginning that names no tool': '{"name": "Anna"} is JSON.',
    'a stage direction': '[laughs] Why not?',
    brackets: 'A set {a, b} and a list [1, 2].',
    'a bracket at the end': 'What is [',
    'an unfinished mark': 'Less than <tool',
  };
  it.each(Object.entries(texts))('%s is text', (_, answer) => {
    expect(found([answer])).toEqual({ text: answer, calls: [] });
    expect(found(Array.from(answer))).toEqual({ text: answer, calls: [] });
  });

  it('text goes on at once, before what comes behind it is known', () => {
    const filter = new CallFilter(NAMES, new AnswerFilter());
    expect(filter.push('Let me ').text).toBe('Let me ');
    expect(filter.push('look.').text).toBe('look.');
    expect(filter.push('\n``').text).toBe('\n');
  });
});

const SECRET = 'QZX';
const PARTS = [
  'Let me look. ',
  'It is 5 < 6. ',
  '`',
  '``',
  '```',
  '```python\nx\n```',
  '```json\n',
  '\n',
  ' ',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '<',
  '<|',
  'é😀',
  'call:',
  '<think>',
  '</think>',
  '<tool_call>',
  '</tool_call>',
  '<|tool_call>',
  '<tool_call|>',
  '[TOOL_CALLS]',
  '<|"|>',
  '<end_of_turn>',
  '{"name": "Anna"}',
  LIGHT,
  `\`\`\`tool_call\n${LIGHT}\n\`\`\``,
  `<tool_call>\n${LIGHT}\n</tool_call>`,
  '<|tool_call>call:set_light{on:true}<tool_call|>',
];
const WHOLE = [
  `\`\`\`tool_call\n{"name": "write", "parameters": {"text": "${SECRET} \`\`\` </tool_call>"}}\n\`\`\``,
  `<tool_call>{"name": "write", "arguments": {"text": "${SECRET}"}}</tool_call>`,
  `<|tool_call>call:write{text:<|"|>${SECRET}<|"|>}<tool_call|>`,
  `[TOOL_CALLS][{"name": "write", "arguments": {"text": "${SECRET}"}}]`,
];

describe('100,000 answers, each cut anywhere', () => {
  const random = numbers(20_261_129);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const cut = (text: string): string[] => {
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const length = 1 + Math.floor(random() * random() * 12);
      pieces.push(text.slice(at, at + length));
      at += length;
    }
    return pieces;
  };

  it('give the same text and the same calls', () => {
    for (let run = 0; run < 70_000; run += 1) {
      const answer = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(PARTS)).join('');
      // The real one is slow to run so often.
      const inner = run % 8 > 0 ? plain : () => new AnswerFilter();
      const whole = found([answer], inner());
      const pieces = cut(answer);
      const streamed = found(pieces, inner());
      if (JSON.stringify(streamed) !== JSON.stringify(whole)) expect({ pieces, ...streamed }).toEqual({ pieces, ...whole });
    }
  });

  it('and nothing of a call is text', () => {
    const before = ['', 'Let me look. ', 'Well,\n\n', 'It is 5 < 6: ', '<think>hm</think>', '[sighs] ', '{x} '];
    for (let run = 0; run < 30_000; run += 1) {
      const lead = pick(before);
      const answer = cut(`${lead}${pick(WHOLE)}${pick(['', '\n', ' and so on', '<end_of_turn>'])}`);
      const { text, calls } = found(answer, run % 8 > 0 && !lead.includes('<think>') ? plain() : new AnswerFilter());
      if (text !== lead.replace(/<think>.*<\/think>/, '') || calls.length !== 1) expect({ text, calls }).toBe(lead);
      if (!String(calls[0]?.args['text']).startsWith(SECRET)) expect(calls).toEqual([]);
    }
  });
});
