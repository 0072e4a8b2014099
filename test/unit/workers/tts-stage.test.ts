/** The voice's worker: every word of an answer is said, and nothing counts as heard that was not (B18). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PcmMessage } from '../../../src/protocol/audio-messages.ts';
import { ParleyError } from '../../../src/protocol/errors.ts';
import type { TtsReport } from '../../../src/protocol/messages.ts';
import type { LoadJob } from '../../../workers/serve.ts';
import { MAX_PHONEMES, TooLong } from '../../../workers/tts/phonemes.ts';
import { TtsStage } from '../../../workers/tts/tts-stage.ts';

/** What the voice was given and took. */
const said: string[] = [];

/** What becomes of a voice that is fetched. */
let fetched: (voice: string) => Promise<void> = () => Promise.resolve();

/** Says 10 ms for each phoneme; a digit has four of them, another character one. */
class FakeVoice {
  phonemes = 0;
  language = 'en-US';
  use = (voice: string, _speed: number, signal: AbortSignal) =>
    fetched(voice).then(() => {
      signal.throwIfAborted();
      this.language = voice.startsWith('a') ? 'en-US' : 'es';
    });
  warmUp = () => Promise.resolve();
  speak(text: string, most = MAX_PHONEMES): Promise<Float32Array> {
    this.phonemes = Array.from(text).reduce((sum, letter) => sum + (/\d/.test(letter) ? 4 : 1), 0);
    if (this.phonemes > most) return Promise.reject(new TooLong(this.phonemes, most));
    said.push(text);
    return Promise.resolve(new Float32Array(this.phonemes * 240).fill(0.1));
  }
}

vi.mock('../../../workers/tts/kokoro-voice.ts', () => ({ KokoroVoice: { load: () => Promise.resolve(new FakeVoice()) } }));

/** What is said of an answer, and what is reported of it. */
async function speak(
  text: string,
  knownFactor?: number,
): Promise<{ clauses: Extract<TtsReport, { kind: 'clause' }>[]; samples: number }> {
  said.length = 0;
  const reports: TtsReport[] = [];
  const spoken = new Promise<void>((resolve) => {
    const stage = new TtsStage((report) => {
      reports.push(report);
      if (report.kind === 'spoken') resolve();
    });
    const [llm, playback] = [new MessageChannel(), new MessageChannel()];
    playback.port1.onmessage = ({ data }: MessageEvent<PcmMessage>) => {
      if (data.kind === 'pcm') samples += data.samples.length;
    };
    void stage.load({ tryOut: false, knownFactor, backend: 'wasm' } as LoadJob).then(() => {
      stage.connect('playback', playback.port2);
      stage.connect('llm', llm.port2);
      stage.handle({ kind: 'voice', voice: 'af_heart', speed: 1 });
      llm.port1.postMessage({ kind: 'text', turn: 1, delta: text });
      llm.port1.postMessage({ kind: 'text-end', turn: 1 });
    });
  });
  let samples = 0;
  await spoken;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { clauses: reports.filter((report) => report.kind === 'clause'), samples };
}

describe('an answer of numbers', () => {
  const numbers = Array.from({ length: 300 }, (_, index) => String(index + 100));
  it.each([
    ['with commas', numbers.join(', ') + '.'],
    ['without', numbers.join(' ')],
    ['in one word', '3.' + '1415926535'.repeat(60)],
    ['in one line of a table', `| ${numbers.join(' | ')} |`],
  ])('%s', async (_, text) => {
    const { clauses, samples } = await speak(text);
    expect(said.join(' ').replace(/\D/g, '')).toBe(text.replace(/\D/g, ''));
    expect(clauses.map(({ from }) => from)).toEqual([0, ...clauses.slice(0, -1).map(({ to }) => to)]);
    expect(clauses.at(-1)?.to).toBe(text.length);
    expect(clauses.every((clause) => clause.samples > 0)).toBe(true);
    expect(clauses.reduce((sum, clause) => sum + clause.samples, 0)).toBe(samples);
  });
});

