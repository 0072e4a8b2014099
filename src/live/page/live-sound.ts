/** Microphone and loudspeaker of a session that a client far off talks to: its sound comes and goes in frames. */
import { VadFrames } from '../../audio/vad-frames.ts';
import type { PcmMessage } from '../../protocol/audio-messages.ts';
import type { SinkReports, SoundPair, SoundSink, SoundSource } from '../../devices/page/sound.ts';
import { pageTimers, type Timers } from '../../turn/page/timers.ts';
import { IncomingSound, type IncomingEvents } from '../incoming.ts';
import { OutgoingSound, type OutgoingEvents } from '../outgoing.ts';

/** How often what waits is looked at, ms. Smaller: more calls. Larger: pieces are so much less even. */
const TICK_MS = 20;

/** What a client has and wants of the sound. */
export type LiveSoundEvents = Pick<OutgoingEvents, 'sound' | 'made'> & Pick<IncomingEvents, 'hold' | 'dropped'>;

/** One for a session. One client at a time has it. */
export class LiveSound implements SoundPair {
  readonly source: SoundSource = {
    connect: (port) => {
      this.#ears?.close();
      this.#ears = port;
      this.#holdBack();
    },
  };
  readonly sink: SoundSink = {
    connect: (port) => {
      this.#voice?.close();
      this.#voice = port;
      port.onmessage = ({ data }: MessageEvent<PcmMessage>) => {
        this.#outgoing.push(data, performance.now());
        this.#tick();
      };
    },
    command: (command) => {
      this.#outgoing.command(command, performance.now());
      this.#tick();
    },
  };
  report: SinkReports = () => undefined;
  readonly #outgoing: OutgoingSound;
  readonly #timers: Timers;
  #incoming: IncomingSound | null = null;
  #events: LiveSoundEvents | null = null;
  #ears: MessagePort | null = null;
  #voice: MessagePort | null = null;
  #isHeldBack = false;
  readonly #frames = new VadFrames((frame) => {
    this.#ears?.postMessage(frame, [frame.samples.buffer]);
  });
  #isTicking = false;

  constructor(timers: Timers = pageTimers) {
    this.#timers = timers;
    this.#outgoing = new OutgoingSound({
      sound: (turn, samples) => this.#events?.sound(turn, samples),
      made: (turn) => this.#events?.made(turn),
      report: (report) => {
        this.report(report);
      },
    });
  }

  /** This client has it from now on; null: none. What waits of the one before is gone. */
  use(events: LiveSoundEvents | null): void {
    this.#events = events;
    this.#isHeldBack = false;
    this.#frames.drop();
    this.#incoming = events
      ? new IncomingSound({
          sound: (samples) => {
            this.#frames.push(samples);
          },
          hold: events.hold,
          dropped: events.dropped,
        })
      : null;
    this.#holdBack();
  }

  hear(bytes: Uint8Array, rate: number): void {
    this.#incoming?.push(bytes, rate, performance.now());
    this.#tick();
  }

  hold(down: boolean): void {
    this.#incoming?.hold(down, performance.now());
    this.#tick();
  }

  soundEnds(): void {
    this.#incoming?.end(performance.now());
    this.#tick();
  }

  /** What is said from now on waits, until that is taken back. */
  holdBack(isHeldBack: boolean): void {
    this.#isHeldBack = isHeldBack;
    this.#holdBack();
  }

  heardUpTo(turn: number, ms: number): void {
    this.#outgoing.heardUpTo(turn, ms, performance.now());
  }

  /** Without ears everything waits: models are on their way. */
  #holdBack(): void {
    this.#incoming?.holdBack(this.#isHeldBack || !this.#ears, performance.now());
    this.#tick();
  }

  /** Lets time go on while anything waits for it. */
  #tick(): void {
    const isBusy = this.#outgoing.isBusy || this.#incoming?.isEmpty === false;
    if (this.#isTicking || !isBusy) return;
    this.#isTicking = true;
    this.#timers(TICK_MS, () => {
      this.#isTicking = false;
      const at = performance.now();
      this.#outgoing.advance(at);
      this.#incoming?.advance(at);
      this.#tick();
    });
  }
}
