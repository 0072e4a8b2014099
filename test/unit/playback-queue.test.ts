import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlaybackQueue } from '../../src/audio/playback-queue.ts';
import type { Pcm, PlaybackCommand, PlaybackReport } from '../../src/protocol/audio-messages.ts';

const QUANTUM = 128;
/** 20 ms at 24 kHz. */
const RAMP = 480;
/** Amplitude and longest step from one sample to the next of `tone`. */
const AMPLITUDE = 0.5;
const OWN_STEP = (AMPLITUDE * 2 * Math.PI) / 400;

/** Plays into an array, as an audio thread would. */
class Listener {
  readonly reports: PlaybackReport[] = [];
  readonly heard: number[] = [];
  readonly queue = new PlaybackQueue((report) => this.reports.push(report));

  push(turn: number, samples: Pcm, index = 0): this {
    this.queue.push({ kind: 'pcm', turn, index, samples });
    return this;
  }

  end(turn: number): this {
    this.queue.push({ kind: 'pcm-end', turn });
    return this;
  }

  command(...commands: Exclude<PlaybackCommand, { kind: 'connect' }>[]): this {
    for (const command of commands) this.queue.command(command);
    return this;
  }

  /** Renders quanta; returns what was heard in them. */
  play(quanta: number): number[] {
    const heard: number[] = [];
    for (let count = 0; count < quanta; count += 1) {
      const out = new Float32Array(QUANTUM);
      this.queue.render(out);
      heard.push(...out);
    }
    this.heard.push(...heard);
    return heard;
  }

  kinds(): string[] {
    return this.reports.filter(({ kind }) => kind !== 'position').map(({ kind }) => kind);
  }

  last(kind: PlaybackReport['kind']): PlaybackReport | undefined {
    return this.reports.findLast((report) => report.kind === kind);
  }
}

/** 60 Hz, in phase over all pieces of a turn that are cut from it. */
function tone(length: number, from = 0): Pcm {
  return Float32Array.from({ length }, (_, index) => AMPLITUDE * Math.sin((2 * Math.PI * (from + index)) / 400));
}

/** Sample i says that it is sample i, exactly. Begins quietly, so that no fade-in is wanted. */
function counted(length: number, from = 0): Pcm {
  return Float32Array.from({ length }, (_, index) => (from + index + 1) / 2 ** 20);
}

function constant(length: number, value: number): Pcm {
  return new Float32Array(length).fill(value);
}

