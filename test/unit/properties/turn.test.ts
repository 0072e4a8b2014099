import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Move } from './move.ts';
import { check, OutsideWorld, type WorldEvent } from './outside-world.ts';
import { limitOf, walksOf } from './seed.ts';

const QUESTION = 'What is the capital of France?';

/** An event of the utterance, revision and turn that are current, or of others that many numbers away. */
function event(make: (numbers: { utterance: number; revision: number; turn: number; world: OutsideWorld }) => WorldEvent) {
  return (world: OutsideWorld, { utterance = 0, revision = 0, turn = 0 } = {}) => {
    const { user, closedUtterance, counter } = world.state;
    world.clock += 40;
    world.send(
      make({
        utterance: (user.is === 'quiet' ? closedUtterance : user.utterance) + utterance,
        revision: Math.max(0, (user.is === 'paused' ? user.revision : 1) + revision),
        turn: Math.max(0, counter + turn),
        world,
      }),
    );
  };
}

const NO_ARGUMENTS = { type: 'object', properties: {} };
const TOOLS = [
  { name: 'set_light', title: 'Set light', description: 'Sets it.', parameters: NO_ARGUMENTS, asks: false, untrusted: false },
  { name: 'open_door', title: 'Open door', description: 'Opens it.', parameters: NO_ARGUMENTS, asks: true, untrusted: false },
];

function called(...names: string[]) {
  return event(({ turn }) => ({ kind: 'called', turn, calls: names.map((name) => ({ name, args: {} })) }));
}

/** Of the call that is under way, or of the one that was so many calls before it. */
function ofCall(make: (turn: number, id: string) => WorldEvent) {
  return (world: OutsideWorld, { turn: offset = 0, before = 0 } = {}) => {
    const { reply, counter } = world.state;
    const all = reply?.acts?.all ?? [];
    const act = all[all.findIndex(({ is }) => is !== 'over') - before];
    world.send(make(counter + offset, act?.call.id ?? '1-1'));
  };
}

const tool = {
  ended: ofCall((turn, id) => ({ kind: 'tool-ended', turn, id, outcome: { is: 'done', text: '{"ok": true}' } })),
  allowed: ofCall((turn, id) => ({ kind: 'tool-allowed', turn, id, yes: true })),
  forbidden: ofCall((turn, id) => ({ kind: 'tool-allowed', turn, id, yes: false })),
  moment: ofCall((turn, id) => ({ kind: 'tool-timer', turn, id, timer: 'moment' })),
  approval: ofCall((turn, id) => ({ kind: 'tool-timer', turn, id, timer: 'approval' })),
};

const send = {
  onset: event(({ utterance }) => ({ kind: 'onset', utterance })),
  speech: event(({ utterance }) => ({ kind: 'speech', utterance })),
  held: event(({ utterance }) => ({ kind: 'held', utterance })),
  misfire: event(({ utterance }) => ({ kind: 'misfire', utterance })),
  resume: event(({ utterance, revision }) => ({ kind: 'resume', utterance, revision })),
  transcriptFailed: event(({ utterance, revision }) => ({ kind: 'transcript-failed', utterance, revision })),
  firstToken: event(({ turn }) => ({ kind: 'first-token', turn })),
  text: event(({ turn }) => ({ kind: 'text', turn, delta: 'Once upon a time, there was a lighthouse. ' })),
  generated: event(({ turn }) => ({ kind: 'generated', turn })),
  generationFailed: event(({ turn }) => ({ kind: 'generation-failed', turn })),
  speechFailed: event(({ turn }) => ({ kind: 'speech-failed', turn })),
  started: event(({ turn }) => ({ kind: 'started', turn })),
  played: event(({ turn }) => ({ kind: 'played', turn, samples: 48_000 })),
  watched: event(({ turn }) => ({ kind: 'watched', turn, canAnswer: true })),
  soundLost: event(() => ({ kind: 'sound-lost' })),
  recalled: event(() => ({ kind: 'recalled', history: [] })),
};

function pause(speechMs: number, released = false) {
  return event(({ utterance, revision, world }) => ({
    kind: 'pause',
    utterance,
    revision,
    speechEndAt: world.clock - 200,
    speechMs,
    fallDb: -9,
    released,
  }));
}

function transcript(text: string) {
  return event(({ utterance, revision }) => ({ kind: 'transcript', utterance, revision, text, sttMs: 100 }));
}

function finished(probability: number) {
  return event(({ utterance, revision }) => ({ kind: 'finished', utterance, revision, probability }));
}

/** The next clause of what has been written so far. */
function clause(samples: number) {
  return event(({ turn, world }) => {
    const { text = '', clauses = [] } = world.record(turn) ?? {};
    const from = clauses.at(-1)?.to ?? 0;
    return { kind: 'clause', turn, from, to: Math.min(text.length, from + 21), samples, synthMs: 50 };
  });
}

