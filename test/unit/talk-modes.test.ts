import { describe, expect, it } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES, Segmenter, type SegmenterEvent } from '../../src/turn/segmenter.ts';
import { TURN_SETTINGS } from '../../src/turn/settings.ts';
import { heldAfter, type TalkMode } from '../../src/turn/talk-mode.ts';
import { Conversation, midReply } from './conversation.ts';

const count = (talk: Conversation, kind: string) => talk.effects.filter((effect) => effect.kind === kind).length;
const texts = (talk: Conversation) => talk.state.history.map(({ text }) => text);

/** The talk key goes down, and is let go after something was said. */
function press(talk: Conversation, utterance: number): Conversation {
  return talk.send({ kind: 'onset', utterance }).send({ kind: 'speech', utterance }).send({ kind: 'held', utterance });
}
function letGo(talk: Conversation, utterance: number, speechMs = 900): Conversation {
  talk.wait(speechMs);
  const speechEndAt = talk.clock;
  return talk.wait(96).send({ kind: 'pause', utterance, revision: 1, speechEndAt, speechMs, fallDb: null, released: true });
}

/** A microphone whose frames carry their own number. */
class Microphone {
  readonly events: SegmenterEvent[] = [];
  readonly segmenter: Segmenter;
  frames = 0;

  constructor(onlyHeld = true) {
    this.segmenter = new Segmenter({ ...TURN_SETTINGS, onlyHeld }, (event) => {
      this.events.push(event);
    });
  }

  hear(probability: number, frames: number): this {
    for (let left = frames; left > 0; left -= 1) {
      this.frames += 1;
      this.segmenter.push(new Float32Array(FRAME_SAMPLES).fill(this.frames), probability, this.at);
    }
    return this;
  }

  key(down: boolean, forMs = 0): this {
    this.segmenter.hold(down, this.at, forMs);
    return this;
  }