function silence(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function longestStep(samples: readonly number[]): number {
  return samples.reduce((longest, sample, index) => Math.max(longest, Math.abs(sample - (samples[index - 1] ?? 0))), 0);
}

describe('playing', () => {
  test('a turn is silent until it is opened, and then played from its first sample', () => {
    const listener = new Listener().push(1, counted(300)).end(1);
    expect(listener.play(3)).toEqual(silence(3 * QUANTUM));
    listener.command({ kind: 'open', turn: 1 });
    expect(listener.play(3).slice(0, 300)).toEqual([...counted(300)]);
    expect(listener.kinds()).toEqual(['started', 'played']);
    expect(listener.last('played')).toEqual({ kind: 'played', turn: 1, samples: 300 });
  });

  test('there is no gap between clauses, wherever they are cut', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 });
    listener.push(1, counted(100)).push(1, counted(1, 100)).push(1, counted(199, 101)).end(1);
    expect(listener.play(3).slice(0, 300)).toEqual([...counted(300)]);
  });

  test('turns are played in the order of their numbers, the later one only once it is opened', () => {
    const listener = new Listener().push(2, constant(100, 0.002)).end(2).push(1, constant(100, 0.001)).end(1);
    listener.command({ kind: 'open', turn: 1 });
    expect(listener.play(2).slice(0, 100)).toEqual([...constant(100, 0.001)]);
    listener.command({ kind: 'open', turn: 2 });
    expect(listener.play(1).slice(0, 100)).toEqual([...constant(100, 0.002)]);
    expect(listener.kinds()).toEqual(['started', 'played', 'started', 'played']);
  });

  test('the position is reported about ten times a second', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, tone(24_000)).end(1);
    listener.play(Math.ceil(24_000 / QUANTUM));
    const positions = listener.reports.filter(({ kind }) => kind === 'position');
    expect(positions.length).toBeGreaterThanOrEqual(9);
    expect(positions.length).toBeLessThanOrEqual(10);
  });

  test('sound that comes too late is said to be dry once, and goes on without loss', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, counted(QUANTUM));
    listener.play(4);
    expect(listener.kinds()).toEqual(['started', 'dry']);
    expect(listener.last('dry')).toEqual({ kind: 'dry', turn: 1, samples: QUANTUM });
    listener.push(1, counted(QUANTUM, QUANTUM)).end(1);
    expect(listener.play(1)).toEqual([...counted(QUANTUM, QUANTUM)]);
    listener.play(1);
    expect(listener.last('played')).toEqual({ kind: 'played', turn: 1, samples: 2 * QUANTUM });
  });

  test('a turn that ends without sound is finished', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).end(1);
    listener.play(1);
    expect(listener.reports).toEqual([{ kind: 'played', turn: 1, samples: 0 }]);
  });

  test('sound of a finished turn that straggles in is not heard', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, tone(50)).end(1);
    listener.play(2);
    listener.push(1, tone(500));
    expect(listener.play(4)).toEqual(silence(4 * QUANTUM));
  });
});

describe('ducking', () => {
  test('takes 12 dB off within 20 ms, and gives them back', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, constant(4_000, 0.5));
    listener.play(8);
    listener.command({ kind: 'duck', ducked: true });
    const down = listener.play(8);
    expect(down.slice(RAMP + 1).every((sample) => sample === 0.125)).toBe(true);
    expect(longestStep(listener.heard)).toBeLessThan(0.01);
    listener.command({ kind: 'duck', ducked: false });
    expect(listener.play(8).slice(RAMP + 1)).toEqual([...constant(8 * QUANTUM - RAMP - 1, 0.5)]);
  });

  test('a turn that begins while ducked begins quietly', () => {
    const listener = new Listener().command({ kind: 'duck', ducked: true }, { kind: 'open', turn: 1 });
    listener.push(1, counted(500)).play(1);
    expect(listener.heard).toEqual([...counted(QUANTUM)].map((sample) => sample / 4));
  });
});

describe('pausing', () => {
  test('is silent after one quantum and goes on from the very sample that was reported, faded in', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, counted(10_000));
    listener.play(10);
    listener.command({ kind: 'pause' });
    expect(listener.last('paused')).toEqual({ kind: 'paused', turn: 1, samples: 10 * QUANTUM });
    listener.play(1);
    expect(listener.play(20)).toEqual(silence(20 * QUANTUM));
    listener.command({ kind: 'resume' });
    const resumed = listener.play(8);
    const source = [...counted(8 * QUANTUM, 10 * QUANTUM)];
    for (const [index, sample] of resumed.entries()) {
      expect(sample).toBeCloseTo((source[index] ?? 0) * Math.min(1, index / RAMP), 6);
    }
    expect(resumed.slice(RAMP)).toEqual(source.slice(RAMP));
  });

  test('before the first sample holds, and sound that comes meanwhile is kept', () => {
    const listener = new Listener().command({ kind: 'pause' }, { kind: 'open', turn: 1 });
    listener.push(1, counted(1_000)).end(1);
    expect(listener.play(10)).toEqual(silence(10 * QUANTUM));
    expect(listener.reports).toEqual([]);
    listener.command({ kind: 'resume' });
    expect(listener.play(8).slice(0, 1_000)).toEqual([...counted(1_000)]);
  });

  test('that is cancelled lets nothing more be heard, and reports what was', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, tone(10_000));
    listener.play(10);
    listener.command({ kind: 'pause' });
    listener.play(2);
    listener.command({ kind: 'cancel', turn: 1 }, { kind: 'resume' });
    expect(listener.play(10)).toEqual(silence(10 * QUANTUM));
    expect(listener.last('cancelled')).toEqual({ kind: 'cancelled', turn: 1, samples: 10 * QUANTUM });
  });
});

