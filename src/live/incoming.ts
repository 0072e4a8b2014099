/** The user's sound as it comes from a client: at any rate and any pace, handed on no faster than it can be taken for speech. Pure. */
import { Pcm16Reader, Resampler } from './pcm16.ts';

/** What a conversation hears, Hz. */
export const HEARD_RATE = 16_000;
/**
 * Sound that may come ahead of time and is handed on at once, ms: clients send in pieces, and the network in bursts. Larger: a recording that is sent
 * at once runs into the clocks of the turn.
 */
const SLACK_MS = 400;
/** How many times as fast as it was spoken sound is handed on that came at once. Twice: a recording of ten seconds takes five. */
const CATCH_UP = 2;
/** Pieces that wait are no shorter, ms, where it can be helped: of single samples a minute would be a million. */
const SHORTEST_MS = 20;
/** The most sound that waits, ms. What is older goes. A minute of it is 4 MB. */
export const MOST_WAITING_MS = 60_000;
/** Silence behind the last word where no more sound comes: more than the VAD waits for to see an end, and than a key's release takes in. */
const CLOSING_SILENCE_MS = 320;

const SAMPLES_PER_MS = HEARD_RATE / 1000;

type Item = Float32Array<ArrayBuffer> | 'down' | 'up';

export type IncomingEvents = {
  /** 16 kHz mono. */
  sound: (samples: Float32Array) => void;
  hold: (down: boolean) => void;
  /** The oldest so many ms were thrown away: sound came faster than it can be heard. */
  dropped: (ms: number) => void;
};

/** A queue before the ears. Its clock is whatever `at` it is told, ms. */
export class IncomingSound {
  readonly #events: IncomingEvents;
  readonly #reader = new Pcm16Reader();
  #resampler: { readonly rate: number; readonly of: Resampler } | null = null;
  #items: Item[] = [];
  #waitingSamples = 0;
  /** Up to here time was given sound, and a little more. */
  #filledTo = -Infinity;
  #isHeldBack = false;

  constructor(events: IncomingEvents) {
    this.#events = events;
  }

  /** PCM16 bytes at this rate. */
  push(bytes: Uint8Array, rate: number, at: number): void {
    const read = this.#reader.read(bytes);
    // What would be thrown away needs no other rate first: an hour of sound in one frame takes seconds.
    const late = Math.max(0, read.length - (MOST_WAITING_MS / 1000) * rate);
    if (late > 0) this.#events.dropped((late / rate) * 1000);
    const samples = this.#resample(read.subarray(late), rate);
    if (samples.length === 0) return;
    this.#add(samples);
    this.advance(at);
  }

  /** The user speaks from here, or up to here. */
  hold(down: boolean, at: number): void {
    this.#items.push(down ? 'down' : 'up');
    if (!down) this.#add(new Float32Array(CLOSING_SILENCE_MS * SAMPLES_PER_MS));
    this.advance(at);
  }

  /** No more sound comes for now. */
  end(at: number): void {
    this.#add(new Float32Array(CLOSING_SILENCE_MS * SAMPLES_PER_MS));
    this.advance(at);
  }

  /** While it is held back sound waits, and none is handed on. */
  holdBack(isHeldBack: boolean, at: number): void {
    this.#isHeldBack = isHeldBack;
    this.advance(at);
  }

  /** Time goes on to `at`. */
  advance(at: number): void {
    if (this.#isHeldBack) return;
    this.#filledTo = Math.max(this.#filledTo, at - SLACK_MS);
    for (let item = this.#items[0]; item !== undefined; item = this.#items[0]) {
      if (typeof item !== 'string') {
        const ms = item.length / SAMPLES_PER_MS;
        // It was not spoken yet, by the clock.
        if (this.#filledTo > at) return;
        this.#filledTo += this.#waitingSamples > SLACK_MS * SAMPLES_PER_MS ? ms / CATCH_UP : ms;
        this.#waitingSamples -= item.length;
        this.#items.shift();
        this.#events.sound(item);
      } else {
        this.#items.shift();
        this.#events.hold(item === 'down');
      }
    }
  }

  /** How much sound waits, ms. */
  get waitingMs(): number {
    return this.#waitingSamples / SAMPLES_PER_MS;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  #resample(samples: Float32Array, rate: number): Float32Array<ArrayBuffer> {
    if (this.#resampler?.rate !== rate) this.#resampler = { rate, of: new Resampler(rate, HEARD_RATE) };
    return this.#resampler.of.push(samples);
  }

  /** In pieces, so that a long recording is not handed on at once. */
  #add(samples: Float32Array<ArrayBuffer>): void {
    const piece = SLACK_MS * SAMPLES_PER_MS;
    // Copies: a piece that waits must not keep all of a recording.
    for (let from = 0; from < samples.length; from += piece) this.#append(samples.slice(from, from + piece));
    this.#dropOldest();
  }

  /** To the last piece, as long as that is short. */
  #append(part: Float32Array<ArrayBuffer>): void {
    const last = this.#items.at(-1);
    this.#waitingSamples += part.length;
    if (last === undefined || typeof last === 'string' || last.length + part.length > SHORTEST_MS * SAMPLES_PER_MS) {
      this.#items.push(part);
      return;
    }
    const both = new Float32Array(last.length + part.length);
    both.set(last);
    both.set(part, last.length);
    this.#items[this.#items.length - 1] = both;
  }

  /** Marks stay, whatever becomes of the sound between them. */
  #dropOldest(): void {
    let dropped = 0;
    while (this.#waitingSamples > MOST_WAITING_MS * SAMPLES_PER_MS) {
      const oldest = this.#items.findIndex((item) => typeof item !== 'string');
      const [gone] = this.#items.splice(oldest, 1);
      if (gone === undefined || typeof gone === 'string') break;
      this.#waitingSamples -= gone.length;
      dropped += gone.length;
    }
    // Of marks with nothing between them only the last says anything.
    while (typeof this.#items[0] === 'string' && typeof this.#items[1] === 'string') this.#items.shift();
    if (dropped > 0) this.#events.dropped(dropped / SAMPLES_PER_MS);
  }
}
