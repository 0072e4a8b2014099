/** Which rung is stood on, and what a self-test takes for nonsense. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { chooseRung, rungKey, type Rung, type Verdict } from '../../src/models/ladder.ts';
import { NOTHING_KNOWN, verdictOf, withFailure, withSuccess } from '../../src/models/verdicts.ts';
import { SENTENCE, tryVoice, wrongAnswer, wrongSpeech, wrongTranscript, wrongWords } from '../../workers/self-test.ts';
import { decodeWav } from '../wav.ts';

const kokoro = findModel('tts', 'kokoro-82m');
const GPU: Rung = { spec: kokoro, backend: 'webgpu' };
const CPU: Rung = { spec: kokoro, backend: 'wasm' };
const STARTER: Rung = { spec: findModel('tts', 'kokoro-82m-starter'), backend: 'wasm' };
const LADDER = [GPU, CPU, STARTER];

const right = (realTimeFactor: number): Verdict => ({ works: true, realTimeFactor });
const WRONG: Verdict = { works: false, why: 'makes noise' };

describe('the rung to stand on', () => {
  const choose = (...verdicts: (Verdict | undefined)[]) => chooseRung(LADDER, (rung) => verdicts[LADDER.indexOf(rung)]);

  it.each([
    ['the best one, when nothing is known', [], GPU],
    ['the best one, when it is right and fast', [right(0.3)], GPU],
    ['the next, when it is wrong', [WRONG], CPU],
    ['the next, when it is slow', [right(1.4)], CPU],
    ['the first that is fast, wherever the slow ones are', [right(1.4), WRONG, right(0.9)], STARTER],
    ['the fastest, when all are slow', [right(1.4), right(1.2), right(3)], CPU],
    ['the only one that is right', [WRONG, right(5), WRONG], CPU],
    ['none, when all are wrong', [WRONG, WRONG, WRONG], null],
  ])('is %s', (_, verdicts, expected) => {
    expect(choose(...verdicts)).toBe(expected);
  });

  it('is another one on another backend, in another precision, in another revision', () => {
    const revised: Rung = { ...GPU, spec: { ...kokoro, revision: 'next' } };
    const halved: Rung = { ...GPU, spec: { ...kokoro, variants: { webgpu: { dtype: 'fp16', bytes: 0 } } } };
    expect(new Set([GPU, CPU, revised, halved].map(rungKey)).size).toBe(4);
  });
});

it('a load that takes for ever does not outweigh the proof that the model works here', () => {
  const slow = { reason: 'self-test-unfinished', message: 'On this device it takes more than 600 s for a short test.' } as const;
  const after = withFailure(withSuccess(NOTHING_KNOWN, GPU, 0.3), GPU, slow);
  expect(verdictOf(after, GPU)).toMatchObject({ works: false });
  expect(after.kept[rungKey(GPU)]).toEqual(right(0.3));
  expect(after.suspected).toEqual({});
});

describe('a self-test', () => {
  const RATE = 24_000;
  const sound = (seconds: number, sampleAt: (at: number) => number) =>
    Float32Array.from({ length: seconds * RATE }, (_, at) => sampleAt(at));
  // A generator of its own, so that the noise is the same every time.
  let seed = 1;
  const noise = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
  afterEach(() => {
    vi.useRealTimers();
  });

  it('takes speech for speech', () => {
    // At 16 kHz, so it plays half as fast again: still speech.
    const recording = decodeWav(readFileSync(path.resolve(import.meta.dirname, '../audio/tell-a-story.wav')));
    expect(wrongSpeech(recording)).toBeNull();
  });

  it.each([
    ['white noise', sound(2, () => noise()), /noise/],
    ['a hiss', sound(2, (at) => 0.1 * Math.sin((2 * Math.PI * 10_000 * at) / RATE)), /noise/],
    ['a square wave', sound(2, (at) => (at % 100 < 50 ? 1 : -1)), /noise/],
    ['silence', sound(2, () => 0), /silence/],
    ['NaN', sound(2, (at) => (at === 40_000 ? NaN : 0.1)), /no number/],
    ['infinity', sound(2, () => Infinity), /no number/],
    ['nothing', sound(0, () => 0), /0\.0 s/],
    ['a sound without end', sound(20, () => 0.1), /20\.0 s/],
  ])('does not take %s for speech', (_, samples, why) => {
    expect(wrongSpeech(samples)).toMatch(why);
  });

  it('takes what is nearly right for heard', () => {
    expect(wrongTranscript('What is the capital of France?')).toBeNull();
    expect(wrongTranscript('what’s the capital of fans')).toBeNull();
  });

  it.each(['', '!!!!!!!!!!!!', 'you', 'the the the the the', 'Thank you for watching.'])(
    'does not take “%s” for heard',
    (text) => {
      expect(wrongTranscript(text)).not.toBeNull();
    },
  );

  it.each([SENTENCE, 'all of the muddles are ready', 'All of the moddles are red, eh now'])(
    'takes “%s” for understood',
    (text) => {
      expect(wrongWords(text)).toBeNull();
    },
  );

  it.each(['', 'you', 'All right.', 'Mmm, mm, mm.', 'The whole of the mountains are very high.', 'the the the the'])(
    'does not take “%s” for understood',
    (text) => {
      expect(wrongWords(text)).not.toBeNull();
    },
  );

  it('has a voice heard at the ears’ rate, if they have a say', async () => {
    const hum = sound(2, (at) => 0.1 * Math.sin((2 * Math.PI * 200 * at) / RATE));
    const voice = { speak: () => Promise.resolve(hum) };
    const heard: Float32Array[] = [];
    const hear = (text: string | null) => (samples: Float32Array) => {
      heard.push(samples);
      return Promise.resolve(text);
    };
    await expect(tryVoice(voice, hear(SENTENCE))).resolves.toBeGreaterThan(0);
    await expect(tryVoice(voice, hear(null))).resolves.toBeGreaterThan(0);
    await expect(tryVoice(voice, hear('Mmm.'))).rejects.toMatchObject({ reason: 'self-test-failed' });
    const [at16kHz = new Float32Array()] = heard;
    expect(at16kHz).toHaveLength(32_000);
    const strays = at16kHz
      .subarray(100, -100)
      .map((sample, index) => sample - 0.1 * Math.sin((2 * Math.PI * 200 * (index + 100)) / 16_000));
    expect(Math.max(...strays.map(Math.abs))).toBeLessThan(0.001);
  });

  it.each([[['Paris', '.']], [['The', ' capital', ' of', ' France', ' is', ' Paris', '.']], [['I', ' don', '’t', ' know', '.']]])(
    'takes %j for an answer',
    (pieces) => {
      expect(wrongAnswer(pieces)).toBeNull();
    },
  );

  it.each([
    ['nothing', [], /nothing/],
    ['blanks', [' ', '\n', ' '], /nothing/],
    ['padding', Array<string>(24).fill('<pad>'), /control/],
    ['signs that are for later', ['<unused', '42', '>'], /control/],
    ['one word for ever', Array<string>(24).fill(' the'), /over and over/],
    ['two words for ever', Array.from({ length: 24 }, (_, at) => (at % 2 ? ' the' : ' of')), /over and over/],
    ['broken characters', ['\uFFFD\uFFFD', 'ab'], /control/],
  ])('does not take %s for an answer', (_, pieces, why) => {
    expect(wrongAnswer(pieces)).toMatch(why);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    const trying = tryVoice({ speak: () => new Promise<Float32Array>(() => undefined) });
    const failing = expect(trying).rejects.toMatchObject({ reason: 'self-test-unfinished' });
    await vi.advanceTimersByTimeAsync(180_000);
    await failing;
  });
});
