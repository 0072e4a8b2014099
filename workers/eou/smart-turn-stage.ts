/** Whether a speaker sounds finished: Smart Turn v3.2 on the last 8 s of the utterance. */
import { WhisperFeatureExtractor } from '@huggingface/transformers';
import * as ort from 'onnxruntime-web/webgpu';
import type { EouSpec } from '../../src/models/catalogue.ts';
import type { EouReport, Role, UtteranceMessage, WorkerCommand } from '../../src/protocol/messages.ts';
import { SMART_TURN, smartTurnFeatures } from '../log-mel.ts';
import { ModelFiles } from '../model-files.ts';
import { startOrt } from '../ort.ts';
import { now, type LoadJob, type Stage } from '../serve.ts';

const SAMPLE_RATE = 16_000;

type Job = Extract<UtteranceMessage, { kind: 'utterance' }>;

export class SmartTurnStage implements Stage<WorkerCommand> {
  readonly #report: (report: EouReport) => void;
  readonly #extractor = new WhisperFeatureExtractor(SMART_TURN);
  #session: ort.InferenceSession | null = null;
  #vad: MessagePort | null = null;
  #waiting: Job | null = null;
  /** What is being judged. */
  #running: Promise<void> | null = null;

  constructor(report: (report: EouReport) => void) {
    this.#report = report;
  }

  async load(job: LoadJob): Promise<undefined> {
    const { file } = job.spec as EouSpec;
    // 50 ms on one thread; it must not slow down Whisper, which runs at the same moment.
    await startOrt('wasm', 1);
    const files = new ModelFiles(job);
    const response = await files.fetch(file);
    if (!response.ok) throw files.explain(new Error(file));
    this.#session = await ort.InferenceSession.create(await response.arrayBuffer());
    await this.#judge(new Float32Array(SAMPLE_RATE));
    this.#next();
  }

  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void {
    if (peer !== 'vad') return;
    this.#vad?.close();
    this.#vad = port;
    port.onmessage = ({ data }: MessageEvent<UtteranceMessage>) => {
      this.#waiting = data.kind === 'utterance' ? data : null;
      this.#next();
    };
  }

  async startOver(): Promise<void> {
    this.#vad?.close();
    this.#vad = null;
    this.#waiting = null;
    await this.#running;
  }

  handle(): void {}

  /** Only the newest utterance counts. */
  #next(): void {
    const job = this.#waiting;
    if (!job || this.#running || !this.#session) return;
    this.#waiting = null;
    this.#running = this.#finish(job);
  }

  async #finish({ samples, utterance, revision }: Job): Promise<void> {
    const probability = await this.#judge(samples);
    this.#report({ kind: 'finished', utterance, revision, probability, at: now() });
    this.#running = null;
    this.#next();
  }

  /** Probability 0..1 that whoever speaks in these samples (16 kHz mono) is finished at their end. */
  async #judge(samples: Float32Array): Promise<number> {
    if (!this.#session) throw new Error('not loaded');
    const features = await smartTurnFeatures(this.#extractor, samples);
    const input = new ort.Tensor('float32', features, [1, SMART_TURN.feature_size, SMART_TURN.nb_max_frames]);
    const { logits } = await this.#session.run({ input_features: input });
    return Number(logits?.data[0] ?? 0);
  }
}
