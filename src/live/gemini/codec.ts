/**
 * A session of the Gemini Live API as a pure function: what a client sends becomes what is asked of a conversation, and what happens there what a client
 * is sent. Transports and the conversation are elsewhere (../page).
 */
import type { Codec, CodecEffect, CodecEvent } from '../neutral.ts';
import { onFrame } from './input.ts';
import { onReady, onTold, announce } from './output.ts';
import { fitted, INTERNAL, Refusal, UNSUPPORTED } from './refusal.ts';
import { change, initialState, type GeminiState, type Step } from './state.ts';

/** How long a client has for its setup, ms. Google's own documents name none; a socket that says nothing is not kept. */
export const SETUP_PATIENCE_MS = 60_000;

export const gemini: Codec<GeminiState> = {
  initial: initialState,
  opened: () => [{ kind: 'set-timer', timer: 'setup', ms: SETUP_PATIENCE_MS }],
  reduce,
};

function reduce(state: GeminiState, event: CodecEvent): { state: GeminiState; effects: readonly CodecEffect[] } {
  if (state.phase === 'closed') return { state, effects: [] };
  const step: Step = { state, effects: [] };
  try {
    apply(step, event);
    return step;
  } catch (error) {
    // What was done before it in the same frame is done.
    const { code, message } = error instanceof Refusal ? error : new Refusal(INTERNAL, 'Internal error encountered.');
    return {
      state: { ...step.state, phase: 'closed' },
      effects: [...step.effects, { kind: 'close', code, reason: fitted(message) }],
    };
  }
}

function apply(step: Step, event: CodecEvent): void {
  switch (event.kind) {
    case 'frame':
      onFrame(step, event.text);
      break;
    case 'told':
      onTold(step, event.told);
      break;
    case 'timer':
      onTimer(step, event.timer);
  }
}

function onTimer(step: Step, timer: string): void {
  const { phase } = step.state;
  if (timer === 'setup' && phase === 'opening') throw new Refusal(UNSUPPORTED, 'No setup message was received.');
  // What is said until the models are there waits in the conversation.
  if (timer === 'ready' && phase === 'waiting') onReady(step);
  if (timer === 'announce') {
    change(step, { isOwed: false });
    announce(step);
  }
}
