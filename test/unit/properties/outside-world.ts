/**
 * The world outside the reducer, as far as its promises show there: which turn may be heard, which timers run, what was reported.
 * Throws at the first broken promise. Plain checks, no `expect`: a hundred thousand conversations have to fit into a minute.
 */
import type { Effect, TimerName, TurnEvent } from '../../../src/turn/events.ts';
import type { Entry, SpokenClause } from '../../../src/turn/history.ts';
import { reduce } from '../../../src/turn/reducer.ts';
import { askedAbout } from '../../../src/tools/loop.ts';
import { isYes } from '../../../src/tools/phrases.ts';
import { initialState, type TurnOptions, type TurnState } from '../../../src/turn/state.ts';
import { OPTIONS } from '../conversation.ts';

type Timeless<Event> = Event extends unknown ? Omit<Event, 'at'> : never;
export type WorldEvent = Timeless<TurnEvent>;

/** What the world knows of one turn, from effects and reports alone. */
type TurnRecord = {
  readonly asked: string;
  spoken: boolean;
  opened: boolean;
  text: string;
  textDone: boolean;
  readonly clauses: SpokenClause[];
  playedSamples: number;
  started: boolean;
  playedOut: boolean;
};

type Timer = { readonly utterance: number; readonly revision: number; readonly ms: number };

export class OutsideWorld {
  state: TurnState;
  /** ms. */
  clock = 10_000;
  readonly timers = new Map<TimerName, Timer>();
  readonly #turns = new Map<number, TurnRecord>();
  /** The turn that may be heard now: opened, and neither cancelled nor played out. */
  #audible: number | null = null;
  #cancelled = 0;
  #newest = 0;
  /** Ids of calls that were begun, and of those that the user is asked about. */
  readonly #begun = new Set<string>();
  readonly #asked = new Set<string>();
  /** Ids of calls that the user has said yes to. */
  readonly #allowed = new Set<string>();
  /** The words of an utterance that may be over, and what was typed after it and waits for them. */
  #said = '';
  #typed = '';
  #ducked = false;
  #paused = false;

  constructor(options: Partial<TurnOptions> = {}) {
    this.state = initialState({ ...OPTIONS, ...options });
  }

  /** What was told about a turn so far. */
  record(turn: number): Readonly<TurnRecord> | undefined {
    return this.#turns.get(turn);
  }

  /** Changes options as the scheduler does, between events. */
  setOptions(options: Partial<TurnOptions>): void {
    this.state = { ...this.state, options: { ...this.state.options, ...options } };
  }

