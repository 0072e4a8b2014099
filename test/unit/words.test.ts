/** Everyday words that went wrong, by the kinds they are of: what they mean for the turn, what is left of transcripts, what the voice is given. */
import { describe, expect, it } from 'vitest';
import { ClauseSplitter } from '../../src/text/clauses.ts';
import { speakable } from '../../src/text/speakable.ts';
import { filterTranscript } from '../../src/text/transcript-filter.ts';
import { plainWords, wordsOf } from '../../src/text/words/word-lists.ts';
import { requiredSilenceMs } from '../../src/turn/endpointing.ts';
import { judge, wantsMore } from '../../src/turn/judgement.ts';

const silence = (text: string, language = 'en', finished = 0.99) =>
  requiredSilenceMs({ text, language, finished, confidence: 0.95, fallDb: -10 });

describe('whole questions that end in a small word are answered at once (B13)', () => {
  it.each([
    'What is this?',
    'What is that?',
    'Where are you from?',
    'Who is he?',
    'What are you looking at?',
    'What does USB stand for?',
    'What is A.I.?',
    'Do you want some?',
    'What can you do?',
    'Translate this.',
    'Turn it on.',
    'Yes, I do.',
    'Yes, it is.',
    'I think so.',
    'Do you like me or not?',
    'Whose is it, and what is it for?',
    '“What is this?”',
    'Is that all of them?',
  ])('%s', (text) => {
    expect(silence(text)).toBe(250);
  });

  it.each(['I want to go to the', 'And then we', 'What is', 'Because of my', 'I went to…', 'It is the, um,'])(
    'and half a sentence waits: %s',
    (text) => {
      expect(silence(text)).toBe(1_600);
    },
  );

  it('a voice that has fallen all the way counts like a mark, where the sound is certain too', () => {
    const asked = (fallDb: number, finished: number) =>
      requiredSilenceMs({ text: 'Tell me what it is', language: 'en', finished, confidence: 0.95, fallDb });
    expect(asked(-12, 0.99)).toBe(250);
    expect(asked(-12, 0.9)).toBe(1_600);
    expect(asked(-6, 0.99)).toBe(1_600);
  });

  it.each([
    ['en', 'Where is the station?', 1_050],
    ['es', '¿Dónde está la estación?', 250],
    ['hi', 'Station kahan hai bhai?', 250],
  ])('Whisper’s doubts tell of the end in English alone: %s', (language, text, silenceMs) => {
    expect(requiredSilenceMs({ text, language, finished: 0.97, confidence: 0.6, fallDb: -12 })).toBe(silenceMs);
  });

  it('a full stop behind a small word counts only where the sound is certain', () => {
    expect(silence('I want to go to the.', 'en', 0.6)).toBe(1_600);
  });

  it.each([
    ['el', 'Τι είναι αυτό;'],
    ['ar', 'ما هذا؟'],
    ['hi', 'यह क्या है।'],
    ['zh', '这是什么？'],
  ])('in %s too (R3): %s', (language, text) => {
    expect(silence(text, language)).toBe(250);
  });
});

const over = (text: string, speechMs = 900, language = 'en', confidence = 0.9) =>
  judge({ text, speechMs, language, saying: 'The lighthouse stood by the sea for a hundred years.', confidence });

describe('an order to be quiet is one, whatever stands around it (B16)', () => {
  it.each([
    'Stop.',
    'Um, stop.',
    'Umm, okay, stop.',
    'Okay, that’s enough.',
    'Right, wait.',
    'Yeah, hold on.',
    'Sorry, stop.',
    'Stop, thank you.',
    'Whoa, whoa, hold on.',
    'Hold on a second.',
    'Stop reading.',
    'Can you stop?',
    'Hey Parley, stop please.',
    'No, no, stop it, thanks.',
    'Enough already.',
    'Shh!',
    'Wait a sec.',
    'One sec, please.',
    'I said stop.',
    'Okay, I get it, stop.',
    'You can stop talking now.',
    'Cut it out.',
    'Quit talking, please.',
    'Give it a rest.',
    'That’s all, thanks.',
    'I’ve heard enough, thank you very much.',
    'Please, just be quiet for a moment.',
    'Don’t say any more.',
    'I want you to stop right now.',
    'Knock it off, for heaven’s sake.',
    'Shhhhh!',
    'Stooop!',
    'Dude, stop.',
    'Kindly stop.',
    'Let me say something.',
    'Can I interrupt you?',
    'Give me just one second.',
    'That’s all I needed, thanks.',
  ])('%s', (text) => {
    expect(over(text)).toBe('stop');
  });

  it.each([
    'How do I stop a nosebleed?',
    'Stop at the next town and tell me about it.',
    'Okay, what about Spain?',
    'Can you stop the timer?',
    'Wait for the bus with me.',
    'Hold on to what?',
    'No more sugar?',
    'Mute the television.',
    'Enough about Paris, what about Rome?',
    'One second is how many milliseconds?',
    'Skip to the end.',
    'Is that enough?',
    'I said Tuesday.',
    'No, the other one.',
  ])('but not: %s', (text) => {
    expect(over(text)).toBe('turn');
  });
});