it('a voice that was slow in an earlier visit begins with less, before it has said anything in this one (R27)', async () => {
  const text = 'The lighthouse stood there because nobody took it down.';
  await speak(text, 0.1);
  expect(said).toEqual([text]);
  await speak(text, 0.6);
  expect(said).toEqual(['The lighthouse stood there', 'because nobody took it down.']);
  const long = `${'and on it goes '.repeat(18).trim()}.`;
  await speak(long, 0.2);
  const [, quick = ''] = said;
  await speak(long, 1.5);
  expect(Math.max(...said.map(({ length }) => length))).toBeLessThan(quick.length);
});

it('a formula that can’t be cut is said in pieces, as one clause', async () => {
  const digits = '7'.repeat(220);
  const { clauses } = await speak(`\`${digits}\``);
  expect(said.join('')).toBe(digits);
  expect(said.length).toBeGreaterThan(1);
  expect(clauses.at(-1)?.to).toBe(digits.length + 2);
});

it.each(['これは日本語の答えです。そうです。', '```js\nlet secret = 1;\n```\n'])(
  'an answer that can’t be said is silent, and all of it is told: %s',
  async (text) => {
    const { clauses, samples } = await speak(text);
    expect(said).toEqual([]);
    expect(samples).toBe(0);
    expect(clauses.at(-1)?.to).toBe(text.length);
  },
);

it('a voice that starts over says nothing more of what it was given, and turn 1 again', async () => {
  said.length = 0;
  const reports: TtsReport[] = [];
  const stage = new TtsStage((report) => reports.push(report));
  await stage.load({ tryOut: false, backend: 'wasm' } as LoadJob);
  const begin = () => {
    const [llm, playback] = [new MessageChannel(), new MessageChannel()];
    stage.connect('playback', playback.port2);
    stage.connect('llm', llm.port2);
    stage.handle({ kind: 'voice', voice: 'af_heart', speed: 1 });
    return llm.port1;
  };
  const before = begin();
  before.postMessage({ kind: 'text', turn: 9, delta: 'This was for somebody else. And there is more of it' });
  await vi.waitUntil(() => said.length > 0);
  stage.handle({ kind: 'cancel', turn: 9 });
  await stage.startOver();
  before.postMessage({ kind: 'text', turn: 10, delta: 'Nobody hears this. ' });
  const after = begin();
  after.postMessage({ kind: 'text', turn: 1, delta: 'Good morning.' });
  after.postMessage({ kind: 'text-end', turn: 1 });
  await vi.waitUntil(() => reports.some(({ kind }) => kind === 'spoken'));
  expect(said.slice(1)).toEqual(['Good morning.']);
  expect(reports.at(-1)).toMatchObject({ kind: 'spoken', turn: 1 });
});

/** A voice at work, and answers for it. */
async function begun() {
  said.length = 0;
  const reports: TtsReport[] = [];
  const stage = new TtsStage((report) => reports.push(report));
  await stage.load({ tryOut: false, backend: 'wasm' } as LoadJob);
  const [llm, playback] = [new MessageChannel(), new MessageChannel()];
  stage.connect('playback', playback.port2);
  stage.connect('llm', llm.port2);
  const kinds = () => reports.map((report) => ('turn' in report ? `${report.kind} ${String(report.turn)}` : report.kind));
  /** Resolves when the answer is over, said or not. */
  const answer = async (turn: number, text: string) => {
    llm.port1.postMessage({ kind: 'text', turn, delta: text });
    llm.port1.postMessage({ kind: 'text-end', turn });
    await vi.waitUntil(
      () => kinds().some((kind) => kind === `spoken ${String(turn)}` || kind === `speech-failed ${String(turn)}`),
      10_000,
    );
  };
  return { stage, kinds, answer };
}

/** Until somebody has it arrive. */
function onTheWay(): { voice: Promise<void>; arrive: () => void } {
  let arrive = () => {};
  const voice = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  return { voice, arrive };
}

/** Seconds pass in some ms of a test's. */
function inQuickTime(): void {
  let clock: ReturnType<typeof setInterval>;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    clock = setInterval(() => vi.advanceTimersByTime(200), 10);
  });
  afterEach(() => {
    clearInterval(clock);
    vi.useRealTimers();
  });
}

