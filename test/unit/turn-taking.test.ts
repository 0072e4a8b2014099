import { describe, expect, it } from 'vitest';
import { requiredSilenceMs } from '../../src/turn/endpointing.ts';
import { activityOf } from '../../src/turn/state.ts';
import { Conversation, midReply } from './conversation.ts';

describe('a turn', () => {
  it('is answered silently while its end is only suspected, and heard once it is committed', () => {
    const talk = new Conversation();
    talk.say(1).heard(1, 'What is the capital of France?');
    expect(talk.kinds()).toEqual(['clear-timer', 'generate', 'set-timer']);
    expect(talk.state.history).toEqual([]);
    talk.answer(['Paris.']);
    expect(talk.effects.some((effect) => effect.kind === 'open')).toBe(false);
    talk.settle();
    expect(talk.kinds()).toContain('open');
    expect(talk.state.history).toEqual([{ role: 'user', text: 'What is the capital of France?', turn: 1 }]);
    expect(activityOf(talk.state)).toBe('thinking');
    talk.play(24_000).send({ kind: 'played', turn: 1, samples: 24_000 });
    expect(talk.state.history[1]).toEqual({ role: 'assistant', text: 'Paris.', interrupted: false, turn: 1 });
    expect(activityOf(talk.state)).toBe('listening');
  });

  it('is committed sooner when it sounds and reads finished', () => {
    const wait = (probability: number | null, text: string, confidence?: number) => {
      const talk = new Conversation().say(1);
      if (probability !== null) talk.finished(1, probability);
      const sure = confidence === undefined ? {} : { confidence };
      talk.send({ kind: 'transcript', utterance: 1, revision: 1, text, sttMs: 0, ...sure });
      const timer = talk.last.find((effect) => effect.kind === 'set-timer');
      return timer?.kind === 'set-timer' ? timer.ms : 0;
    };
    const sure = wait(0.97, 'What time is it?');
    expect(sure).toBeLessThan(wait(0.6, 'What time is it?'));
    expect(wait(0.6, 'What time is it?')).toBeLessThan(wait(0.2, 'What time is it?'));
    expect(wait(0.97, 'I would like to go to the station and')).toBeGreaterThan(1000);
    // Whisper ends a sentence that nobody ended, but is less sure of it.
    expect(wait(0.97, 'Please tell me a little.', 0.7)).toBeGreaterThan(wait(0.97, 'Please tell me a little.', 0.95));
    // A voice that stops in full flight is likely to go on.
    const falling = (fallDb: number) =>
      requiredSilenceMs({ text: 'Tell me a story.', language: 'en', finished: 0.9, confidence: 0.9, fallDb });
    expect(falling(-1)).toBeGreaterThan(falling(-9));
    // Of a single word it is never sure.
    expect(wait(0.97, 'Yes.', 0.5)).toBe(sure);
    expect(wait(null, 'I would like to')).toBeGreaterThan(wait(null, 'I would like tea.'));
  });

  it('is not taken from a murmur that Whisper made words of, but from the same words said surely', () => {
    const over = (confidence: number) =>
      midReply()
        .say(2, 600)
        .send({ kind: 'transcript', utterance: 2, revision: 1, text: "and I'm home.", confidence, sttMs: 100 });
    expect(over(0.58).kinds()).toContain('release');
    expect(over(0.9).kinds()).toContain('cancel');
  });

  it('begins with a name that has no vowels, but not with a hum', () => {
    expect(new Conversation().say(1, 700).heard(1, 'BBC.').kinds()).toContain('generate');
    expect(new Conversation().say(1, 700).heard(1, 'M.M.H.R.M.').kinds()).not.toContain('generate');
  });

  it('user resumes before commit: the speculation is thrown away and the utterance grows', () => {
    const talk = new Conversation();
    talk.say(1).heard(1, 'I would like to go.');
    const half = talk.turn;
    talk.send({ kind: 'resume', utterance: 1, revision: 1 });
    expect(talk.last).toContainEqual({ kind: 'cancel', turn: half });
    expect(talk.state.reply).toBeNull();
    talk.wait(300).pause(1, 1500, 2);
    talk.heard(1, 'I would like to go.', 1); // late transcript of the first half
    expect(talk.state.reply).toBeNull();
    talk.heard(1, 'I would like to go to Spain.', 2).finished(1, 0.95, 2).settle();
    expect(talk.state.history).toEqual([{ role: 'user', text: 'I would like to go to Spain.', turn: 2 }]);
  });

  it('push-to-talk: the release is the end', () => {
    const talk = new Conversation().say(1, 800, true).heard(1, 'I would like to');
    expect(talk.kinds()).toContain('open');
  });

  it.each(['...', 'Uh.', 'Um, uh.', 'Mm-hmm.', 'And'])('does not begin with %j', (text) => {
    const talk = new Conversation().say(1, 400).heard(1, text);
    expect(talk.state.reply).toBeNull();
    expect(talk.kinds()).toContain('close');
  });

  it.each(['Stop.', 'Yes.', 'No.', 'Hello!', 'Wait, wait.'])('begins with %j in silence', (text) => {
    expect(new Conversation().say(1, 300).heard(1, text).state.reply).not.toBeNull();
  });

  it('ends with a notice when the answer is empty', () => {
    const talk = new Conversation();
    talk.say(1).heard(1, 'Hello?').settle();
    talk.send({ kind: 'generated', turn: 1 }).send({ kind: 'played', turn: 1, samples: 0 });
    expect(talk.last).toContainEqual({ kind: 'notice', notice: 'no-answer' });
    expect(talk.state.reply).toBeNull();
  });
});

