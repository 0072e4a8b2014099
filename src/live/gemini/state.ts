/** The state of one session, and the step in which it changes. */
import type { Ask, CodecEffect, Usage } from '../neutral.ts';
import type { Setup } from './setup.ts';

export type GeminiState = {
  /** `waiting`: the setup was read, and the conversation is not there yet. */
  readonly phase: 'opening' | 'waiting' | 'open' | 'closed';
  readonly id: string;
  /** Null before it has come. */
  readonly setup: Setup | null;
  /** What `clientContent` adds to the instructions. */
  readonly instructions: string;
  /** History is being told that wants no answer. */
  readonly isSeeding: boolean;
  /** The client has said that the user speaks. */
  readonly isDown: boolean;
  /** What was added last is the user's, and has no answer. */
  readonly isUnanswered: boolean;
  /** An answer was asked for, and nothing of it has come. */
  readonly isOwed: boolean;
  readonly reply: ReplyState | null;
  /** Calls whose results are out, oldest first. */
  readonly calls: readonly { readonly id: string; readonly name: string }[];
  /** Names given out for `resume`. */
  readonly handles: number;
};

export type ReplyState = {
  readonly turn: number;
  /** The client knows that there is one: it was sent something of it. */
  readonly isAnnounced: boolean;
  /** All of its sound was sent. */
  readonly isMade: boolean;
  readonly written: string;
  /** How many characters of it were sent as transcription. */
  readonly transcribed: number;
  readonly usage: Usage | null;
};

/** States are replaced, never changed. */
export type Step = { state: GeminiState; readonly effects: CodecEffect[] };

export function initialState(id: string): GeminiState {
  return {
    phase: 'opening',
    id,
    setup: null,
    instructions: '',
    isSeeding: false,
    isDown: false,
    isUnanswered: false,
    isOwed: false,
    reply: null,
    calls: [],
    handles: 0,
  };
}

export function change(step: Step, changes: Partial<GeminiState>): void {
  step.state = { ...step.state, ...changes };
}

export function changeReply(step: Step, changes: Partial<ReplyState>): void {
  if (step.state.reply) change(step, { reply: { ...step.state.reply, ...changes } });
}

export function ask(step: Step, what: Ask): void {
  step.effects.push({ kind: 'ask', ask: what });
}

export function send(step: Step, frame: string): void {
  step.effects.push({ kind: 'send', frame });
}

export function setTimer(step: Step, timer: 'setup' | 'ready' | 'announce', ms: number | null): void {
  step.effects.push({ kind: 'set-timer', timer, ms });
}