function position(samples: number) {
  return event(({ turn }) => ({ kind: 'position', turn, samples }));
}

const move = (name: string, make: (world: OutsideWorld) => void) => new Move(name, make);

const MOVES: readonly Move<OutsideWorld>[] = [
  // The user, as the VAD reports it.
  ...[1, 0, -1, 2].map((utterance) =>
    move(`onset ${utterance}`, (world) => {
      send.onset(world, { utterance });
    }),
  ),
  ...[0, -1, 1].map((utterance) =>
    move(`speech ${utterance}`, (world) => {
      send.speech(world, { utterance });
    }),
  ),
  ...[0, -1].map((utterance) =>
    move(`held ${utterance}`, (world) => {
      send.held(world, { utterance });
    }),
  ),
  ...[0, -1].map((utterance) =>
    move(`misfire ${utterance}`, (world) => {
      send.misfire(world, { utterance });
    }),
  ),
  ...[0, -1].map((utterance) =>
    move(`pause ${utterance}`, (world) => {
      pause(900)(world, { utterance });
    }),
  ),
  move('pause, a short sound', (world) => {
    pause(250)(world);
  }),
  move('pause, another revision', (world) => {
    pause(900)(world, { revision: 1 });
  }),
  move('pause, key let go', (world) => {
    pause(900, true)(world);
  }),
  ...[0, -1, 1].map((revision) =>
    move(`resume ${revision}`, (world) => {
      send.resume(world, { revision });
    }),
  ),
  move('resume of an older utterance', (world) => {
    send.resume(world, { utterance: -1 });
  }),

  // Its words.
  ...[QUESTION, 'I would like to', 'Stop.', 'No.', 'Yes.', 'Uh-huh.', 'Um.', '', '...', 'once upon a time there was'].map(
    (text) =>
      move(`transcript ${JSON.stringify(text)}`, (world) => {
        transcript(text)(world);
      }),
  ),
  ...[QUESTION, 'Um.', '', 'once upon a time there was'].map((text) =>
    move(`transcript so far ${JSON.stringify(text)}`, (world) => {
      transcript(text)(world, { revision: -1 });
    }),
  ),
  move('late transcript', (world) => {
    transcript(QUESTION)(world, { revision: -1 });
  }),
  move('transcript of an older utterance', (world) => {
    transcript(QUESTION)(world, { utterance: -1 });
  }),
  ...[0, -1].map((revision) =>
    move(`transcript failed ${revision}`, (world) => {
      send.transcriptFailed(world, { revision });
    }),
  ),
  ...[0.1, 0.95].map((probability) =>
    move(`finished ${probability}`, (world) => {
      finished(probability)(world);
    }),
  ),
  move('finished, late', (world) => {
    finished(0.95)(world, { revision: -1 });
  }),

  // Buttons and the keyboard.
  move('typed', (world) => {
    world.send({ kind: 'typed', text: 'Tell me a joke.' });
  }),
  move('typed nothing', (world) => {
    world.send({ kind: 'typed', text: ' ' });
  }),
  move('told by the user', (world) => {
    world.send({ kind: 'told', lines: [{ role: 'user', text: 'My name is Ada.' }] });
  }),
  move('told by the assistant', (world) => {
    world.send({
      kind: 'told',
      lines: [
        { role: 'assistant', text: 'Hello Ada.' },
        { role: 'user', text: ' ' },
      ],
    });
  }),
  move('answer', (world) => {
    world.send({ kind: 'answer' });
  }),
  move('stop', (world) => {
    world.send({ kind: 'stop' });
  }),
  move('clear', (world) => {
    world.send({ kind: 'clear' });
  }),

  // Time.
  move('time', (world) => {
    world.clock += 1000;
  }),
  ...(['interrupt', 'peek', 'commit', 'patience'] as const).flatMap((timer) => [
    move(`${timer} timer`, (world) => {
      world.fire(timer);
    }),
    move(`${timer} timer of the past`, (world) => {
      const { user, closedUtterance } = world.state;
      const utterance = user.is === 'quiet' ? closedUtterance : user.utterance - 1;
      world.send({ kind: 'timer', timer, utterance, revision: 1 });
    }),
    move(`${timer} timer of an older revision`, (world) => {
      const { user } = world.state;
      if (user.is === 'paused') world.send({ kind: 'timer', timer, utterance: user.utterance, revision: user.revision - 1 });
    }),
  ]),

  // The answer, of this turn and of the one before.
  ...[0, -1].flatMap((turn) => [
    move(`first token ${turn}`, (world) => {
      send.firstToken(world, { turn });
    }),
    move(`text ${turn}`, (world) => {
      send.text(world, { turn });
    }),
    move(`generated ${turn}`, (world) => {
      send.generated(world, { turn });
    }),
    move(`generation failed ${turn}`, (world) => {
      send.generationFailed(world, { turn });
    }),
    move(`speech failed ${turn}`, (world) => {
      send.speechFailed(world, { turn });
    }),
    move(`clause ${turn}`, (world) => {
      clause(24_000)(world, { turn });
    }),
    move(`clause without sound ${turn}`, (world) => {
      clause(0)(world, { turn });
    }),
    move(`started ${turn}`, (world) => {
      send.started(world, { turn });
    }),
    move(`position ${turn}`, (world) => {
      position(13_000)(world, { turn });
    }),
    move(`position, later ${turn}`, (world) => {
      position(37_000)(world, { turn });
    }),
    move(`played ${turn}`, (world) => {
      send.played(world, { turn });
    }),
  ]),

  // What the model has done, in this turn and in the one before.
  ...[['set_light'], ['open_door'], ['set_light', 'open_door', 'set_light'], ['no_such_tool'], []].map((names) =>
    move(`called ${JSON.stringify(names)}`, called(...names)),
  ),
  move('called, late', (world) => {
    called('set_light')(world, { turn: -1 });
  }),
  ...Object.entries(tool).flatMap(([name, make]) => [
    move(`tool ${name}`, make),
    move(`tool ${name}, late`, (world) => {
      make(world, { turn: -1 });
    }),
    move(`tool ${name}, of the call before`, (world) => {
      make(world, { before: 1 });
    }),
  ]),
  move('no tools any more', (world) => {
    world.setOptions({ tools: [] });
  }),

  // What goes on in the machine room.
  ...(['vad', 'stt', 'llm', 'tts'] as const).map((role) =>
    move(`${role} lost`, (world) => {
      world.send({ kind: 'worker-lost', role });
    }),
  ),
  move('voice off', (world) => {
    world.setOptions({ voice: false });
  }),
  move('voice on', (world) => {
    world.setOptions({ voice: true });
  }),
  ...([true, false] as const).map((interruptible) =>
    move(`interruptions ${interruptible}`, (world) => {
      world.setOptions({ interruptible });
    }),
  ),
  ...(['open', 'hold', 'toggle'] as const).map((talk) =>
    move(`talk ${talk}`, (world) => {
      world.setOptions({ talk });
    }),
  ),
  move('camera on', (world) => {
    world.setOptions({ camera: true });
  }),

  // Whole stretches, so that random walks get far.
  move('utterance', (world) => {
    say(world);
  }),
  move('begins to speak', (world) => {
    send.onset(world, { utterance: 1 });
    send.speech(world);
  }),
  move('question', (world) => {
    ask(world);
  }),
  move('question with the talk key', (world) => {
    send.onset(world, { utterance: 1 });
    send.held(world);
    pause(900, true)(world, { revision: 0 });
  }),
  move('question, committed', (world) => {
    ask(world);
    world.fire('commit');
  }),
  move('looked after', (world) => {
    send.watched(world);
  }),
  move('looked after, much later', (world) => {
    world.clock += 200_000;
    send.watched(world);
  }),
  move('sound lost', (world) => {
    send.soundLost(world);
  }),
  move('an empty conversation recalled', (world) => {
    send.recalled(world);
  }),
  move('clocks an hour apart', (world) => {
    world.clock += 3_600_000;
    transcript('I would like to')(world);
    world.clock -= 3_600_000;
  }),
  move('question, and a call', (world) => {
    ask(world);
    called('open_door')(world);
    world.fire('commit');
  }),
  move('answer begins', (world) => {
    answer(world);
  }),
  move('question and answer', (world) => {
    ask(world);
    world.fire('commit');
    answer(world);
  }),
];

