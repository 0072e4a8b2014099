/** Which voice speaks, whatever is chosen before, in and after an answer. */
import { expect, it } from 'vitest';
import { Speaker } from '../../src/models/speaker.ts';

it('a language that is chosen in the middle of an answer is that of the next', () => {
  const speaker = new Speaker();
  const italian = { voice: 'af_heart', language: 'it' };
  expect(speaker.voice(italian)).toBe('if_sara');
  speaker.begin('it');
  for (const language of ['it', 'hi', 'pt-BR', 'auto', 'de'])
    expect(speaker.voice({ voice: 'af_heart', language })).toBe('if_sara');
  // Another voice of the same language may take over.
  expect(speaker.voice({ voice: 'im_nicola', language: 'hi' })).toBe('im_nicola');
  speaker.end();
  expect(speaker.voice({ voice: 'af_heart', language: 'hi' })).toBe('hf_alpha');
  expect(speaker.voice({ voice: 'hm_omega', language: 'hi' })).toBe('hm_omega');
});

it('where the language is found out, it is that of the last answer; a language without a voice leaves the chosen one', () => {
  const speaker = new Speaker();
  const auto = { voice: 'bf_emma', language: 'auto' };
  expect(speaker.voice(auto)).toBe('bf_emma');
  speaker.begin('pt-BR');
  speaker.end();
  expect(speaker.voice(auto)).toBe('pf_dora');
  expect(speaker.voice({ ...auto, language: 'de' })).toBe('bf_emma');
  speaker.begin('en');
  expect(speaker.voice(auto)).toBe('bf_emma');
});
