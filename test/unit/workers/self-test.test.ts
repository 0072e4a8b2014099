/** How fast a model is on a machine that stands still for a moment, as it does in sleep. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tryAnswers, tryEars, tryVoice } from '../../../workers/self-test.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Takes so long, ms: each time it is asked the next of these, and the last from then on. */
function taking(...times: number[]): () => Promise<void> {
  return () => pass((times.length > 1 ? times.shift() : times[0]) ?? 0);
}

/** Two seconds of something that passes for speech. */
const SPEECH = Float32Array.from({ length: 48_000 }, (_, at) => 0.2 * Math.sin(at / 20));

const TESTS: Record<string, (work: () => Promise<void>) => Promise<number>> = {
  ears: (work) =>
    tryEars({ transcribe: () => work().then(() => ({ text: 'What is the capital of France?' })) }, new ArrayBuffer(64_044)),
  voice: (work) => tryVoice({ speak: () => work().then(() => SPEECH) }),
  'language model': (work) =>
    tryAnswers({
      async *generate() {
        yield { kind: 'prompt' };
        await work();
        for (const delta of ['The capital', ' of France', ' is', ' Paris']) yield { kind: 'text', delta };
      },
    }),
};

async function factorOf(name: string, ...times: number[]): Promise<number> {
  const factor = TESTS[name]?.(taking(...times));
  await vi.runAllTimersAsync();
  return factor ?? NaN;
}

it.each(Object.keys(TESTS))('the %s that was held up once is as fast as it is the next time', async (name) => {
  expect(await factorOf(name, 70_000, 200)).toBeLessThan(1);
});

it.each(Object.keys(TESTS))('the %s that is slow is slow, and one that is fast is not kept waiting for', async (name) => {
  expect(await factorOf(name, 5_000)).toBeGreaterThan(1);
  expect(await factorOf(name, 200, 70_000)).toBeLessThan(1);
});
