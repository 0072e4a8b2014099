/**
 * Interruptions are off: what is said over a reply neither ducks, pauses nor ends it, and is not answered. The stop button, Escape and the talk key
 * still do: they are meant.
 *
 * Speech that begins over the reply and goes on after its end is answered from there on: it is cut at the end, so that what was said over the reply
 * stays unanswered. Not where it began only shortly before: that is how people take the turn, and without its beginning a question is of no use.
 */
import { askedAbout } from '../tools/loop.ts';
import { TURN_SETTINGS } from './settings.ts';
import type { TurnState } from './state.ts';
import { readAhead } from './replying.ts';
import { closeUtterance, setUser, type Step } from './step.ts';

/** Whether what is said now is said over a reply that can't be interrupted: one that is heard, or still thought about. A question whether a tool may be used wants an answer. */
export function isUninterrupted({ reply, options }: TurnState): boolean {
  return options.interruptible === false && reply?.committed === true && askedAbout(reply.acts) === null;
}

/** Once no reply is under way any more, whoever still speaks is listened to. */
export function hearAfterReply(step: Step, at: number): void {
  const { user, reply } = step.state;
  if (user.is !== 'speaking' || !user.isUnheeded || reply?.committed) return;
  if (at - user.onsetAt > TURN_SETTINGS.overlapMs) {
    // What goes on this moment is a new utterance to the VAD.
    closeUtterance(step);
    return;
  }
  setUser(step, { ...user, isUnheeded: false });
  if (user.confirmed) readAhead(step);
}
