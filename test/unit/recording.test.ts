import { describe, expect, it } from 'vitest';
import type { TurnEvent } from '../../src/turn/events.ts';
import { Recorder, replay, type SessionRecording } from '../../src/turn/recording.ts';
import { OPTIONS } from './conversation.ts';

const AT = 1000;
const EVENTS: TurnEvent[] = [
  { kind: 'typed', text: 'My name is Ada, 36.', at: AT },
  { kind: 'text', turn: 1, delta: 'Hello Ada.', at: AT + 1 },
  { kind: 'clause', turn: 1, from: 0, to: 10, samples: 24_000, synthMs: 5, at: AT + 2 },
  { kind: 'generated', turn: 1, at: AT + 3 },
  { kind: 'started', turn: 1, at: AT + 4 },
  { kind: 'played', turn: 1, samples: 24_000, at: AT + 5 },
];

function recorded(): Recorder {
  const recorder = new Recorder();
  recorder.add({ options: OPTIONS });
  for (const event of EVENTS) recorder.add({ event });
  return recorder;
}

describe('a recorded session', () => {
  it('replays to the same conversation, after a trip through JSON', () => {
    const recording = JSON.parse(JSON.stringify(recorded().recording(true))) as SessionRecording;
    const { state, effects } = replay(recording);
    expect(state.history.map(({ text }) => text)).toEqual(['My name is Ada, 36.', 'Hello Ada.']);
    expect(effects.map(({ kind }) => kind)).toEqual(['generate', 'open']);
  });

  it('has no words unless they are asked for, and still tells what happened', () => {
    const recording = recorded().recording(false);
    expect(JSON.stringify(recording)).not.toMatch(/Ada|name|Hello|36|brief/);
    expect(replay(recording).state.history.map(({ text }) => text)).toEqual(['xx xxxx xx xxx, xx.', 'xxxxx xxx.']);
  });

  it('is told from other files', () => {
    expect(() => replay({ format: 'other' } as unknown as SessionRecording)).toThrow(/no recording of a Parley session/);
    expect(() => replay({ ...recorded().recording(true), steps: [] })).toThrow(/no options/);
  });
});