describe('interruption', () => {
  it('first sound ducks, 200 ms of speech holds, a backchannel releases and loses nothing', () => {
    const talk = midReply();
    const before = talk.state.history;
    talk.send({ kind: 'onset', utterance: 2 });
    expect(talk.kinds()).toEqual(['duck']);
    talk.wait(200).send({ kind: 'speech', utterance: 2 });
    expect(talk.kinds()).toEqual(['hold', 'set-timer', 'set-timer']);
    talk.pause(2, 400);
    talk.heard(2, 'M.M.H.R.M.');
    expect(talk.kinds()).toContain('release');
    expect(talk.effects.some((effect) => effect.kind === 'cancel')).toBe(false);
    expect(talk.state.history).toBe(before);
    expect(activityOf(talk.state)).toBe('speaking');
  });

  it('VAD misfire during speech: unducked, nothing cancelled', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(100).send({ kind: 'misfire', utterance: 2 });
    expect(talk.kinds()).toContain('release');
    expect(talk.state.reply?.pushedBack).toBe('no');
  });

  it('"stop" during playout ends the reply and starts none', () => {
    const talk = midReply().say(2, 300).heard(2, 'Stop.');
    expect(talk.kinds()).toContain('cancel');
    expect(talk.state.reply).toBeNull();
    expect(talk.state.history.at(-1)).toEqual({
      role: 'assistant',
      text: 'Once upon a time, there was a',
      interrupted: true,
      turn: 1,
    });
  });

  it('a new question during playout cancels and is answered; history keeps only the spoken prefix', () => {
    const talk = midReply().say(2, 1500).heard(2, 'Actually, tell me about Spain instead.').finished(2).settle();
    expect(talk.turn).toBe(2);
    expect(talk.state.history.map((entry) => entry.text)).toEqual([
      'Tell me a story.',
      'Once upon a time, there was a',
      'Actually, tell me about Spain instead.',
    ]);
  });

  it('one second of ongoing speech is an interruption without words', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.fire('interrupt');
    expect(talk.kinds()).toContain('cancel');
    expect(talk.state.reply).toBeNull();
    expect(activityOf(talk.state)).toBe('hearing');
  });

  it('what comes before a question is read while it is spoken: on a new visit, and after an interruption', () => {
    const promptAfter = (talk: Conversation) => {
      const ahead = talk.effects.findLast((effect) => effect.kind === 'read-ahead')?.prompt;
      const { utterance } = talk.state.user as { utterance: number };
      const speechEndAt = talk.wait(800).clock;
      const last = { revision: 1, speechEndAt, speechMs: 1000, fallDb: null, released: false };
      talk.send({ kind: 'pause', utterance, ...last }).heard(utterance, 'Tell me about Spain instead.');
      const prompt = talk.effects.findLast((effect) => effect.kind === 'generate')?.prompt;
      expect(ahead).toEqual(prompt?.slice(0, -1));
      return ahead;
    };
    const restored = new Conversation({}, midReply().settle().send({ kind: 'stop' }).state.history);
    restored.send({ kind: 'onset', utterance: 1 });
    expect(restored.kinds()).not.toContain('read-ahead');
    restored.wait(200).send({ kind: 'speech', utterance: 1 });
    expect(promptAfter(restored)).toHaveLength(3);

    const cutOff = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    // The answer may go on yet.
    expect(cutOff.kinds()).not.toContain('read-ahead');
    cutOff.fire('interrupt');
    expect(promptAfter(cutOff)?.at(-1)).toMatchObject({ role: 'assistant', text: 'Once upon a time, there was a' });
  });

  it('music over the answer: sound that goes on without words is let go on under it', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.fire('peek');
    expect(talk.last).toEqual([{ kind: 'peek', utterance: 2 }]);
    talk.heard(2, '', 0);
    expect(talk.kinds()).toContain('release');
    expect(activityOf(talk.state)).toBe('speaking');
    // It is listened to again and again.
    talk.fire('peek').heard(2, '', 0).fire('peek').heard(2, '', 0);
    expect(talk.state.reply?.pushedBack).toBe('no');
    talk
      .send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt: talk.clock, speechMs: 6000, fallDb: -9, released: false })
      .heard(2, '');
    expect(talk.state.reply?.turn).toBe(1);
    expect(talk.state.user.is).toBe('quiet');
  });

  it('what Whisper makes of music is nothing: a guess, or too few words for so much sound', () => {
    const heard = (text: string, confidence: number, speechMs: number) =>
      midReply().say(2, speechMs).send({ kind: 'transcript', utterance: 2, revision: 1, text, confidence, sttMs: 100 }).state
        .reply?.turn;
    expect(heard("I'm going to go to the bathroom.", 0.21, 2000)).toBe(1);
    expect(heard('Music', 0.53, 3000)).toBe(1);
    expect(heard('Thank you.', 0.51, 1200)).toBe(1);
    expect(heard('Hey', 0.18, 600)).toBe(1);
    expect(heard('Hey', 0.4, 600)).toBe(2);
    expect(heard('Thank you.', 0.9, 1200)).toBe(2);
    expect(heard('Barcelona', 0.53, 900)).toBe(2);
    expect(heard("I'm going to go to the bathroom.", 0.8, 2000)).toBe(2);
  });

  it('the talk key: silence until it is let go, however long nothing is said', () => {
    const held = () => midReply().send({ kind: 'onset', utterance: 2 }).send({ kind: 'speech', utterance: 2 });
    const release = (talk: Conversation, text: string) =>
      talk
        .send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt: talk.clock, speechMs: 0, fallDb: null, released: true })
        .heard(2, text).state.reply;
    const early = held().send({ kind: 'held', utterance: 2 });
    expect(early.state.reply?.pushedBack).toBe('held');
    expect(() => early.fire('peek')).toThrow('no peek timer');
    expect(() => early.fire('interrupt')).toThrow('no interrupt timer');
    expect(release(early, '')).toMatchObject({ turn: 1, pushedBack: 'no' });
    // Pressed while it was being listened to, and when the answer had come back already.
    expect(held().fire('peek').send({ kind: 'held', utterance: 2 }).heard(2, '', 0).state.reply?.pushedBack).toBe('held');
    const late = held().fire('peek').heard(2, '', 0).send({ kind: 'held', utterance: 2 });
    expect(late.state.reply?.pushedBack).toBe('held');
    expect(release(late, 'What colour was it?')?.turn).toBe(2);
    // Without the key such a short word is taken for a hum.
    expect(release(held().send({ kind: 'held', utterance: 2 }), 'Barcelona.')?.turn).toBe(2);
  });

  it('a user who begins to talk into the music ends the answer', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.fire('peek').heard(2, '', 0).fire('peek').heard(2, 'What colour was it?', 0);
    expect(talk.kinds()).toContain('cancel');
    expect(talk.state.reply).toBeNull();
  });

  it('words so far leave an interruption its second; words that don’t come, a little longer', () => {
    const begin = () =>
      midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 }).fire('peek');
    const quick = begin().heard(2, 'Actually, tell', 0);
    expect(quick.state.reply?.pushedBack).toBe('held');
    expect(quick.fire('interrupt').state.reply).toBeNull();
    const late = begin().fire('interrupt');
    expect(late.state.reply?.pushedBack).toBe('held');
    expect(late.heard(2, 'Actually, tell', 0).state.reply).toBeNull();
    const lost = begin().fire('interrupt').fire('interrupt');
    expect(lost.state.reply).toBeNull();
  });

  it('interrupt before the first token, and before the first audio frame', () => {
    for (const withText of [false, true]) {
      const talk = new Conversation().say(1).heard(1, 'Tell me a story.').finished(1).settle();
      if (withText) talk.send({ kind: 'text', turn: 1, delta: 'Once upon' });
      talk.say(2).heard(2, 'No, a joke please.').settle();
      expect(talk.state.history.map((entry) => entry.text)).toEqual(['Tell me a story.', 'No, a joke please.']);
      expect(talk.turn).toBe(2);
      // One message for the template, both wishes in it.
      const generate = talk.effects.findLast((effect) => effect.kind === 'generate');
      expect(generate?.kind === 'generate' && generate.prompt.map(({ role }) => role)).toEqual(['system', 'user']);
    }
  });

  it('interrupted twice in a row', () => {
    const talk = midReply().say(2).heard(2, 'What about Spain?').finished(2).settle();
    talk.answer(['Spain is warm, ', 'and large.']).play(12_000);
    talk.say(3).heard(3, 'And Portugal?').finished(3).settle();
    expect(talk.state.history.filter((entry) => entry.role === 'assistant').map((entry) => entry.text)).toEqual([
      'Once upon a time, there was a',
      'Spain',
    ]);
  });

  it('interrupt during judging: the user goes on, and is judged as a whole', () => {
    const talk = midReply().say(2, 300);
    talk.send({ kind: 'resume', utterance: 2, revision: 1 });
    expect(talk.state.reply?.pushedBack).toBe('held');
    talk.wait(200).pause(2, 700, 2);
    talk.heard(2, 'Wait. What?', 1); // the first half's words come too late
    expect(talk.state.reply?.turn).toBe(1);
    talk.heard(2, 'Uh-huh, I see.', 2);
    expect(talk.kinds()).toContain('release');
  });

  it('late reply after cancel changes nothing', () => {
    const talk = midReply().send({ kind: 'stop' });
    const state = talk.state;
    talk.send({ kind: 'text', turn: 1, delta: ' The end.' }).send({ kind: 'played', turn: 1, samples: 99_000 });
    expect(talk.state).toEqual(state);
  });

  it('its own echo is no interruption; again and again it is worth a hint', () => {
    const talk = midReply();
    for (const utterance of [2, 3, 4]) {
      talk.say(utterance, 900).heard(utterance, 'once upon a time there was');
      expect(talk.kinds()).toContain('release');
    }
    expect(talk.last).toContainEqual({ kind: 'notice', notice: 'echo' });
    expect(talk.state.reply?.turn).toBe(1);
  });

  it('two of its own words are an echo only where it was heard before', () => {
    const words = 'upon a';
    expect(midReply().say(2, 900).heard(2, words).kinds()).toContain('cancel');
    const known = midReply().say(2, 900).heard(2, 'once upon a time there was');
    expect(known.say(3, 900).heard(3, words).kinds()).toContain('release');
    expect(known.say(4, 900).heard(4, 'and Spain').kinds()).toContain('cancel');
  });

  it('stop during load: a typed turn waits for the model and can be taken back', () => {
    const talk = new Conversation({ voice: false }).send({ kind: 'typed', text: 'Hello' });
    expect(talk.kinds()).toContain('generate');
    talk.send({ kind: 'stop' });
    expect(talk.kinds()).toContain('cancel');
    expect(talk.state.reply).toBeNull();
  });
});