/** One clean utterance, or the rest of the one that goes on. */
function say(world: OutsideWorld): void {
  const { user } = world.state;
  const revision = user.is === 'paused' ? 1 : 0;
  if (user.is === 'quiet') send.onset(world, { utterance: 1 });
  if (user.is === 'paused') send.resume(world);
  send.speech(world);
  world.clock += 800;
  pause(900)(world, { revision });
}

function ask(world: OutsideWorld): void {
  say(world);
  transcript(QUESTION)(world);
  finished(0.95)(world);
}

function answer(world: OutsideWorld): void {
  send.firstToken(world);
  send.text(world);
  clause(24_000)(world);
  clause(24_000)(world);
  send.started(world);
  position(30_000)(world);
}

const walks = (maxLength: number) => fc.array(fc.constantFrom(...MOVES), { maxLength, size: 'max' });

function walk(moves: readonly Move<OutsideWorld>[], world = new OutsideWorld({ tools: TOOLS })): OutsideWorld {
  for (const move of moves) move.make(world);
  return world;
}

/** Whoever speaks from now on is listened to, and answered aloud. */
function heed(world: OutsideWorld): void {
  world.setOptions({ voice: true, interruptible: true });
  const { user } = world.state;
  // What began over a reply that could not be interrupted is of no account.
  if (user.is === 'speaking' && user.isUnheeded) send.misfire(world);
}

