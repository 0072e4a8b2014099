/** Tools within a conversation: turn-taking holds. */
import { describe, expect, it } from 'vitest';
import { declarationOf } from '../../../src/tools/tool.ts';
import type { Effect } from '../../../src/turn/events.ts';
import { replay, Recorder } from '../../../src/turn/recording.ts';
import { activityOf } from '../../../src/turn/state.ts';
import { Conversation, OPTIONS } from '../conversation.ts';

const light = declarationOf({ name: 'set_light', description: 'Turns a light on or off.' });
const buy = declarationOf({ name: 'buy', description: 'Buys it.', annotations: { consequentialHint: true } });
const tools = [light, buy];
const CALL = { name: 'set_light', args: { room: 'kitchen' } };
const DONE = { is: 'done', text: '{"ok": true}' } as const;

const spoken = (text = 'Turn on the light.') => new Conversation({ tools }).say(1).heard(1, text);
const called = (talk: Conversation, ...calls: (typeof CALL | { name: string; args: object })[]) =>
  talk.send({ kind: 'called', turn: talk.turn, calls: calls.map(({ name, args }) => ({ name, args: { ...args } })) });
const ended = (talk: Conversation, id = `${String(talk.turn)}-1`) =>
  talk.send({ kind: 'tool-ended', turn: talk.turn, id, outcome: DONE });
const of = <Kind extends Effect['kind']>(talk: Conversation, kind: Kind) =>
  talk.effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
/** The user is asked whether something may be bought. */
const asked = (options = {}) =>
  called(new Conversation({ tools, ...options }).say(1).heard(1, 'Buy plums.').finished(1).settle(), { name: 'buy', args: {} });

describe('a call', () => {
  it('is carried out at the commit, not before, and the answer goes on with what came of it', () => {
    const talk = called(spoken(), CALL);
    expect(of(talk, 'run-tool')).toEqual([]);
    talk.settle();
    expect(of(talk, 'run-tool')).toMatchObject([{ turn: 1, call: { id: '1-1', name: 'set_light' } }]);
    ended(talk);
    const prompt = of(talk, 'generate').at(-1)?.prompt ?? [];
    expect(prompt.slice(-3)).toMatchObject([
      { role: 'user', text: 'Turn on the light.' },
      { role: 'assistant', text: '', calls: [{ name: 'set_light' }] },
      { role: 'tool', text: '{"ok": true}', of: { name: 'set_light' } },
    ]);
    talk.answer(['The light is on.']).play(24_000).send({ kind: 'played', turn: 1, samples: 24_000 });
    expect(talk.state.reply).toBeNull();
    expect(talk.state.history).toMatchObject([
      { role: 'user' },
      { role: 'tool', outcome: 'done', call: { id: '1-1' } },
      { role: 'assistant', text: 'The light is on.', interrupted: false },
    ]);
    expect(of(talk, 'notice')).toEqual([]);
  });

  it('of a speculation that is thrown away is never carried out', () => {
    const talk = called(spoken('Turn on'), CALL);
    talk.send({ kind: 'resume', utterance: 1, revision: 1 });
    expect(talk.state.reply).toBeNull();
    talk.send({ kind: 'tool-ended', turn: 1, id: '1-1', outcome: DONE });
    expect(of(talk, 'run-tool')).toEqual([]);
    expect(talk.state.history).toEqual([]);
  });

  it('keeps the text before it where it was', () => {
    const talk = new Conversation({ tools, voice: false }).send({ kind: 'typed', text: 'Light.' });
    talk.send({ kind: 'text', turn: 1, delta: 'Let me see. ' });
    called(talk, CALL);
    ended(talk);
    expect(of(talk, 'generate').at(-1)?.prompt.at(-2)).toMatchObject({ text: 'Let me see.', calls: [{ name: 'set_light' }] });
    talk.send({ kind: 'text', turn: 1, delta: 'It is on.' }).send({ kind: 'generated', turn: 1 });
    expect(talk.state.history.at(-1)).toMatchObject({ text: 'Let me see. It is on.' });
    talk.send({ kind: 'typed', text: 'Thanks.' });
    expect(of(talk, 'generate').at(-1)?.prompt.slice(1)).toMatchObject([
      { role: 'user' },
      { role: 'assistant', text: '', calls: [{}] },
      { role: 'tool' },
      { role: 'assistant', text: 'Let me see. It is on.' },
      { role: 'user', text: 'Thanks.' },
    ]);
  });

  it('that is under way is ended by talking, remembered as interrupted, and too late after that', () => {
    const talk = called(spoken(), CALL).settle();
    talk.wait(2_000).send({ kind: 'tool-timer', turn: 1, id: '1-1', timer: 'moment' });
    expect(talk.last).toMatchObject([{ kind: 'insert', text: 'One moment.', ends: false }]);
    expect(activityOf(talk.state)).toBe('thinking');
    talk.say(2).heard(2, 'What is the capital of France?').finished(2).settle();
    expect(talk.effects.some((effect) => effect.kind === 'cancel' && effect.turn === 1)).toBe(true);
    expect(talk.state.history).toMatchObject([
      { role: 'user', turn: 1 },
      { role: 'tool', turn: 1, outcome: 'cancelled' },
      { role: 'user', turn: 2 },
    ]);
    const before = talk.state;
    talk.send({ kind: 'tool-ended', turn: 1, id: '1-1', outcome: DONE });
    talk.send({ kind: 'called', turn: 1, calls: [CALL] });
    expect(talk.state).toEqual(before);
    expect(talk.last).toEqual([]);
    // Templates want turns.
    const roles = of(talk, 'generate')
      .at(-1)
      ?.prompt.map(({ role }) => role);
    expect(roles).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
  });

  it('ends with the stop button too', () => {
    const talk = called(spoken(), CALL).settle().send({ kind: 'stop' });
    expect(talk.state.reply).toBeNull();
    expect(talk.state.history.at(-1)).toMatchObject({ role: 'tool', outcome: 'cancelled' });
  });

  it('goes on under “mm-hmm”', () => {
    const talk = called(spoken(), CALL).settle();
    talk.say(2, 400).heard(2, 'Mm-hmm.');
    expect(talk.state.reply?.acts?.all[0]?.is).toBe('running');
    ended(talk);
    expect(talk.kinds()).toEqual(['generate']);
  });

  it('that did all there was to do needs no words', () => {
    const talk = called(new Conversation({ tools, voice: false }).send({ kind: 'typed', text: 'Light.' }), CALL);
    ended(talk).send({ kind: 'generated', turn: 1 });
    expect(of(talk, 'notice')).toEqual([]);
    expect(talk.state.history).toMatchObject([{ role: 'user' }, { role: 'tool' }]);
  });
});

