/** When frames are taken to have been spoken, and which of them count as late. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FRAME_MS, FRAME_SAMPLES } from '../../src/turn/segmenter.ts';
import { FrameClock } from '../../workers/vad/frame-clock.ts';

const SECOND = 1000 / FRAME_MS;
/** What a frame takes to arrive, ms, when nothing holds it up. */
const WAY_MS = 20;

let clock: FrameClock;
let frame: number;
/** When the sound card began to count, ms; it stands still for a while when this grows. */
let startedAt: number;
beforeEach(() => {
  clock = new FrameClock();
  frame = 0;
  startedAt = 5_000_000;
});

/** Lets frames arrive, each as much later than usual as `lateMs` says. Returns by how much each counts as late, ms. */
function hear(frames: number, lateMs: (index: number) => number = () => 0): number[] {
  return Array.from({ length: frames }, (_, index) => {
    frame += 1;
    const at = startedAt + frame * FRAME_MS + WAY_MS + lateMs(index);
    return at - clock.arrived((frame - 1) * FRAME_SAMPLES, at);
  });
}

/** Everything stands still for a while; afterwards the frames of that time arrive at once. */
const stall = (ms: number) => hear(Math.ceil(ms / FRAME_MS), (index) => Math.max(0, ms - index * FRAME_MS));

const most = (lags: readonly number[]) => Math.max(...lags);

describe('the clock of frames', () => {
  it('has nothing late in a steady stream, whose sound card is 100 ppm slow or fast', () => {
    for (const ppm of [0, 100, -100])
      expect(most(hear(600 * SECOND, (index) => index * FRAME_MS * ppm * 1e-6))).toBeLessThan(0.3);
  });

  it('takes the least delay for the usual one', () => {
    const jitter = (index: number) => (index * 7) % 24;
    hear(2 * SECOND, jitter);
    const lags = hear(20 * SECOND, jitter);
    for (const [index, lag] of lags.entries()) expect(lag).toBeCloseTo(jitter(index));
  });

  it('has frames that come in pairs late by one of them', () => {
    hear(2 * SECOND);
    expect(hear(10 * SECOND, (index) => (index % 2 === 0 ? FRAME_MS : 0)).slice(0, 4)).toEqual([FRAME_MS, 0, FRAME_MS, 0]);
  });

  it.each([40, 685, 1_900])('has frames late that were held up for %i ms, each as long as it was', (ms) => {
    hear(3 * SECOND);
    const lags = stall(ms);
    for (const [index, lag] of lags.entries()) expect(lag).toBeCloseTo(ms - index * FRAME_MS);
    expect(most(hear(10 * SECOND))).toBeCloseTo(0);
  });

  it('has them late again and again, as long as some come in time between', () => {
    hear(3 * SECOND);
    for (let times = 0; times < 20; times += 1) {
      expect(most(stall(600))).toBeCloseTo(600);
      expect(most(hear(3))).toBeCloseTo(0);
    }
  });

  it.each([40, 300, 1_000, 1_999])('is right again two seconds after the sample clock stood still for %i ms', (ms) => {
    hear(10 * SECOND);
    startedAt += ms;
    expect(most(hear(2 * SECOND + 2))).toBeCloseTo(ms);
    expect(most(hear(60 * SECOND))).toBeCloseTo(0);
  });

  it.each([2_001, 3_600_000])('is right at once after it stood still for %i ms', (ms) => {
    hear(10 * SECOND);
    startedAt += ms;
    expect(most(hear(60 * SECOND))).toBeCloseTo(0);
  });

  it('never goes back', () => {
    let before = -Infinity;
    for (const lateMs of [700, 0, 0, 30, 10, 300, 280, 260, 0, 90]) {
      frame += 1;
      const at = Math.max(startedAt + frame * FRAME_MS + lateMs, before);
      const spokenAt = clock.arrived((frame - 1) * FRAME_SAMPLES, at);
      expect(spokenAt).toBeGreaterThanOrEqual(before);
      before = spokenAt;
    }
  });
});
