/** A conversation's events, kept so that what happened can be looked into: replayed through the reducer, they give the same effects. */
import type { Effect, TurnEvent } from './events.ts';
import { reduce } from './reducer.ts';
import { initialState, type TurnOptions, type TurnState } from './state.ts';

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

/** An event, or a change of the options, in order. */
export type RecordedStep = { event: TurnEvent } | { options: TurnOptions };

/** Steps kept: some hours of conversation, a few MB. */
const MAX_STEPS = 50_000;

/** Keeps the steps of one conversation. */
export class Recorder {
  readonly #steps: RecordedStep[] = [];
  #truncated = false;

  add(step: RecordedStep): void {
    if (this.#steps.length < MAX_STEPS) this.#steps.push(step);
    else this.#truncated = true;
  }

  /** Everything so far; with the words only if the user wants to give them away. */
  recording(words: boolean): SessionRecording {
    const steps = words ? [...this.#steps] : this.#steps.map(withoutWords);
    return { format: 'parley-session', version: 1, words, truncated: this.#truncated, steps };
  }
}

/** Runs a recording through the reducer. Throws a TypeError for what is no recording of this version. */
export function replay(recording: SessionRecording): { state: TurnState; effects: Effect[] } {
  const { format, version, steps } = recording as Partial<SessionRecording>;
  if (format !== 'parley-session' || version !== 1 || !Array.isArray(steps)) {
    throw new TypeError('This is no recording of a Parley session, version 1.');
  }
  const first = steps[0];
  if (!first || !('options' in first)) throw new TypeError('The recording has no options at its beginning.');
  let state = initialState(first.options);
  const effects: Effect[] = [];
  for (const step of steps) {
    if ('options' in step) {
      state = { ...state, options: step.options };
      continue;
    }
    const result = reduce(state, step.event);
    state = result.state;
    effects.push(...result.effects);
  }
  return { state, effects };
}

/** Letters and digits become x: length and punctuation still tell what the rules saw. */
function withoutWords(step: RecordedStep): RecordedStep {
  if ('options' in step) return { options: { ...step.options, system: masked(step.options.system) } };
  const { event } = step;
  if (event.kind === 'transcript' || event.kind === 'typed') return { event: { ...event, text: masked(event.text) } };
  if (event.kind === 'text') return { event: { ...event, delta: masked(event.delta) } };
  return step;
}

function masked(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}]/gu, 'x');
}
