/** Volume that never clicks: every change of loudness is a straight ramp. Pure. */

/** −12 dB: clearly "I hear you", and still understandable if it was only a cough. */
const DUCK_GAIN = 0.25;
/** 20 ms at 24 kHz, for ducking and fade-ins. Much shorter is heard as a click, much longer as a swallowed consonant. */
export const RAMP_SAMPLES = 480;
/** One Web Audio render quantum (5 ms): how long a fade-out takes when sound must stop now. */
export const FADE_OUT_SAMPLES = 128;
/** How much the gain moves from one sample to the next on its way to the duck and back. */
const DUCK_STEP = (1 - DUCK_GAIN) / RAMP_SAMPLES;

/** The gain of each sample: a duck, which comes and goes, times a fade-in, which runs once. */
export class Volume {
  #gain = 1;
  #target = 1;
  /** Samples left of the fade-in. */
  #fadeIn = 0;

  /** Gain 0..1 of the next sample. */
  get gain(): number {
    return this.#gain * (1 - this.#fadeIn / RAMP_SAMPLES);
  }

  /** Gain 0..1 of the next sample; moves on to the one after it. */
  next(): number {
    const gain = this.gain;
    if (this.#fadeIn > 0) this.#fadeIn -= 1;
    const left = this.#target - this.#gain;
    this.#gain = Math.abs(left) <= DUCK_STEP ? this.#target : this.#gain + Math.sign(left) * DUCK_STEP;
    return gain;
  }

  duck(ducked: boolean): void {
    this.#target = ducked ? DUCK_GAIN : 1;
  }

  /** The next samples come out of silence. */
  fadeIn(): void {
    this.#fadeIn = RAMP_SAMPLES;
  }

  /** Nothing sounds just now, so there is nothing to ramp: the next sample is as loud as it is meant to be. */
  settle(): void {
    this.#gain = this.#target;
    this.#fadeIn = 0;
  }
}

/** Fade-outs under way, mixed into whatever is rendered next. */
export class FadeOut {
  /** What is still to be heard. Begins at most one quantum from now, hence twice the length. Zeros most of the time. */
  readonly #rest = new Float32Array(2 * FADE_OUT_SAMPLES);

  /** Lets `samples` (up to FADE_OUT_SAMPLES of them) be heard under a falling ramp, `delay` samples from now. */
  add(samples: Float32Array, gain: number, delay = 0): void {
    for (const [index, sample] of samples.entries()) {
      const ramp = 1 - index / FADE_OUT_SAMPLES;
      this.#rest[delay + index] = (this.#rest[delay + index] ?? 0) + sample * gain * ramp;
    }
  }

  /** Adds the next samples to `out`. */
  mix(out: Float32Array): void {
    for (const [index, sample] of out.entries()) out[index] = sample + (this.#rest[index] ?? 0);
    this.#rest.copyWithin(0, out.length);
    this.#rest.fill(0, Math.max(0, this.#rest.length - out.length));
  }
}
