/** Capture worklet: 16 kHz mono in 512-sample frames, straight to the VAD worker. */
import type { CaptureFrame } from '../protocol/audio-messages.ts';

/** Silero's frame: 32 ms at 16 kHz. */
const FRAME_SAMPLES = 512;

class CaptureProcessor extends AudioWorkletProcessor {
  #target: MessagePort | null = null;
  #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  /** Index of the frame's first sample since the start. */
  #first = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ kind: 'connect'; port: MessagePort }>) => {
      this.#target = data.port;
    };
  }

  /** An unplugged microphone gives no channels: silence then, and the node stays alive for the next one. */
  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0] ?? new Float32Array(128);
    let taken = 0;
    while (taken < samples.length) {
      const part = samples.subarray(taken, taken + FRAME_SAMPLES - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === FRAME_SAMPLES) this.#send();
    }
    return true;
  }

  #send(): void {
    const frame: CaptureFrame = { kind: 'frame', samples: this.#frame, first: this.#first };
    this.#first += FRAME_SAMPLES;
    this.#filled = 0;
    this.#target?.postMessage(frame, [frame.samples.buffer]);
    // Transferred or not, the next frame needs a buffer of its own.
    this.#frame = new Float32Array(FRAME_SAMPLES);
  }
}

registerProcessor('parley-capture', CaptureProcessor);
