/** Parley does not answer its own last words (R5), and what counts as heard was heard. */
import { describe, expect, it } from 'vitest';
import { asHeard } from '../../../src/devices/page/heard.ts';
import type { PlaybackReport } from '../../../src/protocol/audio-messages.ts';
import { judge } from '../../../src/turn/judgement.ts';
import { Conversation } from '../conversation.ts';

/** An answer of two seconds is heard to its end; a sound begins so many ms after that (before it, where negative) and is understood so. */
function after(ms: number, text: string, { answer = 'There was a lighthouse by the sea.', released = false } = {}): Conversation {
  const talk = new Conversation();
  talk.say(1).heard(1, 'Tell me a story.').finished(1).settle();
  talk.answer([answer], 48_000).play(45_000);
  const { turn } = talk;
  const end = () => talk.send({ kind: 'played', turn, samples: 48_000 });
  if (ms < 0) talk.send({ kind: 'onset', utterance: 2 }).wait(-ms);
  end();
  if (ms >= 0) talk.wait(ms).send({ kind: 'onset', utterance: 2 });
  talk.wait(200).send({ kind: 'speech', utterance: 2 }).wait(300);
  const speechEndAt = talk.clock;
  talk.wait(200).send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt, speechMs: 500, fallDb: -9, released });
  return talk.heard(2, text);
}

const isAnswered = (talk: Conversation) => talk.state.reply !== null;

describe('its own last words are none of the user’s', () => {
  it.each([
    [-200, 'by the sea.'],
    [-200, 'The sea.'],
    [-100, 'Sea.'],
    [150, 'by the sea.'],
    [250, 'the sea'],
    [800, 'lighthouse by the sea.'],
  ])('%s ms after the end: %s', (ms, text) => {
    const talk = after(ms, text);
    expect(isAnswered(talk)).toBe(false);
    expect(talk.state.echoes).toBe(1);
    expect(talk.state.user.is).toBe('quiet');
    expect(talk.state.history.map((entry) => entry.text)).toEqual(['Tell me a story.', 'There was a lighthouse by the sea.']);
  });
});

describe('where it hears itself time and again', () => {
  const over = {
    speechMs: 1_000,
    language: 'en',
    saying: 'When the sun rose in the morning, the ship lay safe.',
    hearsItself: true,
  };
  it.each([
    ['No.', 0.4, 'echo'],
    ['Stop.', 0.4, 'stop'],
    ['No.', 0.7, 'turn'],
    ['What is a harbour?', 0.6, 'turn'],
    ['Let’s see.', 0.77, 'echo'],
    ['Why?', 0.85, 'turn'],
    ['Look far away.', 0.4, 'echo'],
  ])('%s (%s) over an answer: %s', (text, confidence, verdict) => {
    expect(judge({ ...over, text, confidence })).toBe(verdict);
  });

  it('but whoever is asked may answer in a word', () => {
    expect(judge({ ...over, text: 'No.', confidence: 0.4, saying: 'Shall I go on?' })).toBe('turn');
  });
});

describe('doubted words that are written almost like what is being said', () => {
  const saying = 'There was once a lighthouse on a rock far out at sea. A small ship had lost its way.';
  it.each([
    ['and a rock.', 'echo'],
    ['look far out', 'echo'],
    ['a smell ship', 'echo'],
    ['not that ship', 'turn'],
    ['a big rocket', 'turn'],
  ])('%s: %s', (text, verdict) => {
    expect(judge({ text, language: 'en', speechMs: 1_000, saying, confidence: 0.55 })).toBe(verdict);
  });

  it('and not such as were understood well', () => {
    expect(judge({ text: 'And a rock?', language: 'en', speechMs: 1_000, saying, confidence: 0.9 })).toBe('turn');
  });
});

it.each([
  ['Apni ghar laud kai', false],
  ['Ape Ni Ghar Lott Kai', false],
  ['Apne dost ko phone karo', true],
  ['Ek aur kahani sunao', true],
])('in Hindi too, however they are written: %s', (text, isTurn) => {
  const answer = 'दीपक सुबह तक जलता रहा। फिर सब नाविक अपने घर लौट गए।';
  expect(isAnswered(after(300, text, { answer }))).toBe(isTurn);
});

describe('but what the user says is', () => {
  it.each([
    [-200, 'What about the mountains?'],
    [100, 'Tell me more.'],
    [100, 'lighthouse'],
    [600, 'The sea.'],
    [2_000, 'by the sea.'],
  ])('%s ms after the end: %s', (ms, text) => {
    expect(isAnswered(after(ms, text))).toBe(true);
  });

  it('an answer to a question that ends in it', () => {
    const answer = 'Would you rather have yes or no?';
    expect(isAnswered(after(100, 'No.', { answer }))).toBe(true);
    expect(isAnswered(after(500, 'Rome.', { answer: 'Paris or Rome?' }))).toBe(true);
  });

  it('what is said with the talk key down', () => {
    expect(isAnswered(after(100, 'by the sea.', { released: true }))).toBe(true);
  });
});

it('after the stop button its last word is still on its way', () => {
  const talk = new Conversation();
  talk.say(1).heard(1, 'Tell me a story.').finished(1).settle();
  talk.answer(['Once upon a time, ', 'there was a lighthouse by the sea.']).play(24_000);
  talk.send({ kind: 'stop' }).wait(100).say(2, 400).heard(2, 'Upon a time.');
  expect(isAnswered(talk)).toBe(false);
});

describe('what a loudspeaker was given is heard later', () => {
  function listen(latencyS: number | undefined): {
    heard: (report: PlaybackReport) => void;
    reports: PlaybackReport[];
    fire: () => void;
    ms: number[];
  } {
    const reports: PlaybackReport[] = [];
    const waiting: (() => void)[] = [];
    const ms: number[] = [];
    const heard = asHeard(
      (report) => reports.push(report),
      () => latencyS,
      (wait, fire) => {
        ms.push(wait);
        waiting.push(fire);
      },
    );
    return {
      heard,
      reports,
      ms,
      fire: () => {
        waiting.splice(0).forEach((each) => {
          each();
        });
      },
    };
  }

  it('its position by as many samples, its end by as much time', () => {
    const { heard, reports, ms, fire } = listen(0.25);
    heard({ kind: 'position', turn: 1, samples: 2_400 });
    heard({ kind: 'position', turn: 1, samples: 12_000 });
    heard({ kind: 'played', turn: 1, samples: 12_000 });
    expect(reports).toEqual([
      { kind: 'position', turn: 1, samples: 0 },
      { kind: 'position', turn: 1, samples: 6_000 },
    ]);
    expect(ms).toEqual([250]);
    fire();
    expect(reports.at(-1)).toEqual({ kind: 'played', turn: 1, samples: 12_000 });
  });

  it('where nothing is known of it, at once', () => {
    for (const latency of [undefined, 0, NaN]) {
      const { heard, reports } = listen(latency);
      heard({ kind: 'played', turn: 1, samples: 12_000 });
      expect(reports).toHaveLength(1);
    }
  });
});