describe('a call that needs a yes', () => {
  it('is asked about, in the page and aloud', () => {
    const talk = asked();
    expect(of(talk, 'ask-tool')).toMatchObject([{ call: { id: '1-1' }, question: 'Shall I do this? Buy?' }]);
    expect(of(talk, 'insert')).toMatchObject([{ text: 'Shall I do this? Buy?', ends: false }]);
    expect(of(talk, 'run-tool')).toEqual([]);
  });

  it.each(['Yes.', 'Yeah.', 'Okay.', 'Yes, please do that.'])('has one with a spoken “%s”', (text) => {
    const talk = asked().say(2, 700).heard(2, text);
    expect(of(talk, 'run-tool')).toHaveLength(1);
    expect(talk.state.reply?.pushedBack).toBe('no');
    expect(talk.state.user.is).toBe('quiet');
    expect(talk.state.counter).toBe(1);
  });

  it('has one however long it takes to say', () => {
    const talk = asked().send({ kind: 'onset', utterance: 2 }).wait(200).send({ kind: 'speech', utterance: 2 });
    talk.fire('interrupt');
    expect(talk.state.reply).not.toBeNull();
    const speechEndAt = talk.clock;
    talk.wait(200).send({ kind: 'pause', utterance: 2, revision: 1, speechEndAt, speechMs: 1_500, fallDb: -9, released: false });
    talk.heard(2, 'Yes, please do.');
    expect(of(talk, 'run-tool')).toHaveLength(1);
  });

  it('has one typed, or by the button', () => {
    expect(of(asked().send({ kind: 'typed', text: 'yes' }), 'run-tool')).toHaveLength(1);
    expect(of(asked().send({ kind: 'tool-allowed', turn: 1, id: '1-1', yes: true }), 'run-tool')).toHaveLength(1);
  });

  it('has none with a no: the model is told, and answers', () => {
    const talk = asked().say(2, 500).heard(2, 'No.');
    expect(of(talk, 'run-tool')).toEqual([]);
    expect(of(talk, 'generate').at(-1)?.prompt.at(-1)?.text).toContain('said no');
    expect(of(talk, 'asked-tool')).toHaveLength(1);
  });

  it.each(['What does it cost?', 'Stop.', 'Yes, but only two.'])('has none with “%s”', (text) => {
    const talk = asked().say(2, 900).heard(2, text).finished(2);
    expect(of(talk, 'run-tool')).toEqual([]);
    expect(talk.state.history.slice(0, 2)).toMatchObject([{ role: 'user' }, { role: 'tool', outcome: 'refused' }]);
    expect(of(talk, 'asked-tool')).toHaveLength(1);
    talk.send({ kind: 'tool-allowed', turn: 1, id: '1-1', yes: true });
    expect(of(talk, 'run-tool')).toEqual([]);
  });

  it('has none with noise, an echo of the question, or what Whisper only guessed', () => {
    const talk = asked();
    talk.say(2, 900).heard(2, '').say(3, 900);
    talk.send({ kind: 'transcript', utterance: 3, revision: 1, text: 'Yes.', confidence: 0.1, sttMs: 100 });
    expect(of(talk, 'run-tool')).toEqual([]);
    expect(talk.state.reply?.acts?.all[0]?.is).toBe('asking');
  });

  it('has one by voice too where nothing else said over a reply counts', () => {
    const talk = asked({ interruptible: false }).say(2, 500).heard(2, 'Yes.');
    expect(of(talk, 'run-tool')).toHaveLength(1);
  });

  it('has it once: another yes does not interrupt what was begun', () => {
    const talk = asked().send({ kind: 'tool-allowed', turn: 1, id: '1-1', yes: true });
    talk.say(2, 500).heard(2, 'Yes.').send({ kind: 'typed', text: 'yes, please' });
    expect(talk.state.reply?.acts?.all[0]?.is).toBe('running');
    talk.say(3, 500).heard(3, 'No.').finished(3);
    expect(talk.state.history).toMatchObject([{}, { outcome: 'cancelled' }, {}]);
  });

  it('waits for a voice that has not asked yet', () => {
    const talk = asked();
    const timer = { kind: 'tool-timer', turn: 1, id: '1-1', timer: 'approval' } as const;
    talk.send({ kind: 'text', turn: 1, delta: 'Shall I do this? Buy?' }).send(timer);
    expect(talk.last).toMatchObject([{ kind: 'set-tool-timer', timer: 'approval' }]);
    talk.send({ kind: 'clause', turn: 1, from: 0, to: 21, samples: 24_000, synthMs: 50 }).play(24_000).send(timer);
    expect(of(talk, 'generate').at(-1)?.prompt.at(-1)?.text).toContain('said no');
  });

  it('has none with silence, but somebody who is speaking is heard out', () => {
    const talk = asked().say(2, 900);
    talk.send({ kind: 'tool-timer', turn: 1, id: '1-1', timer: 'approval' });
    expect(talk.last).toMatchObject([{ kind: 'set-tool-timer', timer: 'approval' }]);
    talk.heard(2, '').send({ kind: 'tool-timer', turn: 1, id: '1-1', timer: 'approval' });
    expect(of(talk, 'run-tool')).toEqual([]);
    expect(of(talk, 'generate').at(-1)?.prompt.at(-1)?.text).toContain('said no');
    talk.send({ kind: 'typed', text: 'yes' });
    expect(of(talk, 'run-tool')).toEqual([]);
  });
});