describe('always a way on', () => {
  it('a transcript that never comes: the reply goes on', () => {
    const talk = midReply().say(2, 400).fire('patience');
    expect(talk.kinds()).toEqual(expect.arrayContaining(['notice', 'close', 'release']));
    expect(talk.state.user.is).toBe('quiet');
  });

  it('a transcript that comes later than anybody waits still counts: "wait" ends the reply, a question is answered', () => {
    const late = () => midReply().say(2, 400).fire('patience').play(40_000);
    const stopped = late().heard(2, 'Wait.', 1, 3000);
    expect(stopped.kinds()).toContain('cancel');
    expect(stopped.state.reply).toBeNull();
    const asked = late().heard(2, 'What colour was it?', 1, 3000);
    expect(asked.state.reply).toMatchObject({ turn: 2, committed: true });
    expect(asked.state.history.map(({ text }) => text).at(-1)).toBe('What colour was it?');
    for (const text of ['Mm-hmm.', '', 'there was a lighthouse']) {
      const { reply } = late().heard(2, text, 1, 3000).state;
      expect(reply).toMatchObject({ turn: 1, pushedBack: 'no' });
    }
    const silent = new Conversation().say(1).fire('patience').heard(1, 'What is the capital of France?', 1, 3000);
    expect(silent.state.reply).toMatchObject({ turn: 1, committed: true });
  });

  it('and "wait" when the reply is over by then wants no answer', () => {
    const over = midReply().say(2, 400).fire('patience').send({ kind: 'played', turn: 1, samples: 48_000 });
    expect(over.heard(2, 'Wait.', 1, 3000).state.reply).toBeNull();
  });

  it('but not once the user has moved on: by typing, by the stop button, by saying it again', () => {
    const late = () => midReply().say(2, 400).fire('patience');
    const typed = late().send({ kind: 'typed', text: 'In French, please.' }).heard(2, 'What colour was it?');
    expect(typed.state.reply?.turn).toBe(2);
    expect(late().send({ kind: 'stop' }).heard(2, 'What colour was it?').state.reply).toBeNull();
    expect(late().send({ kind: 'clear' }).heard(2, 'What colour was it?').state.history).toEqual([]);
    const again = late().say(3, 800).heard(2, 'What colour was it?').heard(3, 'What colour was it?');
    expect(again.state.reply?.turn).toBe(2);
    // Whoever is just saying it again has ended the reply by the first time.
    const speaking = late().send({ kind: 'onset', utterance: 3 }).wait(200).send({ kind: 'speech', utterance: 3 });
    expect(speaking.heard(2, 'Wait.').state).toMatchObject({ reply: null, user: { is: 'speaking', hasEnded: true } });
    expect(speaking.wait(200).pause(3, 400).heard(3, 'Wait.').state.reply).toBeNull();
  });

  it.each(['vad', 'stt', 'llm', 'tts'] as const)('%s dies at any point of a turn: the next utterance works', (role) => {
    const points: ((talk: Conversation) => Conversation)[] = [
      (talk) => talk.send({ kind: 'onset', utterance: 1 }),
      (talk) => talk.say(1),
      (talk) => talk.say(1).heard(1, 'What is the capital of France?'),
      (talk) => talk.say(1).heard(1, 'What is the capital of France?').finished(1).settle(),
      (talk) => talk.say(1).heard(1, 'Hello there.').finished(1).settle().answer(['Hi, ', 'friend.']).play(30_000),
    ];
    for (const reach of points) {
      const talk = reach(new Conversation()).send({ kind: 'worker-lost', role });
      if (talk.state.user.is !== 'quiet') talk.send({ kind: 'misfire', utterance: 1 }).send({ kind: 'stop' });
      talk.say(2).heard(2, 'And of Spain?').finished(2).settle();
      expect(talk.state.history.at(-1)?.text).toBe('And of Spain?');
      expect(talk.state.reply?.committed).toBe(true);
    }
  });

  it('a question whose answer failed stays in the conversation', () => {
    const talk = new Conversation().say(1).heard(1, 'What is the capital of France?').settle();
    talk.send({ kind: 'generation-failed', turn: 1 });
    expect(talk.state.history.map((entry) => entry.text)).toEqual(['What is the capital of France?']);
    expect(talk.last).toContainEqual({ kind: 'notice', notice: 'no-answer' });
  });

  it('without a voice the text is the answer', () => {
    const talk = new Conversation({ voice: false }).send({ kind: 'typed', text: 'Hello' });
    talk.send({ kind: 'text', turn: 1, delta: 'Hi.' }).send({ kind: 'generated', turn: 1 });
    expect(talk.state.history.at(-1)).toEqual({ role: 'assistant', text: 'Hi.', interrupted: false, turn: 1 });
  });
});

