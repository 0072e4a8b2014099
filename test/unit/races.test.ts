/** The races of a conversation that users can interrupt at any moment, by name. turn-taking.test.ts has the rules themselves. */
import { describe, expect, it } from 'vitest';
import { activityOf } from '../../src/turn/state.ts';
import { Conversation, midReply } from './conversation.ts';

/** A conversation in which the assistant thinks about its answer: nothing of it is written yet. */
function thinking(): Conversation {
  return new Conversation().say(1).heard(1, 'Tell me a story.').finished(1).settle();
}

const texts = (talk: Conversation) => talk.state.history.map(({ text }) => text);
const count = (talk: Conversation, kind: string) => talk.effects.filter((effect) => effect.kind === kind).length;
/** Turns in the order in which they were opened or cancelled. */
const story = (talk: Conversation) =>
  talk.effects.flatMap((effect) => (effect.kind === 'open' || effect.kind === 'cancel' ? [`${effect.kind} ${effect.turn}`] : []));

describe('interrupt before the first token', () => {
  it('by a new question: the first answer is cancelled before the second is opened', () => {
    const talk = thinking().say(2).heard(2, 'No, a joke please.').finished(2).settle();
    expect(story(talk)).toEqual(['open 1', 'cancel 1', 'open 2']);
  });

  it('by "stop": no answer at all, and the question stays', () => {
    const talk = thinking().say(2, 300).heard(2, 'Stop.');
    expect(story(talk)).toEqual(['open 1', 'cancel 1']);
    expect(texts(talk)).toEqual(['Tell me a story.']);
    expect(activityOf(talk.state)).toBe('listening');
  });

  it('by a cough: it goes on thinking', () => {
    const talk = thinking().send({ kind: 'onset', utterance: 2 }).wait(90).send({ kind: 'misfire', utterance: 2 });
    expect(talk.kinds()).toContain('release');
    expect(activityOf(talk.state)).toBe('thinking');
  });

  it('by a first token that crosses the cancel: it is not shown as the next answer', () => {
    const talk = thinking().say(2).heard(2, 'No, a joke please.').finished(2).settle();
    talk.send({ kind: 'first-token', turn: 1 }).send({ kind: 'text', turn: 1, delta: 'Once upon' });
    expect(talk.state.reply?.text).toBe('');
    expect(talk.state.reply?.marks.firstTokenAt).toBeUndefined();
  });
});

describe('interrupt before the first audio frame', () => {
  it('after the text is there and its sound was made: none of it was heard', () => {
    const talk = thinking().answer(['Once upon a time, ', 'there was a lighthouse by the sea.']);
    talk.say(2).heard(2, 'No, a joke please.').finished(2).settle();
    expect(story(talk)).toEqual(['open 1', 'cancel 1', 'open 2']);
    expect(texts(talk)).toEqual(['Tell me a story.', 'No, a joke please.']);
  });

  it('sound that starts after the cancel moves nothing', () => {
    const talk = thinking().answer(['Once upon a time, ', 'there was a lighthouse.']).say(2, 300).heard(2, 'Stop.');
    const { state } = talk;
    talk.send({ kind: 'started', turn: 1 }).send({ kind: 'position', turn: 1, samples: 9_000 });
    expect(talk.state).toBe(state);
  });

  it('before the commit: the user goes on, and the finished speculation is never opened', () => {
    const talk = new Conversation().say(1).heard(1, 'I would like to go.').answer(['Where to?']);
    talk.send({ kind: 'resume', utterance: 1, revision: 1 });
    expect(story(talk)).toEqual(['cancel 1']);
    // Its timer was set for the half sentence.
    talk.send({ kind: 'timer', timer: 'commit', utterance: 1, revision: 1 });
    expect(story(talk)).toEqual(['cancel 1']);
    expect(texts(talk)).toEqual([]);
  });
});

