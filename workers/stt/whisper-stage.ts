/**
 * Which utterance Whisper works on: always the newest, since an older revision of the same speech is worth nothing. It begins when an end of speech is
 * possible (`isEarly`), and tells what it understood once the end is suspected.
 */
import type { SttSpec } from '../../src/models/catalogue.ts';
import type { Pcm } from '../../src/protocol/audio-messages.ts';
import { toErrorData } from '../../src/protocol/errors.ts';
import type {
  HeardMessage,
  HearMessage,
  Role,
  SttCommand,
  SttReport,
  UtteranceMessage,
  WorkerCommand,
} from '../../src/protocol/messages.ts';
import { filterTranscript } from '../../src/text/transcript-filter.ts';
import { RECORDING, makeReady, tryEars } from '../self-test.ts';
import { getFile } from '../model-files.ts';
import { missing } from '../store/failures.ts';
import { now, type LoadJob, type Stage } from '../serve.ts';
import { languagePicker, type PickLanguage } from './pick-language.ts';
import { joinedText, piecesOf } from './pieces.ts';
import { Whisper, type Transcription } from './whisper.ts';

/** `isVoid`: nobody wants to know any more. */
type Job = Extract<UtteranceMessage, { kind: 'utterance' }> & { isVoid?: boolean };
type Transcript = Extract<SttReport, { kind: 'transcript' }>;

/** Root mean square below which no 100 ms of an utterance can be speech: a quiet voice is ten times as loud. */
const SILENT_RMS = 0.002;
const RMS_SAMPLES = 1_600;

export class WhisperStage implements Stage<SttCommand> {
  readonly #report: (report: SttReport) => void;
  #whisper: Whisper | null = null;
  /** A tag, or 'auto': it is found out of each utterance. */
  #language = 'en';
  /** Which it was the last time. */
  #heardLast: string | null = null;
  #vad: MessagePort | null = null;
  #waiting: Job | null = null;
  #running: Job | null = null;
  /** What was understood early: it waits for the end to be suspected. */
  #untold: Transcript | null = null;
  /** Ends when `#running` is done with. */
  #work: Promise<void> = Promise.resolve();
  /** What was understood of the pieces of the utterance so far, by where and what they are: it grows, and they stay. */
  #known = new Map<string, Transcription>();
  #knownOf = 0;
  /** Whether it listens to a voice that is being tried out. */
  #isTrying = false;

  constructor(report: (report: SttReport) => void) {
    this.#report = report;
  }