  send(event: WorldEvent): void {
    const before = this.state;
    // A yes that is said is one to the question that is open.
    if (event.kind === 'transcript' && isYes(event.text, 'en')) for (const id of this.#asked) this.#allowed.add(id);
    this.#said = before.user.is === 'paused' ? (before.user.transcript ?? '') : '';
    this.#typed = before.typed ?? '';
    this.#note(event);
    const { state, effects } = reduce(before, { ...event, at: this.clock });
    this.state = state;
    if (event.kind === 'told') this.#newest = state.counter;
    if (comesLate(before, event)) check(state === before && effects.length === 0, 'what comes too late changes nothing');
    for (const effect of effects) this.#perform(effect, event);
    checkModes(before, event, this.state, effects);
    this.#checkHistory(before.history, event, effects);
    this.#checkNumbers(before);
    this.#checkReply();
    this.#checkWaits();
  }

  /** Lets a running timer fire, which must move things on; does nothing where none of that name runs. */
  fire(timer: TimerName): void {
    const running = this.timers.get(timer);
    if (!running) return;
    this.timers.delete(timer);
    this.clock += running.ms;
    this.send({ kind: 'timer', timer, utterance: running.utterance, revision: running.revision });
    const { user, reply } = this.state;
    if (timer === 'peek') check(reply?.committed !== true || isWaitingForWords(this.state), 'the peek timer asks for words');
    else if (timer === 'interrupt') {
      const isAnswered = user.is === 'quiet' && reply !== null;
      check(
        reply === null || isAnswered || isWaitingForWords(this.state) || this.#asked.size > 0,
        'a user who talks on ends the reply, has what was typed answered, or answers a question',
      );
    } else check(user.is === 'quiet', `the ${timer} timer ends the wait`);
  }

  /** What workers and loudspeaker have told. */
  #note(event: WorldEvent): void {
    if (!('turn' in event)) return;
    const turn = this.#turns.get(event.turn);
    if (!turn) return;
    if (event.kind === 'tool-allowed' && event.yes) this.#allowed.add(event.id);
    if (event.kind === 'text') turn.text += event.delta;
    if (event.kind === 'generated') turn.textDone = true;
    if (event.kind === 'clause') turn.clauses.push({ from: event.from, to: event.to, samples: event.samples });
    if (event.kind === 'position') turn.playedSamples = Math.max(turn.playedSamples, event.samples);
    if (event.kind === 'started') turn.started = true;
    if (event.kind === 'played') turn.playedOut = true;
    if (event.kind === 'played' && this.#audible === event.turn) this.#audible = null;
  }

  #perform(effect: Effect, cause: WorldEvent): void {
    switch (effect.kind) {
      case 'generate': {
        const { turn, prompt, spoken } = effect;
        if (turn === this.#newest && turn > this.#cancelled) {
          this.#checkGoingOn(turn, prompt.at(-1)?.role);
          return;
        }
        check(turn > this.#newest && turn > this.#cancelled, 'turn numbers only grow');
        this.#checkOver(this.#newest);
        const asked = this.#askedBy(cause).find((each) => prompt.at(-1)?.text.endsWith(each));
        check(asked !== undefined, 'the prompt ends with what was asked');
        check(prompt[0]?.role === 'system', 'the prompt begins with the system prompt');
        this.#newest = turn;
        this.#turns.set(turn, {
          asked,
          spoken,
          opened: false,
          text: '',
          textDone: false,
          clauses: [],
          playedSamples: 0,
          started: false,
          playedOut: false,
        });
        return;
      }
      case 'open': {
        const turn = this.#turns.get(effect.turn);
        check(turn !== undefined && effect.turn === this.#newest, 'only the newest turn is opened');
        check(effect.turn > this.#cancelled, 'no stale turn is opened');
        check(!turn.opened, 'a turn is opened once');
        check(this.#audible === null, 'never two replies audible');
        turn.opened = true;
        if (turn.spoken) this.#audible = effect.turn;
        return;
      }
      case 'cancel':
        check(effect.turn <= this.#newest && effect.turn > this.#cancelled, 'a turn that is there is cancelled once');
        this.#cancelled = effect.turn;
        this.#silence(effect.turn);
        return;
      case 'unspoken': {
        const turn = this.#turns.get(effect.turn);
        check(turn?.spoken === true && effect.turn > this.#cancelled, 'only a spoken turn goes on unspoken');
        turn.spoken = false;
        this.#silence(effect.turn);
        return;
      }
      case 'duck':
        this.#ducked = true;
        return;
      case 'hold':
        check(effect.turn === this.#newest && effect.turn > this.#cancelled, 'only the reply is held');
        this.#paused = true;
        return;
      case 'release':
        check(this.#ducked || this.#paused, 'only what was pushed back is released');
        this.#ducked = false;
        this.#paused = false;
        return;
      case 'set-timer':
        check(effect.ms > 0 && effect.ms <= 10_000, 'a timer has an end');
        this.timers.set(effect.timer, effect);
        return;
      case 'clear-timer':
        this.timers.delete(effect.timer);
        return;
      case 'peek':
        check(effect.utterance > this.state.closedUtterance, 'only an utterance that goes on is listened to');
        return;
      case 'read-ahead':
        check(this.state.reply === null && this.state.user.is === 'speaking', 'what is read ahead disturbs no answer');
        check(effect.prompt[0]?.role === 'system', 'a prompt begins with the system prompt');
        check(effect.prompt.at(-1)?.role !== 'user', 'a question is left for the question');
        return;
      case 'run-tool': {
        const { turn, call } = effect;
        const isOpen = this.#turns.get(turn)?.opened === true && turn === this.#newest && turn > this.#cancelled;
        check(isOpen, 'only the turn that is heard carries calls out');
        check(!this.#begun.has(call.id), 'a call is carried out once');
        check(!asks(this.state, call.name) || this.#allowed.has(call.id), 'what takes a yes is not done without one');
        this.#begun.add(call.id);
        return;
      }
      case 'ask-tool':
        check(!this.#begun.has(effect.call.id), 'nobody is asked about what is done already');
        this.#asked.add(effect.call.id);
        return;
      case 'asked-tool':
        this.#asked.delete(effect.id);
        return;
      case 'set-tool-timer':
        check(effect.ms > 0 && effect.turn === this.#newest, 'a timer of a call has an end');
        return;
      case 'close':
      case 'insert':
      case 'notice':
    }
  }

  /** The model goes on once all of its calls are over, with what came of them. */
  #checkGoingOn(turn: number, last: string | undefined): void {
    const { reply } = this.state;
    check(this.#turns.get(turn)?.opened === true, 'only the turn that is heard goes on');
    check(last === 'tool', 'a prompt to go on ends with what came of the calls');
    check(reply?.acts?.all.every(({ is }) => is === 'over') === true, 'the model does not go on before its calls are over');
  }

  /** What may have been asked, the most of it first: what was said before or just now, and what was typed before or just now. */
  #askedBy(cause: WorldEvent): string[] {
    if (cause.kind === 'answer') return [this.state.history.at(-1)?.text ?? ''];
    const said = cause.kind === 'transcript' ? cause.text : this.#said;
    const typed = [this.#typed, cause.kind === 'typed' ? cause.text : ''];
    const together = (texts: readonly string[]) =>
      texts
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .join('\n');
    // What was typed is answered alone only where nobody knew of words, or they were none.
    const isAlone = this.#said === '' || cause.kind === 'transcript';
    return [together([said, ...typed]), ...(isAlone ? [together(typed)] : [])].filter((text) => text !== '');
  }

  #silence(upTo: number): void {
    if (this.#audible !== null && this.#audible <= upTo) this.#audible = null;
  }

  /** Before another answer is begun, the one before was cancelled, played out, or read. */
  #checkOver(turn: number): void {
    const record = this.#turns.get(turn);
    if (!record || turn <= this.#cancelled) return;
    check(record.playedOut || (!record.spoken && record.textDone), 'the reply before is over');
  }

  #checkHistory(before: readonly Entry[], cause: WorldEvent, effects: readonly Effect[]): void {
    const after = this.state.history;
    if (cause.kind === 'clear') {
      check(after.length === 0, 'nothing is left after clear');
      return;
    }
    if (after === before) return;
    check(
      before.every((entry, index) => after[index] === entry),
      'history only grows',
    );
    for (const entry of after.slice(before.length)) {
      const turn = this.#turns.get(entry.turn);
      // Beside it there may be what was heard of the reply that ended with it.
      if (cause.kind === 'told' && cause.lines.some(({ role, text }) => role === entry.role && text.trim() === entry.text))
        continue;
      check(turn?.opened === true, 'nothing is remembered of a turn before its commit');
      if (entry.role === 'user') {
        check(entry.text === turn.asked, 'history has what was asked');
        check(
          effects.some((effect) => effect.kind === 'open' && effect.turn === entry.turn),
          'a question enters history with its commit',
        );
        continue;
      }
      if (entry.role === 'tool') continue;
      check(entry.text !== '' && turn.text.startsWith(entry.text), 'history has a prefix of the text');
      const isUnheard = !turn.started && turn.clauses.length > 0;
      // What could have been heard, and was not, was there to be read.
      if (isUnheard && entry.text === turn.text) continue;
      if (entry.interrupted && turn.spoken) {
        const { from, to } = clausePlaying(turn);
        check(entry.text.length <= to, 'history has only what was heard');
        check(entry.text.length >= from, 'history has all that was heard');
      } else if (!entry.interrupted)
        check(entry.text === turn.text && (turn.playedOut || !turn.spoken), 'a whole answer was heard to its end');
    }
  }

  #checkNumbers(before: TurnState): void {
    check(this.state.counter === this.#newest, 'the counter is the newest turn');
    check(this.state.closedUtterance >= before.closedUtterance, 'a closed utterance stays closed');
  }

  #checkReply(): void {
    const { reply, user } = this.state;
    if (!reply) {
      check(this.#audible === null, 'nothing is audible without a reply');
      this.#checkOver(this.#newest);
    } else {
      check(reply.turn === this.#newest && reply.turn > this.#cancelled, 'the reply is the newest turn');
      const turn = this.#turns.get(reply.turn);
      check(reply.committed === turn?.opened, 'committed means opened');
      if (reply.committed) check(turn.spoken ? this.#audible === reply.turn : !turn.textDone, 'somebody is at work on the reply');
      else check(user.is === 'paused' && user.transcript !== null, 'speculation belongs to an utterance');
    }
    const open = reply?.acts?.all.filter(({ is }) => is === 'asking').map(({ call }) => call.id) ?? [];
    check(open.length === this.#asked.size && open.every((id) => this.#asked.has(id)), 'the user is asked about what is open');
    const pushedBack = this.#paused ? 'held' : this.#ducked ? 'ducked' : 'no';
    check((reply?.pushedBack ?? 'no') === pushedBack, 'the loudspeaker is as the reply says');
  }

  /** Nothing hangs: whatever is waited for has an owner and an end. */
  #checkWaits(): void {
    const { user, reply, typed } = this.state;
    const runs = (timer: TimerName, revision?: number) => {
      const running = this.timers.get(timer);
      return user.is !== 'quiet' && running?.utterance === user.utterance && (revision ?? running.revision) === running.revision;
    };
    if (typed !== null) {
      const isAwaited = user.is === 'speaking' ? user.soFar === 'held' || runs('interrupt') : user.is === 'paused';
      check(isAwaited && reply?.committed !== true, 'what was typed waits for spoken words only, and not for ever');
    }
    switch (user.is) {
      case 'quiet':
        check(this.timers.size === 0, 'no timer outlives its utterance');
        check(!this.#paused && !this.#ducked, 'a reply goes on when the user is quiet');
        return;
      case 'speaking':
        if (reply?.pushedBack === 'held') {
          // Whoever talks while they are asked about a call is answering.
          const isEnding = user.soFar === 'held' || runs('interrupt') || this.#asked.size > 0;
          check(isEnding, 'a held reply is ended in time');
        }
        check(!this.timers.has('commit') && !this.timers.has('patience'), 'no end of turn while the user speaks');
        return;
      case 'paused':
        check(!this.timers.has('interrupt') && !this.timers.has('peek'), 'a silent user does not interrupt');
        if (user.transcript === null) check(runs('patience', user.revision), 'a transcript is not awaited for ever');
        else check(reply?.committed !== true && runs('commit', user.revision), 'a suspected end is committed in time');
    }
  }
}

/** The clause in which playback stands; behind the last one there is only its end. */
function clausePlaying({ clauses, playedSamples }: TurnRecord): { from: number; to: number } {
  let before = 0;
  for (const clause of clauses) {
    before += clause.samples;
    if (playedSamples < before) return clause;
  }
  const to = clauses.at(-1)?.to ?? 0;
  return { from: to, to };
}

/** What the user has chosen of the modes of talking is kept to. */
function checkModes({ user, reply, options }: TurnState, event: WorldEvent, after: TurnState, effects: readonly Effect[]): void {
  if (!reply?.committed) return;
  const isOfSpeech = ['onset', 'speech', 'misfire', 'pause', 'resume', 'transcript', 'transcript-failed', 'finished', 'timer'];
  const isUnheeded = user.is === 'quiet' || (user.is === 'speaking' && user.isUnheeded);
  // Whoever is asked may answer.
  const isAsked = askedAbout(reply.acts) !== null;
  if (options.interruptible === false && isUnheeded && !isAsked && isOfSpeech.includes(event.kind)) {
    const disturbs = effects.some(({ kind }) => kind === 'duck' || kind === 'hold' || kind === 'cancel' || kind === 'generate');
    check(!disturbs && after.reply === reply, 'where interruptions are off, speech over a reply does nothing to it');
  }
  const isPressed = event.kind === 'held' && user.is === 'speaking' && user.utterance === event.utterance;
  if (options.talk !== undefined && options.talk !== 'open' && isPressed && !isAsked)
    check(after.reply === null, 'the talk key ends the reply');
}

/** Whether a tool of this name needs a yes. */
function asks({ options: { tools = [] } }: TurnState, name: string): boolean {
  return tools.some((tool) => tool.name === name && tool.asks);
}

/** Whether somebody speaks whose words so far were asked for. */
function isWaitingForWords({ user }: TurnState): boolean {
  return user.is === 'speaking' && (user.soFar === 'asked' || user.soFar === 'overdue');
}

/** Whether an event is of a turn, an utterance or a revision that is over or was never there. */
function comesLate(state: TurnState, event: WorldEvent): boolean {
  const { user, reply, closedUtterance, late } = state;
  const isAwaited = (of: { utterance: number; revision: number }) =>
    late?.user.utterance === of.utterance && late.user.revision === of.revision;
  if (event.kind === 'transcript' && isAwaited(event)) return false;
  if ('turn' in event) return event.turn !== reply?.turn;
  if (event.kind === 'onset') return event.utterance <= closedUtterance;
  if (!('utterance' in event)) return false;
  if (user.is === 'quiet' || event.utterance !== user.utterance) return true;
  if (!('revision' in event) || event.kind === 'pause') return false;
  if (event.kind === 'timer' && (event.timer === 'interrupt' || event.timer === 'peek')) return user.is === 'paused';
  if (event.kind === 'transcript' && event.revision === 0) return !isWaitingForWords(state) || reply?.committed !== true;
  return user.is !== 'paused' || event.revision !== user.revision;
}

export function check(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`broken promise: ${promise}`);
}
