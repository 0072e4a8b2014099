/** The loudspeaker's queue: what is heard, sample for sample. Pure, so that a test can listen to it. */
import type { Pcm, PcmMessage, PlaybackCommand, PlaybackReport } from '../protocol/audio-messages.ts';
import { FADE_OUT_SAMPLES, FadeOut, Volume } from './ramps.ts';

/** Sample rate of everything here, Hz: Kokoro's. */
export const PLAYBACK_SAMPLE_RATE = 24_000;
/** Sound that starts above this level (−40 dB) is faded in: it would click. TTS fades its clauses, so this is for others. */
const CLICK_LEVEL = 0.01;
/** How often the position is reported: 100 ms. Captions follow it, and history is cut by it. */
const POSITION_SAMPLES = 2_400;

type Turn = {
  readonly turn: number;
  readonly chunks: Pcm[];
  /** Samples of the first chunk that were played already. */
  offset: number;
  /** Samples of the whole turn that were played. */
  played: number;
  /** What `played` was when the position was last reported. */
  reported: number;
  /** No more sound will come. */
  ended: boolean;
  started: boolean;
  dry: boolean;
};

/** Plays turns one after the other, each without gaps, once they are opened; can be ducked, paused and cancelled at any sample. */
export class PlaybackQueue {
  readonly #report: (report: PlaybackReport) => void;
  #turns: Turn[] = [];
  /** Turns up to this one may be heard. */
  #opened = 0;
  /** Turns up to this one are over: cancelled, finished, or overtaken. What still arrives of them is dropped. */
  #over = 0;
  #paused = false;
  readonly #volume = new Volume();
  readonly #fadeOut = new FadeOut();
  /** The queue's last sample, as it was heard. */
  #last = 0;

  constructor(report: (report: PlaybackReport) => void) {
    this.#report = report;
  }

  /** Takes sound in. Sound of a turn that is over is dropped. */
  push(message: PcmMessage): void {
    if (message.turn <= this.#over) return;
    let turn = this.#turns.find((candidate) => candidate.turn === message.turn);
    if (!turn) {
      turn = { turn: message.turn, chunks: [], offset: 0, played: 0, reported: 0, ended: false, started: false, dry: false };
      this.#turns.push(turn);
      this.#turns.sort((left, right) => left.turn - right.turn);
    }
    if (message.kind === 'pcm-end') turn.ended = true;
    else if (message.samples.length > 0) turn.chunks.push(message.samples);
  }

  /**
   * Obeys at the next sample to be rendered. `pause` is reported only when there is a turn to be heard, and then with the sample
   * where its fade-out begins: `resume` plays that sample next. A pause outlasts a cancel.
   */
  command(command: Exclude<PlaybackCommand, { kind: 'connect' }>): void {
    switch (command.kind) {
      case 'open':
        this.#opened = Math.max(this.#opened, command.turn);
        break;
      case 'duck':
        this.#volume.duck(command.ducked);
        break;
      case 'pause':
        this.#pause();
        break;
      case 'resume':
        if (this.#paused) this.#volume.fadeIn();
        this.#paused = false;
        break;
      case 'cancel':
        this.#cancel(command.turn);
        break;
    }
  }

  /** Fills `out` (24 kHz mono, one render quantum) with the next samples, silence where there are none. */
  render(out: Float32Array): void {
    out.fill(0);
    if (!this.#paused) this.#play(out);
    this.#fadeOut.mix(out);
  }

  #play(out: Float32Array): void {
    let at = 0;
    while (at < out.length) {
      const turn = this.#current();
      if (!turn) return;
      const chunk = turn.chunks[0];
      if (chunk) at += this.#playChunk(turn, chunk, out.subarray(at));
      else {
        this.#settle(at);
        if (!turn.ended) {
          if (turn.started && !turn.dry) this.#report({ kind: 'dry', turn: turn.turn, samples: turn.played });
          turn.dry = true;
          return;
        }
        this.#end(turn);
        this.#report({ kind: 'played', turn: turn.turn, samples: turn.played });
      }
    }
  }

  /** The turn whose sound is next: the oldest, if it may be heard. */
  #current(): Turn | undefined {
    const first = this.#turns[0];
    return first && first.turn <= this.#opened ? first : undefined;
  }

  /** Plays as much of the chunk as `out` has room for. Returns the number of samples. */
  #playChunk(turn: Turn, chunk: Pcm, out: Float32Array): number {
    if (!turn.started) this.#start(turn);
    const count = Math.min(out.length, chunk.length - turn.offset);
    // After silence a waveform that does not begin near zero would click.
    if (turn.dry && Math.abs(chunk[0] ?? 0) > CLICK_LEVEL) this.#volume.fadeIn();
    turn.dry = false;
    for (let index = 0; index < count; index += 1) out[index] = (chunk[turn.offset + index] ?? 0) * this.#volume.next();
    this.#last = out[count - 1] ?? 0;
    turn.offset += count;
    turn.played += count;
    if (turn.offset === chunk.length) {
      turn.chunks.shift();
      turn.offset = 0;
    }
    if (turn.played - turn.reported >= POSITION_SAMPLES) {
      turn.reported = turn.played;
      this.#report({ kind: 'position', turn: turn.turn, samples: turn.played });
    }
    return count;
  }

  #start(turn: Turn): void {
    turn.started = true;
    // Silence before a turn counts as dry: its first sample must not click either.
    turn.dry = true;
    this.#volume.settle();
    this.#over = Math.max(this.#over, turn.turn - 1);
    this.#report({ kind: 'started', turn: turn.turn });
  }

  #end(turn: Turn): void {
    this.#over = Math.max(this.#over, turn.turn);
    this.#turns = this.#turns.filter((other) => other !== turn);
  }

  #pause(): void {
    if (this.#paused) return;
    const turn = this.#current();
    this.#stop(turn);
    this.#paused = true;
    if (turn) this.#report({ kind: 'paused', turn: turn.turn, samples: turn.played });
  }

  #cancel(upTo: number): void {
    const current = this.#current();
    if (current && current.turn <= upTo && !this.#paused) this.#stop(current);
    for (const turn of this.#turns) {
      if (turn.turn > upTo) break;
      this.#end(turn);
      this.#report({ kind: 'cancelled', turn: turn.turn, samples: turn.played });
    }
    this.#over = Math.max(this.#over, upTo);
  }

  /** Lets the next samples of a turn be heard under a falling ramp, without counting them as played. */
  #stop(turn: Turn | undefined): void {
    if (turn?.started && !turn.dry) this.#fadeOut.add(ahead(turn, FADE_OUT_SAMPLES), this.#volume.gain);
    this.#last = 0;
  }

  /** Sound that ends at `at` of this quantum without being near zero glides down from there. */
  #settle(at: number): void {
    if (this.#last !== 0) this.#fadeOut.add(new Float32Array(FADE_OUT_SAMPLES).fill(this.#last), 1, at);
    this.#last = 0;
  }
}

/** The next `count` samples of a turn; where they run out, the last value is held. */
function ahead(turn: Turn, count: number): Float32Array {
  const samples = new Float32Array(count);
  let filled = 0;
  let offset = turn.offset;
  for (const chunk of turn.chunks) {
    const part = chunk.subarray(offset, offset + count - filled);
    samples.set(part, filled);
    filled += part.length;
    offset = 0;
  }
  return samples.fill(samples[filled - 1] ?? 0, filled);
}
