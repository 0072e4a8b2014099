import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES, Segmenter, type SegmenterEvent, type VadSettings } from '../../../src/turn/segmenter.ts';
import { TURN_SETTINGS } from '../../../src/turn/settings.ts';
import { Move } from './move.ts';
import { limitOf, walksOf } from './seed.ts';

type Pause = Extract<SegmenterEvent, { kind: 'pause' }>;

/** A microphone whose frames carry their own number, so that the sound of an utterance tells which frames it is made of. */
class Listener {
  readonly segmenter: Segmenter;
  readonly events: SegmenterEvent[] = [];
  /** For each event the number of frames there had been. */
  readonly heardAt: number[] = [];
  frames = 0;
  /** The last utterance that was closed. */
  closed = 0;
  isHeld = false;
  /** Frames since the key went up. */
  sinceHeld = Infinity;

  constructor(first?: number, settings: VadSettings = TURN_SETTINGS) {
    this.segmenter = new Segmenter(
      settings,
      (event) => {
        this.events.push(event);
        this.heardAt.push(this.frames);
      },
      first,
    );
  }

  hear(probability: number): void {
    this.frames += 1;
    this.sinceHeld += 1;
    this.segmenter.push(new Float32Array(FRAME_SAMPLES).fill(this.frames), probability, this.at);
  }

  hearAll(probability: number, ms: number): void {
    for (let frame = 0; frame < ms / FRAME_MS; frame += 1) this.hear(probability);
  }

  hold(isDown: boolean): void {
    this.segmenter.hold(isDown, this.at);
    if (this.isHeld && !isDown) this.sinceHeld = 0;
    this.isHeld = isDown;
  }

  close(utterance: number): void {
    this.segmenter.close(utterance);
    this.closed = Math.max(this.closed, utterance);
  }

  get at(): number {
    return this.frames * FRAME_MS;
  }

  get last(): number {
    return this.events.at(-1)?.utterance ?? 0;
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }
}

const move = (name: string, make: (world: Listener) => void) => new Move(name, make);

const PROBABILITIES = [0, 0.1, 0.34, 0.36, 0.49, 0.51, 0.8, 1];
const MOVES: readonly Move<Listener>[] = [
  ...PROBABILITIES.map((probability) =>
    move(`frame ${probability}`, (listener) => {
      listener.hear(probability);
    }),
  ),
  ...[40, 100, 240, 600].flatMap((ms) => [
    move(`speech for ${ms} ms`, (listener) => {
      listener.hearAll(0.9, ms);
    }),
    move(`silence for ${ms} ms`, (listener) => {
      listener.hearAll(0.05, ms);
    }),
  ]),
  move('close', (listener) => {
    listener.close(listener.last);
  }),
  move('close an older one', (listener) => {
    listener.close(listener.last - 1);
  }),
  move('key down', (listener) => {
    listener.hold(true);
  }),
  move('key up', (listener) => {
    listener.hold(false);
  }),
  move('mute', (listener) => {
    listener.segmenter.mute(listener.at);
  }),
  move('end', (listener) => {
    listener.segmenter.end(listener.at);
  }),
];

const PREROLL_FRAMES = Math.round(TURN_SETTINGS.prerollMs / FRAME_MS);

const walks = fc.array(fc.constantFrom(...MOVES), { maxLength: 30, size: 'max' });
const RUNS = { numRuns: walksOf(3_000) };

function walk(moves: readonly Move<Listener>[], listener = new Listener()): Listener {
  for (const move of moves) move.make(listener);
  return listener;
}

/** The numbers of the frames that an utterance is made of. */
function framesOf({ samples }: Pause): number[] {
  const numbers: number[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) numbers.push(samples[at] ?? 0);
  return numbers;
}

