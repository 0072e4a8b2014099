/** The conversation where clocks differ, engines fail, sound does not come and disks are slow: the cases B03, R10, R11, R16, R19, R21, R22, R24, R25. */
import { describe, expect, it, vi } from 'vitest';
import { PlaybackQueue } from '../../src/audio/playback-queue.ts';
import { turnEventOf } from '../../src/session/turn-events.ts';
import type { TurnEvent } from '../../src/turn/events.ts';
import { cutOf, MAX_HISTORY_ENTRIES, toPrompt, withEntry, type Entry, type History } from '../../src/turn/history.ts';
import { Scheduler, type Outlets } from '../../src/turn/page/scheduler.ts';
import type { Timers } from '../../src/turn/page/timers.ts';
import { Recorder, replay } from '../../src/turn/recording.ts';
import { reduce } from '../../src/turn/reducer.ts';
import { Segmenter, type SegmenterEvent } from '../../src/turn/segmenter.ts';
import { TURN_SETTINGS } from '../../src/turn/settings.ts';
import { initialState, limitsOf, withOptions } from '../../src/turn/state.ts';
import { wordLists } from '../../src/text/words/word-lists.ts';
import { isStockPhrase } from '../../src/text/transcript-filter.ts';
import { Conversation, OPTIONS } from './conversation.ts';

const HOUR_MS = 3_600_000;
const UNFINISHED = 'I would like to';
const QUESTION = 'What is the capital of France?';
const EARLIER: History = [
  { role: 'user', text: 'My name is Ada.', turn: 1 },
  { role: 'assistant', text: 'Hello Ada.', interrupted: false, turn: 1 },
];

describe('clocks of threads that differ (B03)', () => {
  it.each([5_000, HOUR_MS, -5_000, -HOUR_MS])(
    'STT’s is %i ms ahead of the VAD’s: an unfinished sentence is waited for, and answered',
    (skewMs) => {
      const talk = new Conversation().say(1);
      talk.clock += skewMs;
      talk.heard(1, UNFINISHED);
      expect(talk.state.reply?.committed).toBe(false);
      const timer = talk.effects.findLast((effect) => effect.kind === 'set-timer' && effect.timer === 'commit');
      const ms = timer?.kind === 'set-timer' ? timer.ms : NaN;
      expect(ms).toBeGreaterThan(TURN_SETTINGS.longSilenceMs - 1_000);
      expect(ms).toBeLessThanOrEqual(TURN_SETTINGS.maxSilenceMs);
    },
  );

  it.each([HOUR_MS, -HOUR_MS])('Smart Turn’s is %i ms ahead: the turn is committed by its timer', (skewMs) => {
    const talk = new Conversation().say(1).heard(1, UNFINISHED);
    talk.clock += skewMs;
    talk.finished(1, 0.01);
    const timer = talk.effects.findLast((effect) => effect.kind === 'set-timer' && effect.timer === 'commit');
    expect(timer?.kind === 'set-timer' && timer.ms <= TURN_SETTINGS.maxSilenceMs).toBe(true);
  });

  it('speech that ended in the future, by the VAD’s clock, is waited for no longer than the rule says', () => {
    const talk = new Conversation().send({ kind: 'onset', utterance: 1 }).send({ kind: 'speech', utterance: 1 });
    const speechEndAt = talk.clock + HOUR_MS;
    talk.send({ kind: 'pause', utterance: 1, revision: 1, speechEndAt, speechMs: 900, fallDb: -9, released: false });
    talk.heard(1, QUESTION);
    const timer = talk.effects.findLast((effect) => effect.kind === 'set-timer' && effect.timer === 'commit');
    expect(timer?.kind === 'set-timer' && timer.ms <= TURN_SETTINGS.maxSilenceMs).toBe(true);
  });

  it('a new VAD worker numbers its utterances above all that are known', () => {
    const events: SegmenterEvent[] = [];
    const segmenter = new Segmenter(TURN_SETTINGS, (event) => events.push(event));
    segmenter.numberFrom(42);
    segmenter.numberFrom(7);
    segmenter.push(new Float32Array(512), 0.9, 32);
    expect(events).toMatchObject([{ kind: 'onset', utterance: 42 }]);
  });
});

