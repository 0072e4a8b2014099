/** A source and a sink without devices: frames of PCM in, frames of PCM out, for whoever has a conversation by other ways or in a test. */
import { PlaybackQueue, PLAYBACK_SAMPLE_RATE } from '../../audio/playback-queue.ts';
import { VadFrames } from '../../audio/vad-frames.ts';
import type { Pcm, PcmMessage, PlaybackReport } from '../../protocol/audio-messages.ts';
import type { SoundSink, SoundSource } from './sound.ts';

/** How often sound is handed out by the clock, ms. Smaller: more calls. Larger: an interruption is heard so much later. */
const TICK_MS = 20;
/** The most that is handed out at once, ms: a page that was asleep does not pour out what nobody was there to hear. */
const MOST_MS = 1_000;

/** Microphone and loudspeaker of a session that has no devices. */
export class PcmSound {
  /** To be given to the session. */
  readonly source: SoundSource = {
    connect: (port) => {
      this.#target?.close();
      this.#target = port;
    },
  };
  readonly sink: SoundSink = {
    connect: (port) => {
      this.#port?.close();
      this.#port = port;
      port.onmessage = ({ data }: MessageEvent<PcmMessage>) => {
        this.#queue.push(data);
      };
    },
    command: (command) => {
      if (command.kind !== 'connect') this.#queue.command(command);
    },
  };
  readonly #queue: PlaybackQueue;
  readonly #hear: (samples: Pcm) => void;
  /** Where the playback reports go; set by the session. */
  report: (report: PlaybackReport) => void = () => undefined;
  #target: MessagePort | null = null;
  #port: MessagePort | null = null;
  readonly #frames = new VadFrames((frame) => {
    this.#target?.postMessage(frame, [frame.samples.buffer]);
  });
  #clock: ReturnType<typeof setInterval> | undefined;
  #at = 0;

  /**
   * `hear` gets what Parley says, silence included: mono, 24 kHz, as much as time goes on by `start`'s clock or by `advance`. What it was given
   * counts as heard.
   */
  constructor(hear: (samples: Pcm) => void) {
    this.#hear = hear;
    this.#queue = new PlaybackQueue((report) => {
      this.report(report);
    });
  }

  /** Sound for Parley to hear: mono, 16 kHz, any number of samples. They count as spoken one after the other. */
  push(samples: Float32Array): void {
    this.#frames.push(samples);
  }

  /** Lets time go on by the page's clock, until `stop`. */
  start(): void {
    this.stop();
    this.#at = performance.now();
    this.#clock = setInterval(() => {
      const at = performance.now();
      this.advance(Math.round((Math.min(at - this.#at, MOST_MS) / 1000) * PLAYBACK_SAMPLE_RATE));
      this.#at = at;
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#clock);
  }

  /** Lets so many samples at 24 kHz go by. */
  advance(samples: number): void {
    if (samples <= 0) return;
    const out = new Float32Array(samples);
    this.#queue.render(out);
    this.#hear(out);
  }
}
