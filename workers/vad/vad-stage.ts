/** Speech or not, on every 32 ms of the microphone; utterances go on to STT and the end-of-utterance model. */
import { rms } from '../../src/audio/pcm.ts';
import type { CaptureFrame, Pcm } from '../../src/protocol/audio-messages.ts';
import { ParleyError, toErrorData } from '../../src/protocol/errors.ts';
import type { ModelOrigin, Role, UtteranceMessage, VadCommand, VadReport, WorkerCommand } from '../../src/protocol/messages.ts';
import { FRAME_SAMPLES, Segmenter, type SegmenterEvent } from '../../src/turn/segmenter.ts';
import { TURN_SETTINGS } from '../../src/turn/settings.ts';
import { EOU_SAMPLES } from '../eou/window.ts';
import { now, type LoadJob, type Stage } from '../serve.ts';
import { FrameClock } from './frame-clock.ts';
import { Silero } from './silero.ts';

const MODEL = 'silero_vad_v5.onnx';
/** Frames between two `level` reports: about ten a second. */
const LEVEL_FRAMES = 3;
/**
 * Without a frame for this long, ms, the microphone is gone or its context suspended: the page is told, and an utterance in progress ends,
 * since nobody may wait for the silence after it. Well above the hiccups of a busy machine, below what a user would take for a hang.
 */
const STARVED_MS = 500;

/** Silero and what follows from it. Frames are judged strictly in order and none is left out: Silero carries state along. */
export class VadStage implements Stage<VadCommand> {
  readonly #report: (report: VadReport) => void;
  #segmenter: Segmenter;
  readonly #listeners = new Map<'stt' | 'eou', MessagePort>();
  #silero: Silero | null = null;
  #capture: MessagePort | null = null;
  #queue: Promise<void> = Promise.resolve();
  #starving: ReturnType<typeof setTimeout> | undefined;
  /** The page is to be told of the next frame: none has come for so long that it was told, or none of this microphone. */
  #isFrameNews = false;
  #muted = false;
  /** Loudness and lag of the frames since the last `level`. */
  #meter: { rms: number; lagMs: number }[] = [];

  constructor(report: (report: VadReport) => void) {
    this.#report = report;
    this.#segmenter = this.#newSegmenter();
  }

  async load({ origin, progress }: LoadJob): Promise<undefined> {
    const bytes = await fetchModel(origin);
    progress(MODEL, bytes.byteLength, bytes.byteLength);
    const silero = await Silero.load(bytes);
    if (!((await silero.process(new Float32Array(FRAME_SAMPLES))) < 0.5)) {
      throw new ParleyError('load-failed', 'Silero takes silence for speech on this machine.');
    }
    silero.reset();
    this.#silero = silero;
  }

  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void {
    if (peer === 'capture') {
      this.#listenTo(port);
    } else if (peer === 'stt' || peer === 'eou') {
      this.#listeners.get(peer)?.close();
      this.#listeners.set(peer, port);
    }
  }

  async startOver(): Promise<void> {
    this.#capture?.close();
    this.#capture = null;
    for (const port of this.#listeners.values()) port.close();
    this.#listeners.clear();
    clearTimeout(this.#starving);
    this.#isFrameNews = false;
    this.#segmenter = this.#newSegmenter();
    await this.#queue;
    // What was still to be heard was heard by this one.
    this.#segmenter = this.#newSegmenter();
    this.#silero?.reset();
    this.#muted = false;
    this.#meter = [];
  }

  handle(command: Exclude<VadCommand, WorkerCommand>): void {
    switch (command.kind) {
      case 'settings':
        this.#segmenter.settings = command.settings;
        break;
      case 'utterances-from':
        this.#segmenter.numberFrom(command.first);
        break;
      case 'peek':
        this.#peek(command.utterance);
        break;
      case 'close':
        this.#segmenter.close(command.utterance);
        break;
      case 'hold-to-talk':
        // What was said before the key was pressed or let go comes first.
        this.#enqueue(() => {
          this.#segmenter.hold(command.down, now(), command.forMs);
        });
        break;
      case 'mute':
        this.#muted = command.muted;
        if (command.muted) this.#segmenter.mute(now());
        this.#silero?.reset();
        break;
    }
  }

