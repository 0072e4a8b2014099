/** Speech that is longer than Whisper's window (B09): nothing of it is lost, nothing is listened to twice. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SttReport, UtteranceMessage } from '../../../src/protocol/messages.ts';
import { FRAME_SAMPLES, Segmenter, type SegmenterEvent } from '../../../src/turn/segmenter.ts';
import { TURN_SETTINGS } from '../../../src/turn/settings.ts';
import type { LoadJob } from '../../../workers/serve.ts';
import { joinedText, piecesOf } from '../../../workers/stt/pieces.ts';
import { WhisperStage } from '../../../workers/stt/whisper-stage.ts';
import { Conversation } from '../conversation.ts';

const RATE = 16_000;

/** Seconds that Whisper was given, from when to when by what is in them: every second of the sound has its own loudness. */
const listened: number[][] = [];

class FakeWhisper {
  warmUp = () => Promise.resolve();
  stop = () => undefined;
  transcribe(samples: Float32Array) {
    const seconds = new Set<number>();
    for (const sample of samples) if (sample > 0.01) seconds.add(Math.round(sample * 1_000));
    listened.push([...seconds]);
    return Promise.resolve({
      text: [...seconds].map((second) => `word${String(second)}`).join(' '),
      confidence: 0.9,
      language: 'en',
    });
  }
}

vi.mock('../../../workers/stt/whisper.ts', () => ({ Whisper: { load: () => Promise.resolve(new FakeWhisper()) } }));

/** Speech in which each second has a level of its own, 100 on; a pause of 300 ms at the end of every fifth. */
function speech(seconds: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: seconds * RATE }, (_, index) => {
    const second = Math.floor(index / RATE);
    return second % 5 === 4 && index % RATE > 0.7 * RATE ? 0.0001 : (100 + second) / 1_000;
  });
}

describe('piecesOf', () => {
  it.each([1, 29, 31, 45, 90, 300])('%s s are made up of pieces that the window has room for, cut in pauses', (seconds) => {
    const samples = speech(seconds);
    const pieces = piecesOf(samples);
    expect(pieces.map(([from]) => from)).toEqual([0, ...pieces.slice(0, -1).map(([, to]) => to)]);
    expect(pieces.at(-1)?.[1]).toBe(samples.length);
    expect(pieces.length === 1).toBe(seconds <= 30);
    for (const [from, to] of pieces) expect(to - from).toBeLessThanOrEqual(30 * RATE);
    for (const [, to] of pieces.slice(0, -1)) expect(samples[to]).toBeLessThan(0.01);
  });

  it('stay the same when the utterance grows', () => {
    const samples = speech(120);
    const whole = piecesOf(samples);
    for (const seconds of [31, 60, 61, 100]) {
      const part = piecesOf(samples.subarray(0, seconds * RATE)).slice(0, -1);
      expect(whole.slice(0, part.length)).toEqual(part);
    }
  });
});

it('words are put together with spaces where they have any', () => {
  expect(joinedText(['I went', '', 'to Paris.'])).toBe('I went to Paris.');
  expect(joinedText(['今日は', '元気です。', 'そう'])).toBe('今日は元気です。そう');
});

describe('the ears', () => {
  let stage: WhisperStage;
  let port: MessagePort;
  let reports: SttReport[];
  let told: () => void;

  beforeEach(async () => {
    listened.length = 0;
    reports = [];
    stage = new WhisperStage((report) => {
      reports.push(report);
      told();
    });
    await stage.load({ tryOut: false, backend: 'wasm', origin: { app: '', hub: '' } } as LoadJob);
    const { port1, port2 } = new MessageChannel();
    stage.connect('vad', port2);
    port = port1;
  });

  async function hear(samples: Float32Array<ArrayBuffer>, revision = 1, utterance = 1): Promise<string> {
    const heard = new Promise<void>((resolve) => (told = resolve));
    const speechMs = samples.length / 16;
    port.postMessage({ kind: 'utterance', utterance, revision, samples, speechMs, at: 0 } satisfies UtteranceMessage);
    await heard;
    const report = reports.at(-1);
    return report?.kind === 'transcript' ? report.text : JSON.stringify(report);
  }

  const words = (seconds: number) => Array.from({ length: seconds }, (_, second) => `word${String(100 + second)}`).join(' ');

  it.each([20, 45, 90])('understand all of %s s', async (seconds) => {
    expect(await hear(speech(seconds))).toBe(words(seconds));
  });

  it('listen once to what they know of an utterance that grows, and anew to another', async () => {
    await hear(speech(70));
    const before = listened.length;
    expect(await hear(speech(74), 2)).toBe(words(74));
    expect(listened.length - before).toBe(1);
    expect(await hear(speech(70), 1, 2)).toBe(words(70));
    expect(listened.length - before).toBeGreaterThan(2);
  });

  it('listen to what there is while it goes on, tell nothing of it, and have little left to do at the end', async () => {
    const soFar = (seconds: number): UtteranceMessage => {
      const samples = speech(seconds);
      return { kind: 'utterance', utterance: 1, revision: 0, samples, speechMs: seconds * 1_000, at: 0, isSoFar: true };
    };
    for (const seconds of [31, 43, 55, 67]) port.postMessage(soFar(seconds));
    await vi.waitUntil(() => listened.length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reports).toEqual([]);
    const before = listened.length;
    expect(await hear(speech(70))).toBe(words(70));
    expect(listened.length - before).toBe(1);
    // A pause that may be its end goes before.
    const ended = hear(speech(71), 2);
    port.postMessage(soFar(72));
    expect(await ended).toBe(words(71));
  });
});

