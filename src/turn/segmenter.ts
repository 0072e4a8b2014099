/** From speech probabilities, frame by frame, to utterances. Pure: time comes with each frame. */
import { closingFallDb } from './closing-fall.ts';
import { TURN_SETTINGS } from './settings.ts';

/** Silero's frame at 16 kHz. */
export const FRAME_SAMPLES = 512;
export const FRAME_MS = 32;

/**
 * Probability at which silence becomes speech. Peers use 0.3 to 0.7. At 0.5 typing (peak 0.03), office noise (0.17) and white noise
 * (0.14) never fire, and words at −30 dB of their normal level still do, with 250 ms of speech and more.
 */
const ENTER_PROBABILITY = 0.5;
/** Probability down to which speech stays speech: unvoiced and final consonants fall below the entry. */
const STAY_PROBABILITY = 0.35;
/**
 * Negative frames that don't break a run of speech. The closure of a stop consonant costs one frame between two surely positive
 * ones (the "st" of "stop": 0.63, 0.30, 0.96); without this such words are confirmed 60 ms late.
 */
const FORGIVEN_FRAMES = 1;
/**
 * An onset with less speech than this is a click, a breath or a beat of music: 96 ms. "Stop", "no", "yes" and "uh" have 11 frames
 * and more, 8 at −30 dB, and 3 when spoken half as fast again and at −20 dB. Coughs have 4 to 13: they can't be told by length, so
 * their transcript has to.
 */
const MIN_SPEECH_FRAMES = 3;
/** Speech that ends a pause must last this long, so that a click does not throw a speculation away: 64 ms. */
const RESUME_FRAMES = 2;
/** Sound taken in after the talk key was let go: fingers are faster than lips, and some of the word is still in the buffers. 96 ms. */
const RELEASE_FRAMES = 3;
/** Beyond it the oldest sound is cut, and before it that is told. What Whisper can't take at once it is given in pieces (workers/stt/pieces.ts). */
const MAX_UTTERANCE_FRAMES = Math.floor(TURN_SETTINGS.longestUtteranceMs / FRAME_MS);
const LONG_FRAMES = Math.ceil(TURN_SETTINGS.longUtteranceMs / FRAME_MS);
/** After which length it is told that an utterance has grown while the talk key is down, and how often then. */
const WINDOW_FRAMES = Math.ceil(TURN_SETTINGS.transcriptWindowMs / FRAME_MS);
const PIECE_FRAMES = Math.ceil(TURN_SETTINGS.transcriptPieceMs / FRAME_MS);

/** Silences and speech lengths, ms, taken to the nearest whole frame. Basis and order of the numbers: settings.ts. */
export type VadSettings = {
  /** Positive speech in a row after which an onset counts as speech. */
  confirmMs: number;
  /** Silence after which an end of speech is suspected. */
  suspectMs: number;
  /** Silence after which it may be the end. */
  lullMs: number;
  /** Sound kept from before the onset. */
  prerollMs: number;
  /** Sound counts only while the talk key is down. */
  onlyHeld?: boolean;
};

/** What the VAD worker reports of it is described in protocol/messages.ts. */
export type SegmenterEvent =
  | { kind: 'onset' | 'speech' | 'held' | 'misfire' | 'long'; utterance: number; at: number }
  | { kind: 'resume'; utterance: number; revision: number; at: number }
  /** The next pause may have begun: `revision` is the one it would have. Then either that pause comes, or `lull-over`. */
  | { kind: 'lull'; utterance: number; revision: number; at: number; speechMs: number; samples: Float32Array<ArrayBuffer> }
  | { kind: 'lull-over'; utterance: number; revision: number; at: number }
  /** With the talk key down it is longer than what is transcribed at once, and no pause ends it: what there is of it can be begun with. Told time and again. */
  | { kind: 'grown'; utterance: number; at: number; speechMs: number; samples: Float32Array<ArrayBuffer> }
  | {
      kind: 'pause';
      utterance: number;
      revision: number;
      at: number;
      speechEndAt: number;
      speechMs: number;
      durationMs: number;
      released: boolean;
      fallDb: number | null;
      /** The utterance so far, 16 kHz mono, preroll and the silence behind it included. */
      samples: Float32Array<ArrayBuffer>;
    };

type Utterance = {
  readonly utterance: number;
  revision: number;
  readonly frames: Float32Array[];
  /** Positive frames in all. */
  speechFrames: number;
  /** Positive frames in a row, but for forgiven ones. */
  run: number;
  /** Negative frames since the last positive one. */
  silentFrames: number;
  confirmed: boolean;
  paused: boolean;
  /** Whether a lull was told that is not over. */
  inLull: boolean;
  speechEndAt: number;
};