describe('a prompt with tools', () => {
  it('never loses its question, however much came of the calls', () => {
    const talk = new Conversation({ tools, voice: false, contextTokens: 1_024 }).send({ kind: 'typed', text: 'Light.' });
    called(talk, CALL, CALL, CALL, CALL);
    const text = JSON.stringify('word '.repeat(280));
    for (let number = 1; number <= 4; number += 1)
      talk.send({ kind: 'tool-ended', turn: 1, id: `1-${String(number)}`, outcome: { is: 'done', text } });
    const prompt = of(talk, 'generate').at(-1)?.prompt ?? [];
    expect(prompt[1]).toMatchObject({ role: 'user', text: 'Light.' });
    expect(prompt.at(-1)?.text).toBe(text);
    expect(prompt[3]?.text).toContain('Left out');
  });

  it('has less room for history', () => {
    const many = Array.from({ length: 16 }, (_, index) => ({
      ...light,
      name: `t${String(index)}`,
      description: 'x'.repeat(200),
    }));
    const history = Array.from({ length: 40 }, (_, index) => ({
      role: 'user' as const,
      text: 'word '.repeat(30),
      turn: index + 1,
    }));
    expect(new Conversation({ tools: many }, history).state.cut.first).toBeGreaterThan(
      new Conversation({}, history).state.cut.first,
    );
  });
});

it('a recording has none of the words, and one with them gives the same effects', () => {
  const recorder = new Recorder();
  recorder.add({ options: { ...OPTIONS, tools } });
  const talk = new Conversation({ tools });
  const send = (event: Parameters<Conversation['send']>[0]) => {
    talk.send(event);
    recorder.add({ event: { ...event, at: talk.clock } as never });
  };
  send({ kind: 'typed', text: 'Light, secretly.' });
  send({ kind: 'called', turn: 1, calls: [{ name: 'set_light', args: { room: 'secret chamber' } }] });
  send({ kind: 'tool-ended', turn: 1, id: '1-1', outcome: { is: 'done', text: '{"found": "secret"}' } });
  expect(JSON.stringify(recorder.recording(false))).not.toMatch(/secret/);
  expect(replay(recorder.recording(true)).effects).toEqual(talk.effects);
});
