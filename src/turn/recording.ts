/** A conversation's events, kept so that what happened can be looked into: replayed through the reducer, they give the same effects. */
import type { Act } from '../tools/loop.ts';
import type { Outcome } from '../tools/tool.ts';
import type { Effect, TurnEvent } from './events.ts';
import type { Entry } from './history.ts';
import { reduce } from './reducer.ts';
import { initialState, withOptions, type TurnOptions, type TurnState } from './state.ts';

/** What happened in one visit, as JSON. */
export type SessionRecording = {
  format: 'parley-session';
  version: 1;
  /** False: every letter that was said or answered is an x, and so is the system prompt. */
  words: boolean;
  /** The visit went on after the last event kept. */
  truncated: boolean;
  steps: RecordedStep[];
};

/** An event or a change of the options, in order; and at the beginning the options, or the state where the visit was longer than what is kept. */
export type RecordedStep = { event: TurnEvent } | { options: Partial<TurnOptions> } | { state: TurnState };

/** Steps kept, the newest: some hours of conversation, a few MB. The oldest half is taken together when there are more. */
const MAX_STEPS = 50_000;

/** Keeps the steps of one conversation. */
export class Recorder {
  readonly #mostSteps: number;
  #steps: RecordedStep[] = [];
  #options: Partial<TurnOptions> = {};
  #truncated = false;

  /** `mostSteps`: for tests, which have not got hours. */
  constructor(mostSteps = MAX_STEPS) {
    this.#mostSteps = mostSteps;
  }

  /** Of options only those that are other ones than before. The first step must be all of them. */
  add(step: { event: TurnEvent } | { options: Partial<TurnOptions> }): void {
    if ('options' in step) {
      const before = this.#options as Readonly<Record<string, unknown>>;
      const changed = Object.entries(step.options).filter(([name, value]) => before[name] !== value);
      if (changed.length === 0) return;
      const options: Partial<TurnOptions> = Object.fromEntries(changed);
      this.#options = { ...this.#options, ...options };
      this.#steps.push({ options });
    } else this.#steps.push(step);
    if (this.#steps.length > this.#mostSteps) this.#foldOldest();
  }

  /** Forgets what was said: from now on it is as if the visit had begun with this state. */
  restart(state: TurnState): void {
    this.#steps = [{ state }];
    this.#truncated = true;
  }

  /** Everything so far; with the words only if the user wants to give them away. */
  recording(words: boolean): SessionRecording {
    const steps = words ? [...this.#steps] : this.#steps.map(withoutWords);
    return { format: 'parley-session', version: 1, words, truncated: this.#truncated, steps };
  }

  #foldOldest(): void {
    const half = Math.ceil(this.#mostSteps / 2);
    const { state } = run(this.#steps.slice(0, half));
    this.#steps = [{ state }, ...this.#steps.slice(half)];
    this.#truncated = true;
  }
}

/** Runs a recording through the reducer. Throws a TypeError for what is no recording of this version. */
export function replay(recording: SessionRecording): { state: TurnState; effects: Effect[] } {
  const { format, version, steps } = recording as Partial<SessionRecording>;
  if (format !== 'parley-session' || version !== 1 || !Array.isArray(steps)) {
    throw new TypeError('This is no recording of a Parley session, version 1.');
  }
  return run(steps);
}

function run([first, ...rest]: readonly RecordedStep[]): { state: TurnState; effects: Effect[] } {
  if (!first || 'event' in first) throw new TypeError('The recording has no options at its beginning.');
  let state = 'state' in first ? first.state : initialState(first.options as TurnOptions);
  const effects: Effect[] = [];
  for (const step of rest) {
    if ('options' in step) state = withOptions(state, { ...state.options, ...step.options });
    else if ('state' in step) state = step.state;
    else {
      const result = reduce(state, step.event);
      state = result.state;
      effects.push(...result.effects);
    }
  }
  return { state, effects };
}

/** Letters, their marks, and digits become x: length and punctuation still tell what the rules saw. */
function withoutWords(step: RecordedStep): RecordedStep {
  if ('options' in step) return { options: masksIn(step.options) };
  if ('state' in step) return { state: stateWithoutWords(step.state) };
  const { event } = step;
  if (event.kind === 'transcript' || event.kind === 'typed' || event.kind === 'say')
    return { event: { ...event, text: masked(event.text) } };
  if (event.kind === 'text') return { event: { ...event, delta: masked(event.delta) } };
  if (event.kind === 'called') return { event: { ...event, calls: withoutTexts(event.calls) } };
  if (event.kind === 'tool-ended') return { event: { ...event, outcome: outcomeWithoutWords(event.outcome) } };
  if (event.kind === 'told') {
    return { event: { ...event, lines: event.lines.map(({ role, text }) => ({ role, text: masked(text) })) } };
  }
  if (event.kind === 'recalled') return { event: { ...event, history: event.history.map(entryWithoutWords) } };
  return step;
}

function stateWithoutWords(state: TurnState): TurnState {
  const { user, reply, history, options } = state;
  return {
    ...state,
    user: user.is === 'paused' && user.transcript !== null ? { ...user, transcript: masked(user.transcript) } : user,
    reply: reply && {
      ...reply,
      question: reply.question && entryWithoutWords(reply.question),
      text: masked(reply.text),
      acts: reply.acts && { ...reply.acts, all: reply.acts.all.map(actWithoutWords) },
    },
    history: history.map(entryWithoutWords),
    options: { ...options, ...masksIn(options) },
  };
}

function masksIn<Options extends Partial<TurnOptions>>(options: Options): Options {
  return options.system === undefined ? options : { ...options, system: masked(options.system) };
}

function entryWithoutWords(entry: Entry): Entry {
  if (entry.role !== 'tool') return { ...entry, text: masked(entry.text) };
  return { ...entry, text: JSON_WITHOUT_WORDS, call: withoutTexts(entry.call) };
}

function actWithoutWords(act: Act): Act {
  return {
    ...act,
    before: masked(act.before),
    call: withoutTexts(act.call),
    outcome: act.outcome && outcomeWithoutWords(act.outcome),
  };
}

/** What came of a call stays JSON. */
const JSON_WITHOUT_WORDS = '{"x": "x"}';

function outcomeWithoutWords(outcome: Outcome): Outcome {
  return { ...outcome, text: JSON_WITHOUT_WORDS };
}

/** The texts in it masked, all but names and ids: those are the page's words. */
function withoutTexts<Value>(value: Value, name = ''): Value {
  if (typeof value === 'string') return (['name', 'id', 'problem'].includes(name) ? value : masked(value)) as Value;
  if (Array.isArray(value)) return value.map((each: unknown) => withoutTexts(each)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutTexts(each as unknown, key)])) as Value;
}

function masked(text: string): string {
  return text.replaceAll(/[\p{L}\p{M}\p{N}]/gu, 'x');
}
