/**
 * Speech that goes on over the reply. It silences the reply, and ends it after a second, unless it turns out to have no words: music, a
 * machine. Then the reply is heard again under it, and it is listened to now and then.
 */
import { askedAbout } from '../tools/loop.ts';
import type { TimerName } from './events.ts';
import type { Verdict } from './judgement.ts';
import { TURN_SETTINGS } from './settings.ts';
import type { UserState } from './state.ts';
import { endReply, readAhead } from './replying.ts';
import { clearTimers, releaseReply, setUser, updateReply, type Step } from './step.ts';

/** So much ongoing speech is only known when it has not ended by the silence that would have been noticed. */
const INTERRUPT_MS = TURN_SETTINGS.interruptMs + TURN_SETTINGS.suspectMs;

type Speaking = Extract<UserState, { is: 'speaking' }>;

/** The reply falls silent under speech that has lasted `lastedMs`. */
export function holdReply(step: Step, utterance: number, lastedMs: number): void {
  if (!silenceReply(step)) return;
  setTimer(step, 'interrupt', INTERRUPT_MS - lastedMs, utterance);
  setTimer(step, 'peek', TURN_SETTINGS.peekMs - lastedMs, utterance);
}

/** Whoever holds the talk key wants silence until it is let go: how long that takes, and whether there are words yet, tells nothing. */
export function holdReplyForKey(step: Step, user: Speaking): void {
  setUser(step, { ...user, confirmed: true, soFar: 'held', isUnheeded: false });
  clearTimers(step, 'interrupt', 'peek');
  silenceReply(step);
}

/** It has lasted long enough to be listened to (`peek`), or to be an interruption (`interrupt`). */
export function onLastingSpeech(step: Step, user: Speaking, timer: TimerName): void {
  const { reply } = step.state;
  if (!reply?.committed) return;
  if (timer === 'peek') {
    step.effects.push({ kind: 'peek', utterance: user.utterance });
    setUser(step, { ...user, soFar: 'asked' });
  } else if (reply.pushedBack === 'held') {
    if (user.soFar === 'asked') {
      setUser(step, { ...user, soFar: 'overdue' });
      setTimer(step, 'interrupt', TURN_SETTINGS.peekPatienceMs, user.utterance);
    } else interrupt(step);
  }
}

/** Its words so far were judged. */
export function onWordsSoFar(step: Step, user: Speaking, verdict: Verdict): void {
  const { reply } = step.state;
  if (!reply?.committed || (user.soFar !== 'asked' && user.soFar !== 'overdue')) return;
  if (verdict === 'nothing' || verdict === 'echo') {
    clearTimers(step, 'interrupt');
    releaseReply(step);
    setUser(step, { ...user, soFar: 'nothing' });
    setTimer(step, 'peek', TURN_SETTINGS.peekAgainMs, user.utterance);
    return;
  }
  // Words at last, later than an interruption may take.
  setUser(step, { ...user, soFar: 'words' });
  if (user.soFar === 'overdue' || reply.pushedBack !== 'held') interrupt(step);
}

/** The user takes the turn before it is known what will be said: the reply ends here and now. */
export function interrupt(step: Step): void {
  // An answer to a question may take longer, and its words decide.
  if (askedAbout(step.state.reply?.acts ?? null)) return;
  const { user } = step.state;
  if (user.is === 'speaking') setUser(step, { ...user, hasEnded: true });
  endReply(step);
  readAhead(step);
}

/** False when there is none. */
function silenceReply(step: Step): boolean {
  const { reply } = step.state;
  if (!reply?.committed) return false;
  if (reply.pushedBack !== 'held') step.effects.push({ kind: 'hold', turn: reply.turn });
  updateReply(step, { pushedBack: 'held' });
  return true;
}

function setTimer(step: Step, timer: 'interrupt' | 'peek', ms: number, utterance: number): void {
  step.effects.push({ kind: 'set-timer', timer, ms, utterance, revision: 0 });
}