  get at(): number {
    return this.frames * FRAME_MS;
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  /** The numbers of the first and the last frame of what was said last. */
  get said(): [first: number | undefined, last: number | undefined] {
    const pause = this.events.findLast((event) => event.kind === 'pause');
    return [pause?.samples[0], pause?.samples.at(-1)];
  }
}

describe('the talk key', () => {
  it.each<[TalkMode, string, boolean[]]>([
    ['open', 'down, up, down, up', [true, false, true, false]],
    ['hold', 'down, up, down, up', [true, false, true, false]],
    ['toggle', 'down, up, down, up', [true, true, false, false]],
  ])('in "%s" after %s', (mode, _, expected) => {
    let isHeld = false;
    const held = [true, false, true, false].map((isDown) => (isHeld = heldAfter(mode, isHeld, isDown)));
    expect(held).toEqual(expected);
  });
});

describe('sound counts only while the talk key is held', () => {
  it('speech without it is nothing, however loud and long', () => {
    expect(new Microphone().hear(1, 200).hear(0, 50).kinds()).toEqual([]);
  });

  it('all that is said meanwhile is one utterance, pauses and all, and nothing from before or after it', () => {
    const microphone = new Microphone().hear(1, 20).key(true).hear(0.9, 30).hear(0, 60).hear(0.9, 30).key(false).hear(1, 40);
    expect(microphone.kinds()).toEqual(['onset', 'speech', 'held', 'pause']);
    // Fingers are faster than lips: three frames more.
    expect(microphone.said).toEqual([21, 143]);
    expect(microphone.events.at(-1)).toMatchObject({ released: true, speechMs: 63 * FRAME_MS });
  });

  it('a key that was down for a while before it was known takes as much sound along', () => {
    const microphone = new Microphone().hear(1, 20).key(true, 300).hear(1, 10).key(false).hear(0, 3);
    expect(microphone.said).toEqual([11, 33]);
  });

  it('released without speech it is a misfire, so that nothing is transcribed; a click of the key is no speech', () => {
    expect(new Microphone().key(true).hear(0.1, 40).key(false).hear(0.1, 3).kinds().at(-1)).toBe('misfire');
    expect(new Microphone().key(true).hear(0.9, 2).hear(0, 9).key(false).hear(0, 3).kinds().at(-1)).toBe('misfire');
    expect(new Microphone(false).key(true).hear(0.1, 40).key(false).hear(0.1, 3).kinds().at(-1)).toBe('misfire');
  });

  it('muted with the key down, what was said counts; without the key it was said to somebody else', () => {
    const muted = (microphone: Microphone) => {
      microphone.segmenter.mute(microphone.at);
      return microphone.events.at(-1);
    };
    for (const onlyHeld of [true, false])
      expect(muted(new Microphone(onlyHeld).key(true).hear(0.9, 30))).toMatchObject({ kind: 'pause', released: true });
    expect(muted(new Microphone().key(true).hear(0.1, 30))).toMatchObject({ kind: 'misfire' });
    expect(muted(new Microphone(false).hear(0.9, 30))).toMatchObject({ kind: 'misfire' });
  });

  it('pressed again before that is answered, what is said goes on; what was said in between is left out', () => {
    const microphone = new Microphone().key(true).hear(0.9, 30).key(false).hear(1, 3).hear(1, 50);
    microphone.key(true).hear(0.9, 10).key(false).hear(0, 3);
    expect(microphone.kinds()).toEqual(['onset', 'speech', 'held', 'pause', 'resume', 'held', 'pause']);
    expect(microphone.events.at(-1)).toMatchObject({ durationMs: (33 + 13) * FRAME_MS });
  });

  it('chosen in the middle of a sentence it ends that sentence, which counts', () => {
    const microphone = new Microphone(false).hear(0.9, 30);
    microphone.segmenter.settings = { ...TURN_SETTINGS, onlyHeld: true };
    expect(microphone.hear(0.9, 30).kinds()).toEqual(['onset', 'speech', 'pause']);
    microphone.segmenter.close(1);
    microphone.segmenter.settings = { ...TURN_SETTINGS, onlyHeld: false };
    expect(microphone.hear(0.9, 30).kinds().slice(3)).toEqual(['onset', 'speech']);
  });
});

describe.each(['hold', 'toggle'] as const)('talking by key (%s)', (talk) => {
  it('the release commits, without any wait, whatever the words look like', () => {
    const said = letGo(press(new Conversation({ talk }), 1), 1).heard(1, 'I would like to');
    expect(said.kinds()).toContain('open');
    expect(count(said, 'set-timer')).toBe(1); // The patience for the transcript.
  });

  it('pressing it while Parley speaks ends the reply; history has what was heard', () => {
    const said = press(midReply({ talk }), 2);
    expect(said.state.reply).toBeNull();
    expect(texts(said).at(-1)).toMatch(/^Once upon a time/);
    letGo(said, 2).heard(2, 'What colour was it?');
    expect(said.state.reply).toMatchObject({ turn: 2, committed: true });
  });

  it('and released without a word nothing is answered', () => {
    const said = press(midReply({ talk }), 2).send({ kind: 'misfire', utterance: 2 });
    expect(said.state).toMatchObject({ reply: null, user: { is: 'quiet' } });
    expect(count(said, 'generate')).toBe(1);
  });

  it('"stop" is all that was wanted, where it has ended a reply; otherwise it is a turn', () => {
    expect(letGo(press(midReply({ talk }), 2), 2).heard(2, 'Okay, stop.').state.reply).toBeNull();
    expect(letGo(press(new Conversation({ talk }), 1), 1).heard(1, 'Stop.').state.reply?.turn).toBe(1);
  });
});

it('open: who talks on for so long that the reply ends, and only asks for silence, gets it', () => {
  const talk = midReply()
    .send({ kind: 'onset', utterance: 2 })
    .wait(200)
    .send({ kind: 'speech', utterance: 2 })
    .fire('interrupt');
  expect(talk.state.reply).toBeNull();
  talk.wait(400);
  const speechEndAt = talk.clock;
  talk.send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt, speechMs: 1700, fallDb: -9, released: false });
  expect(talk.heard(2, 'No, stop, please stop.').state.reply).toBeNull();
  expect(count(talk, 'generate')).toBe(1);
});

