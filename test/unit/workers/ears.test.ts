/** What the ears listen to: the user, from the first lull on, and a voice that asks in its self-test. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SttReport, UtteranceMessage } from '../../../src/protocol/messages.ts';
import type { LoadJob } from '../../../workers/serve.ts';
import { WhisperStage } from '../../../workers/stt/whisper-stage.ts';
import { askEars } from '../../../workers/tts/ask-ears.ts';

type Heard = { text: string; confidence: number; language: string } | null;

/** Transcribes when the test says so; `stop` ends what it is at. */
const whisper = vi.hoisted(() => {
  const runs: { samples: Float32Array; end: (heard: Heard) => void; fail: (error: Error) => void }[] = [];
  return {
    runs,
    transcribe: (samples: Float32Array) =>
      new Promise<Heard>((resolve, reject) => {
        runs.push({ samples, end: resolve, fail: reject });
      }),
    stop: () => runs.at(-1)?.end(null),
    warmUp: () => Promise.resolve(),
  };
});
vi.mock('../../../workers/stt/whisper.ts', () => ({ Whisper: { load: () => Promise.resolve(whisper) } }));

const JOB = { backend: 'wasm', tryOut: false } as unknown as LoadJob;
const VOICE = 'All of the models are ready now.';
const understood = (text: string) => ({ text, confidence: 1, language: 'en' });
const loud = (length: number) => new Float32Array(length).fill(0.1);

let stage: WhisperStage;
let reports: SttReport[];
beforeEach(async () => {
  whisper.runs.length = 0;
  reports = [];
  stage = new WhisperStage((report) => {
    reports.push(report);
  });
  await stage.load(JOB);
});

/** A voice says something of so many samples. */
const ask = (samples: number) =>
  askEars(loud(samples), (port) => {
    stage.connect('tts', port);
  });

const said = (samples: number): UtteranceMessage => ({
  kind: 'utterance',
  utterance: 1,
  revision: 1,
  samples: loud(samples),
  speechMs: 1000,
  at: 0,
});

/** The user says something of so many samples. Returns the VAD's end of the channel. */
function say(samples: number): MessagePort {
  const { port1, port2 } = new MessageChannel();
  stage.connect('vad', port2);
  port1.postMessage(said(samples));
  return port1;
}

/** Only ends what hangs, ms. */
const LIMIT = { timeout: 30_000 };

/** What is being transcribed: the only run, or the one after it. */
async function run(index: number) {
  await vi.waitUntil(() => whisper.runs.length > index, LIMIT);
  return whisper.runs[index];
}

describe('ears that a voice asks', () => {
  it('tell it what they understood, and nobody else', async () => {
    const answer = ask(3);
    (await run(0))?.end(understood(VOICE));
    expect(await answer).toBe(VOICE);
    expect(reports).toEqual([]);
  });

  it('have no say while they listen to the user', async () => {
    say(2);
    await run(0);
    expect(await ask(3)).toBeNull();
    (await run(0))?.end(understood('Hello.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', utterance: 1, text: 'Hello.' }]);
    expect(whisper.runs).toHaveLength(1);
  });

  it('drop it when the user speaks', async () => {
    const answer = ask(3);
    await run(0);
    say(2);
    expect(await answer).toBeNull();
    expect((await run(1))?.samples).toHaveLength(2);
    (await run(1))?.end(understood('Hello.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', utterance: 1, text: 'Hello.' }]);
  });

  it('have no say before they are loaded', async () => {
    stage = new WhisperStage(() => undefined);
    expect(await ask(3)).toBeNull();
  });

  it('have no say when they fail, and are replaced', async () => {
    const answer = ask(3);
    (await run(0))?.fail(new Error('out of luck'));
    expect(await answer).toBeNull();
    expect(reports).toMatchObject([{ kind: 'failed' }]);
  });

  it('are not waited for without end', async () => {
    vi.useFakeTimers();
    try {
      const answer = askEars(loud(3), () => undefined);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await answer).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('ears that begin in a lull', () => {
  const early = { ...said(2), isEarly: true } as UtteranceMessage;
  const drop: UtteranceMessage = { kind: 'drop', utterance: 1, revision: 1 };
  /** The VAD's end of a channel on which it has told this. */
  const vad = (...messages: UtteranceMessage[]): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    stage.connect('vad', port2);
    for (const message of messages) port1.postMessage(message);
    return port1;
  };

  it('tell nothing before the end is suspected, and then what they have understood already', async () => {
    const port = vad(early);
    (await run(0))?.end(understood('Hello.'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reports).toEqual([]);
    port.postMessage(said(3));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', utterance: 1, revision: 1, text: 'Hello.' }]);
    expect(whisper.runs).toHaveLength(1);
  });

  it('are not disturbed when the end is suspected meanwhile', async () => {
    const port = vad(early);
    await run(0);
    port.postMessage(said(3));
    await new Promise((resolve) => setTimeout(resolve, 20));
    (await run(0))?.end(understood('Hello.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', text: 'Hello.' }]);
    expect(whisper.runs).toHaveLength(1);
  });

  it.each([
    ['while they listen', false],
    ['when they have understood it', true],
  ])('forget it when the user goes on %s, and take the same revision anew', async (_, isDone) => {
    const port = vad(early);
    const first = await run(0);
    if (isDone) first?.end(understood('Hello.'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    port.postMessage(drop);
    port.postMessage(said(5));
    const second = await run(1);
    expect(second?.samples).toHaveLength(5);
    second?.end(understood('Hello there.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', text: 'Hello there.' }]);
  });

  it('take the newest of several lulls', async () => {
    const port = vad(early, drop, { ...said(4), isEarly: true } as UtteranceMessage);
    await vi.waitUntil(() => whisper.runs.at(-1)?.samples.length === 4, LIMIT);
    whisper.runs.at(-1)?.end(understood('Hello you.'));
    port.postMessage(said(5));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', text: 'Hello you.' }]);
  });
});

describe('ears that start over', () => {
  it('tell nothing of what they were at, hear no more of it, and the next conversation from the start', async () => {
    const before = say(2);
    await run(0);
    await stage.startOver();
    before.postMessage(said(3));
    say(4);
    (await run(1))?.end(understood('Hello.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', utterance: 1, text: 'Hello.' }]);
    expect(whisper.runs.map(({ samples }) => samples.length)).toEqual([2, 4]);
  });

  it('nor what they had understood early when it was too late to stop them', async () => {
    const { port1, port2 } = new MessageChannel();
    stage.connect('vad', port2);
    port1.postMessage({ ...said(2), isEarly: true });
    (await run(0))?.end(understood('For somebody else.'));
    await stage.startOver();
    say(4);
    (await run(1))?.end(understood('Hello.'));
    await vi.waitUntil(() => reports.length > 0, LIMIT);
    expect(reports).toMatchObject([{ kind: 'transcript', utterance: 1, text: 'Hello.' }]);
  });
});