describe('a voice that could not be fetched', () => {
  inQuickTime();
  const refused = () => Promise.reject(new ParleyError('model-file-missing', 'It could not be fetched.'));

  it('is told of once, has answers shown, and says the first one after the connection is back', async () => {
    fetched = refused;
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'ef_dora', speed: 1 });
    await answer(1, 'Buenos días.');
    await answer(2, 'Buenas tardes.');
    expect(said).toEqual([]);
    expect(kinds()).toEqual(['speech-failed 0', 'speech-failed 1', 'speech-failed 2']);
    fetched = () => Promise.resolve();
    await answer(3, 'Buenas noches.');
    expect(said).toEqual(['Buenas noches.']);
    expect(kinds().slice(3)).toEqual(['voice-here', 'clause 3', 'spoken 3']);
  });

  it('has no answer wait for long, is fetched by one at a time, and speaks when it is here at last', async () => {
    fetched = refused;
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'ef_dora', speed: 1 });
    await answer(1, 'Buenos días.');
    let arrive = () => {};
    let tries = 0;
    fetched = () => {
      tries += 1;
      return new Promise((resolve) => {
        arrive = resolve;
      });
    };
    await answer(2, 'Buenas tardes.');
    await answer(3, 'Buenas noches.');
    expect([tries, kinds().at(-1)]).toEqual([1, 'speech-failed 3']);
    arrive();
    await vi.waitUntil(() => kinds().includes('voice-here'));
    await answer(4, 'Hasta mañana.');
    expect(said).toEqual(['Hasta mañana.']);
  });

  it('is forgotten once another is chosen', async () => {
    fetched = refused;
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'ef_dora', speed: 1 });
    await vi.waitUntil(() => kinds().includes('speech-failed 0'));
    fetched = () => Promise.resolve();
    stage.handle({ kind: 'voice', voice: 'af_heart', speed: 1 });
    await answer(1, 'Good morning.');
    expect(said).toEqual(['Good morning.']);
    expect(kinds()).toEqual(['speech-failed 0', 'voice-here', 'clause 1', 'spoken 1']);
  });
});

describe('a voice that is long on its way', () => {
  inQuickTime();
  it('has the first answer shown after some seconds, says why, and speaks once it is here', async () => {
    const { voice, arrive } = onTheWay();
    fetched = () => voice;
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'ef_dora', speed: 1 });
    await answer(1, 'Buenos días.');
    await answer(2, 'Buenas tardes.');
    expect(kinds()).toEqual(['voice-late', 'speech-failed 1', 'speech-failed 2']);
    arrive();
    await vi.waitUntil(() => kinds().includes('voice-here'));
    await answer(3, 'Buenas noches.');
    expect(said).toEqual(['Buenas noches.']);
  });

  it('keeps nobody from another that is chosen meanwhile, whatever becomes of it', async () => {
    const { voice, arrive } = onTheWay();
    fetched = (id) => (id === 'ef_dora' ? voice : Promise.resolve());
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'ef_dora', speed: 1 });
    stage.handle({ kind: 'voice', voice: 'af_heart', speed: 1 });
    await answer(1, 'Good morning.');
    arrive();
    await answer(2, 'Good evening.');
    expect(kinds()).toEqual(['voice-here', 'clause 1', 'spoken 1', 'clause 2', 'spoken 2']);
  });

  it('of the same language leaves it to the one before', async () => {
    fetched = () => Promise.resolve();
    const { stage, kinds, answer } = await begun();
    stage.handle({ kind: 'voice', voice: 'af_heart', speed: 1 });
    await vi.waitUntil(() => kinds().includes('voice-here'));
    const { voice } = onTheWay();
    fetched = () => voice;
    stage.handle({ kind: 'voice', voice: 'am_adam', speed: 1 });
    await answer(1, 'Good morning.');
    expect(kinds()).toEqual(['voice-here', 'clause 1', 'spoken 1']);
  });
});