describe('an answer begun in advance fails (R11)', () => {
  it.each([
    { kind: 'generation-failed', turn: 1 },
    { kind: 'worker-lost', role: 'llm' },
  ] as const)('$kind: the user may go on, and half a sentence is not committed', (failure) => {
    const talk = new Conversation().say(1).heard(1, UNFINISHED).send(failure);
    expect(talk.state.reply).toBeNull();
    expect(talk.state.history).toEqual([]);
    expect(talk.effects.filter(({ kind }) => kind === 'notice' || kind === 'close')).toEqual([]);
    talk.send({ kind: 'resume', utterance: 1, revision: 1 });
    expect(talk.state.user).toMatchObject({ is: 'speaking', utterance: 1 });
  });

  it('and is asked for again when the user has finished', () => {
    const talk = new Conversation().say(1).heard(1, QUESTION).send({ kind: 'generation-failed', turn: 1 });
    talk.fire('commit');
    expect(talk.kinds()).toEqual(expect.arrayContaining(['generate', 'open']));
    expect(talk.state.reply).toMatchObject({ turn: 2, committed: true });
    expect(talk.state.history).toMatchObject([{ role: 'user', text: QUESTION }]);
  });

  it('is never begun where speculation is switched off', () => {
    const talk = new Conversation({ speculate: false }).say(1).heard(1, QUESTION);
    expect(talk.effects.some(({ kind }) => kind === 'generate')).toBe(false);
    talk.settle();
    expect(talk.effects.filter(({ kind }) => kind === 'generate')).toHaveLength(1);
  });
});

describe('sound that does not come (R10)', () => {
  const unheard = () => {
    const talk = new Conversation().send({ kind: 'typed', text: QUESTION });
    return talk.answer(['The capital of France is Paris.']);
  };

  it('becomes text after a bounded time, and is remembered', () => {
    const talk = unheard().wait(TURN_SETTINGS.unheardMs).send({ kind: 'watched', turn: 1, canAnswer: true });
    expect(talk.state.reply).toBeNull();
    expect(talk.state.history.at(-1)?.text).toBe('The capital of France is Paris.');
  });

  it('is waited for while it moves', () => {
    const talk = unheard()
      .play(10)
      .wait(TURN_SETTINGS.unheardMs - 1)
      .play(20);
    talk.wait(10).send({ kind: 'watched', turn: 1, canAnswer: true });
    expect(talk.state.reply?.spoken).toBe(true);
  });

  // Positions are told every 100 ms of sound, and a clause is no whole number of them.
  it.each([12_840, 100, 24_000])('is all heard where a slow voice takes long for the next clause: %i samples', (samples) => {
    const talk = new Conversation().send({ kind: 'typed', text: QUESTION });
    const { turn } = talk;
    const queue = new PlaybackQueue((report) => {
      const event = turnEventOf(report, talk.clock);
      if (event) talk.send(event);
    });
    queue.command({ kind: 'open', turn });
    talk.answer(['The capital of France '], samples).send({ kind: 'text', turn, delta: 'is Paris.' });
    queue.push({ kind: 'pcm', turn, index: 0, samples: new Float32Array(samples) });
    for (let count = 0; count <= samples / 128 + 1; count += 1) queue.render(new Float32Array(128));
    expect(talk.state.reply?.playedSamples).toBe(samples);
    talk.wait(2 * TURN_SETTINGS.unheardMs).send({ kind: 'watched', turn, canAnswer: true });
    expect(talk.state.reply?.spoken).toBe(true);
  });

  it('becomes text at once where it is known to be lost', () => {
    const talk = unheard().send({ kind: 'sound-lost' });
    expect(talk.state.history.at(-1)?.text).toBe('The capital of France is Paris.');
  });

  it('leaves its text in the conversation when something else is typed meanwhile', () => {
    const talk = unheard().send({ kind: 'typed', text: 'And of Spain?' });
    const prompt = talk.effects.findLast((effect) => effect.kind === 'generate')?.prompt.map(({ text }) => text);
    expect(prompt).toEqual([OPTIONS.system, QUESTION, 'The capital of France is Paris.', 'And of Spain?']);
  });

  it('a language model that is loaded and says nothing has failed after a bounded time', () => {
    const talk = new Conversation().send({ kind: 'typed', text: QUESTION });
    talk.wait(TURN_SETTINGS.tokenPatienceMs).send({ kind: 'watched', turn: 1, canAnswer: false });
    expect(talk.state.reply, 'it is being loaded').not.toBeNull();
    talk.wait(TURN_SETTINGS.tokenPatienceMs - 1).send({ kind: 'watched', turn: 1, canAnswer: true });
    expect(talk.state.reply).not.toBeNull();
    talk.wait(1).send({ kind: 'watched', turn: 1, canAnswer: true });
    expect(talk.state.reply).toBeNull();
    expect(talk.last).toContainEqual({ kind: 'notice', notice: 'no-answer' });
  });
});

