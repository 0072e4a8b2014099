/** What of a conversation a model is shown, where it is longer than its window. */
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../src/protocol/messages.ts';
import { longestMessage, textTokens } from '../../src/turn/history.ts';
import { PromptWindow } from '../../workers/llm/prompt-window.ts';

const SYSTEM: ChatMessage = { role: 'system', text: 'Be brief.' };
const talk = (turns: number): ChatMessage[] => [
  SYSTEM,
  ...Array.from({ length: turns }, (_, turn): ChatMessage[] => [
    { role: 'user', text: `question ${turn}` },
    { role: 'assistant', text: `answer ${turn}` },
  ]).flat(),
  { role: 'user', text: 'now' },
];

describe('a prompt that is too long', () => {
  it('keeps the system prompt and the newest, and begins with the user', () => {
    const kept = new PromptWindow().shrink(talk(4), 100, 50);
    expect(kept.map(({ text }) => text)).toEqual(['Be brief.', 'question 3', 'answer 3', 'now']);
  });

  it('begins at the same place the next time, so that its beginning is still known', () => {
    const window = new PromptWindow();
    window.shrink(talk(4), 100, 50);
    expect(
      window
        .begin(talk(6))
        .map(({ text }) => text)
        .slice(0, 3),
    ).toEqual(['Be brief.', 'question 3', 'answer 3']);
    // Another conversation is shown whole.
    expect(window.begin([SYSTEM, { role: 'user', text: 'Hello' }])).toHaveLength(2);
  });

  it('comes down to the last message, and one that is too long by itself is refused with the true counts', () => {
    const window = new PromptWindow();
    let kept: readonly ChatMessage[] = talk(9);
    for (let times = 0; times < 9 && kept.length > 2; times += 1) kept = window.shrink(kept, 5_120, 1_648);
    expect(kept.map(({ text }) => text)).toEqual(['Be brief.', 'now']);
    expect(() => window.shrink(kept, 5_120, 1_648)).toThrow('That is 5,120 tokens, and this language model takes 1,648 at once.');
  });
});

describe('tokens of a text, estimated', () => {
  // Measured with SmolLM2's tokenizer, the greediest there is here, and with Gemma 3's, which knows more of the world.
  it.each([
    ['English', 'What is the capital of France, and how many people live there?', 14, 21],
    ['Chinese', '法国的首都是哪里，那里住着多少人？请你详细说明。', 14, 45],
    ['Japanese', 'フランスの首都はどこですか。そこには何人住んでいますか。', 14, 50],
    ['Russian', 'Какой город является столицей Франции и сколько там жителей?', 14, 46],
    ['Hindi', 'फ़्रांस की राजधानी कौन सी है और वहाँ कितने लोग रहते हैं?', 20, 66],
    ['digits', '31415926535897932384626433832795028841971', 30, 41],
    ['emoji', '👋🌍🚀🎉🙂', 5, 20],
  ])('%s', (_, text, least, most) => {
    expect(textTokens(text)).toBeGreaterThanOrEqual(least);
    expect(textTokens(text)).toBeLessThanOrEqual(most);
  });

  it('fewer characters fit where each takes more', () => {
    const limits = { system: '', contextTokens: 2048, replyTokens: 400 };
    expect(longestMessage(limits, '法国的首都是哪里')).toBeLessThan(longestMessage(limits, 'Where is the capital?') / 2);
  });
});