describe('the answer to Parley’s own question is one (B14)', () => {
  const saying = 'That was the lighthouse. Would you like to hear more?';
  it.each(['Yeah.', 'Sure.', 'Okay.', 'Right.', 'Of course.', 'Go on.', 'Mm-hmm.', 'Uh-huh.', 'That sounds great.', 'Um, sure.'])(
    '%s',
    (text) => {
      expect(judge({ text, speechMs: 500, language: 'en', saying, confidence: 0.8 })).toBe('turn');
      expect(over(text, 500)).toBe('filler');
    },
  );

  it('“mm-hmm” right after it too, and after nothing else', () => {
    for (const text of ['Mm-hmm.', 'Uh-huh.', 'Mhm, sure.']) {
      const heard = { text, speechMs: 500, language: 'en', saying: null, confidence: 0.6 };
      expect(judge({ ...heard, hasAsked: true })).toBe('turn');
    }
    expect(judge({ text: 'Mm-hmm.', speechMs: 500, language: 'en', saying: null })).toBe('filler');
    expect(judge({ text: 'Um.', speechMs: 500, language: 'en', saying: null, hasAsked: true })).toBe('filler');
  });

  it('and who asks back wants to hear it again', () => {
    for (const text of ['Huh?', 'Eh?', 'So?', 'Well?']) {
      expect([text, judge({ text, speechMs: 400, language: 'en', saying: null, confidence: 0.6 })]).toEqual([text, 'turn']);
      expect([text, over(text, 400)]).toEqual([text, 'filler']);
    }
  });

  it.each(['Um.', 'Uh.'])('but a mere sound is none: %s', (text) => {
    expect(judge({ text, speechMs: 500, language: 'en', saying, confidence: 0.8 })).toBe('filler');
  });
});

