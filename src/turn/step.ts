/** One step of the reducer while it is being made, and the moves that several rules share. */
import type { Effect, PromptMessage, TimerName } from './events.ts';
import { cutAfter, toPrompt, withEntry, type Entry, type Line } from './history.ts';
import { TURN_SETTINGS } from './settings.ts';
import { openActs, rememberActs } from './tool-events.ts';
import {
  heardText,
  isUnheard,
  limitsOf,
  queuedSamples,
  type Marks,
  type Reply,
  type TurnState,
  type UserState,
} from './state.ts';

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

/** Asks for an answer, silently: nothing is heard, shown or remembered before `commitReply`. */
export function beginReply(step: Step, asked: string, at: number, marks: Partial<Marks> = {}): void {
  const { options } = step.state;
  const question = questionOf(step.state, asked);
  const { turn } = question;
  const prompt = promptOf(step.state, [...step.state.history, question]);
  step.state = { ...step.state, counter: turn };
  setReply(step, { ...newReply(turn, options.voice, at), question, marks: { generateAt: at, ...marks } });
  step.effects.push({ kind: 'generate', turn, prompt, spoken: options.voice });
}

/** As `beginReply`, of what history ends with. */
export function beginAnswer(step: Step, at: number): void {
  const { counter, history, options } = step.state;
  const turn = counter + 1;
  const prompt = promptOf(step.state, history);
  step.state = { ...step.state, counter: turn };
  setReply(step, newReply(turn, options.voice, at));
  step.effects.push({ kind: 'generate', turn, prompt, spoken: options.voice });
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

/** A turn that answers nothing: its text is there already, and only to be spoken. */
export function beginSaying(step: Step, text: string, at: number): void {
  const { counter, options } = step.state;
  const turn = counter + 1;
  step.state = { ...step.state, counter: turn };
  setReply(step, { ...newReply(turn, options.voice, at), text, textDone: true });
  if (options.voice) step.effects.push({ kind: 'say', turn, text });
}

function newReply(turn: number, spoken: boolean, at: number): Reply {
  return {
    turn,
    question: null,
    committed: false,
    spoken,
    text: '',
    textDone: false,
    acts: null,
    roundFrom: 0,
    clauses: [],
    playedSamples: 0,
    pushedBack: 'no',
    movedAt: at,
    marks: { generateAt: at },
  };
}

/** While the user speaks and nothing is answered, what comes before the question can be read: after an interruption, or on a new visit. */
export function readAhead(step: Step): void {
  if (step.state.reply) return;
  const prompt = promptOf(step.state, [...step.state.history, questionOf(step.state, SOME_QUESTION)]).slice(0, -1);
  step.effects.push({ kind: 'read-ahead', prompt });
}

/** Takes about as much room as most questions do, so that as much of the history is left out for it. */
const SOME_QUESTION = 'What would you say if I asked you for something, in a sentence or two, as people do when they talk?';

function questionOf({ counter, options }: TurnState, text: string): Entry {
  const turn = counter + 1;
  return { role: 'user', text, turn, ...(options.camera ? { picture: turn } : {}) };
}

/** The prompt for what comes behind these entries: history, and what is not in it yet, a question or calls and what came of them. */
export function promptOf({ cut, options }: TurnState, asked: readonly Entry[]): PromptMessage[] {
  const limits = limitsOf(options);
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

/** The turn is the assistant's: what was said enters history, and the answer may be heard. */
export function commitReply(step: Step, at: number): void {
  const { reply } = step.state;
  if (!reply || reply.committed) return;
  if (reply.question) remember(step, reply.question);
  updateReply(step, { committed: true });
  mark(step, { committedAt: at });
  step.effects.push({ kind: 'open', turn: reply.turn });
  closeUtterance(step);
  openActs(step);
  finishIfDone(step);
}

/** The user went on: the answer to half a sentence leaves no trace. */
export function dropSpeculation(step: Step): void {
  const { reply } = step.state;
  if (!reply || reply.committed) return;
  step.effects.push({ kind: 'cancel', turn: reply.turn });
  setReply(step, null);
}

/** Ends the reply here and now. History keeps what was heard of it. */
export function endReply(step: Step): void {
  const { reply } = step.state;
  if (!reply) return;
  if (!reply.committed) {
    dropSpeculation(step);
    return;
  }
  step.effects.push({ kind: 'cancel', turn: reply.turn });
  releaseReply(step);
  rememberActs(step, reply);
  // What should have been heard and could not be was there to be read.
  const text = isUnheard(reply) ? reply.text : heardText(reply);
  if (text !== '') remember(step, { role: 'assistant', text, interrupted: true, turn: reply.turn });
  setReply(step, null);
}

/** A text-only reply is over when its text is; a spoken one when its last sample was played. */
export function finishIfDone(step: Step): void {
  const { reply } = step.state;
  if (reply?.committed && reply.textDone && !reply.spoken) completeReply(step);
}

/** The whole answer was heard (or read). */
export function completeReply(step: Step): void {
  const { reply } = step.state;
  if (!reply?.committed) return;
  rememberActs(step, reply);
  // What was done may be answer enough.
  if (reply.text.trim() === '') {
    if (!reply.acts) step.effects.push({ kind: 'notice', notice: 'no-answer' });
  } else remember(step, { role: 'assistant', text: reply.text, interrupted: false, turn: reply.turn });
  // Only code, or writing that the voice can't read: what was not heard can be read.
  const isSilent = reply.clauses.length > 0 && reply.clauses.every(({ samples }) => samples === 0);
  if (reply.spoken && isSilent) step.effects.push({ kind: 'notice', notice: 'unsaid' });
  releaseReply(step);
  setReply(step, null);
}

/** The voice is gone: the text alone is the answer, the rest of this one too. */
export function goOnUnspoken(step: Step): void {
  const { reply } = step.state;
  if (!reply?.spoken) return;
  step.effects.push({ kind: 'unspoken', turn: reply.turn });
  updateReply(step, { spoken: false });
  finishIfDone(step);
}

/**
 * Something broke on the way to the answer. What was asked stays in history, and what was heard of the answer. An answer that was only begun
 * in case the user had finished is asked for again when that is known.
 */
export function failReply(step: Step): void {
  const { reply } = step.state;
  if (!reply?.committed) {
    dropSpeculation(step);
    return;
  }
  const heardNothing = heardText(reply) === '';
  endReply(step);
  if (heardNothing) step.effects.push({ kind: 'notice', notice: 'no-answer' });
}

/** Sound that stays unheard becomes text, and a language model that says nothing has failed. */
export function onWatched(step: Step, { canAnswer, at }: { canAnswer: boolean; at: number }): void {
  const { reply } = step.state;
  if (!reply?.committed || reply.pushedBack === 'held') return;
  const idleMs = at - reply.movedAt;
  if (reply.spoken && queuedSamples(reply) > 0) {
    if (idleMs >= TURN_SETTINGS.unheardMs) goOnUnspoken(step);
  } else if (!reply.textDone) {
    if (!canAnswer) updateReply(step, { movedAt: at });
    else if (idleMs >= TURN_SETTINGS.tokenPatienceMs) failReply(step);
  }
}
