/** Capture worklet: 16 kHz mono in 512-sample frames, straight to the VAD worker. */
import { VadFrames } from './vad-frames.ts';

class CaptureProcessor extends AudioWorkletProcessor {
  #target: MessagePort | null = null;
  readonly #frames = new VadFrames((frame) => {
    this.#target?.postMessage(frame, [frame.samples.buffer]);
  });

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ kind: 'connect'; port: MessagePort }>) => {
      this.#target = data.port;
    };
  }

  /** An unplugged microphone gives no channels: silence then, and the node stays alive for the next one. */
  process([input]: Float32Array[][]): boolean {
    this.#frames.push(input?.[0] ?? new Float32Array(128));
    return true;
  }
}

registerProcessor('parley-capture', CaptureProcessor);
