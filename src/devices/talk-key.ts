/** The rules of the talk key: what is told of it to whoever cuts utterances. When sound counts at all is the conversation's affair (turn/talk-mode.ts). */
import { heldAfter } from '../turn/talk-mode.ts';
import type { Of, Step } from './step.ts';

/** Its release counts whatever became of the microphone meanwhile. */
export function onHold(step: Step, { down, forMs = 0 }: Of<'hold'>): void {
  const { talk, isHeld: wasHeld, isMuted } = step.state;
  const isHeld = heldAfter(talk, wasHeld, down);
  // What is pressed once to be held on is not held on for a microphone that may come.
  if (talk === 'toggle' && (isHeld === wasHeld || (isHeld && !isHearing(step)))) return;
  step.state = { ...step.state, isHeld };
  if (!isHeld || (isHearing(step) && !isMuted)) step.effects.push({ kind: 'hold', down: isHeld, forMs });
}

/** The user has chosen another way to talk: the key means something else now, and whoever holds it has to press it anew. */
export function onTalk(step: Step, { mode }: Of<'talk'>): void {
  if (step.state.talk === mode) return;
  releaseKey(step);
  step.state = { ...step.state, talk: mode };
}

/** A key that is still down when the microphone is unmuted counts from now on. */
export function onMute(step: Step, { muted }: Of<'mute'>): void {
  step.state = { ...step.state, isMuted: muted };
  step.effects.push({ kind: 'mute', muted });
  if (!muted && step.state.isHeld && isHearing(step)) step.effects.push({ kind: 'hold', down: true, forMs: 0 });
}

/** The key counts as up. */
export function releaseKey(step: Step): void {
  if (!step.state.isHeld) return;
  step.state = { ...step.state, isHeld: false };
  step.effects.push({ kind: 'hold', down: false, forMs: 0 });
}

function isHearing({ state }: Step): boolean {
  return state.hasOwnSound || state.microphone.is === 'on';
}