describe('interruptions off', () => {
  const midSpeech = () => midReply({ interruptible: false });

  it('speech over the reply neither ducks, pauses nor ends it, and is not answered', () => {
    const talk = midSpeech();
    const { reply } = talk.state;
    talk.say(2, 3000).heard(2, 'What about Spain?');
    expect(talk.state.reply).toBe(reply);
    for (const kind of ['duck', 'hold', 'release', 'cancel']) expect(count(talk, kind), kind).toBe(0);
    expect(talk.state.user.is).toBe('quiet');
    talk.send({ kind: 'played', turn: 1, samples: 48_000 });
    expect(texts(talk)).toEqual(['Tell me a story.', 'Once upon a time, there was a lighthouse by the sea.']);
  });

  it('the button ends it all the same, and so do the talk key and what is typed', () => {
    expect(midSpeech().send({ kind: 'stop' }).state.reply).toBeNull();
    expect(midSpeech().send({ kind: 'typed', text: 'In French, please.' }).state.reply?.turn).toBe(2);
    const held = press(midSpeech(), 2);
    expect(held.state.reply?.pushedBack).toBe('held');
    expect(letGo(held, 2).heard(2, 'Stop.').state.reply).toBeNull();
    expect(press(midReply({ interruptible: false, talk: 'hold' }), 2).state.reply).toBeNull();
  });

  it('who begins shortly before its end is answered, beginning included', () => {
    const talk = midSpeech().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.wait(400).send({ kind: 'played', turn: 1, samples: 48_000 });
    const speechEndAt = talk.wait(900).clock;
    talk.wait(200).send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt, speechMs: 1500, fallDb: -9, released: false });
    expect(talk.heard(2, 'And what about Spain?').finished(2).settle().state.reply?.turn).toBe(2);
  });

  it('of what began long before, what is said after the end is an utterance of its own', () => {
    const talk = midSpeech().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.wait(5000).send({ kind: 'played', turn: 1, samples: 48_000 });
    expect(talk.last).toContainEqual({ kind: 'close', utterance: 2 });
    expect(talk.say(3).heard(3, 'And what about Spain?').finished(3).settle().state.reply?.turn).toBe(2);
  });

  it('chosen while somebody speaks, it leaves that speech as it was', () => {
    const talk = midReply().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.state = { ...talk.state, options: { ...talk.state.options, interruptible: false } };
    const speechEndAt = talk.wait(600).clock;
    talk.send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt, speechMs: 800, fallDb: -9, released: false });
    expect(talk.heard(2, 'What about Spain?').state.reply?.turn).toBe(2);
  });
});

describe('typed while spoken words wait (R13)', () => {
  const both = 'My name is Ada.\nWhat is my name?';
  const type = (talk: Conversation) => talk.send({ kind: 'typed', text: 'What is my name?' });

  it('for their commit: both are in the turn, at once', () => {
    const talk = type(new Conversation().say(1).heard(1, 'My name is Ada.'));
    expect(talk.state.reply).toMatchObject({ committed: true });
    expect(texts(talk)).toEqual([both]);
    expect(count(talk, 'cancel')).toBe(1);
  });

  it('for their transcript: as soon as that is there', () => {
    const talk = type(new Conversation().say(1));
    expect(talk.state.reply).toBeNull();
    talk.heard(1, 'My name is Ada.');
    expect(texts(talk)).toEqual([both]);
    expect(talk.state).toMatchObject({ typed: null, user: { is: 'quiet' } });
  });

  it('for their end: whoever is still speaking is heard', () => {
    const talk = new Conversation().send({ kind: 'onset', utterance: 1 }).wait(200).send({ kind: 'speech', utterance: 1 });
    expect(type(talk).state.reply).toBeNull();
    talk.wait(600).pause(1, 800);
    expect(texts(talk.heard(1, 'My name is Ada.'))).toEqual([both]);
  });

  it('but not for a sound that is no speech yet, nor without an end', () => {
    expect(texts(type(new Conversation().send({ kind: 'onset', utterance: 1 })))).toEqual(['What is my name?']);
    const talk = new Conversation().send({ kind: 'onset', utterance: 1 }).wait(200).send({ kind: 'speech', utterance: 1 });
    expect(texts(type(talk).fire('interrupt'))).toEqual(['What is my name?']);
  });

  it('and twice', () => {
    const talk = type(new Conversation().say(1)).send({ kind: 'typed', text: 'And yours?' }).heard(1, 'My name is Ada.');
    expect(texts(talk)).toEqual([`${both}\nAnd yours?`]);
  });

  it.each<[string, (talk: Conversation) => Conversation]>([
    ['noise', (talk) => talk.heard(1, '')],
    ['a hum', (talk) => talk.heard(1, 'Uh.')],
    ['no transcript', (talk) => talk.send({ kind: 'transcript-failed', utterance: 1, revision: 1 })],
    ['a transcript that never comes', (talk) => talk.fire('patience')],
    ['ears that die', (talk) => talk.send({ kind: 'worker-lost', role: 'stt' })],
    ['speech that goes on and on', (talk) => talk.send({ kind: 'resume', utterance: 1, revision: 1 }).fire('interrupt')],
  ])('%s: what was typed is answered alone', (_, happen) => {
    expect(texts(happen(type(new Conversation().say(1))))).toEqual(['What is my name?']);
  });

  it('with the talk key down it waits for its release', () => {
    const talk = type(press(new Conversation({ talk: 'toggle' }), 1));
    expect(talk.state.reply).toBeNull();
    expect(texts(letGo(talk, 1).heard(1, 'My name is Ada.'))).toEqual([both]);
  });

  it('stop takes back what was typed, too', () => {
    const talk = type(new Conversation().say(1)).send({ kind: 'stop' }).heard(1, 'My name is Ada.');
    expect(talk.state).toMatchObject({ reply: null, typed: null, history: [] });
  });
});
