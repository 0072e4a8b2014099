/** What is typed while spoken words are not answered yet is one turn with them: "My name is Ada." and "What is my name?" */
import type { TurnEvent } from './events.ts';
import { TURN_SETTINGS } from './settings.ts';
import type { TurnState } from './state.ts';
import { beginReply, commitReply, dropSpeculation, endReply } from './replying.ts';
import { closeUtterance, type Step } from './step.ts';
import { answersQuestion } from './tool-events.ts';

/** A typed turn needs no judgement, and waits for nothing but words that were spoken before it. */
export function onTyped(step: Step, { text, at }: Extract<TurnEvent, { kind: 'typed' }>): void {
  if (text.trim() === '' || answersQuestion(step, text)) return;
  const typed = together(step.state.typed, text.trim());
  const { user } = step.state;
  if (areWordsOnTheirWay(step.state)) {
    step.state = { ...step.state, typed };
    if (user.is === 'speaking' && user.soFar !== 'held') boundWait(step, user.utterance);
    return;
  }
  answer(step, together(user.is === 'paused' ? user.transcript : null, typed), at);
}

/** The spoken words are there: the turn is both. False where nothing was typed. */
export function answerWithTyped(step: Step, spoken: string, at: number): boolean {
  const { typed } = step.state;
  if (typed === null) return false;
  answer(step, together(spoken, typed), at);
  return true;
}

/** No words came of what was spoken: what was typed is all there is to answer. */
export function answerTypedAlone(step: Step, at: number): void {
  const { typed, user } = step.state;
  if (typed !== null && user.is === 'quiet') answer(step, typed, at);
}

/** The user is speaking when something was typed, or goes on after it. It may be a machine that does: that is not waited for without an end. */
export function boundWait(step: Step, utterance: number): void {
  if (step.state.typed === null) return;
  step.effects.push({ kind: 'set-timer', timer: 'interrupt', ms: TURN_SETTINGS.typedPatienceMs, utterance, revision: 0 });
}

/** That wait is over. */
export function onTypedOverdue(step: Step): void {
  if (step.state.typed !== null) closeUtterance(step);
}

/** Over a reply it is not known yet whether there are any, nor of a sound that is too short for speech. */
function areWordsOnTheirWay({ user, reply }: TurnState): boolean {
  if (reply?.committed) return false;
  return (user.is === 'paused' && user.transcript === null) || (user.is === 'speaking' && user.confirmed && !user.isUnheeded);
}

function answer(step: Step, text: string, at: number): void {
  step.state = { ...step.state, typed: null };
  dropSpeculation(step);
  endReply(step);
  closeUtterance(step);
  beginReply(step, text, at);
  commitReply(step, at);
}

function together(before: string | null, text: string): string {
  return before?.trim() ? `${before.trim()}\n${text}` : text;
}