  async load(job: LoadJob): Promise<number | undefined> {
    const whisper = await Whisper.load(job as LoadJob<SttSpec>);
    const realTimeFactor = await makeReady(job, whisper, async () => tryEars(whisper, await recording(job.origin.app)));
    this.#whisper = whisper;
    this.#next();
    return realTimeFactor;
  }

  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void {
    if (peer === 'tts') {
      port.onmessage = async ({ data }: MessageEvent<HearMessage>) => {
        port.postMessage({ kind: 'heard', text: await this.#hear(data.samples) } satisfies HeardMessage);
      };
    }
    if (peer !== 'vad') return;
    this.#vad?.close();
    this.#vad = port;
    port.onmessage = ({ data }: MessageEvent<UtteranceMessage>) => {
      if (data.kind === 'utterance' && data.isSoFar && !this.#isIdleFor(data)) return;
      if (data.kind === 'utterance' && !data.isEarly && !data.isSoFar && this.#wasBegun(data)) return;
      this.#untold = null;
      // Newer sound or a word that this revision is void: either way what runs now is of no use, unless it is a piece of the same.
      const isPiece = this.#running?.isSoFar && this.#running.utterance === data.utterance;
      if (!isPiece && (data.kind === 'utterance' || isSame(this.#running, data))) this.#abandon();
      // The VAD's clock is another one.
      if (data.kind === 'utterance') this.#waiting = { ...data, at: now() };
      else if (isSame(this.#waiting, data)) this.#waiting = null;
      this.#next();
    };
  }

  /** Whether nothing of more importance than pieces of this utterance is to be listened to. */
  #isIdleFor({ utterance }: Job): boolean {
    const isOfPieces = (job: Job | null) => !job || (job.isSoFar === true && job.utterance === utterance);
    return isOfPieces(this.#running) && isOfPieces(this.#waiting);
  }

  /** Nobody wants to know what Whisper is at, even if it is done before it can be stopped. */
  #abandon(): void {
    if (this.#running) this.#running = { ...this.#running, isVoid: true };
    this.#whisper?.stop();
  }

  /** Whether this revision was begun early: what it has come to is told, now or when it is there. */
  #wasBegun(data: Job): boolean {
    if (this.#running?.isEarly && !this.#running.isVoid && isSame(this.#running, data)) {
      this.#running = { ...this.#running, isEarly: false };
      return true;
    }
    if (!this.#untold || !isSame(this.#untold, data)) return false;
    this.#report({ ...this.#untold, at: now() });
    this.#untold = null;
    return true;
  }

  async startOver(): Promise<void> {
    this.#vad?.close();
    this.#vad = null;
    this.#waiting = null;
    this.#untold = null;
    if (this.#running) this.#abandon();
    await this.#work;
    this.#known.clear();
    this.#knownOf = 0;
    this.#heardLast = null;
  }

  handle(command: Exclude<SttCommand, WorkerCommand>): void {
    this.#language = command.language;
  }

  /** What a voice said in its self-test. The user goes first: null when they are being listened to, or begin meanwhile. */
  async #hear(samples: Pcm): Promise<string | null> {
    if (!this.#whisper || this.#running || this.#waiting || this.#isTrying) return null;
    this.#isTrying = true;
    try {
      return (await this.#whisper.transcribe(samples, 'en'))?.text ?? null;
    } catch (error) {
      this.#report({ kind: 'failed', error: toErrorData(error, 'inference-failed') });
      return null;
    } finally {
      this.#isTrying = false;
      this.#next();
    }
  }

  #next(): void {
    const job = this.#waiting;
    if (!job || this.#running || this.#isTrying || !this.#whisper) return;
    this.#waiting = null;
    this.#running = job;
    this.#work = this.#workOn(job, this.#whisper);
  }

  async #workOn(job: Job, whisper: Whisper): Promise<void> {
    const { utterance, revision, speechMs } = job;
    const startedAt = now();
    try {
      const heard = await this.#transcribe(job, whisper);
      if (heard !== null && !this.#running?.isVoid && !job.isSoFar) {
        const times = { speechMs, sttMs: now() - startedAt, waitMs: startedAt - job.at, at: now() };
        const transcript: Transcript = { kind: 'transcript', utterance, revision, ...heard, ...times };
        if (this.#running?.isEarly) this.#untold = transcript;
        else this.#report(transcript);
      }
      this.#running = null;
      this.#next();
    } catch (error) {
      // A failed session run leaves every later one in this worker failing too: the page starts a new worker.
      this.#report({ kind: 'transcript-failed', utterance, revision, error: toErrorData(error, 'inference-failed') });
      this.#report({ kind: 'failed', error: toErrorData(error, 'inference-failed') });
    }
  }

  /** What was said in all pieces of an utterance; null when it was stopped. */
  async #transcribe({ utterance, samples, speechMs, isSoFar = false }: Job, whisper: Whisper): Promise<Transcription | null> {
    if (this.#knownOf !== utterance) this.#known.clear();
    this.#knownOf = utterance;
    const chosen = this.#language;
    // Of one utterance all pieces are in the language of the first.
    let language = chosen === 'auto' ? languagePicker(this.#heardLast, navigator.languages) : chosen;
    const parts: Transcription[] = [];
    for (const [from, to] of piecesOf(samples)) {
      const piece = samples.subarray(from, to);
      const isLast = to === samples.length;
      // It may not end there.
      if (isLast && isSoFar) return null;
      const key = isLast ? '' : [chosen, from, to, sumOf(piece)].join(' ');
      let heard = this.#known.get(key);
      if (!heard) {
        // Somebody has spoken since: this revision is of no use.
        if (from > 0 && this.#waiting) return null;
        const raw = isSilent(piece) ? this.#silence(language) : await whisper.transcribe(piece, language);
        if (raw === null) return null;
        const pieceMs = speechMs * (piece.length / samples.length);
        heard = { ...raw, text: filterTranscript(raw.text, pieceMs, raw.language) };
        if (!isLast) this.#known.set(key, heard);
      }
      if (heard.text !== '') language = heard.language;
      parts.push(heard);
    }
    const text = joinedText(parts.map((part) => part.text));
    const spoken = typeof language === 'string' ? language : this.#silence(language).language;
    if (text !== '') this.#heardLast = spoken;
    return { text, confidence: meanConfidence(parts), language: spoken };
  }

  #silence(language: string | PickLanguage): Transcription {
    return { text: '', confidence: 1, language: typeof language === 'string' ? language : (this.#heardLast ?? 'en') };
  }
}

/** How sure it was of all of it: of more words it counts for more. */
function meanConfidence(parts: readonly Transcription[]): number {
  const letters = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (letters === 0) return parts.at(-1)?.confidence ?? 1;
  return parts.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / letters;
}

/** Tells pieces of the same length apart. */
function sumOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample, 0);
}

/** What the self-test is heard on. Rejects with `model-file-missing`. */
async function recording(app: string): Promise<ArrayBuffer> {
  const file = await getFile(app + RECORDING);
  if (typeof file === 'string') throw missing(RECORDING, [`${app}${RECORDING} (${file})`]);
  return file.arrayBuffer();
}

function isSame(job: Job | Transcript | null, { utterance, revision }: { utterance: number; revision: number }): boolean {
  return job?.utterance === utterance && job.revision === revision;
}

function isSilent(samples: Float32Array): boolean {
  for (let start = 0; start < samples.length; start += RMS_SAMPLES) {
    const part = samples.subarray(start, start + RMS_SAMPLES);
    let power = 0;
    for (const sample of part) power += sample * sample;
    if (Math.sqrt(power / part.length) >= SILENT_RMS) return false;
  }
  return true;
}