describe('what was said elsewhere', () => {
  const LINES = [
    { role: 'user', text: 'My name is Ada.' },
    { role: 'assistant', text: 'Hello Ada.' },
    { role: 'user', text: ' What is my name? ' },
  ] as const;

  it('is remembered turn by turn, and answered only when that is asked for', () => {
    const talk = new Conversation().send({ kind: 'told', lines: LINES });
    expect(talk.effects).toEqual([]);
    expect(talk.state.history.map(({ role, text, turn }) => [role, text, turn])).toEqual([
      ['user', 'My name is Ada.', 1],
      ['assistant', 'Hello Ada.', 1],
      ['user', 'What is my name?', 2],
    ]);
    talk.send({ kind: 'answer' });
    expect(talk.kinds()).toEqual(['generate', 'open']);
    const generate = talk.effects.find((effect) => effect.kind === 'generate');
    expect(generate?.prompt.at(-1)).toEqual({ role: 'user', text: 'What is my name?' });
    talk.answer(['Ada.']).play(24_000).send({ kind: 'played', turn: 3, samples: 24_000 });
    // The question is there once.
    expect(talk.state.history.map(({ text }) => text)).toEqual(['My name is Ada.', 'Hello Ada.', 'What is my name?', 'Ada.']);
  });

  it('has the picture of the moment with it when it is answered, where there is one', () => {
    const talk = new Conversation({ camera: true }).send({ kind: 'told', lines: LINES }).send({ kind: 'answer' });
    const generate = talk.effects.find((effect) => effect.kind === 'generate');
    expect(generate?.prompt.at(-1)).toEqual({ role: 'user', text: 'What is my name?', picture: generate?.turn });
  });

  it('is not answered where it ends with an answer', () => {
    const talk = new Conversation().send({ kind: 'told', lines: LINES.slice(0, 2) }).send({ kind: 'answer' });
    expect(talk.effects).toEqual([]);
    expect(talk.state.reply).toBeNull();
  });

  it('makes an answer under way make room for the one that is asked for', () => {
    const talk = midReply();
    talk.send({ kind: 'told', lines: [{ role: 'user', text: 'And Italy?' }] });
    expect(talk.last.map(({ kind }) => kind)).toEqual(['cancel']);
    talk.send({ kind: 'answer' });
    expect(talk.last.map(({ kind }) => kind)).toEqual(['generate', 'open']);
  });
});

describe('a silence that was set', () => {
  it('ends a turn, whatever was said', () => {
    for (const silenceMs of [250, 900, 4_000]) {
      const talk = new Conversation({ silenceMs }).say(1).heard(1, 'I would like to go to the station and');
      const timer = talk.last.find((effect) => effect.kind === 'set-timer' && effect.timer === 'commit');
      // 200 ms were over at the pause, and 100 more with the transcript.
      if (silenceMs <= 300) expect(talk.state.reply?.committed).toBe(true);
      else expect(timer).toMatchObject({ ms: silenceMs - 300 });
    }
  });
});
