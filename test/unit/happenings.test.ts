/** What a page is told of a conversation, and what it can have said in it. */
import { describe, expect, it } from 'vitest';
import { addTo, LONGEST_CONTEXT, withContext } from '../../src/session/context.ts';
import type { Happening } from '../../src/session/happenings.ts';
import { happeningsOf } from '../../src/session/turn-happenings.ts';
import type { TurnOptions } from '../../src/turn/state.ts';
import { Conversation } from './conversation.ts';

/** A conversation that is followed: `told` has everything but the latencies. */
class Followed extends Conversation {
  readonly told: Happening[] = [];
  latencies = 0;

  override send(event: Parameters<Conversation['send']>[0]): this {
    const before = this.state;
    super.send(event);
    for (const happening of happeningsOf(before, this.state)) {
      if (happening.kind === 'latency') this.latencies += 1;
      else this.told.push(happening);
    }
    return this;
  }
}

const asked = (options: Partial<TurnOptions> = {}) => new Followed(options).send({ kind: 'typed', text: 'Hello?' });
const BEGINNING: Happening[] = [
  { kind: 'turn-start', turn: 1 },
  { kind: 'user-said', turn: 1, text: 'Hello?' },
];

describe('a turn is told', () => {
  it('as it goes on, and its end once it was heard', () => {
    const talk = asked().send({ kind: 'text', turn: 1, delta: 'Good ' }).send({ kind: 'text', turn: 1, delta: 'day.' });
    talk.send({ kind: 'generated', turn: 1 }).send({ kind: 'clause', turn: 1, from: 0, to: 9, samples: 24_000, synthMs: 5 });
    talk.send({ kind: 'started', turn: 1 }).send({ kind: 'position', turn: 1, samples: 12_000 });
    expect(talk.latencies).toBe(1);
    talk.send({ kind: 'played', turn: 1, samples: 24_000 });
    expect(talk.told).toEqual([
      ...BEGINNING,
      { kind: 'reply-delta', turn: 1, delta: 'Good ', text: 'Good ' },
      { kind: 'reply-delta', turn: 1, delta: 'day.', text: 'Good day.' },
      { kind: 'reply-end', turn: 1, text: 'Good day.', reason: 'complete' },
    ]);
    expect(talk.latencies).toBe(1);
  });

  it('with what was heard, where it is cut off', () => {
    const talk = asked().send({ kind: 'text', turn: 1, delta: 'One two three four.' });
    talk.send({ kind: 'clause', turn: 1, from: 0, to: 19, samples: 19_000, synthMs: 5 }).send({ kind: 'started', turn: 1 });
    talk.send({ kind: 'position', turn: 1, samples: 8_000 }).send({ kind: 'typed', text: 'Stop counting.' });
    expect(talk.told.slice(3)).toEqual([
      { kind: 'interrupted', turn: 1, heard: 'One two', written: 'One two three four.' },
      { kind: 'reply-end', turn: 1, text: 'One two', reason: 'interrupted' },
      { kind: 'turn-start', turn: 2 },
      { kind: 'user-said', turn: 2, text: 'Stop counting.' },
    ]);
  });

  it('that failed before its first word', () => {
    expect(asked().send({ kind: 'generation-failed', turn: 1 }).told).toEqual([
      ...BEGINNING,
      { kind: 'reply-end', turn: 1, text: '', reason: 'unheard' },
    ]);
  });

  it('only once the user has finished: what is begun in advance is not', () => {
    const talk = new Followed().say(1).heard(1, 'I would like to go and.');
    talk.send({ kind: 'text', turn: 1, delta: 'Where' });
    expect(talk.told).toEqual([]);
  });
});

describe('what the page wants said', () => {
  it('is spoken, remembered as Parley’s own, and answers nothing', () => {
    const talk = new Followed().send({ kind: 'say', text: ' Welcome. ' });
    expect(talk.last).toEqual([
      { kind: 'say', turn: 1, text: 'Welcome.', language: 'en' },
      { kind: 'open', turn: 1 },
    ]);
    talk.send({ kind: 'clause', turn: 1, from: 0, to: 8, samples: 9_000, synthMs: 5 }).send({ kind: 'started', turn: 1 });
    talk.send({ kind: 'played', turn: 1, samples: 9_000 });
    expect(talk.state.history).toEqual([{ role: 'assistant', text: 'Welcome.', interrupted: false, turn: 1 }]);
    expect(talk.told).toEqual([
      { kind: 'turn-start', turn: 1 },
      { kind: 'reply-delta', turn: 1, delta: 'Welcome.', text: 'Welcome.' },
      { kind: 'reply-end', turn: 1, text: 'Welcome.', reason: 'complete' },
    ]);
  });

  it('is only read where there is no voice', () => {
    const talk = new Followed({ voice: false }).send({ kind: 'say', text: 'Welcome.' });
    expect(talk.effects.map(({ kind }) => kind)).not.toContain('say');
    expect(talk.told.map(({ kind }) => kind)).toEqual(['turn-start', 'reply-delta', 'reply-end']);
  });

  it('ends what was under way, and is interrupted like any answer', () => {
    const talk = asked().send({ kind: 'say', text: 'Closing time.' });
    expect(talk.last[0]).toEqual({ kind: 'cancel', turn: 1 });
    talk.send({ kind: 'stop' });
    expect(talk.told.at(-1)).toEqual({ kind: 'reply-end', turn: 2, text: '', reason: 'unheard' });
    expect(talk.state.reply).toBeNull();
  });

  it('is nothing where it is blank', () => {
    expect(new Followed().send({ kind: 'say', text: ' ' }).effects).toEqual([]);
  });
});

describe('what the page tells of itself', () => {
  it('is added to the instructions, the last of it where there is much', () => {
    const first = addTo([], ' The visitor looks at a vase. ');
    expect(withContext('Be brief.', first ?? [])).toBe('Be brief.\n\nWhat the page tells:\nThe visitor looks at a vase.');
    expect(withContext('Be brief.', [])).toBe('Be brief.');
    const long = 'x'.repeat(LONGEST_CONTEXT - 10);
    expect(addTo(first ?? [], long)).toEqual([long]);
    expect(addTo(first ?? [], 'x'.repeat(LONGEST_CONTEXT + 1))).toBeNull();
    expect(addTo(['a', 'b'], 'a')).toEqual(['b', 'a']);
    expect(addTo(['a'], ' ')).toEqual(['a']);
  });
});