describe('whoever says nothing but “yeah, right, okay” wants more, however long it takes (B15)', () => {
  it.each([
    ['Yeah, yeah, right, okay.', true],
    ['Yeah, yeah, right, okay, sure, mm-hmm.', true],
    ['Yeah okay, sure, that makes sense.', true],
    ['Oh wow, that’s really interesting.', true],
    ['No way, how funny!', true],
    ['That is true, but why?', false],
    ['Yeah, but what about Spain', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(wantsMore(text, 'en')).toBe(expected);
  });
});

describe('a short word of a language whose answers are only read is never thrown away for being short (B17, R3)', () => {
  it.each([
    ['de', 'Nein.', 400],
    ['de', 'Berlin.', 400],
    ['ru', 'Стоп!', 350],
    ['zh', '上海', 300],
    ['ja', '東京', 420],
    ['hi', 'नमस्ते', 400],
  ])('%s: %s', (language, text, ms) => {
    expect(over(text, ms, language)).toBe('turn');
  });

  it.each([
    ['zh', '今天天气怎么样？', 2_000, 0.65],
    ['ja', '東京の天気を教えてください。', 1_600, 0.69],
    ['th', 'วันนี้อากาศเป็นอย่างไร', 2_200, 0.6],
  ])('nor a whole question of one that has no spaces: %s %s', (language, text, ms, confidence) => {
    expect(judge({ text, speechMs: ms, language, saying: null, confidence })).toBe('turn');
  });

  it('and Parley’s own voice is known in them', () => {
    const saying = '東京の天気は晴れで、気温は二十度です。';
    expect(judge({ text: '東京の天気は晴れで', speechMs: 1_500, language: 'ja', saying, confidence: 0.9 })).toBe('echo');
  });

  it.each([
    ['नमस्ते दुनिया', 2],
    ['今天天气', 2],
    ['สวัสดีครับ', 2],
    ['hello there', 2],
    ["it's", 1],
  ])('%s are %s words', (text, count) => {
    expect(wordsOf(plainWords(text))).toHaveLength(count);
  });
});

describe('a transcript keeps what can have been said (B10), and loses what can’t (B11)', () => {
  it.each([
    ['My number is 5 5 5 5 1 2 3 4.', 4_000],
    ['My PIN is 0, 0, 0, 0.', 3_000],
    ['Very very very very good', 2_500],
    ['No, no, no.', 1_000],
    ['No no no no no no.', 1_500],
    ['The code is 7 7 7 7 7 7 7 7', 4_000],
    ['Dial 1 1 1 1 1 1 1 1 1 1.', 4_000],
    ['What is (3 + 4) times 2?', 3_000],
    ['a[0] and b[1] and f(x)', 3_000],
    ['धीरे धीरे चलो', 900],
    ['1, 2, 3, 4, 5, 6, 7, 8', 4_000],
    ['ha ha ha, very funny', 2_000],
    ['I live in Paris (in France) now.', 3_000],
    ['My boss (he is from Spain) called.', 3_000],
    ['(I think) it is red.', 2_000],
    ['Vivo en Lima (en Perú) ahora.', 3_000],
    ['Der Zug (nach Berlin) ist da.', 3_000],
    ['私は東京（日本の首都）に住んでいます', 4_000],
    ['it is (a plus b) times c', 3_000],
    ['What is 3 * 4 * 5?', 3_000],
    ['零零零零', 2_000],
    ['五五五五一二三四', 4_000],
  ])('%s', (text, ms) => {
    expect(filterTranscript(text, ms, 'en')).toBe(text);
  });

  it.each([
    ['【音楽】', ''],
    ['（拍手）', ''],
    ['[Music playing', ''],
    ['(keyboard clicking', ''],
    ['♪ la la la ♪', ''],
    ['[BLANK_AUDIO]', ''],
    ['{inaudible}', ''],
    ['<laughs>', ''],
    ['♬ na na ♬', ''],
    ['(Music 2)', ''],
    ['Bye. Bye. Bye. Bye. Bye.', 'Bye.'],
    [`a${'a'.repeat(60)}…`, 'a…'],
    ['1-'.repeat(40), '1-'],
    ['谢谢'.repeat(9), '谢谢'],
    [`अज ज${'़'.repeat(20)}`, 'अज ज़'],
    ['हाहि'.repeat(12), 'हाहि'],
    ['ສະບາຍດີ'.repeat(6), 'ສະບາຍດີ'],
    ['សួស្តី'.repeat(6), 'សួស្តី'],
    ['မင်္ဂလာ'.repeat(6), 'မင်္ဂလာ'],
    ['ありがとうございました。'.repeat(5), 'ありがとうございました。'],
    ['Hello (laughs) there', 'Hello there'],
    ['[Musik]', ''],
    ['(birds chirping)', ''],
    ['(door closes)', ''],
    ['Okay (keyboard clicking) next', 'Okay next'],
    ['What time is it? (birds outside)', 'What time is it?'],
    ['Hola (risas) amigo', 'Hola amigo'],
    ['これは（笑）何ですか', 'これは 何ですか'],
  ])('%s', (text, expected) => {
    expect(filterTranscript(text, 3_000, 'en')).toBe(expected);
  });
});

describe('the voice is given words for signs', () => {
  it.each([
    ['B21', 'then a<b and c>d is true.', 'then a is less than b and c is greater than d is true.'],
    ['B21', '5 < 10', '5 is less than 10'],
    ['B21', 'x >= 3', 'x is at least 3'],
    ['B21', 'I love you <3', 'I love you'],
    ['B21', 'A <b>bold</b> word and <a href="x">a link</a>', 'A bold word and a link'],
    ['B22', 'C# and C', 'C sharp and C'],
    ['B22', 'You are #1', 'You are number 1'],
    ['B22', 'a && b', 'a and b'],
    ['B22', '10 - 4 is 6', '10 minus 4 is 6'],
    ['B22', '2^10', '2 to the power of 10'],
    ['B22', 'x² + y³', 'x squared + y cubed'],
    ['B22', '10⁻³', '10 to the power of minus 3'],
    ['B22', '~5 minutes', 'about 5 minutes'],
    ['B23', 'Call 555-123-4567 now', 'Call 5 5 5, 1 2 3, 4 5 6 7 now'],
    ['B23', 'on 2024-01-15', 'on January 15, 2024'],
    ['B23', 'ana.b@site.org', 'ana dot b at site dot org'],
    ['B23', 'see docs.parley.example/start', 'see docs dot parley dot example'],
    ['B19', 'World War II', 'World War 2'],
    ['B19', 'Louis XIV and Elizabeth II', 'Louis the 14th and Elizabeth the 2nd'],
    ['B19', 'Type II diabetes, Chapter IV', 'Type 2 diabetes, Chapter 4'],
    ['B19', 'Henry VIII, and I, for one', 'Henry the 8th, and I, for one'],
    ['B19', 'Malcolm X went', 'Malcolm X went'],
    ['B28', 'Tom &amp; Jerry', 'Tom and Jerry'],
    ['B28', 'It&#39;s 5 &lt; 10', "It's 5 is less than 10"],
    ['B28', 'France[1][2].', 'France.'],
    ['as before', 'A **bold** word → there, e.g. this', 'A bold word to there, e.g. this'],
    ['as before', 'well-known 3-4 days', 'well-known 3-4 days'],
  ])('%s: %s', (_, raw, spoken) => {
    expect(speakable(raw).spoken).toBe(spoken);
  });
});

describe('sentences are not cut at initials and titles (B24)', () => {
  it.each([
    'The book was written by J.K. Rowling in 1997.',
    'The author is J.R.R. Tolkien, I think.',
    'The highest one is Mt. Everest in Nepal.',
    'It was Gen. Grant who won it.',
    'She is a Ph.D. Candidate at the moment.',
    'Ask Capt. Cook about it today.',
  ])('%s', (text) => {
    const splitter = new ClauseSplitter();
    const clauses = [...splitter.push(`Here is what I know. ${text}`), ...splitter.end()].map(({ text }) => text.trim());
    expect(clauses.filter((clause) => clause !== 'Here is what I know.')).toEqual([text]);
  });
});
