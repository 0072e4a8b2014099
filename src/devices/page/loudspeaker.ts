/** The loudspeaker: a playback worklet that is fed by the TTS worker and obeys the scheduler. */
import { addWorklet } from '../../own-files.ts';
import type { PlaybackCommand, PlaybackReport } from '../../protocol/audio-messages.ts';
import { ParleyError } from '../../protocol/errors.ts';
import { pageTimers } from '../../turn/page/timers.ts';
import { asHeard } from './heard.ts';
import { closeSoundContext } from './sound-context.ts';
import { tellState, unlessAborted, type ContextEvents } from './opening.ts';
import type { SinkReports, SoundSink } from './sound.ts';

/** How soon another volume is there, s. Smaller: it clicks. Larger: a slider lags behind. */
const VOLUME_S = 0.05;

/** The notes of the test sound, Hz, and how soon one follows the other, s. */
const CHIME_HZ = [523.25, 783.99] as const;
const CHIME_S = 0.25;

/** What the meter looks back on, samples: 43 ms at 24 kHz. Shorter: it jumps with each period of a deep voice. Longer: it lags behind the lips. */
const METER_SAMPLES = 1024;

/**
 * Opens a loudspeaker, '' for the system's choice, in a context that was made inside a user gesture, or the browser keeps it waiting. Rejects with
 * `loudspeaker-failed`, and when `signal` is aborted. Then, and when it is aborted later, the context is closed.
 */
export async function openLoudspeaker(
  context: AudioContext,
  id: string,
  report: SinkReports,
  events: ContextEvents,
  signal: AbortSignal,
): Promise<OpenLoudspeaker> {
  const running = context.state === 'running' ? Promise.resolve() : context.resume();
  running.catch(() => undefined);
  const close = [
    () => {
      closeSoundContext(context);
    },
  ];
  return unlessAborted(signal, close, async () => {
    try {
      await addWorklet(context, 'playback');
    } catch (cause) {
      if (cause instanceof ParleyError) throw cause;
      throw new ParleyError('loudspeaker-failed', 'The sound could not be set up.', {
        advice: 'Check the connection, then try again.',
        cause,
      });
    }
    const node = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    const told = (heard: PlaybackReport) => {
      if (!signal.aborted) report(heard);
    };
    const heard = asHeard(told, () => context.outputLatency, pageTimers);
    node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => {
      heard(data);
    };
    const gain = new GainNode(context);
    node.connect(gain).connect(context.destination);
    const meter = new AnalyserNode(context, { fftSize: METER_SAMPLES });
    node.connect(meter);
    await choose(context, id);
    await running;
    tellState(context, events, signal);
    return new OpenLoudspeaker(context, node, gain, meter);
  });
}

export class OpenLoudspeaker {
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #gain: GainNode;
  readonly #meter: AnalyserNode;
  readonly #samples = new Float32Array(METER_SAMPLES);
  /** One change of devices after the other: the last that was asked for is the last that is done. */
  #switching: Promise<void> = Promise.resolve();

  constructor(context: AudioContext, node: AudioWorkletNode, gain: GainNode, meter: AnalyserNode) {
    this.#context = context;
    this.#node = node;
    this.#gain = gain;
    this.#meter = meter;
  }

  /** Of what is played now, before the volume: RMS 0..1. */
  level(): number {
    this.#meter.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / METER_SAMPLES);
  }

  /** 0 to 1. */
  setVolume(volume: number): void {
    const { gain } = this.#gain;
    const now = this.#context.currentTime;
    // Not towards a target: of that Chromium computes nothing in silence, and the next words would begin at the volume of before.
    gain
      .cancelScheduledValues(now)
      .setValueAtTime(gain.value, now)
      .linearRampToValueAtTime(volume, now + VOLUME_S);
  }

  /** What it plays, and will play, comes out of this device from now on; '' for the system's choice. */
  switchTo(id: string): void {
    this.#switching = this.#switching.then(() => choose(this.#context, id));
  }

  /** A short sound: a fifth, struck one note after the other. */
  chime(): void {
    for (const [index, frequency] of CHIME_HZ.entries()) {
      const from = this.#context.currentTime + index * CHIME_S;
      const envelope = new GainNode(this.#context, { gain: 0 });
      envelope.gain.setValueAtTime(0, from).linearRampToValueAtTime(0.3, from + 0.02);
      envelope.gain.linearRampToValueAtTime(0, from + 2 * CHIME_S);
      const note = new OscillatorNode(this.#context, { frequency });
      note.connect(envelope).connect(this.#gain);
      note.start(from);
      note.stop(from + 2 * CHIME_S);
    }
  }

  post(command: PlaybackCommand, transfer: Transferable[]): void {
    this.#node.port.postMessage(command, transfer);
  }

  /** Goes on after the browser suspended the sound. */
  resume(): void {
    // What comes of it is told by its state.
    if (this.#context.state !== 'running') this.#context.resume().catch(() => undefined);
  }
}

/** The loudspeaker as a sink, open or not: what comes before it is open is kept until then. */
export class LoudspeakerSink implements SoundSink {
  readonly #reconnect: () => void;
  #open: OpenLoudspeaker | null = null;
  /** Commands and the port that came before there was a loudspeaker. */
  #waiting: { command: PlaybackCommand; transfer: Transferable[] }[] = [];
  #wasOpen = false;
  #volume = 1;
  /** A test sound waits for it to be open. */
  #isToChime = false;

  /** `reconnect`: a new loudspeaker is there, and wants a port of its own. */
  constructor(reconnect: () => void) {
    this.#reconnect = reconnect;
  }

  connect(port: MessagePort): void {
    this.#post({ kind: 'connect', port }, [port]);
  }

  command(command: PlaybackCommand): void {
    this.#post(command, []);
  }

  /** 0 to 1, of this loudspeaker and of all that follow. */
  setVolume(volume: number): void {
    this.#volume = volume;
    this.#open?.setVolume(volume);
  }

  /** Plays a test sound, now or once it is open. */
  chime(): void {
    if (this.#open) this.#open.chime();
    else this.#isToChime = true;
  }

  /** Of what is played now, RMS 0..1; 0 while it is closed. */
  level(): number {
    return this.#open?.level() ?? 0;
  }

  /** It is this one from now on; null: there is none. */
  use(loudspeaker: OpenLoudspeaker | null): void {
    this.#open = loudspeaker;
    if (!loudspeaker) return;
    loudspeaker.setVolume(this.#volume);
    if (this.#isToChime) loudspeaker.chime();
    this.#isToChime = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { command, transfer } of waiting) loudspeaker.post(command, transfer);
    // The port of the one before went with it.
    if (this.#wasOpen) this.#reconnect();
    this.#wasOpen = true;
  }

  #post(command: PlaybackCommand, transfer: Transferable[]): void {
    if (this.#open) this.#open.post(command, transfer);
    else this.#keep(command, transfer);
  }

  /** The newest of each kind says it all: turns and ports before it are over. */
  #keep(command: PlaybackCommand, transfer: Transferable[]): void {
    this.#waiting = this.#waiting.filter(({ command: { kind } }) => kind !== command.kind);
    this.#waiting.push({ command, transfer });
  }
}

/** One that was chosen and is not there gives way to the system's choice, and so it does where there is no choice. */
async function choose(context: AudioContext, id: string): Promise<void> {
  const { setSinkId } = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  if (id !== (context as { sinkId?: unknown }).sinkId)
    await setSinkId?.call(context, id).catch(() => setSinkId.call(context, '').catch(() => undefined));
}