describe('cancelling', () => {
  test('drops the turn and earlier ones, and their sound that comes later', () => {
    const listener = new Listener().command({ kind: 'open', turn: 2 }).push(1, tone(1_000)).push(2, tone(1_000));
    listener.play(3);
    listener.command({ kind: 'cancel', turn: 2 });
    expect(listener.reports.filter(({ kind }) => kind === 'cancelled')).toEqual([
      { kind: 'cancelled', turn: 1, samples: 3 * QUANTUM },
      { kind: 'cancelled', turn: 2, samples: 0 },
    ]);
    listener.play(1);
    listener.push(1, tone(1_000)).push(2, tone(1_000)).end(2);
    expect(listener.play(10)).toEqual(silence(10 * QUANTUM));
  });

  test('leaves the next turn alone', () => {
    const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, tone(1_000)).push(2, counted(200)).end(2);
    listener.play(3);
    listener.command({ kind: 'cancel', turn: 1 });
    listener.play(1);
    listener.command({ kind: 'open', turn: 2 });
    expect(listener.play(2).slice(0, 200)).toEqual([...counted(200)]);
  });

  test.each<[string, Exclude<PlaybackCommand, { kind: 'connect' }>[]]>([
    [
      'two turns at once',
      [
        { kind: 'cancel', turn: 1 },
        { kind: 'cancel', turn: 2 },
      ],
    ],
    ['right after pause and resume', [{ kind: 'pause' }, { kind: 'resume' }, { kind: 'cancel', turn: 1 }]],
    ['pausing twice between two quanta', [{ kind: 'pause' }, { kind: 'resume' }, { kind: 'pause' }]],
  ])('%s does not click', (_, commands) => {
    // 700 samples: the crest of the wave, where a cut would be loudest.
    const listener = new Listener().command({ kind: 'open', turn: 2 }).push(1, tone(5_000)).push(2, tone(5_000));
    listener.play(5);
    listener.command(...commands);
    listener.play(3);
    expect(longestStep(listener.heard)).toBeLessThan(OWN_STEP + AMPLITUDE / QUANTUM);
  });
});

// ----------------------------------------------------------------------------------------------------------- properties

type Move =
  | { do: 'push'; turn: number; length: number }
  | { do: 'end'; turn: number }
  | { do: 'play'; quanta: number }
  | { do: 'command'; command: Exclude<PlaybackCommand, { kind: 'connect' }> };

const TURNS = 5;
const turn = fc.integer({ min: 1, max: TURNS });
const moves = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), turn, length: fc.integer({ min: 0, max: 700 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), turn }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('play' as const), quanta: fc.integer({ min: 1, max: 8 }) }) },
    {
      weight: 5,
      arbitrary: fc
        .oneof(
          fc.record({ kind: fc.constant('open' as const), turn }),
          fc.record({ kind: fc.constant('duck' as const), ducked: fc.boolean() }),
          fc.constant({ kind: 'pause' as const }),
          fc.constant({ kind: 'resume' as const }),
          fc.record({ kind: fc.constant('cancel' as const), turn }),
        )
        .map((command) => ({ do: 'command' as const, command })),
    },
  ),
  { maxLength: 60 },
);

/** Performs the moves; `sound` gives the samples of a turn from a position on. */
function perform(
  sequence: readonly Move[],
  sound: (turn: number, length: number, from: number) => Pcm,
  after?: (listener: Listener, move: Move) => void,
) {
  const listener = new Listener();
  const pushed = new Map<number, number>();
  for (const move of sequence) {
    if (move.do === 'push') {
      const from = pushed.get(move.turn) ?? 0;
      listener.push(move.turn, sound(move.turn, move.length, from));
      pushed.set(move.turn, from + move.length);
    } else if (move.do === 'end') listener.end(move.turn);
    else if (move.do === 'play') listener.play(move.quanta);
    else listener.command(move.command);
    after?.(listener, move);
  }
  return listener;
}

