/** How long a voice works for what it says, learned from what it has said. Pure. */

/** Silence that Kokoro makes around whatever it says, ms: 300 before it and 400 behind. It is cut away (trim.ts), but it was work. */
const SILENCE_MS = 700;
/** How long it takes to say a phoneme at speed 1, ms. Kokoro's English voices take 45 to 56, blanks and marks counted. */
const PHONEME_MS = 50;
/** What is assumed of a voice that has not said anything yet: twice as fast as speech. Smaller: a slow one is waited for. Larger: more seams. */
const UNKNOWN_FACTOR = 0.5;

export class Pace {
  /** 1 is natural. */
  speed = 1;
  /** Work time over the length of the sound, silence included. */
  #factor = UNKNOWN_FACTOR;
  #isKnown = false;

  /** Whether any of it was measured. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** It has worked for `workMs` at sound of `soundMs`, as the model made it. */
  learn(workMs: number, soundMs: number): void {
    if (soundMs <= 0) return;
    this.start(this.#isKnown ? (this.#factor + workMs / soundMs) / 2 : workMs / soundMs);
  }

  /** What was measured elsewhere, in an earlier visit or a self-test: work time over the length of the sound. */
  start(factor: number): void {
    this.#factor = factor;
    this.#isKnown = true;
  }

  /** How long so many phonemes sound, ms. */
  heardMs(phonemes: number): number {
    return (phonemes * PHONEME_MS) / this.speed;
  }

  /** How long it works for so many phonemes, ms. */
  workMs(phonemes: number): number {
    return this.#factor * (this.heardMs(phonemes) + SILENCE_MS / this.speed);
  }

  /** How many phonemes take no longer than this, ms. */
  phonemesWithin(ms: number): number {
    return Math.max(0, Math.floor(((ms / this.#factor) * this.speed - SILENCE_MS) / PHONEME_MS));
  }
}
