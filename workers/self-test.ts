/**
 * Tries out a model that has just been loaded. A driver can compute garbage and report no error, so what comes out is looked at: does it
 * understand a recording, does it make speech, does it answer in words. What is looked for is so coarse that a right model always passes.
 */
import type { Pcm } from '../src/protocol/audio-messages.ts';
import { ParleyError } from '../src/protocol/errors.ts';
import type { Backend } from '../src/protocol/messages.ts';
import { endingByItself } from './life.ts';
import { withoutMarks } from './llm/answer-filter.ts';
import { lowPass } from './low-pass.ts';

/**
 * After this long nothing more is expected of a test, ms. Smaller: a right model is not used in a visit on a machine that stands still for a while, as
 * Chromium does now and then while five models load on two cores (70 to 80 s, version 156). Larger: a driver that hangs is waited for longer.
 */
const LIMIT_MS = 180_000;

/**
 * And of a warm-up, which may compile every kernel, ms: WebLLM's takes 210 s where the graphics card is computed in software. Smaller: such
 * machines never get to the test. Larger: only a driver that hangs is waited for longer; its worker goes on answering heartbeats.
 */
const WARM_UP_LIMIT_MS = 600_000;

/** What the tests below need to know of a load. `limitMs` in place of the limits above. */
type Trial = { tryOut: boolean; backend: Backend; limitMs?: number };

/** Of the app's own files; 16 kHz, 16 bits, mono, behind a header of 44 bytes. */
export const RECORDING = 'self-test.wav';
/** Of whatever Whisper hears, Hz. */
const EARS_RATE = 16_000;
const HEADER_BYTES = 44;
/** What is said in it. */
const SAID = ['what', 'is', 'the', 'capital', 'of', 'france'];
/** How many of them a model has to understand: fewer than any model does, more than nonsense has by chance. */
const UNDERSTOOD = 3;

/** Some two seconds of speech. */
export const SENTENCE = 'All of the models are ready now.';
/**
 * How many of its words have to be understood. Whisper base has all seven, of every voice tried and through one bit per sample. Smaller: speech
 * whose tenths of a second are reversed has three of the small words. Larger: ears that mishear now and then cost a right voice its place.
 */
const INTELLIGIBLE = 4;
const VOICE_RATE = 24_000;
/** How long it takes to say the sentence, seconds: a third of the usual, and three times as long. */
const DURATION_S = [0.7, 6] as const;
/** Root mean square of its samples. Speech has about 0.05; a square wave as loud as can be has 1. */
const LOUDNESS = [0.003, 0.7] as const;
/** How much of speech may lie above this, as a share of its energy: hisses have a tenth, white noise a third. */
const HIGH_HZ = 8_000;
const HIGH_SHARE = 0.25;

/**
 * A model with a larger real-time factor is timed once more: what comes of it is kept for weeks, and the machine may have stood still meanwhile, or slept. Smaller:
 * slow devices are tried out for twice as long. Larger: a moment of some seconds costs a right model its place.
 */
const BEYOND_BELIEF = 3;

const QUESTION = 'What is the capital of France?';
const ANSWER_TOKENS = 24;
/** Fewer different pieces than this in a long answer are a loop. */
const FEWEST_PIECES = 4;
/** Tokens that fit into a second of speech at 150 words a minute: a slower model keeps the voice waiting. */
const SPOKEN_TOKENS_PER_SECOND = 4;

/**
 * Gets a model ready: warmed up, and tried out if the job says so. On the processor trying it out is warm-up enough; on WebGPU it would be
 * timed with everything that is compiled the first time. Resolves with the real-time factor, if it was measured.
 */
export async function makeReady(
  trial: Trial,
  model: { warmUp(): Promise<void> },
  test: () => Promise<number>,
): Promise<number | undefined> {
  if (!trial.tryOut || trial.backend === 'webgpu') await warmUp(model, trial);
  return trial.tryOut ? test() : undefined;
}

/** Has a model compute something, so that the first turn finds everything compiled. Rejects with `self-test-unfinished` when no end is seen. */
export function warmUp(
  model: { warmUp(): Promise<void> },
  { limitMs = WARM_UP_LIMIT_MS }: Pick<Trial, 'limitMs'>,
): Promise<void> {
  return within(limitMs, model.warmUp());
}

/**
 * Has Whisper transcribe the recording, a whole file. Resolves with its real-time factor: work time over speech time, less than 1 is faster than speech.
 * Rejects with `self-test-failed`, or with `self-test-unfinished` when no end is seen.
 */
export async function tryEars(
  ears: { transcribe(samples: Float32Array, language: string): Promise<{ text: string } | null> },
  recording: ArrayBuffer,
): Promise<number> {
  const pcm = new Int16Array(recording.slice(HEADER_BYTES));
  const samples = Float32Array.from(pcm, (sample) => sample / 32_768);
  return asFastAsItIs(async () => {
    const { result, ms } = await timed(ears.transcribe(samples, 'en'));
    failIf(wrongTranscript(result?.text ?? ''));
    return ms / 1000 / (samples.length / EARS_RATE);
  });
}

/**
 * Has Kokoro say a sentence. Resolves and rejects as `tryEars` does. `ears` tells what it takes 16 kHz sound for, or null when it has no say;
 * it must come to an end by itself.
 */