describe('interrupt during playout', () => {
  it('history keeps only the spoken prefix, and the next prompt has just that', () => {
    const talk = midReply().say(2, 1500).heard(2, 'What colour was it?').finished(2).settle();
    const generate = talk.effects.findLast((effect) => effect.kind === 'generate');
    expect(generate?.kind === 'generate' && generate.prompt.map(({ role, text }) => [role, text])).toEqual([
      ['system', 'Be brief.'],
      ['user', 'Tell me a story.'],
      ['assistant', 'Once upon a time, there was a'],
      ['user', 'What colour was it?'],
    ]);
  });

  it('history keeps only the spoken prefix: the pause reports the last sample, not the last position', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.send({ kind: 'position', turn: 1, samples: 47_000 });
    talk.fire('interrupt');
    expect(texts(talk).at(-1)).toBe('Once upon a time, there was a lighthouse by the');
  });

  it('at the very end: the last sample was played before the words were judged, so nothing was interrupted', () => {
    const talk = midReply().say(2, 1500).send({ kind: 'played', turn: 1, samples: 48_000 });
    expect(talk.kinds()).toContain('release');
    talk.heard(2, 'What colour was it?').finished(2).settle();
    expect(talk.state.history[1]).toMatchObject({ interrupted: false, turn: 1 });
    expect(story(talk)).toEqual(['open 1', 'open 2']);
  });

  it('by the button while the user speaks', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.send({ kind: 'stop' });
    expect(talk.kinds()).toEqual(expect.arrayContaining(['cancel', 'release', 'close']));
    expect(activityOf(talk.state)).toBe('listening');
    talk.send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt: talk.clock, speechMs: 400, fallDb: -9, released: false });
    expect(talk.state.user.is).toBe('quiet');
  });

  it('by typing', () => {
    const talk = midReply().send({ kind: 'typed', text: 'In French, please.' });
    expect(story(talk)).toEqual(['open 1', 'cancel 1', 'open 2']);
    expect(texts(talk)).toEqual(['Tell me a story.', 'Once upon a time, there was a', 'In French, please.']);
  });
});

describe('interrupt twice', () => {
  it('the second time while the next answer is still speculation', () => {
    const talk = midReply().say(2).heard(2, 'What about Spain?');
    talk.send({ kind: 'resume', utterance: 2, revision: 1 }).wait(600);
    talk.send({
      kind: 'pause',
      utterance: 2,
      revision: 2,
      speechEndAt: talk.clock - 200,
      speechMs: 1600,
      fallDb: -9,
      released: false,
    });
    talk.heard(2, 'What about Spain and Portugal?', 2).finished(2, 0.95, 2).settle();
    expect(story(talk)).toEqual(['open 1', 'cancel 1', 'cancel 2', 'open 3']);
    expect(texts(talk).at(-1)).toBe('What about Spain and Portugal?');
  });

  it('the second time before the next answer is heard', () => {
    const talk = midReply().say(2).heard(2, 'What about Spain?').finished(2).settle();
    talk.say(3).heard(3, 'And Portugal?').finished(3).settle();
    expect(story(talk)).toEqual(['open 1', 'cancel 1', 'open 2', 'cancel 2', 'open 3']);
    expect(texts(talk).slice(2)).toEqual(['What about Spain?', 'And Portugal?']);
  });

  it('stop pressed twice cancels once', () => {
    const talk = midReply().send({ kind: 'stop' }).send({ kind: 'stop' });
    expect(count(talk, 'cancel')).toBe(1);
  });

  it('the same words reported twice are answered once', () => {
    const talk = midReply().say(2).heard(2, 'What about Spain?').heard(2, 'What about Spain?');
    expect(count(talk, 'generate')).toBe(2);
    expect(talk.turn).toBe(2);
  });
});

describe('interrupt during judging', () => {
  it('stop while the transcript is awaited: the words come too late', () => {
    const talk = midReply().say(2, 800).send({ kind: 'stop' });
    talk.heard(2, 'What about Spain?');
    expect(talk.state.reply).toBeNull();
    expect(count(talk, 'generate')).toBe(1);
  });

  it('the reply ends while the transcript is awaited: a backchannel after it starts no turn', () => {
    const talk = midReply().say(2, 300).send({ kind: 'played', turn: 1, samples: 48_000 }).heard(2, 'Mm-hmm.');
    expect(talk.state.reply).toBeNull();
    expect(talk.state.user.is).toBe('quiet');
    expect(count(talk, 'generate')).toBe(1);
  });

  it('typed text while the transcript is awaited: what was typed counts', () => {
    const talk = midReply().say(2, 800).send({ kind: 'typed', text: 'Tell me a joke.' });
    talk.heard(2, 'What about Spain?');
    expect(texts(talk).at(-1)).toBe('Tell me a joke.');
    expect(talk.turn).toBe(2);
  });
});

