/** A conversation for tests: feeds events to the reducer on a clock of its own and keeps what it asked for. */
import type { Effect, TimerName, TurnEvent } from '../../src/turn/events.ts';
import type { History } from '../../src/turn/history.ts';
import { reduce } from '../../src/turn/reducer.ts';
import { initialState, type TurnOptions, type TurnState } from '../../src/turn/state.ts';

export const OPTIONS: TurnOptions = { language: 'en', system: 'Be brief.', contextTokens: 2048, voice: true, camera: false };

type Timeless<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

export class Conversation {
  state: TurnState;
  /** Effects of the last event. */
  last: readonly Effect[] = [];
  /** All effects, in order. */
  readonly effects: Effect[] = [];
  /** ms. */
  clock = 10_000;

  constructor(options: Partial<TurnOptions> = {}, history: History = []) {
    this.state = initialState({ ...OPTIONS, ...options }, history);
  }

  /** Lets time pass, without timers: a test fires those it wants with `timer`. */
  wait(ms: number): this {
    this.clock += ms;
    return this;
  }

  send(event: Timeless<TurnEvent>): this {
    const result = reduce(this.state, { ...event, at: this.clock });
    this.state = result.state;
    this.last = result.effects;
    this.effects.push(...result.effects);
    return this;
  }

  /** The user speaks for `speechMs` and falls silent for 200 ms. */
  say(utterance: number, speechMs = 1000, released = false): this {
    this.send({ kind: 'onset', utterance });
    if (speechMs >= 200) this.wait(200).send({ kind: 'speech', utterance });
    return this.wait(Math.max(0, speechMs - 200)).pause(utterance, speechMs, 1, released);
  }

  /** The user, who has spoken for `speechMs` of this utterance in all, falls silent for 200 ms. */
  pause(utterance: number, speechMs: number, revision = 1, released = false): this {
    const speechEndAt = this.clock;
    return this.wait(200).send({ kind: 'pause', utterance, revision, speechEndAt, speechMs, fallDb: -9, released });
  }

  /** STT's answer, `ms` after the pause. */
  heard(utterance: number, text: string, revision = 1, ms = 100): this {
    return this.wait(ms).send({ kind: 'transcript', utterance, revision, text, sttMs: ms });
  }

  /** The sound is judged finished. */
  finished(utterance: number, probability = 0.95, revision = 1): this {
    return this.send({ kind: 'finished', utterance, revision, probability });
  }

  /** Fires the timer that was set last under this name, if it still runs. */
  fire(timer: TimerName): this {
    const set = this.effects.findLast(
      (effect) => (effect.kind === 'set-timer' || effect.kind === 'clear-timer') && effect.timer === timer,
    );
    if (set?.kind !== 'set-timer') throw new Error(`no ${timer} timer is running`);
    return this.wait(set.ms).send({ kind: 'timer', timer, utterance: set.utterance, revision: set.revision });
  }

  /** Silence goes on until the turn is committed, if it is not yet. */
  settle(): this {
    return this.state.reply?.committed ? this : this.fire('commit');
  }

  /** The turn number of the reply there is. */
  get turn(): number {
    const turn = this.state.reply?.turn;
    if (turn === undefined) throw new Error('there is no reply');
    return turn;
  }

  /** The assistant's text arrives whole, and each clause of it becomes `samplesPerClause` of sound. */
  answer(clauses: readonly string[], samplesPerClause = 24_000): this {
    const turn = this.turn;
    let from = 0;
    for (const clause of clauses) {
      const to = from + clause.length;
      this.send({ kind: 'text', turn, delta: clause });
      this.send({ kind: 'clause', turn, from, to, samples: samplesPerClause, synthMs: 50 });
      from = to;
    }
    return this.send({ kind: 'generated', turn });
  }

  /** The loudspeaker has played so many samples of the reply. */
  play(samples: number): this {
    const turn = this.turn;
    if (this.state.reply?.marks.startedAt === undefined) this.send({ kind: 'started', turn });
    return this.send({ kind: 'position', turn, samples });
  }

  kinds(): string[] {
    return this.last.map((effect) => effect.kind);
  }
}

/** A conversation in which the assistant is in the middle of a two-clause answer: one clause heard, the second begun. */
export function midReply(options: Partial<TurnOptions> = {}): Conversation {
  const talk = new Conversation(options);
  talk.say(1).heard(1, 'Tell me a story.').finished(1).settle();
  talk.answer(['Once upon a time, ', 'there was a lighthouse by the sea.']);
  return talk.play(36_000);
}