describe('whatever happens in whatever order', () => {
  test('no sample of a cancelled turn is heard after the current quantum', () => {
    /** Earlier turns are eight times as loud: even ducked by 12 dB they would stick out. */
    const level = (number: number) => 8 ** -number;
    fc.assert(
      fc.property(moves, (sequence) => {
        let cancelled = 0;
        let checkedFrom = 0;
        perform(
          sequence,
          (number, length) => constant(length, level(number)),
          (listener, move) => {
            if (move.do === 'command' && move.command.kind === 'cancel') {
              cancelled = Math.max(cancelled, move.command.turn);
              checkedFrom = listener.heard.length + QUANTUM;
            }
            if (cancelled === 0 || listener.heard.length <= checkedFrom) return;
            expect(Math.max(...listener.heard.slice(checkedFrom))).toBeLessThanOrEqual(level(cancelled + 1));
            checkedFrom = listener.heard.length;
          },
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing clicks', () => {
    fc.assert(
      fc.property(moves, (sequence) => {
        const listener = perform(sequence, (_, length, from) => tone(length, from));
        // At worst several short turns glide to zero while the next one fades in: two signals and a few ramps at once.
        expect(longestStep(listener.heard)).toBeLessThan(2 * OWN_STEP + (4 * AMPLITUDE) / QUANTUM);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a turn starts at most once, ends at most once, and never reports more than it was given', () => {
    fc.assert(
      fc.property(moves, (sequence) => {
        const { reports } = perform(sequence, (_, length, from) => tone(length, from));
        for (let number = 1; number <= TURNS; number += 1) {
          const own = reports.filter((report) => report.turn === number);
          expect(own.filter(({ kind }) => kind === 'started').length).toBeLessThanOrEqual(1);
          const end = own.findIndex(({ kind }) => kind === 'played' || kind === 'cancelled');
          if (end >= 0) expect(end).toBe(own.length - 1);
          const positions = own.flatMap((report) => ('samples' in report ? [report.samples] : []));
          expect(positions).toEqual([...positions].sort((left, right) => left - right));
          const given = sequence.reduce((sum, move) => sum + (move.do === 'push' && move.turn === number ? move.length : 0), 0);
          expect(positions.at(-1) ?? 0).toBeLessThanOrEqual(given);
        }
        const started = reports.flatMap((report) => (report.kind === 'started' ? [report.turn] : []));
        expect(started).toEqual([...started].sort((left, right) => left - right));
      }),
      { numRuns: 1_000 },
    );
  });

  test('no sample is lost or repeated over pause and resume', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('pause' as const, 'resume' as const), fc.integer({ min: 1, max: 6 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (sequence) => {
        const listener = new Listener().command({ kind: 'open', turn: 1 }).push(1, counted(60 * 6 * QUANTUM));
        let paused = false;
        let played = 0;
        let rampUntil = 0;
        for (const step of sequence) {
          if (step === 'pause') {
            listener.command({ kind: 'pause' });
            expect(paused || listener.reports.at(-1)).toEqual(paused || { kind: 'paused', turn: 1, samples: played });
            paused = true;
          } else if (step === 'resume') {
            listener.command({ kind: 'resume' });
            if (paused) rampUntil = played + RAMP;
            paused = false;
          } else if (paused) {
            expect(listener.play(step).slice(QUANTUM)).toEqual(silence((step - 1) * QUANTUM));
          } else {
            const heard = listener.play(step);
            const whole = Math.max(0, rampUntil - played);
            expect(heard.slice(whole)).toEqual([...counted(heard.length, played)].slice(whole));
            played += heard.length;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