it('the segmenter keeps what was said in a minute and a half, with the talk key down or not', () => {
  for (const held of [true, false]) {
    const pauses: Extract<SegmenterEvent, { kind: 'pause' }>[] = [];
    const segmenter = new Segmenter(TURN_SETTINGS, (event) => {
      if (event.kind === 'pause') pauses.push(event);
    });
    let at = 0;
    if (held) segmenter.hold(true, at);
    for (let frame = 0; frame < 90_000 / 32; frame += 1) segmenter.push(new Float32Array(FRAME_SAMPLES), 0.9, (at += 32));
    if (held) segmenter.hold(false, at);
    for (let frame = 0; frame < 20; frame += 1) segmenter.push(new Float32Array(FRAME_SAMPLES), 0, (at += 32));
    expect(pauses[0]?.samples.length).toBeGreaterThanOrEqual(90 * RATE);
  }
});

it('the segmenter tells of an utterance that grows, with the talk key down alone: without it pauses do', () => {
  const grown = (held: boolean) => {
    const kinds: string[] = [];
    const segmenter = new Segmenter(TURN_SETTINGS, ({ kind }) => kinds.push(kind));
    let at = 0;
    if (held) segmenter.hold(true, at);
    for (let frame = 0; frame < 70_000 / 32; frame += 1) segmenter.push(new Float32Array(FRAME_SAMPLES), 0.9, (at += 32));
    return kinds.filter((kind) => kind === 'grown').length;
  };
  expect([grown(true), grown(false)]).toEqual([4, 0]);
});

it('the segmenter tells of an utterance that is nearly as long as one can be, once, before sound of it is lost', () => {
  const told: { kind: string; at: number }[] = [];
  const pauses: number[] = [];
  const segmenter = new Segmenter(TURN_SETTINGS, (event) => {
    if (event.kind === 'long') told.push({ kind: event.kind, at: event.at });
    if (event.kind === 'pause') pauses.push(event.samples.length / RATE);
  });
  let at = 0;
  segmenter.hold(true, at);
  const frame = new Float32Array(FRAME_SAMPLES);
  while (at < 590_000) segmenter.push(frame, 0.9, (at += 32));
  segmenter.hold(false, at);
  for (let count = 0; count < 20; count += 1) segmenter.push(frame, 0, (at += 32));
  expect(told).toEqual([{ kind: 'long', at: Math.ceil(540_000 / 32) * 32 }]);
  expect(pauses[0]).toBeGreaterThanOrEqual(590);
});

it('a long utterance is waited for as long as its pieces take', () => {
  const wait = (durationMs: number) => {
    const talk = new Conversation();
    talk.send({ kind: 'onset', utterance: 1 }).send({ kind: 'speech', utterance: 1 });
    talk.send({
      kind: 'pause',
      utterance: 1,
      revision: 1,
      speechEndAt: talk.clock,
      speechMs: 5_000,
      durationMs,
      fallDb: -9,
      released: true,
    });
    const timer = talk.last.find((effect) => effect.kind === 'set-timer' && effect.timer === 'patience');
    return timer?.kind === 'set-timer' ? timer.ms : 0;
  };
  expect(wait(5_000)).toBe(TURN_SETTINGS.transcriptPatienceMs);
  expect(wait(90_000)).toBeGreaterThanOrEqual(4 * TURN_SETTINGS.transcriptPatienceMs);
});
