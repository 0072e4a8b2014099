/** The time that a download takes yet. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from '../../src/models/page/pace.ts';

const GB = 1e9;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks every half second for so long, ms, and returns the last answer. */
function watch(pace: Pace, ms: number, loadedAt: (ms: number) => number, total: number): (number | null)[] {
  const told: (number | null)[] = [];
  for (let at = 0; at <= ms; at += 500) {
    told.push(pace.secondsLeft(loadedAt(at), total));
    vi.advanceTimersByTime(500);
  }
  return told;
}

describe('the time left (W2)', () => {
  it('is not said before there is anything to tell it from', () => {
    const pace = new Pace();
    expect(pace.bytesPerSecond).toBeNull();
    // Settings first, then nothing for a while.
    expect(watch(pace, 12_000, (at) => Math.min(at * 20, 40_000), 3 * GB).every((left) => left === null)).toBe(true);
  });

  it.each([
    ['a steady line', (at: number) => at * 10_000],
    ['a line that takes three seconds to get going', (at: number) => Math.max(0, at - 3_000) * 10_000],
    ['a line that comes in bursts', (at: number) => Math.floor(at / 2_000) * 20_000_000],
  ])('is within a quarter of what it then takes: %s', (_, loadedAt) => {
    const told = watch(new Pace(), 60_000, loadedAt, 3 * GB);
    const said = told.flatMap((left, index) => (left === null ? [] : [{ left, at: index * 500 }]));
    expect(said.length).toBeGreaterThan(80);
    // 10 MB a second all the while.
    for (const { left, at } of said) {
      const takes = (3 * GB - loadedAt(at)) / 1e7;
      expect(left / takes).toBeGreaterThan(0.75);
      expect(left / takes).toBeLessThan(1.34);
    }
  });

  it('notices within half a minute that the line has slowed down', () => {
    const told = watch(new Pace(), 90_000, (at) => Math.min(at, 30_000) * 10_000 + Math.max(0, at - 30_000) * 1_000, 3 * GB);
    const left = told[(90_000 - 1_000) / 500] ?? 0;
    expect(left).toBeGreaterThan(((3 * GB - 300e6 - 60e6) / 1e6) * 0.75);
  });
});
