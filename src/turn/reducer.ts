/**
 * The conversation as a pure function: (state, event) → state + effects.
 *
 * Every rule of turn-taking is a case here or in user-events.ts; nothing in this folder knows of workers, audio or clocks, so a
 * recorded session replays exactly. Events that come too late (an older turn, a closed utterance, a timer of one) change nothing.
 */
import type { Effect, ReplyEvent, TurnEvent } from './events.ts';
import { initialState, isFresh, lastSaid, type TurnState } from './state.ts';
import { MAX_HISTORY_ENTRIES } from './history.ts';
import { completeReply, dropSpeculation, failReply, goOnUnspoken, finishIfDone, onWatched } from './replying.ts';
import { closeUtterance, mark, releaseReply, updateReply, type Step } from './step.ts';
import { onToolEvent } from './tool-events.ts';
import { answerTypedAlone, onTyped } from './typed.ts';
import { hearAfterReply } from './uninterrupted.ts';
import * as user from './user-events.ts';

/** Applies one event. Never throws, whatever the order in which events come. */
export function reduce(state: TurnState, event: TurnEvent): { state: TurnState; effects: readonly Effect[] } {
  const step: Step = { state, effects: [] };
  apply(step, event);
  answerTypedAlone(step, event.at);
  hearAfterReply(step, event.at);
  noteMove(step, state, event);
  return step;
}

function apply(step: Step, event: TurnEvent): void {
  switch (event.kind) {
    case 'onset':
      user.onOnset(step, event);
      break;
    case 'speech':
      user.onSpeech(step, event);
      break;
    case 'held':
      user.onHeld(step, event);
      break;
    case 'misfire':
      user.onMisfire(step, event);
      break;
    case 'pause':
      user.onPause(step, event);
      break;
    case 'resume':
      user.onResume(step, event);
      break;
    case 'transcript':
      user.onTranscript(step, event);
      break;
    case 'transcript-failed':
      user.onTranscriptFailed(step, event);
      break;
    case 'finished':
      user.onFinished(step, event);
      break;
    case 'timer':
      user.onTimer(step, event);
      break;
    case 'typed':
      onTyped(step, event);
      break;
    case 'told':
      user.onTold(step, event);
      break;
    case 'answer':
      user.onAnswer(step, event.at);
      break;
    case 'say':
      user.onSay(step, event);
      break;
    case 'stop':
      user.onStop(step, event.at);
      break;
    case 'clear':
      user.onStop(step, event.at);
      step.state = {
        ...initialState(step.state.options),
        counter: step.state.counter,
        closedUtterance: step.state.closedUtterance,
        // The room is the same.
        echoes: step.state.echoes,
      };
      break;
    case 'worker-lost':
      onWorkerLost(step, event);
      break;
    case 'sound-lost':
      goOnUnspoken(step);
      break;
    case 'recalled':
      onRecalled(step, event);
      break;
    case 'called':
    case 'tool-ended':
    case 'tool-allowed':
    case 'tool-timer':
      onToolEvent(step, event);
      break;
    default:
      if (event.turn === step.state.reply?.turn) onReplyEvent(step, event);
  }
}

/** Something happened to the reply: what it waits for is waited for anew. */
function noteMove(step: Step, { reply: before }: TurnState, event: TurnEvent): void {
  const { reply } = step.state;
  if (!reply || reply.turn !== before?.turn) return;
  const isReport = 'turn' in event && event.turn === reply.turn && event.kind !== 'watched';
  const isOtherwise = reply.committed !== before.committed || reply.pushedBack !== before.pushedBack;
  if (isReport || isOtherwise) updateReply(step, { movedAt: event.at });
}

/** Whoever is speaking goes on. Once something was said it is too late: this is a conversation of its own. Turn numbers only grow. */
function onRecalled(step: Step, { history }: Extract<TurnEvent, { kind: 'recalled' }>): void {
  if (!isFresh(step.state) || history.length === 0) return;
  const { counter, options } = step.state;
  const recalled = initialState(options, history.slice(-MAX_HISTORY_ENTRIES));
  step.state = { ...step.state, counter: Math.max(counter, recalled.counter), history: recalled.history, cut: recalled.cut };
}

function onReplyEvent(step: Step, event: { at: number } & ReplyEvent): void {
  const { reply } = step.state;
  if (!reply) return;
  switch (event.kind) {
    case 'first-token':
      if (reply.marks.firstTokenAt === undefined) mark(step, { firstTokenAt: event.at });
      break;
    case 'text':
      updateReply(step, { text: reply.text + event.delta });
      break;
    case 'generated':
      updateReply(step, { textDone: true });
      finishIfDone(step);
      break;
    case 'clause':
      if (reply.clauses.length === 0) mark(step, { ttsTtfbMs: event.synthMs });
      updateReply(step, { clauses: [...reply.clauses, { from: event.from, to: event.to, samples: event.samples }] });
      break;
    case 'started':
      mark(step, { startedAt: event.at });
      break;
    case 'position':
      updateReply(step, { playedSamples: Math.max(reply.playedSamples, event.samples) });
      break;
    case 'played':
      updateReply(step, { playedSamples: Math.max(reply.playedSamples, event.samples) });
      if (reply.committed) step.state = { ...step.state, said: lastSaid(step.state.reply, event.at) };
      completeReply(step);
      break;
    case 'generation-failed':
      failReply(step);
      break;
    case 'speech-failed':
      goOnUnspoken(step);
      break;
    case 'watched':
      onWatched(step, event);
      break;
  }
}

/** What the worker was doing is lost; the conversation is not. */
function onWorkerLost(step: Step, { role, at }: Extract<TurnEvent, { kind: 'worker-lost' }>): void {
  const { user: speaker, reply } = step.state;
  if (role === 'llm') {
    // An answer that is written needs it no more, and one that was only begun in advance is asked for again in time.
    if (reply?.committed === false) dropSpeculation(step);
    else if (!reply?.textDone) failReply(step);
  } else if (role === 'tts') goOnUnspoken(step);
  else if (speaker.is === 'paused' && speaker.transcript !== null) {
    // The words are known. Without ears the user can't go on, so there is nothing to wait for.
    if (role === 'vad') user.commitTurn(step, at);
  } else if (role === 'vad' || speaker.is === 'paused') {
    // No words will come of this utterance; a reply it was talking over goes on.
    closeUtterance(step);
    releaseReply(step);
  }
}
