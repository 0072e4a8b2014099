/** Parley's sound on its way to a client that plays it elsewhere: given out a little ahead of time, and reckoned as heard when its time is over. Pure. */
import { PLAYBACK_SAMPLE_RATE } from '../audio/playback-queue.ts';
import type { Pcm, PcmMessage, PlaybackCommand, PlaybackReport } from '../protocol/audio-messages.ts';

/**
 * How much of an answer the client has in advance, ms. Larger: so much is still heard of an answer after the user began to speak, since only a cancelled
 * one is taken back. Smaller: a page or a machine that is busy for a moment is heard as a gap.
 */
export const LEAD_MS = 400;
/** Sound in one piece, ms. Clients play what they get whole; the real service sends 40 to 250. */
const PIECE_MS = 80;
/** How often the position is told, ms: as often as a loudspeaker does. */
const POSITION_MS = 100;

const SAMPLES_PER_MS = PLAYBACK_SAMPLE_RATE / 1000;

type Turn = {
  readonly turn: number;
  readonly chunks: Pcm[];
  /** Samples of the first chunk that were given out already. */
  offset: number;
  /** Samples of the whole turn that were given out. */
  sent: number;
  reported: number;
  ended: boolean;
  isMade: boolean;
};

export type OutgoingEvents = {
  /** Sound to be sent at once, 24 kHz. */
  sound: (turn: number, samples: Pcm) => void;
  /** All of a turn's sound was sent. */
  made: (turn: number) => void;
  report: (report: PlaybackReport) => void;
};

/** Sound that is sent, in pieces, as far ahead as LEAD_MS; its own clock is whatever `at` it is told, ms. */
export class OutgoingSound {
  readonly #events: OutgoingEvents;
  #turns: Turn[] = [];
  #opened = 0;
  /** Turns up to this one are over. */
  #over = 0;
  #isPaused = false;
  /** When all that was sent will have been heard. */
  #heardAt = 0;
  #at = 0;

  constructor(events: OutgoingEvents) {
    this.#events = events;
  }

  push(message: PcmMessage, at: number): void {
    if (message.turn <= this.#over) return;
    let turn = this.#turns.find((candidate) => candidate.turn === message.turn);
    if (!turn) {
      turn = { turn: message.turn, chunks: [], offset: 0, sent: 0, reported: 0, ended: false, isMade: false };
      this.#turns.push(turn);
      this.#turns.sort((left, right) => left.turn - right.turn);
    }
    if (message.kind === 'pcm-end') turn.ended = true;
    else if (message.samples.length > 0) turn.chunks.push(message.samples);
    this.advance(at);
  }

  /** `duck` is not obeyed: it would be heard when its reason is over. A pause is of what was not sent yet. */
  command(command: PlaybackCommand, at: number): void {
    this.advance(at);
    if (command.kind === 'open') this.#opened = Math.max(this.#opened, command.turn);
    else if (command.kind === 'pause' || command.kind === 'resume') this.#isPaused = command.kind === 'pause';
    else if (command.kind === 'cancel') this.#cancel(command.turn);
    this.advance(at);
  }

  /** The client has played so much of the turn, ms, where it says so itself. */
  heardUpTo(turn: number, ms: number, at: number): void {
    const current = this.#turns.find((candidate) => candidate.turn === turn);
    if (!current) return;
    const samples = Math.min(current.sent, Math.max(0, Math.round(ms * SAMPLES_PER_MS)));
    this.#heardAt = at + (current.sent - samples) / SAMPLES_PER_MS;
  }

  /** Time goes on to `at`: sends what is due and tells what was heard. */
  advance(at: number): void {
    this.#at = Math.max(this.#at, at);
    for (let turn = this.#current(); turn; turn = this.#current()) {
      this.#send(turn);
      if (!this.#tell(turn)) return;
    }
  }

  /** Whether there is anything to wait for. */
  get isBusy(): boolean {
    return this.#current() !== undefined;
  }

  #current(): Turn | undefined {
    const first = this.#turns[0];
    return first && first.turn <= this.#opened ? first : undefined;
  }

  #send(turn: Turn): void {
    while (!this.#isPaused && this.#heardAt < this.#at + LEAD_MS) {
      const samples = take(turn, PIECE_MS * SAMPLES_PER_MS);
      if (samples.length === 0) break;
      if (turn.sent === 0) {
        this.#over = Math.max(this.#over, turn.turn - 1);
        this.#events.report({ kind: 'started', turn: turn.turn });
      }
      turn.sent += samples.length;
      this.#heardAt = Math.max(this.#heardAt, this.#at) + samples.length / SAMPLES_PER_MS;
      this.#events.sound(turn.turn, samples);
    }
    if (turn.isMade || !turn.ended || turn.chunks.length > 0) return;
    turn.isMade = true;
    this.#events.made(turn.turn);
  }

  /** Tells how far the turn was heard. Returns whether it is over. */
  #tell(turn: Turn): boolean {
    const heard = this.#heard(turn);
    if (turn.isMade && heard === turn.sent) {
      this.#over = Math.max(this.#over, turn.turn);
      this.#turns = this.#turns.filter((other) => other !== turn);
      this.#events.report({ kind: 'played', turn: turn.turn, samples: heard });
      return true;
    }
    const isDry = heard === turn.sent && heard > turn.reported;
    if (isDry || heard - turn.reported >= POSITION_MS * SAMPLES_PER_MS) this.#report(turn, 'position');
    return false;
  }

  #report(turn: Turn, kind: 'position' | 'cancelled'): void {
    turn.reported = this.#heard(turn);
    this.#events.report({ kind, turn: turn.turn, samples: turn.reported });
  }

  #heard(turn: Turn): number {
    return Math.round(Math.max(0, turn.sent - Math.max(0, this.#heardAt - this.#at) * SAMPLES_PER_MS));
  }

  #cancel(turn: number): void {
    this.#over = Math.max(this.#over, turn);
    const gone = this.#turns.filter((each) => each.turn <= turn);
    this.#turns = this.#turns.filter((each) => each.turn > turn);
    for (const each of gone) if (each.sent > 0) this.#report(each, 'cancelled');
    // What the client has of it is thrown away there.
    if (gone.length > 0) this.#heardAt = this.#at;
  }
}

/** The next samples of a turn, at most so many. */
function take(turn: Turn, most: number): Pcm {
  const chunk = turn.chunks[0];
  if (!chunk) return new Float32Array(0);
  const samples = chunk.slice(turn.offset, turn.offset + most);
  turn.offset += samples.length;
  if (turn.offset === chunk.length) {
    turn.chunks.shift();
    turn.offset = 0;
  }
  return samples;
}
