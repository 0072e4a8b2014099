/** Answers of which nothing can be said are shown, and the page says so (B20, B27). */
import { describe, expect, it } from 'vitest';
import { sayable } from '../../../src/text/script.ts';
import { Conversation } from '../conversation.ts';

describe('what a voice of the Latin alphabet can say', () => {
  it.each([
    ['你好，世界。', ''],
    ['안녕하세요', ''],
    ['नमस्ते दुनिया', ''],
    ['Привет, мир!', ''],
    ['مرحبا بالعالم', ''],
    ['สวัสดี', ''],
    ['Καλημέρα κόσμε', ''],
    ['これはPythonです。', ''],
    ['2024年の夏', ''],
    ['In Japanese it is 東京 (Tōkyō).', 'In Japanese it is (Tōkyō).'],
    ['Tokyo (東京) is big.', 'Tokyo is big.'],
    ['“Привет” means hello.', 'means hello.'],
    ['Naïve café, Ångström and Łódź', 'Naïve café, Ångström and Łódź'],
    ['the angle α is 5', 'the angle α is 5'],
    ['42', '42'],
  ])('%s', (text, said) => {
    expect(sayable(text)).toBe(said);
  });
});

describe('an answer that was read', () => {
  function answered(text: string, samples: number): Conversation {
    const talk = new Conversation();
    talk.say(1).heard(1, 'Show me.').finished(1).settle();
    const { turn } = talk;
    talk.answer([text], samples);
    return talk.send({ kind: 'played', turn, samples });
  }

  it('is remembered, and named', () => {
    const talk = answered('```js\nlet x;\n```', 0);
    expect(talk.last).toContainEqual({ kind: 'notice', notice: 'unsaid' });
    expect(talk.state.history.at(-1)).toMatchObject({ role: 'assistant', text: '```js\nlet x;\n```', interrupted: false });
  });

  it('is not named where it was heard, where it is none, or where there is no voice', () => {
    expect(answered('Here.', 24_000).kinds()).not.toContain('notice');
    expect(answered('', 0).last).toContainEqual({ kind: 'notice', notice: 'no-answer' });
    const talk = new Conversation({ voice: false });
    talk.say(1).heard(1, 'Show me.').finished(1).settle();
    talk.send({ kind: 'text', turn: talk.turn, delta: 'x' }).send({ kind: 'generated', turn: talk.turn });
    expect(talk.kinds()).not.toContain('notice');
  });

  it.each([
    ['auto', true],
    ['de', false],
  ])('in a language without a voice is named where nobody has chosen it: %s', (language, isNamed) => {
    const talk = new Conversation({ language });
    talk
      .say(1)
      .wait(100)
      .send({ kind: 'transcript', utterance: 1, revision: 1, text: 'Wie spät ist es?', language: 'de', sttMs: 100 });
    talk.finished(1).settle();
    talk.send({ kind: 'text', turn: talk.turn, delta: 'Zwei Uhr.' }).send({ kind: 'generated', turn: talk.turn });
    expect(talk.state.history.at(-1)?.text).toBe('Zwei Uhr.');
    expect(talk.kinds().includes('notice')).toBe(isNamed);
  });
});
