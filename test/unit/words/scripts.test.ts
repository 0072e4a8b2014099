/** Rules that count words count them in every script, and what rests on English words holds in English only. */
import { describe, expect, it } from 'vitest';
import { ClauseSplitter } from '../../../src/text/clauses.ts';
import { filterTranscript } from '../../../src/text/transcript-filter.ts';
import { HALLUCINATIONS } from '../../../src/text/words/hallucinations.ts';
import { plainWords } from '../../../src/text/words/word-lists.ts';
import { requiredSilenceMs } from '../../../src/turn/endpointing.ts';
import { judge } from '../../../src/turn/judgement.ts';

describe('subtitles’ phrases in what was too short for them (R3)', () => {
  it.each([
    ['ja', 'ご視聴ありがとうございました'],
    ['de', 'Untertitel der Amara.org-Community'],
    ['fr', 'Sous-titrage ST 501'],
    ['ru', 'Продолжение следует...'],
    ['zh', '谢谢观看'],
  ])('%s: %s', (language, text) => {
    expect(filterTranscript(text, 200, language)).toBe('');
    expect(filterTranscript(text, 4_000, language)).toBe(text);
  });

  it('are written as they are compared', () => {
    for (const phrase of Object.values(HALLUCINATIONS).flat()) expect(plainWords(phrase)).toBe(phrase);
  });
});

it('English words decide nothing in other languages', () => {
  const saying = 'Es war einmal ein Leuchtturm.';
  // German for "so", "also", "gut", a word on an English list each.
  for (const text of ['Also.', 'So?', 'Man']) expect(judge({ text, speechMs: 400, language: 'de', saying })).toBe('turn');
  expect(requiredSilenceMs({ text: 'Wo ist der Hut', language: 'de', finished: 0.99, confidence: 0.95, fallDb: -10 })).toBe(
    requiredSilenceMs({ text: 'Wo ist das an', language: 'de', finished: 0.99, confidence: 0.95, fallDb: -10 }),
  );
});

it('a question of two words said again after an echo is an answer (R34)', () => {
  const rome = { text: 'Rome.', speechMs: 500, language: 'en', confidence: 0.8, echoed: true };
  expect(judge({ ...rome, saying: 'Would you like Paris or Rome?' })).toBe('turn');
  expect(judge({ ...rome, saying: 'The capital is Rome.' })).toBe('echo');
});

it('a first clause of three words is one in any script', () => {
  const first = (text: string) => {
    const splitter = new ClauseSplitter();
    return [...splitter.push(text), ...splitter.end()][0]?.text;
  };
  expect(first('नमस्ते मेरे दोस्त, यह एक लंबा वाक्य है जो चलता रहता है')).toBe('नमस्ते मेरे दोस्त,');
  expect(first('नमस्ते दोस्त, यह एक')).toBe('नमस्ते दोस्त, यह एक');
});

describe('the assistant’s own voice in Hindi is known by its consonants, in whatever letters they come', () => {
  const saying = 'एक रात पश्चिम से तूफ़ान आया, और लहरें घरों जितनी ऊँची थीं। फिर सब नाविक अपने घर लौट गए।';
  const heard = { speechMs: 1_800, language: 'hi', confidence: 0.6 };

  it.each([
    'फिर सब नाविक अपने घर लौट गए।',
    'Phir sab naavik apne ghar laut gaye.',
    'Fir sap navi kapne garh lot gaye',
    'پھر سب ناوک اپنے گھر لوٹ گئے',
  ])('%s', (text) => {
    expect(judge({ ...heard, text, saying })).toBe('echo');
    expect(judge({ ...heard, text, saying: null, ended: { text: saying, isStill: false } })).toBe('echo');
  });

  it.each(['Mujhe kuch aur batao', 'क्या नाविक अकेले रहते थे?', 'Aaj mausam kaisa hai?', 'کل کیا ہوگا بتاؤ'])('but not %s', (text) => {
    expect(judge({ ...heard, text, saying })).toBe('turn');
    expect(judge({ ...heard, text, saying: null, ended: { text: saying, isStill: false } })).toBe('turn');
  });

  it('nor the beginning of an answer that ended otherwise', () => {
    const text = 'Ek raat paschim se toofan aaya';
    expect(judge({ ...heard, text, saying: null, ended: { text: saying, isStill: false } })).toBe('turn');
  });
});