describe('late reply after cancel', () => {
  it('changes nothing of the turn that came next', () => {
    const talk = midReply().say(2).heard(2, 'What about Spain?').finished(2).settle();
    const { state } = talk;
    for (const kind of ['first-token', 'generated', 'generation-failed', 'speech-failed', 'started'] as const) {
      talk.send({ kind, turn: 1 });
      expect(talk.last).toEqual([]);
    }
    talk.send({ kind: 'text', turn: 1, delta: ' The end.' });
    talk.send({ kind: 'clause', turn: 1, from: 51, to: 60, samples: 24_000, synthMs: 50 });
    talk.send({ kind: 'position', turn: 1, samples: 60_000 }).send({ kind: 'played', turn: 1, samples: 72_000 });
    expect(talk.state).toBe(state);
  });
});

describe('stop during load', () => {
  it('while the voice loads: the question stays, and the late answer is not heard', () => {
    const talk = new Conversation().send({ kind: 'typed', text: 'Hello' }).send({ kind: 'stop' });
    expect(story(talk)).toEqual(['open 1', 'cancel 1']);
    talk.send({ kind: 'text', turn: 1, delta: 'Hi.' }).send({ kind: 'generated', turn: 1 });
    expect(texts(talk)).toEqual(['Hello']);
  });
});

describe('VAD misfire during speech', () => {
  it('of an older utterance does not end the one in progress', () => {
    const talk = midReply().say(2, 300).heard(2, 'Mm-hmm.');
    talk.send({ kind: 'onset', utterance: 3 }).wait(200).send({ kind: 'speech', utterance: 3 });
    talk.send({ kind: 'misfire', utterance: 2 });
    expect(talk.state.user).toMatchObject({ is: 'speaking', utterance: 3 });
    expect(talk.state.reply?.pushedBack).toBe('held');
  });

  it('after the reply was held, as when the microphone is muted: the reply goes on', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.send({ kind: 'misfire', utterance: 2 });
    expect(talk.kinds()).toEqual(expect.arrayContaining(['clear-timer', 'close', 'release']));
    expect(activityOf(talk.state)).toBe('speaking');
  });
});

describe('a worker that dies late', () => {
  it('the language model, when the answer is written: the rest of it is still heard', () => {
    const talk = midReply().send({ kind: 'worker-lost', role: 'llm' });
    expect(talk.last).toEqual([]);
    talk.send({ kind: 'played', turn: 1, samples: 48_000 });
    expect(texts(talk).at(-1)).toBe('Once upon a time, there was a lighthouse by the sea.');
  });

  it('the language model, in the middle of the answer: what was heard stays', () => {
    const talk = thinking().send({ kind: 'text', turn: 1, delta: 'Once upon a time, there' });
    talk.send({ kind: 'clause', turn: 1, from: 0, to: 17, samples: 24_000, synthMs: 50 }).play(24_000);
    talk.send({ kind: 'worker-lost', role: 'llm' });
    expect(talk.state.history.at(-1)).toEqual({ role: 'assistant', text: 'Once upon a time,', interrupted: true, turn: 1 });
    expect(talk.state.reply).toBeNull();
  });

  it('the voice, when the answer is written: it can be read, and the loudspeaker is let go', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.send({ kind: 'speech-failed', turn: 1 });
    expect(talk.kinds()).toEqual(['unspoken', 'release']);
    expect(talk.state.history.at(-1)).toMatchObject({ role: 'assistant', interrupted: false });
    talk.send({ kind: 'worker-lost', role: 'tts' });
    expect(talk.last).toEqual([]);
  });

  it('the voice, while the user talks over what is still written: who talks on ends it all the same', () => {
    const talk = thinking().send({ kind: 'text', turn: 1, delta: 'Once upon a time, there' });
    talk.send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.send({ kind: 'speech-failed', turn: 1 }).fire('interrupt');
    expect(talk.kinds()).toEqual(expect.arrayContaining(['cancel', 'release']));
    expect(talk.state.reply).toBeNull();
  });
});