export async function tryVoice(
  voice: { speak(text: string): Promise<Float32Array> },
  ears?: (samples: Pcm) => Promise<string | null>,
): Promise<number> {
  let sound = new Float32Array(0);
  const factor = await asFastAsItIs(async () => {
    const { result, ms } = await timed(voice.speak(SENTENCE));
    failIf(wrongSpeech(result));
    sound = new Float32Array(result);
    return ms / 1000 / (result.length / VOICE_RATE);
  });
  const heard = await ears?.(lowPass(sound, VOICE_RATE, EARS_RATE / 2, VOICE_RATE / EARS_RATE));
  if (typeof heard === 'string') failIf(wrongWords(heard));
  return factor;
}

/** Asks a language model a question. Resolves and rejects as `tryEars` does; its speech time is that of the tokens it wrote. */
export async function tryAnswers(model: {
  generate(
    messages: { role: 'user'; text: string }[],
    maxTokens: number,
  ): AsyncGenerator<{ kind: 'prompt' | 'call' | 'end' } | { kind: 'text'; delta: string }, void>;
}): Promise<number> {
  return asFastAsItIs(async () => {
    const pieces: string[] = [];
    let firstAt = 0;
    const answer = async () => {
      for await (const piece of model.generate([{ role: 'user', text: QUESTION }], ANSWER_TOKENS)) {
        if (piece.kind === 'prompt') firstAt = performance.now();
        else if (piece.kind === 'text') pieces.push(piece.delta);
      }
      return performance.now() - firstAt;
    };
    const { result: ms } = await timed(answer());
    failIf(wrongAnswer(pieces));
    return (ms / 1000 / pieces.length) * SPOKEN_TOKENS_PER_SECOND;
  });
}

/**
 * Asks a server a question, and takes any sign of life for an answer, thoughts too. Resolves with 0, since how fast it is says nothing of this
 * device. Rejects with what the server said.
 */
export async function tryServer(server: {
  generate(messages: { role: 'user'; text: string }[], maxTokens: number): AsyncGenerator<{ kind: string }, void>;
}): Promise<number> {
  const pieces = server.generate([{ role: 'user', text: QUESTION }], ANSWER_TOKENS);
  await within(LIMIT_MS, pieces.next());
  await pieces.return();
  return 0;
}

/** What is wrong with the transcript of the recording, in words that go behind a model's name; null when it is right. */
export function wrongTranscript(text: string): string | null {
  return wordsIn(text, SAID) >= UNDERSTOOD ? null : 'understands nothing of a test recording';
}

/** What is wrong with the sentence as the ears heard it; null when it is right. */
export function wrongWords(text: string): string | null {
  return wordsIn(text, [...wordsOf(SENTENCE)]) >= INTELLIGIBLE ? null : 'says nothing that can be understood';
}

/** How many of the words that were said are in a text. */
function wordsIn(text: string, said: readonly string[]): number {
  const words = wordsOf(text);
  return said.filter((word) => words.has(word)).length;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}+/gu));
}

/** What is wrong with the sound of the sentence, 24 kHz; null when it is right. */
export function wrongSpeech(samples: Float32Array): string | null {
  const seconds = samples.length / VOICE_RATE;
  if (seconds < DURATION_S[0] || seconds > DURATION_S[1])
    return `makes ${seconds.toFixed(1)} s of sound of a sentence of two seconds`;
  const power = energy(samples) / samples.length;
  if (!Number.isFinite(power)) return 'makes sound that is no number';
  const loudness = Math.sqrt(power);
  if (loudness < LOUDNESS[0]) return 'makes silence instead of speech';
  if (loudness > LOUDNESS[1] || shareAbove(samples, HIGH_HZ) > HIGH_SHARE) return 'makes noise instead of speech';
  return null;
}

/** What is wrong with the pieces of the answer; null when they look like language. */
export function wrongAnswer(pieces: readonly string[]): string | null {
  const text = withoutMarks(pieces.join(''));
  if (/<(pad|unk|unused|bos|eos|s>|\|)|\uFFFD/.test(text)) return 'writes control signs instead of words';
  if (!/\p{L}{2}/u.test(text)) return 'writes nothing in answer to a question';
  if (pieces.length >= ANSWER_TOKENS - 1 && new Set(pieces).size < FEWEST_PIECES) return 'writes the same thing over and over';
  return null;
}

function failIf(wrong: string | null): void {
  if (wrong !== null) {
    throw new ParleyError('self-test-failed', `On this device it ${wrong}.`, {
      advice: 'A newer browser or graphics driver may mend it; another model may work.',
    });
  }
}

/** A real-time factor. Of one that is beyond belief the better of two counts. */
async function asFastAsItIs(measure: () => Promise<number>): Promise<number> {
  const factor = await measure();
  return factor <= BEYOND_BELIEF ? factor : Math.min(factor, await measure());
}

/** The result and how long it took, ms. Rejects when it takes for ever. */
async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; ms: number }> {
  const startedAt = performance.now();
  const result = await within(LIMIT_MS, work);
  return { result, ms: performance.now() - startedAt };
}

async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = String(Math.ceil(limitMs / 1000));
      reject(new ParleyError('self-test-unfinished', `On this device it takes more than ${seconds} s for a short test.`));
    }, limitMs);
  });
  try {
    return await endingByItself(Promise.race([work, limit]));
  } finally {
    clearTimeout(timer);
  }
}

function energy(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0);
}

/** How much of the energy of 24 kHz sound lies above this frequency, 0..1. */
function shareAbove(samples: Float32Array, hz: number): number {
  const low = lowPass(samples, VOICE_RATE, hz);
  return energy(samples.map((sample, at) => sample - (low[at] ?? 0))) / energy(samples);
}
