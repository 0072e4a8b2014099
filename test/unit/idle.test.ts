/** When models that nobody uses give their memory back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idleAfterMs, IdleTimer } from '../../src/models/page/idle.ts';

describe('models are given up', () => {
  it.each([
    ['when the user says', 5, 5 * 60_000],
    ['never when the user says so', 0, null],
    ['never by a number that is none', Number.NaN, null],
    ['after the longest time a timer knows, not at once', 1e9, 2 ** 31 - 1],
  ])('%s', (_, minutes, expected) => {
    expect(idleAfterMs(minutes)).toBe(expected);
  });
});

describe('the idle timer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs on while it is told the same, and anew after every use', () => {
    const idle = vi.fn();
    const timer = new IdleTimer(idle);
    timer.set(1_000);
    vi.advanceTimersByTime(900);
    timer.set(1_000);
    timer.set(null);
    vi.advanceTimersByTime(900);
    timer.set(1_000);
    vi.advanceTimersByTime(999);
    timer.set(1_000);
    expect(idle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(idle).toHaveBeenCalledOnce();
  });

  it('begins anew when the time is another one', () => {
    const idle = vi.fn();
    const timer = new IdleTimer(idle);
    timer.set(1_000);
    timer.set(5_000);
    vi.advanceTimersByTime(4_999);
    expect(idle).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(idle).toHaveBeenCalledOnce();
  });
});