describe('what was said on an earlier visit comes late (R24)', () => {
  it('while the user is speaking: the utterance goes on, and is answered with all of it', () => {
    const talk = new Conversation().send({ kind: 'onset', utterance: 1 }).send({ kind: 'speech', utterance: 1 });
    talk.send({ kind: 'recalled', history: EARLIER });
    expect(talk.state.user).toMatchObject({ is: 'speaking', utterance: 1 });
    talk.send({ kind: 'pause', utterance: 1, revision: 1, speechEndAt: talk.clock, speechMs: 900, fallDb: -9, released: false });
    talk.heard(1, 'What is my name?').settle();
    expect(talk.state.history.map(({ text }) => text)).toEqual(['My name is Ada.', 'Hello Ada.', 'What is my name?']);
    expect(talk.turn).toBe(2);
  });

  it('after something was said: that stays as it is', () => {
    const talk = new Conversation().send({ kind: 'typed', text: QUESTION }).send({ kind: 'recalled', history: EARLIER });
    expect(talk.state.history.map(({ text }) => text)).toEqual([QUESTION]);
  });
});

describe('a server as language model (R18)', () => {
  it('is told nothing that was said before it was chosen, and all that was said since', () => {
    const talk = new Conversation({ since: 1, voice: false }, EARLIER).send({ kind: 'typed', text: 'What is my name?' });
    talk.send({ kind: 'text', turn: 2, delta: 'I do not know.' }).send({ kind: 'generated', turn: 2 });
    talk.send({ kind: 'typed', text: 'Guess.' });
    const prompts = talk.effects.flatMap((effect) => (effect.kind === 'generate' ? [effect.prompt.map(({ text }) => text)] : []));
    expect(prompts).toEqual([
      [OPTIONS.system, 'What is my name?'],
      [OPTIONS.system, 'What is my name?', 'I do not know.', 'Guess.'],
    ]);
    talk.send({ kind: 'onset', utterance: 1 }).send({ kind: 'speech', utterance: 1 });
    expect(JSON.stringify(talk.effects)).not.toContain('Ada');
  });
});

