/** Sound cut into the frames that Silero takes. */
import type { CaptureFrame } from '../protocol/audio-messages.ts';

/** Silero's frame at 16 kHz: 32 ms. */
const FRAME_SAMPLES = 512;

export class VadFrames {
  readonly #send: (frame: CaptureFrame) => void;
  #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  /** Index of the frame's first sample since the start. */
  #first = 0;

  /** `send` may hand the frame's samples over: each frame has its own. */
  constructor(send: (frame: CaptureFrame) => void) {
    this.#send = send;
  }

  /** Mono, 16 kHz, any number of samples. What fills no frame waits for more. */
  push(samples: Float32Array): void {
    let taken = 0;
    while (taken < samples.length) {
      const part = samples.subarray(taken, taken + FRAME_SAMPLES - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled === FRAME_SAMPLES) this.#flush();
    }
  }

  /** What waits for more is gone. */
  drop(): void {
    this.#filled = 0;
  }

  #flush(): void {
    const frame: CaptureFrame = { kind: 'frame', samples: this.#frame, first: this.#first };
    this.#frame = new Float32Array(FRAME_SAMPLES);
    this.#first += FRAME_SAMPLES;
    this.#filled = 0;
    this.#send(frame);
  }
}
