/** One step of the reducer while it is being made, and the moves that several rules share. */
import { answerIn } from './answer-language.ts';
import type { Effect, PromptMessage, TimerName } from './events.ts';
import { cutAfter, toPrompt, withEntry, type Entry, type Line } from './history.ts';
import { limitsOf, type Marks, type Reply, type TurnState, type UserState } from './state.ts';

/** The state so far and the effects so far. States are replaced, never changed. */
export type Step = { state: TurnState; readonly effects: Effect[] };

export function setUser(step: Step, user: UserState): void {
  step.state = { ...step.state, user };
}

export function setReply(step: Step, reply: Reply | null): void {
  step.state = { ...step.state, reply };
}

/** Changes the reply there is; does nothing where there is none. */
export function updateReply(step: Step, change: Partial<Reply>): void {
  if (step.state.reply) setReply(step, { ...step.state.reply, ...change });
}

export function mark(step: Step, marks: Partial<Marks>): void {
  if (step.state.reply) updateReply(step, { marks: { ...step.state.reply.marks, ...marks } });
}

export function remember(step: Step, entry: Entry): void {
  const { history, cut, options } = step.state;
  step.state = { ...step.state, ...withEntry(history, cut, entry, limitsOf(options)) };
}

export function clearTimers(step: Step, ...timers: TimerName[]): void {
  for (const timer of timers) step.effects.push({ kind: 'clear-timer', timer });
}

/** The user is quiet again and the VAD may begin a new utterance. */
export function closeUtterance(step: Step): void {
  const { user } = step.state;
  if (user.is === 'quiet') return;
  clearTimers(step, 'interrupt', 'peek', 'commit', 'patience');
  step.effects.push({ kind: 'close', utterance: user.utterance });
  step.state = { ...step.state, user: { is: 'quiet' }, closedUtterance: user.utterance };
}

/** It was nothing: the reply goes on from the very sample where it was paused. */
export function releaseReply(step: Step): void {
  const { reply } = step.state;
  if (!reply || reply.pushedBack === 'no') return;
  step.effects.push({ kind: 'release', turn: reply.turn });
  updateReply(step, { pushedBack: 'no' });
}

/** Something that was said elsewhere: a turn of its own, unless it answers the line before it. */
export function rememberLine(step: Step, { role, text }: Line): void {
  const { counter, history } = step.state;
  const last = history.at(-1);
  const isAnswer = role === 'assistant' && last?.role === 'user' && last.turn === counter;
  const turn = isAnswer ? counter : counter + 1;
  step.state = { ...step.state, counter: turn };
  remember(step, role === 'user' ? { role, text, turn } : { role, text, interrupted: false, turn });
}

/** The prompt for what comes behind these entries: history, and what is not in it yet, a question or calls and what came of them. */
export function promptOf({ cut, options, language }: TurnState, asked: readonly Entry[]): PromptMessage[] {
  const limits = limitsOf({ ...options, system: options.system + answerIn(options.language, language) });
  const { first, firstPicture } = cutAfter(cut, asked, limits);
  const { since = 0 } = options;
  const untold = asked.findLastIndex(({ turn }) => turn <= since) + 1;
  // Without its question a prompt is none.
  const question = asked.findLastIndex(({ role }) => role === 'user');
  return toPrompt(asked, limits, {
    first: Math.min(Math.max(first, untold), Math.max(question, 0)),
    firstPicture: Math.max(firstPicture, untold),
  });
}