describe('any speech probabilities, with keys, mutes and closes among them', { timeout: limitOf(60_000) }, () => {
  it('each utterance is an onset, then speech once at most and the talk key, then pauses and resumes in turn, or a misfire', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const { events } = walk(moves);
        const numbers = events.map(({ utterance }) => utterance);
        expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
        const stories: string[] = [];
        for (const { utterance, kind } of events.filter(({ kind }) => !kind.startsWith('lull')))
          stories[utterance - 1] = `${stories[utterance - 1] ?? ''} ${kind}`;
        for (const story of stories) {
          expect(story).toMatch(/^ onset( speech)?( held)*( pause resume( speech)?( held)*)*( pause| misfire)?$/);
          expect(story.split('speech').length).toBeLessThanOrEqual(2);
        }
      }),
      RUNS,
    );
  });

  it('revisions are numbered from 1, and a resume takes back the last', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const revisions = new Map<number, number>();
        for (const event of walk(moves).events) {
          const revision = revisions.get(event.utterance) ?? 0;
          if (event.kind === 'pause') {
            expect(event.revision).toBe(revision + 1);
            revisions.set(event.utterance, event.revision);
          } else if (event.kind === 'resume') expect(event.revision).toBe(revision);
        }
      }),
      RUNS,
    );
  });

  it('a lull is over, or becomes the pause that it is numbered as, without a word spoken since', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        let lull: Extract<SegmenterEvent, { kind: 'lull' }> | null = null;
        for (const event of walk(moves).events) {
          if (event.kind === 'lull') {
            expect(lull).toBeNull();
            lull = event;
          } else if (lull) {
            expect(['lull-over', 'pause', 'speech']).toContain(event.kind);
            if (event.kind === 'speech') continue;
            expect(event).toMatchObject({ utterance: lull.utterance, revision: lull.revision });
            if (event.kind === 'pause') expect(event.speechMs).toBe(lull.speechMs);
            lull = null;
          } else expect(event.kind).not.toBe('lull-over');
        }
      }),
      RUNS,
    );
  });

  it('the sound of an utterance is whole: frame after frame, from before its onset to now', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const { events, heardAt } = walk(moves);
        const onsets = new Map<number, number>();
        const firsts = new Map<number, number>();
        for (const [index, event] of events.entries()) {
          const now = heardAt[index] ?? 0;
          if (event.kind === 'onset') onsets.set(event.utterance, now);
          if (event.kind !== 'pause') continue;
          const frames = framesOf(event);
          const first = frames[0] ?? 0;
          expect(frames).toEqual(frames.map((_, offset) => first + offset));
          expect(frames.at(-1)).toBe(now);
          expect(event.durationMs).toBe(frames.length * FRAME_MS);
          const preroll = (onsets.get(event.utterance) ?? 0) - first;
          expect(preroll).toBeLessThanOrEqual(PREROLL_FRAMES);
          // All of it is there, if only that much was heard, the utterance before included.
          if (!moves.some(({ name }) => name === 'mute')) expect(preroll === PREROLL_FRAMES || first <= 1).toBe(true);
          // The utterance grows; nothing of it is lost when the user goes on.
          expect(firsts.get(event.utterance) ?? first).toBe(first);
          firsts.set(event.utterance, first);
        }
      }),
      RUNS,
    );
  });

  it('times are in order, and there is no more speech than sound', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        let before = 0;
        for (const event of walk(moves).events) {
          expect(event.at).toBeGreaterThanOrEqual(before);
          before = event.at;
          if (event.kind !== 'pause') continue;
          expect(event.speechEndAt).toBeLessThanOrEqual(event.at);
          expect(event.speechMs).toBeLessThanOrEqual(event.durationMs);
        }
      }),
      RUNS,
    );
  });

  it('never hangs: silence ends what there is, and the next words are a new utterance', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const listener = walk(moves);
        listener.segmenter.hold(false, listener.at);
        listener.hearAll(0, 600);
        const { last } = listener;
        if (last > listener.closed) expect(['pause', 'misfire']).toContain(listener.kinds().at(-1));
        listener.close(last);
        const told = listener.events.length;
        listener.hearAll(0.9, 600);
        listener.hearAll(0, 600);
        expect(listener.kinds().slice(told)).toEqual(['onset', 'speech', 'lull', 'pause']);
        expect(listener.last).toBe(last + 1);
      }),
      RUNS,
    );
  });

  it('the talk key: the release is the end, 96 ms later; without speech it was nothing', () => {
    fc.assert(
      fc.property(walks, fc.array(fc.constantFrom(...PROBABILITIES), { maxLength: 10 }), (moves, probabilities) => {
        const listener = walk(moves);
        listener.segmenter.hold(false, listener.at);
        listener.segmenter.hold(true, listener.at);
        for (const probability of probabilities) listener.hear(probability);
        const { last } = listener;
        listener.segmenter.hold(false, listener.at);
        listener.hearAll(0, 96);
        const end = listener.events.at(-1);
        expect(end?.utterance).toBe(last);
        if (end?.kind === 'pause') {
          expect(end.released).toBe(true);
          expect(end.speechMs).toBeGreaterThan(0);
        } else expect(end?.kind).toBe('misfire');
        if (probabilities.filter((probability) => probability > 0.35).length >= 3) expect(end?.kind).toBe('pause');
      }),
      RUNS,
    );
  });

  it('where only the talk key counts, nothing is heard without it, and the key always works', () => {
    fc.assert(
      fc.property(walks, (moves) => {
        const listener = new Listener(undefined, { ...TURN_SETTINGS, onlyHeld: true });
        for (const { make, name } of moves) {
          const told = listener.events.length;
          const isHeld = listener.isHeld || listener.sinceHeld < 3;
          make(listener);
          if (!isHeld && !name.startsWith('key')) expect(listener.events.length, name).toBe(told);
        }
        listener.segmenter.hold(false, listener.at);
        listener.hearAll(0, 96);
        listener.close(listener.last);
        const told = listener.events.length;
        listener.hearAll(1, 600);
        listener.segmenter.hold(true, listener.at);
        listener.hearAll(1, 600);
        listener.segmenter.hold(false, listener.at);
        listener.hearAll(1, 600);
        expect(listener.kinds().slice(told)).toEqual(['onset', 'speech', 'held', 'pause']);
      }),
      RUNS,
    );
  });

  it('a replacement goes on from the number it is given', () => {
    fc.assert(
      fc.property(walks, fc.integer({ min: 1, max: 1e12 }), (moves, first) => {
        const numbers = walk(moves, new Listener(first)).events.map(({ utterance }) => utterance);
        const from1 = walk(moves).events.map(({ utterance }) => utterance - 1 + first);
        expect(numbers).toEqual(from1);
      }),
      { numRuns: 500 },
    );
  });
});