/** From wherever the conversation stands, this one utterance is answered, and the answer heard to its end. */
function checkUtteranceIsAnswered(world: OutsideWorld): void {
  heed(world);
  ask(world);
  world.fire('commit');
  checkAnswering(world);
  answer(world);
  send.generated(world);
  world.send({ kind: 'worker-lost', role: 'llm' });
  send.played(world);
  check(world.state.reply === null, 'a reply that was played out is over');
  const last = world.state.history.at(-1);
  check(last?.role === 'assistant' && !last.interrupted, 'what was heard is remembered');
}

function checkAnswering({ state: { reply, user, history } }: OutsideWorld): void {
  check(reply?.committed === true, 'the question leads to a reply');
  check(history.at(-1)?.text.includes(QUESTION) === true, 'the question enters history');
  check(user.is === 'quiet', 'the utterance of a committed turn is closed');
}

/** Typed text leads to a reply, whatever the user's sound was doing. */
function checkTypedIsAnswered(world: OutsideWorld): void {
  world.send({ kind: 'typed', text: QUESTION });
  if (world.state.typed !== null) {
    // Spoken words are on their way; they are answered together, or it is alone.
    if (world.state.user.is === 'speaking') pause(900, true)(world, { revision: 0 });
    world.fire('patience');
  }
  checkAnswering(world);
}

/** Stop brings the conversation to rest. */
function checkStopRests(world: OutsideWorld): void {
  world.send({ kind: 'stop' });
  check(world.state.reply === null && world.state.user.is === 'quiet', 'stop brings rest');
}

/** 210,000 walks in all, a tenth of them in `npm test`. A failure prints its seed and path; `fc.assert(…, { seed, path })` runs it again. */
const RUNS = walksOf(60_000);
const TIMEOUT_MS = limitOf(180_000);

describe('any order of events, late ones, doubled ones and missing ones among them', { timeout: TIMEOUT_MS }, () => {
  it('keeps every promise at every step, and the next utterance is answered', () => {
    fc.assert(
      fc.property(walks(20), (moves) => {
        checkUtteranceIsAnswered(walk(moves));
      }),
      { numRuns: RUNS },
    );
  });

  it('in short runs of doubled events: stop brings rest, typed text is answered', () => {
    fc.assert(
      fc.property(walks(8), fc.boolean(), (moves, stops) => {
        const world = new OutsideWorld({ tools: TOOLS });
        for (const move of moves) {
          move.make(world);
          move.make(world);
        }
        if (stops) checkStopRests(world);
        checkTypedIsAnswered(world);
      }),
      { numRuns: RUNS },
    );
  });

  it('a worker is lost at any point: the next utterance is answered all the same', () => {
    const anyWorker = fc.constantFrom('vad', 'stt', 'llm', 'tts');
    fc.assert(
      fc.property(walks(6), anyWorker, walks(6), anyWorker, (before, role, after, other) => {
        const world = walk(before);
        world.send({ kind: 'worker-lost', role });
        walk(after, world);
        world.send({ kind: 'worker-lost', role: other });
        checkUtteranceIsAnswered(world);
      }),
      { numRuns: RUNS },
    );
  });

  it('sound in the queue that nobody hears becomes text, and a language model that says nothing has failed', () => {
    fc.assert(
      fc.property(walks(10), fc.boolean(), (moves, isSilent) => {
        const world = walk(moves);
        heed(world);
        ask(world);
        world.fire('commit');
        if (!isSilent) {
          send.text(world);
          clause(24_000)(world);
        }
        world.clock += 200_000;
        send.watched(world);
        check(world.state.reply?.spoken !== true, 'nobody waits for a sound that does not come');
        if (isSilent) check(world.state.reply === null, 'nobody waits for words that do not come');
      }),
      { numRuns: RUNS / 6 },
    );
  });

  it('without speculation the same holds', () => {
    fc.assert(
      fc.property(walks(10), (moves) => {
        const world = walk(moves, new OutsideWorld({ speculate: false, tools: TOOLS }));
        checkUtteranceIsAnswered(world);
      }),
      { numRuns: RUNS / 6 },
    );
  });

  it('without a voice the same holds', () => {
    fc.assert(
      fc.property(walks(10), (moves) => {
        const world = walk(moves, new OutsideWorld({ voice: false, tools: TOOLS }));
        checkUtteranceIsAnswered(world);
        checkStopRests(world);
      }),
      { numRuns: RUNS / 2 },
    );
  });
});
