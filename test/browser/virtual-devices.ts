/** Devices made of script, put into a page before its own: a microphone that says what a test wants, a loudspeaker that is recorded. */

/** Sound that the page played. `at` is when its first sample was due at the loudspeaker, ms on `performance.now()`'s clock. */
export type Played = { at: number; sampleRate: number; samples: Float32Array };

export type VirtualDevices = {
  /** Says a sound file into the microphone. `endAt` is when its last sample was said, ms on `performance.now()`'s clock. */
  say(file: Uint8Array): Promise<{ startAt: number; endAt: number }>;
  /** Pulls the plug of the microphone. */
  unplug(): void;
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
  const open = () => {
    if (!microphone) {
      const context = new AudioContext();
      microphone = { context, destination: context.createMediaStreamDestination() };
    }
    return microphone;
  };
  const devices: VirtualDevices = {
    played: [],
    async say(file) {
      const { context, destination } = open();
      const buffer = await context.decodeAudioData(file.slice().buffer);
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(destination);
      const startAt = performance.now();
      source.start();
      await new Promise((resolve) => {
        source.onended = resolve;
      });
      return { startAt, endAt: startAt + buffer.duration * 1000 };
    },
    unplug() {
      for (const track of microphone?.destination.stream.getTracks() ?? []) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      microphone = null;
    },
  };
  window.devices = devices;

  const openReal = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) =>
    constraints?.audio ? Promise.resolve(open().destination.stream) : openReal(constraints);

  const recorder = URL.createObjectURL(
    new Blob(
      [
        `registerProcessor('recorder', class extends AudioWorkletProcessor {
          process([[samples]]) {
            if (samples) this.port.postMessage({ time: currentTime, samples: samples.slice() });
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
    node.port.onmessage = ({ data }: MessageEvent<{ time: number; samples: Float32Array }>) => {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      const at = performanceTime + (data.time - contextTime) * 1000;
      devices.played.push({ at, sampleRate: context.sampleRate, samples: data.samples });
    };
    connect.call(source, node);
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the node it belongs to
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
    if (to instanceof AudioDestinationNode) void record(this);
    return (connect as (...all: unknown[]) => AudioNode).call(this, to, ...rest);
  } as typeof AudioNode.prototype.connect;
}