describe('long conversations (R21)', () => {
  const entry = (turn: number): Entry => ({ role: 'user', text: `This is what was said as number ${String(turn)}.`, turn });

  it('a prompt begins where it would if it were built from the first entry, and its cost has a bound', () => {
    let state = { history: [] as History, cut: cutOf([], limitsOf(OPTIONS)) };
    for (let turn = 1; turn <= 500; turn += 1) {
      state = withEntry(state.history, state.cut, entry(turn), limitsOf(OPTIONS));
      // Building it from the first entry takes long: not after each.
      if (turn % 7 === 0) expect(state.cut).toEqual(cutOf(state.history, limitsOf(OPTIONS)));
    }
    expect(toPrompt(state.history, limitsOf(OPTIONS), state.cut)).toEqual(toPrompt(state.history, limitsOf(OPTIONS)));
  });

  it('the oldest entries go above the bound, and the prompt keeps its beginning', () => {
    let state = { history: [] as History, cut: cutOf([], limitsOf(OPTIONS)) };
    let first = '';
    let changes = 0;
    for (let turn = 1; turn <= MAX_HISTORY_ENTRIES + 300; turn += 1) {
      state = withEntry(state.history, state.cut, entry(turn), limitsOf(OPTIONS));
      const beginning = toPrompt(state.history, limitsOf(OPTIONS), state.cut)[1]?.text.slice(0, 60) ?? '';
      if (turn > MAX_HISTORY_ENTRIES && beginning !== first) changes += 1;
      first = beginning;
      expect(state.history.length).toBeLessThanOrEqual(MAX_HISTORY_ENTRIES);
    }
    expect(state.history.at(-1)?.turn).toBe(MAX_HISTORY_ENTRIES + 300);
    expect(changes).toBeLessThan(10);
  });

  it('another window is taken up at once', () => {
    const history = Array.from({ length: 300 }, (_, index) => entry(index + 1));
    const wide = withOptions(initialState(OPTIONS, history), { ...OPTIONS, contextTokens: 100_000 });
    expect(wide.cut.first).toBe(0);
  });
});

describe('recordings (R22, R19)', () => {
  it('of a visit that went on with an earlier conversation replay to the same history', () => {
    const recorder = new Recorder();
    recorder.add({ options: OPTIONS });
    const events: TurnEvent[] = [
      { kind: 'recalled', history: EARLIER, at: 1 },
      { kind: 'typed', text: 'What is my name?', at: 2 },
      { kind: 'text', turn: 2, delta: 'Ada.', at: 3 },
      { kind: 'generated', turn: 2, at: 4 },
      { kind: 'sound-lost', at: 5 },
    ];
    let state = initialState(OPTIONS);
    for (const event of events) {
      recorder.add({ event });
      state = reduce(state, event).state;
    }
    expect(replay(recorder.recording(true)).state).toEqual(state);
    expect(state.history).toHaveLength(4);
    expect(JSON.stringify(recorder.recording(false))).not.toMatch(/Ada|name/);
  });

  it('keep the newest of a long visit, and options only where they change', () => {
    const recorder = new Recorder(100);
    recorder.add({ options: OPTIONS });
    let state = initialState(OPTIONS);
    for (let turn = 1; turn <= 60; turn += 1) {
      recorder.add({ options: { voice: true, camera: false } });
      for (const event of [
        { kind: 'typed', text: `Question ${String(turn)}`, at: turn },
        { kind: 'text', turn, delta: 'Yes.', at: turn },
        { kind: 'generated', turn, at: turn },
        { kind: 'sound-lost', at: turn },
      ] satisfies TurnEvent[]) {
        recorder.add({ event });
        state = reduce(state, event).state;
      }
    }
    const recording = recorder.recording(true);
    expect(recording.truncated).toBe(true);
    expect(recording.steps.length).toBeLessThanOrEqual(100);
    expect(recording.steps.filter((step) => 'options' in step)).toEqual([]);
    expect(replay(recording).state).toEqual(state);
  });

  it.each(['नमस्ते, मेरा नाम', 'สวัสดีครับ', 'ελληνικά', '日本語'])('without words have none of %s, marks included', (text) => {
    const recorder = new Recorder();
    recorder.add({ options: OPTIONS });
    recorder.add({ event: { kind: 'typed', text, at: 1 } });
    const [, step] = recorder.recording(false).steps;
    expect(step && 'event' in step && step.event.kind === 'typed' && step.event.text).toMatch(/^[x, ]+$/);
  });
});

