/** How a question ends: what the end of a turn and the judging of an answer's listener both go by. */
import { describe, expect, it } from 'vitest';
import { endsWithQuestion } from '../../../src/text/questions.ts';
import { textForm } from '../../../src/turn/endpointing.ts';
import { judge } from '../../../src/turn/judgement.ts';

const QUESTIONS: readonly (readonly [language: string, question: string, yes: string])[] = [
  ['en', 'Would you like to hear more?', 'Yeah.'],
  ['en', 'Would you like **more?**', 'Sure.'],
  ['en', 'Want more? 😊', 'Okay.'],
  ['en', 'Shall I go on?!', 'Mm-hmm.'],
  ['en', '(“Shall I?”)', 'Sure.'],
  ['es', '¿Quieres más?', 'Sí.'],
  ['ja', 'もっと聞きたいですか。', 'はい。'],
  ['ja', 'もう食べましたか', 'はい。'],
  ['zh', '您想听更多吗。', '好的。'],
  ['zh', '您想聽更多嗎', '好的。'],
];

describe.each(QUESTIONS)('%s: %s', (language, question, yes) => {
  it('is whole when it is heard', () => {
    expect(textForm(question, language)).toBe('whole');
  });

  it('is answered by a sign of listening when Parley says it', () => {
    expect(judge({ text: yes, speechMs: 500, language, saying: question, confidence: 0.8 })).toBe('turn');
  });
});

it.each(['Τι είναι αυτό;', 'Ποιος είναι ο AI;', 'Ո՞վ ես դու։', 'ይህ ምንድን ነው፧', 'ما هذا؟', '明日は降るかな'])(
  '%s asks too, in whatever language it is taken to be',
  (text) => {
    expect(endsWithQuestion(text)).toBe(true);
    expect(textForm(text, 'en')).toBe('whole');
  },
);

it.each(['It is one; two;', 'Is it? Yes.', 'I asked why? and left,', '静かな部屋', '行くかどうか', 'Το ξέρω.', 'Why?…', 'So…?…'])(
  '%s does not end so',
  (text) => {
    expect(endsWithQuestion(text)).toBe(false);
  },
);

it.each([
  ['ur', 'یہ اچھا ہے۔'],
  ['my', 'ကောင်းတယ်။'],
  ['km', 'ល្អ។'],
])('%s has a full stop of its own: %s', (language, text) => {
  expect(textForm(text, language)).toBe('whole');
});
