/** Devices made of script, put into a page before its own: a microphone that says what a test wants, a loudspeaker that is recorded. */

/** Sound that the page played. `at` is when its first sample was due at the loudspeaker, ms on `performance.now()`'s clock. */
export type Played = { at: number; sampleRate: number; samples: Float32Array };

/** When it was said, ms on `performance.now()`'s clock: the file, and the speech in it (−40 dB and louder). */
export type Said = { startAt: number; endAt: number; speechStartAt: number; speechEndAt: number };

export type VirtualDevices = {
  /** Says a sound file into the microphone, or its first `seconds`. Rejects with an EncodingError what can't be decoded. */
  say(file: Uint8Array, seconds?: number): Promise<Said>;
  /** Pulls the plug of the microphone. */
  unplug(): void;
  /** Suspends all sound of the page, as a browser does with a tab that sleeps. */
  suspend(): Promise<void>;
  /** From now on the microphone hears the loudspeaker, this loud (1: as it plays). It has to be open. */
  echo(gain: number): void;
  /** Everything that was played, in order. */
  readonly played: Played[];
};

declare global {
  interface Window {
    devices: VirtualDevices;
  }
}

/** Runs in the page, so it may use nothing from outside itself. */
export function installVirtualDevices(): void {
  let microphone: { context: AudioContext; destination: MediaStreamAudioDestinationNode } | null = null;
  const contexts: AudioContext[] = [];
  const RealAudioContext = AudioContext;
  window.AudioContext = class extends RealAudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      contexts.push(this);
    }
  };
  let echo: GainNode | null = null;
  /** What sounds in the loudspeaker. */
  const loud: AudioNode[] = [];
  const open = () => {
    // Whoever lets go of a microphone ends its track for good.
    if (microphone?.destination.stream.getAudioTracks()[0]?.readyState !== 'live') {
      const context = new RealAudioContext();
      microphone = { context, destination: context.createMediaStreamDestination() };
      // A room is never as silent as zeros: a hum at −80 dB.
      const hum = new OscillatorNode(context, { frequency: 50 });
      hum.connect(new GainNode(context, { gain: 1e-4 })).connect(microphone.destination);
      hum.start();
    }
    return microphone;
  };
  const devices: VirtualDevices = {
    played: [],
    async say(file, seconds) {
      const { context, destination } = open();
      const buffer = await context.decodeAudioData(file.slice().buffer);
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(destination);
      const startAt = performance.now();
      source.start(0, 0, seconds);
      await new Promise((resolve) => {
        source.onended = resolve;
      });
      const samples = buffer
        .getChannelData(0)
        .subarray(0, seconds === undefined ? buffer.length : Math.round(seconds * buffer.sampleRate));
      const isLoud = (sample: number) => Math.abs(sample) > 0.01;
      const time = (index: number) => startAt + (index / buffer.sampleRate) * 1000;
      return {
        startAt,
        endAt: time(samples.length),
        speechStartAt: time(Math.max(0, samples.findIndex(isLoud))),
        speechEndAt: time(samples.findLastIndex(isLoud) + 1),
      };
    },
    unplug() {
      for (const track of microphone?.destination.stream.getTracks() ?? []) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      microphone = null;
    },
    async suspend() {
      await Promise.all(contexts.map((context) => context.suspend()));
    },
    echo(gain) {
      echo ??= openEcho();
      echo.gain.value = gain;
    },
  };
  window.devices = devices;

  /** The way from the loudspeaker to the microphone, which are of different contexts. */
  const openEcho = () => {
    const { context, destination } = open();
    const volume = new GainNode(context);
    connect.call(volume, destination);
    for (const source of loud) {
      const between = new MediaStreamAudioDestinationNode(source.context as AudioContext);
      connect.call(source, between);
      connect.call(new MediaStreamAudioSourceNode(context, { mediaStream: between.stream }), volume);
    }
    return volume;
  };

  const openReal = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) =>
    constraints?.audio ? Promise.resolve(open().destination.stream) : openReal(constraints);

  const recorder = URL.createObjectURL(
    new Blob(
      [
        `registerProcessor('recorder', class extends AudioWorkletProcessor {
          #pieces = [];
          #time = 0;
          process([[samples]]) {
            if (!samples) return true;
            if (this.#pieces.length === 0) this.#time = currentTime;
            this.#pieces.push(samples.slice());
            // A message for each piece of 128 samples would take as much of the machine as a model.
            if (this.#pieces.length < 8) return true;
            this.port.postMessage({ time: this.#time, pieces: this.#pieces });
            this.#pieces = [];
            return true;
          }
        })`,
      ],
      { type: 'text/javascript' },
    ),
  );
  const record = async (source: AudioNode) => {
    const context = source.context as AudioContext;
    await context.audioWorklet.addModule(recorder);
    const node = new AudioWorkletNode(context, 'recorder', { numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    node.port.onmessage = ({ data: { time, pieces } }: MessageEvent<{ time: number; pieces: Float32Array[] }>) => {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      const { sampleRate } = context;
      for (const [index, samples] of pieces.entries()) {
        const at = performanceTime + (time + (index * samples.length) / sampleRate - contextTime) * 1000;
        devices.played.push({ at, sampleRate, samples });
      }
    };
    connect.call(source, node);
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the node it belongs to
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
    if (to instanceof AudioDestinationNode) {
      void record(this);
      loud.push(this);
    }
    return (connect as (...all: unknown[]) => AudioNode).call(this, to, ...rest);
  } as typeof AudioNode.prototype.connect;
}