describe('the scheduler', () => {
  const timers: Timers = (ms, fire) => {
    const timer = setTimeout(fire, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  const outlets = (still: Outlets['still'] = () => Promise.resolve(null)) => {
    const llm = vi.fn<Outlets['llm']>();
    const nothing = () => undefined;
    return {
      llm,
      canAnswer: () => true,
      vad: nothing,
      tts: nothing,
      say: nothing,
      speakIn: nothing,
      tools: nothing,
      playback: nothing,
      notice: nothing,
      changed: nothing,
      still,
    };
  };
  const still = () => Promise.resolve(new Blob(['picture']));
  const generated = (llm: ReturnType<typeof outlets>['llm']) =>
    vi.waitFor(() => {
      expect(llm.mock.calls.at(-1)?.[0]).toMatchObject({ kind: 'generate' });
    });

  it.each([
    ['rejects', () => Promise.reject(new Error('context lost'))],
    ['never comes', () => new Promise<null>(() => undefined)],
  ])('answers without a picture that %s (R25)', async (_, broken) => {
    const { llm, ...rest } = outlets(broken);
    const scheduler = new Scheduler(initialState({ ...OPTIONS, camera: true }), { llm, ...rest }, timers);
    scheduler.dispatch({ kind: 'typed', text: 'What is this?', at: 1 });
    await vi.waitFor(() => {
      expect(llm).toHaveBeenCalled();
    }, 5_000);
    expect(llm.mock.calls[0]?.[0]).toMatchObject({ kind: 'generate', turn: 1 });
    scheduler.dispose();
  });

  it('lets go of pictures: dropped, forgotten, or older than any prompt or caption needs (R16)', async () => {
    const { llm, ...rest } = outlets(still);
    const scheduler = new Scheduler(initialState({ ...OPTIONS, camera: true }), { llm, ...rest }, timers);
    for (let turn = 1; turn <= 30; turn += 1) {
      scheduler.dispatch({ kind: 'typed', text: 'What is this?', at: turn });
      await generated(llm);
      llm.mockClear();
      scheduler.dispatch({ kind: 'text', turn, delta: 'A cup.', at: turn });
      scheduler.dispatch({ kind: 'generated', turn, at: turn });
      scheduler.dispatch({ kind: 'sound-lost', at: turn });
    }
    expect(scheduler.pictures.size).toBeLessThanOrEqual(21);
    expect(scheduler.pictures.has(30)).toBe(true);
    scheduler.dispatch({ kind: 'clear', at: 31 });
    expect(scheduler.pictures.size).toBe(0);
    expect(JSON.stringify(scheduler.recorder.recording(true))).not.toMatch(/cup|What is this/);
    scheduler.dispose();
  });

  it('drops the picture of an answer that was begun in vain (R16)', async () => {
    const { llm, ...rest } = outlets(still);
    const scheduler = new Scheduler(initialState({ ...OPTIONS, camera: true }), { llm, ...rest }, timers);
    const talk: TurnEvent[] = [
      { kind: 'onset', utterance: 1, at: 0 },
      { kind: 'speech', utterance: 1, at: 200 },
      { kind: 'pause', utterance: 1, revision: 1, speechEndAt: 900, speechMs: 900, fallDb: -9, released: false, at: 1100 },
      { kind: 'transcript', utterance: 1, revision: 1, text: UNFINISHED, sttMs: 100, at: 1200 },
    ];
    for (const event of talk) scheduler.dispatch(event);
    await generated(llm);
    expect(scheduler.pictures.size).toBe(1);
    scheduler.dispatch({ kind: 'resume', utterance: 1, revision: 1, at: 1300 });
    expect(scheduler.pictures.size).toBe(0);
    scheduler.dispose();
  });
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty-x'])(
  'a language called %s is only one without lists',
  (language) => {
    expect(wordLists(language).stops).toEqual([]);
    expect(isStockPhrase('you', language)).toBe(false);
    expect(() => new Conversation({ language }).say(1).heard(1, QUESTION).settle()).not.toThrow();
  },
);
