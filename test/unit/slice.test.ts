/** Slices of what the page shows: the same object while nothing changed, and one word of it for all that happens in one go. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Slice } from '../../src/session/slice.ts';

afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController();

/** A slice of `source.value`, and how often it told of a change. */
function followed<T>(first: T, options?: { everyMs: number }) {
  const source = { value: first };
  const slice = new Slice(() => source.value, options);
  const told = vi.fn();
  slice.subscribe(told, never);
  return { source, slice, told };
}

describe('a slice', () => {
  it('is the same object while it says the same, and tells nobody', async () => {
    const { source, slice, told } = followed({ models: [{ id: 'a', bytes: 1 }] });
    const before = slice.value;
    source.value = { models: [{ id: 'a', bytes: 1 }] };
    slice.look();
    expect(slice.value).toBe(before);
    await Promise.resolve();
    expect(told).not.toHaveBeenCalled();
    source.value = { models: [{ id: 'a', bytes: 2 }] };
    slice.look();
    expect(slice.value).toBe(source.value);
    await Promise.resolve();
    expect(told).toHaveBeenCalledOnce();
  });

  it('tells once of all that happens in one go, and not of what is taken back', async () => {
    const { source, slice, told } = followed(0);
    for (source.value = 1; source.value < 10; source.value += 1) slice.look();
    await Promise.resolve();
    expect(told).toHaveBeenCalledOnce();
    source.value = 11;
    slice.look();
    expect(slice.value).toBe(11);
    source.value = 10;
    slice.look();
    await Promise.resolve();
    expect(told).toHaveBeenCalledOnce();
  });

  it('tells no more often than it was asked to, last of all how it ended', async () => {
    vi.useFakeTimers();
    const { source, slice, told } = followed(0, { everyMs: 250 });
    for (let ms = 0; ms < 1000; ms += 10) {
      source.value += 1;
      slice.look();
      // Whoever asks is told at once.
      expect(slice.value).toBe(source.value);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(told.mock.calls.length).toBeLessThanOrEqual(5);
    await vi.advanceTimersByTimeAsync(250);
    const calls = told.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toHaveBeenCalledTimes(calls);
    expect(slice.value).toBe(100);
  });

  it('tells those who have ended their subscription nothing more', async () => {
    const { source, slice, told } = followed('a');
    const ended = new AbortController();
    const gone = vi.fn();
    slice.subscribe(gone, ended);
    ended.abort();
    source.value = 'b';
    slice.look();
    await Promise.resolve();
    expect(gone).not.toHaveBeenCalled();
    expect(told).toHaveBeenCalledOnce();
  });

  it.each([
    ['functions', () => 1, () => 1],
    ['sets', new Set([1]), new Set([1])],
    ['lists of another length', [1], [1, 1]],
    ['another key', { a: undefined }, { b: undefined }],
    ['one key more', { a: 1 }, { a: 1, b: 1 }],
    ['nothing', {}, null],
  ])('takes for something else: %s', (_, one, other) => {
    const { source, slice } = followed<unknown>(one);
    source.value = other;
    slice.look();
    expect(slice.value).toBe(other);
  });
});