/** Cuts a stream of frames into utterances, and numbers them; their suspected ends (revisions) are numbered from 1. */
export class Segmenter {
  readonly #emit: (event: SegmenterEvent) => void;
  #settings: VadSettings;
  /** When the last frame ended. */
  #lastAt = 0;
  /** The last sound outside of utterances. */
  #preroll: Float32Array[] = [];
  #count: number;
  #current: Utterance | null = null;
  #held = false;
  /** Frames still to be taken in after the talk key was let go. */
  #releaseFrames = 0;

  /** The first utterance has the number `first`. */
  constructor(settings: VadSettings, emit: (event: SegmenterEvent) => void, first = 1) {
    this.#settings = settings;
    this.#emit = emit;
    this.#count = first - 1;
  }

  /** What was said until sound without the talk key ceased to count is an utterance all the same. */
  set settings(settings: VadSettings) {
    this.#settings = settings;
    if (!this.#isOpen) this.end(this.#lastAt);
  }

  /** The next utterance has this number, or a higher one where that was given out already. */
  numberFrom(first: number): void {
    this.#count = Math.max(this.#count, first - 1);
  }

  /** Takes one frame of FRAME_SAMPLES and keeps it; `probability` 0..1 that it is speech, `at` the time of its end, ms. */
  push(frame: Float32Array, probability: number, at: number): void {
    this.#lastAt = at;
    const current = this.#current;
    if (!this.#isOpen) {
      this.#keepPreroll(frame);
      return;
    }
    if (!current) {
      this.#keepPreroll(frame);
      if (this.#held || probability >= ENTER_PROBABILITY) this.#begin(probability, at);
      return;
    }
    current.frames.push(frame);
    if (current.frames.length === LONG_FRAMES) this.#emit({ kind: 'long', utterance: current.utterance, at });
    if (current.frames.length > MAX_UTTERANCE_FRAMES) current.frames.shift();
    else if (this.#held) this.#grow(current, at);
    if (probability >= (current.paused ? ENTER_PROBABILITY : STAY_PROBABILITY)) this.#positive(current, at);
    else this.#negative(current, at);
    if (this.#releaseFrames === 0) return;
    this.#releaseFrames -= 1;
    if (this.#releaseFrames > 0) return;
    // Nothing was said: the key was pressed in vain.
    if (current.speechFrames < MIN_SPEECH_FRAMES) this.#misfire(current, at);
    else this.#pause(current, at, true);
  }

  #grow({ utterance, frames, speechFrames }: Utterance, at: number): void {
    const over = frames.length - WINDOW_FRAMES;
    if (over <= 0 || over % PIECE_FRAMES !== 1) return;
    this.#emit({ kind: 'grown', utterance, at, speechMs: speechFrames * FRAME_MS, samples: joined(frames) });
  }

  /** The sound so far of an utterance that goes on, and its speech-positive time, ms; null when it has paused or is over. */
  soFar(utterance: number): { samples: Float32Array<ArrayBuffer>; speechMs: number } | null {
    const current = this.#current;
    if (current?.utterance !== utterance || current.paused) return null;
    return { samples: joined(current.frames), speechMs: current.speechFrames * FRAME_MS };
  }

  /** That utterance was dealt with: the next speech, or speech that goes on this moment, is a new one. */
  close(utterance: number): void {
    const current = this.#current;
    if (current?.utterance === utterance) this.#forget(current);
  }

  /**
   * Push-to-talk: down begins (or goes on with) an utterance, and everything is part of it until shortly after up. `forMs`: how long it has been down
   * already, so that this much of the sound before counts.
   */
  hold(down: boolean, at: number, forMs = 0): void {
    if (this.#held === down) return;
    this.#held = down;
    const current = this.#current;
    this.#releaseFrames = 0;
    if (down && this.#settings.onlyHeld) this.#preroll = lastOf(this.#preroll, Math.ceil(forMs / FRAME_MS));
    if (!down) {
      if (current && !current.paused) this.#releaseFrames = RELEASE_FRAMES;
    } else if (!current) {
      this.#begin(0, at);
    } else {
      if (current.paused) {
        if (this.#settings.onlyHeld) current.frames.push(...this.#preroll.splice(0));
        this.#resume(current, at);
      }
      this.#claim(current, at);
    }
  }

  /** The microphone was muted: an utterance in progress is a misfire, but what was said with the talk key down is meant. One that waits to be closed stays. */
  mute(at: number): void {
    const current = this.#current;
    const isMeant = current !== null && (this.#held || this.#releaseFrames > 0) && current.speechFrames >= MIN_SPEECH_FRAMES;
    this.#releaseFrames = 0;
    if (current && !current.paused) {
      if (isMeant) this.#pause(current, at, true);
      else this.#misfire(current, at);
    }
    this.#preroll = [];
  }

  /** No more sound comes, the microphone is gone: an utterance in progress ends here. */
  end(at: number): void {
    const current = this.#current;
    if (!current || current.paused) return;
    this.#releaseFrames = 0;
    if (current.speechFrames < MIN_SPEECH_FRAMES) this.#misfire(current, at);
    else this.#pause(current, at, false);
  }

  /** Whether sound counts now. */
  get #isOpen(): boolean {
    return !this.#settings.onlyHeld || this.#held || this.#releaseFrames > 0;
  }

  #begin(probability: number, at: number): void {
    this.#count += 1;
    const speechFrames = probability >= ENTER_PROBABILITY ? 1 : 0;
    const current: Utterance = {
      utterance: this.#count,
      revision: 0,
      frames: this.#preroll,
      speechFrames,
      run: speechFrames,
      silentFrames: 0,
      confirmed: false,
      paused: false,
      inLull: false,
      speechEndAt: at,
    };
    this.#current = current;
    this.#preroll = [];
    this.#emit({ kind: 'onset', utterance: this.#count, at });
    if (this.#held) this.#claim(current, at);
  }

  #positive(current: Utterance, at: number): void {
    this.#endLull(current, at);
    if (current.silentFrames > FORGIVEN_FRAMES) current.run = 0;
    current.silentFrames = 0;
    current.run += 1;
    current.speechFrames += 1;
    if (current.paused) {
      if (current.run < RESUME_FRAMES) return;
      this.#resume(current, at);
    }
    current.speechEndAt = at;
    if (!current.confirmed && current.run >= toFrames(this.#settings.confirmMs)) this.#confirm(current, at);
  }

  #negative(current: Utterance, at: number): void {
    current.silentFrames += 1;
    const held = this.#held || this.#releaseFrames > 0;
    if (held || current.paused) return;
    if (current.silentFrames >= toFrames(this.#settings.suspectMs)) this.end(at);
    else if (current.silentFrames === toFrames(this.#settings.lullMs)) this.#beginLull(current, at);
  }

  #beginLull(current: Utterance, at: number): void {
    const { utterance, revision, speechFrames, frames } = current;
    if (speechFrames < MIN_SPEECH_FRAMES) return;
    current.inLull = true;
    const speechMs = speechFrames * FRAME_MS;
    this.#emit({ kind: 'lull', utterance, revision: revision + 1, at, speechMs, samples: joined(frames) });
  }

  #endLull(current: Utterance, at: number): void {
    if (!current.inLull) return;
    current.inLull = false;
    this.#emit({ kind: 'lull-over', utterance: current.utterance, revision: current.revision + 1, at });
  }

  #confirm(current: Utterance, at: number): void {
    current.confirmed = true;
    this.#emit({ kind: 'speech', utterance: current.utterance, at });
  }

  /** The talk key is down: whatever it sounds like, it is meant. */
  #claim(current: Utterance, at: number): void {
    this.#endLull(current, at);
    if (!current.confirmed) this.#confirm(current, at);
    this.#emit({ kind: 'held', utterance: current.utterance, at });
  }

  #pause(current: Utterance, at: number, released: boolean): void {
    current.paused = true;
    current.inLull = false;
    current.run = 0;
    current.revision += 1;
    const samples = joined(current.frames);
    this.#emit({
      kind: 'pause',
      utterance: current.utterance,
      revision: current.revision,
      at,
      speechEndAt: current.speechEndAt,
      speechMs: current.speechFrames * FRAME_MS,
      durationMs: current.frames.length * FRAME_MS,
      released,
      fallDb: closingFallDb(samples.subarray(0, samples.length - current.silentFrames * FRAME_SAMPLES)),
      samples,
    });
  }

  #resume(current: Utterance, at: number): void {
    current.paused = false;
    this.#emit({ kind: 'resume', utterance: current.utterance, revision: current.revision, at });
  }

  #misfire(current: Utterance, at: number): void {
    this.#forget(current);
    this.#emit({ kind: 'misfire', utterance: current.utterance, at });
  }

  /** Its last sound is what comes before the next utterance. */
  #forget(current: Utterance): void {
    this.#endLull(current, this.#lastAt);
    this.#current = null;
    this.#releaseFrames = 0;
    this.#preroll = [];
    for (const frame of lastOf(current.frames, this.#prerollFrames)) this.#keepPreroll(frame);
  }

  #keepPreroll(frame: Float32Array): void {
    this.#preroll.push(frame);
    if (this.#preroll.length > this.#prerollFrames) this.#preroll.shift();
  }

  /** One more than the preroll: the last one may turn out to be the onset. */
  get #prerollFrames(): number {
    return toFrames(this.#settings.prerollMs) + 1;
  }
}

function lastOf<Each>(all: readonly Each[], count: number): Each[] {
  return all.slice(Math.max(0, all.length - count));
}

function toFrames(ms: number): number {
  return Math.round(ms / FRAME_MS);
}

function joined(frames: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(frames.length * FRAME_SAMPLES);
  for (const [index, frame] of frames.entries()) samples.set(frame, index * FRAME_SAMPLES);
  return samples;
}
