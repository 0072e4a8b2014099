/** The loudspeaker: a playback worklet that is fed by the TTS worker and obeys the scheduler. */
import type { PlaybackCommand, PlaybackReport } from '../../protocol/audio-messages.ts';
import playbackWorklet from '../../audio/playback.worklet.ts?worker&url';
import { PLAYBACK_SAMPLE_RATE } from '../../audio/playback-queue.ts';

/** Opened by `start`; what comes before is kept until then. */
export class Speaker {
  readonly #onReport: (report: PlaybackReport) => void;
  #context: AudioContext | null = null;
  #node: AudioWorkletNode | null = null;
  #starting: Promise<void> | null = null;
  /** Commands and the port that came before the worklet was there. */
  #waiting: { command: PlaybackCommand; transfer: Transferable[] }[] = [];

  constructor(onReport: (report: PlaybackReport) => void) {
    this.#onReport = onReport;
  }

  /** Opens the loudspeaker. Call it inside a user gesture, or the browser keeps it silent. Resumes one that was suspended. */
  async start(): Promise<void> {
    this.#starting ??= this.#open();
    await this.#starting;
    await this.resume();
  }

  /** Goes on after the browser suspended the sound. Opens nothing. */
  async resume(): Promise<void> {
    if (this.#context?.state === 'suspended') await this.#context.resume();
  }

  command(command: PlaybackCommand): void {
    this.#post(command, []);
  }

  /** Takes PCM from this port from now on. */
  connect(port: MessagePort): void {
    this.#post({ kind: 'connect', port }, [port]);
  }

  async close(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    this.#node = null;
    await context?.close();
  }

  #post(command: PlaybackCommand, transfer: Transferable[]): void {
    if (this.#node) this.#node.port.postMessage(command, transfer);
    else this.#waiting.push({ command, transfer });
  }

  async #open(): Promise<void> {
    const context = new AudioContext({ sampleRate: PLAYBACK_SAMPLE_RATE, latencyHint: 'interactive' });
    this.#context = context;
    await context.audioWorklet.addModule(playbackWorklet);
    const node = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => {
      this.#onReport(data);
    };
    node.connect(context.destination);
    this.#node = node;
    for (const { command, transfer } of this.#waiting) node.port.postMessage(command, transfer);
    this.#waiting = [];
  }
}