  #newSegmenter(): Segmenter {
    return new Segmenter(TURN_SETTINGS, (event) => {
      this.#onSegment(event);
    });
  }

  #listenTo(port: MessagePort): void {
    this.#capture?.close();
    this.#capture = port;
    this.#silero?.reset();
    const clock = new FrameClock();
    this.#isFrameNews = true;
    this.#waitForFrames();
    port.onmessage = ({ data }: MessageEvent<CaptureFrame>) => {
      const at = clock.arrived(data.first, now());
      this.#enqueue(() => this.#hear(data.samples, at));
      if (this.#isFrameNews) this.#report({ kind: 'frames', arrive: true });
      this.#isFrameNews = false;
      this.#waitForFrames();
    };
  }

  #waitForFrames(): void {
    clearTimeout(this.#starving);
    this.#starving = setTimeout(() => {
      this.#isFrameNews = true;
      this.#report({ kind: 'frames', arrive: false });
      this.#enqueue(() => {
        this.#segmenter.end(now());
      });
    }, STARVED_MS);
  }

  #enqueue(work: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => {
      this.#fail(error);
    });
  }

  /** Without ears the worker is of no use: the page replaces it. */
  #fail(error: unknown): void {
    if (!this.#silero) return;
    this.#silero = null;
    this.#report({ kind: 'failed', error: toErrorData(error, 'inference-failed') });
  }

  /** `at` is when the frame ended. */
  async #hear(samples: Pcm, at: number): Promise<void> {
    if (!this.#silero || this.#muted) return;
    const probability = await this.#silero.process(samples);
    this.#measure(samples, now() - at);
    this.#segmenter.push(samples, probability, at);
  }

  #measure(samples: Pcm, lagMs: number): void {
    this.#meter.push({ rms: rms(samples), lagMs });
    if (this.#meter.length < LEVEL_FRAMES) return;
    const loudest = Math.max(...this.#meter.map((frame) => frame.rms));
    const latest = Math.max(...this.#meter.map((frame) => frame.lagMs));
    this.#report({ kind: 'level', rms: loudest, lagMs: latest });
    this.#meter = [];
  }

  #onSegment(event: SegmenterEvent): void {
    if (event.kind === 'pause') {
      const { samples, ...report } = event;
      const { utterance, revision, speechMs } = report;
      // The page first: STT may have begun in the lull and be done, and the page takes no transcript of a pause that it knows nothing of.
      this.#report(report);
      this.#tell({ kind: 'utterance', utterance, revision, samples, speechMs, at: now() });
      return;
    }
    if (event.kind === 'lull') {
      const { utterance, revision, speechMs, samples } = event;
      this.#tellStt({ kind: 'utterance', utterance, revision, samples, speechMs, at: now(), isEarly: true });
      return;
    }
    if (event.kind === 'grown') {
      const { utterance, speechMs, samples } = event;
      this.#tellStt({ kind: 'utterance', utterance, revision: 0, samples, speechMs, at: now(), isSoFar: true });
      return;
    }
    if (event.kind === 'lull-over') {
      this.#tellStt({ kind: 'drop', utterance: event.utterance, revision: event.revision });
      return;
    }
    if (event.kind === 'resume') this.#tell({ kind: 'drop', utterance: event.utterance, revision: event.revision });
    this.#report(event);
  }

  /** Has STT transcribe an utterance that goes on. Smart Turn has no use for half of one. */
  #peek(utterance: number): void {
    const soFar = this.#segmenter.soFar(utterance);
    if (soFar) this.#tellStt({ kind: 'utterance', utterance, revision: 0, ...soFar, at: now() });
  }

  /** What only STT is told. */
  #tellStt(message: UtteranceMessage): void {
    this.#listeners.get('stt')?.postMessage(message, message.kind === 'utterance' ? [message.samples.buffer] : []);
  }

  /** Each listener gets a copy of its own, transferred; Smart Turn only what it looks at. */
  #tell(message: UtteranceMessage): void {
    for (const [listener, port] of this.#listeners) {
      if (message.kind === 'drop') {
        port.postMessage(message);
      } else {
        const samples = message.samples.slice(listener === 'eou' ? -EOU_SAMPLES : 0);
        port.postMessage({ ...message, samples } satisfies UtteranceMessage, [samples.buffer]);
      }
    }
  }
}

async function fetchModel(origin: ModelOrigin): Promise<ArrayBuffer> {
  const address = `${origin.app}vad/${MODEL}`;
  const response = await fetch(address);
  if (response.ok) return response.arrayBuffer();
  throw new ParleyError('model-file-missing', `${MODEL} is not at ${address} (HTTP ${String(response.status)}).`, {
    advice: 'It is part of the app: the folder vad/ must be served along with it.',
  });
}
