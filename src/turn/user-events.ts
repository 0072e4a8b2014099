/** What the user's sound, words and buttons do: onset, judging, endpointing. */
import { requiredSilenceMs } from './endpointing.ts';
import type { TurnEvent } from './events.ts';
import { wantsMore } from './judgement.ts';
import { onLateTranscript, soundOf } from './late-words.ts';
import { holdReply, holdReplyForKey, interrupt, onLastingSpeech, onWordsSoFar } from './ongoing-speech.ts';
import { TURN_SETTINGS } from './settings.ts';
import { isSame, languageOf, lastSaid } from './state.ts';
import { isByKey } from './talk-mode.ts';
import { answerWithTyped, boundWait, onTypedOverdue } from './typed.ts';
import { isUninterrupted } from './uninterrupted.ts';
import { beginAnswer, beginReply, beginSaying, commitReply, dropSpeculation, endReply, readAhead } from './replying.ts';
import { clearTimers, closeUtterance, rememberLine, releaseReply, setUser, updateReply, type Step } from './step.ts';
import { answersQuestion } from './tool-events.ts';
import { verdictOn } from './verdict.ts';

type Of<Kind extends TurnEvent['kind']> = Extract<TurnEvent, { kind: Kind }>;

/** First sound: duck the assistant at once. */
export function onOnset(step: Step, { utterance, at }: Of<'onset'>): void {
  const { user, reply, closedUtterance } = step.state;
  if (user.is !== 'quiet' || utterance <= closedUtterance) return;
  const isUnheeded = isUninterrupted(step.state);
  setUser(step, { is: 'speaking', utterance, onsetAt: at, confirmed: false, soFar: 'unknown', hasEnded: false, isUnheeded });
  if (!reply?.committed || isUnheeded) return;
  step.effects.push({ kind: 'duck' });
  updateReply(step, { pushedBack: 'ducked' });
}

/** It is speech: the assistant falls silent at a known sample, reversibly. */
export function onSpeech(step: Step, { utterance }: Of<'speech'>): void {
  const { user } = step.state;
  if (user.is !== 'speaking' || user.utterance !== utterance || user.confirmed) return;
  setUser(step, { ...user, confirmed: true });
  if (user.isUnheeded) return;
  holdReply(step, utterance, TURN_SETTINGS.confirmMs);
  readAhead(step);
}

/** The talk key is down. Where nothing is heard without it, pressing it is meant: the reply ends at once. */
export function onHeld(step: Step, { utterance, at }: Of<'held'>): void {
  const { user, reply, options } = step.state;
  if (user.is !== 'speaking' || user.utterance !== utterance) return;
  holdReplyForKey(step, user);
  if (!reply?.committed || !isByKey(options.talk ?? 'open')) return;
  step.state = { ...step.state, said: lastSaid(reply, at) ?? step.state.said };
  interrupt(step);
}

export function onMisfire(step: Step, { utterance }: Of<'misfire'>): void {
  const { user } = step.state;
  if (user.is !== 'speaking' || user.utterance !== utterance) return;
  dismiss(step);
}

/** Silence: perhaps the end. The transcript is on its way. */
export function onPause(step: Step, event: Of<'pause'>): void {
  const { user } = step.state;
  if (user.is !== 'speaking' || user.utterance !== event.utterance) return;
  if (user.isUnheeded) {
    closeUtterance(step);
    return;
  }
  const { utterance, revision, speechEndAt, speechMs, fallDb, released, at } = event;
  const silence = { silentMs: between(0, at - speechEndAt, TURN_SETTINGS.maxSilenceMs), silentAt: at, silenceLeftMs: Infinity };
  const unknown = { transcript: null, confidence: null, finished: null };
  setUser(step, {
    is: 'paused',
    utterance,
    onsetAt: user.onsetAt,
    revision,
    speechEndAt,
    speechMs,
    fallDb,
    released,
    hasEnded: user.hasEnded,
    ...silence,
    ...unknown,
  });
  clearTimers(step, 'interrupt', 'peek');
  step.effects.push({
    kind: 'set-timer',
    timer: 'patience',
    ms: TURN_SETTINGS.transcriptPatienceMs * pieces(event.durationMs ?? speechMs),
    utterance,
    revision,
  });
}

/** In how many pieces, at most, an utterance of this length is transcribed. */
function pieces(durationMs: number): number {
  return durationMs <= TURN_SETTINGS.transcriptWindowMs ? 1 : Math.ceil(durationMs / TURN_SETTINGS.transcriptPieceMs);
}

/** The user goes on in the same breath: what was begun for the half sentence is thrown away. */
export function onResume(step: Step, { utterance, revision }: Of<'resume'>): void {
  const { user } = step.state;
  if (user.is !== 'paused' || user.utterance !== utterance || user.revision !== revision) return;
  clearTimers(step, 'commit', 'patience');
  dropSpeculation(step);
  const { onsetAt, hasEnded } = user;
  setUser(step, { is: 'speaking', utterance, onsetAt, confirmed: true, soFar: 'unknown', hasEnded, isUnheeded: false });
  holdReply(step, utterance, 0);
  boundWait(step, utterance);
}

/** The words are there: judge them, and begin the answer if they want one. */
export function onTranscript(step: Step, event: Of<'transcript'>): void {
  const { user } = step.state;
  if (user.is === 'speaking' && event.utterance === user.utterance) {
    if (event.revision !== 0) return;
    const verdict = verdictOn(step.state, { speechMs: TURN_SETTINGS.peekMs, ...event });
    // "Yeah, yeah, right, okay" is listened to like sound without words.
    const isListening = verdict === 'filler' && wantsMore(event.text, languageOf(step.state, event.language));
    onWordsSoFar(step, user, isListening ? 'nothing' : verdict);
    return;
  }
  if (user.is !== 'paused' || user.transcript !== null || !isSame(user, event)) {
    onLateTranscript(step, event);
    return;
  }
  clearTimers(step, 'patience');
  const { text, confidence = null, sttMs, waitMs = 0, at } = event;
  // Clocks of two threads may differ: no more time has passed than the work took.
  const silentMs = user.silentMs + between(0, at - user.silentAt, sttMs + waitMs + TURN_SETTINGS.transitMs);
  const language = languageOf(step.state, event.language);
  setUser(step, { ...user, transcript: text, language, sttMs, confidence, silentMs, silentAt: at });
  const verdict = verdictOn(step.state, { text, language, ...soundOf(user, event.confidence) });
  if (verdict !== 'nothing' && verdict !== 'echo' && answersQuestion(step, text)) {
    dismiss(step);
    return;
  }
  switch (verdict) {
    case 'nothing':
    case 'filler':
      dismiss(step);
      return;
    case 'echo':
      onEcho(step);
      return;
    case 'stop':
      endReply(step);
      closeUtterance(step);
      return;
    case 'turn':
      if (answerWithTyped(step, text, at)) return;
      endReply(step);
      if (step.state.options.speculate !== false) beginReply(step, text, at, { speechEndAt: user.speechEndAt, sttMs }, language);
      commitWhenDue(step, at);
  }
}

export function onTranscriptFailed(step: Step, event: Of<'transcript-failed'>): void {
  const { user } = step.state;
  if (user.is === 'paused' && user.transcript === null && isSame(user, event)) dismiss(step);
}

/** What the sound says of the end. May come before the transcript or after it. */
export function onFinished(step: Step, event: Of<'finished'>): void {
  const { user } = step.state;
  if (user.is !== 'paused' || !isSame(user, event)) return;
  const { probability: finished, at } = event;
  if (user.transcript === null) {
    setUser(step, { ...user, finished });
    return;
  }
  // Had more time passed than was left, the turn would be committed.
  const silentMs = user.silentMs + between(0, at - user.silentAt, user.silenceLeftMs);
  setUser(step, { ...user, finished, silentMs, silentAt: at });
  commitWhenDue(step, at);
}

export function onTimer(step: Step, event: Of<'timer'>): void {
  const { user } = step.state;
  if (user.is === 'quiet' || user.utterance !== event.utterance) return;
  if (user.is === 'speaking') {
    if (event.timer === 'interrupt') onTypedOverdue(step);
    onLastingSpeech(step, user, event.timer);
  }
  if (user.is !== 'paused' || user.revision !== event.revision) return;
  if (event.timer === 'commit') {
    commitTurn(step, event.at);
  } else if (user.transcript === null) {
    step.effects.push({ kind: 'notice', notice: 'transcript-late' });
    const isOver = step.state.reply?.committed === true;
    dismiss(step);
    step.state = { ...step.state, late: { user, isOver, turn: step.state.counter } };
  }
}

/** What was said elsewhere is remembered as if it had been said here. An answer under way knows nothing of it, and ends. */
export function onTold(step: Step, { lines }: Of<'told'>): void {
  endReply(step);
  for (const { role, text } of lines) if (text.trim() !== '') rememberLine(step, { role, text: text.trim() });
}

/** What was told last is answered, if the user said it; whatever was under way makes room. */
export function onAnswer(step: Step, at: number): void {
  if (step.state.history.at(-1)?.role !== 'user') return;
  endReply(step);
  closeUtterance(step);
  // What was typed, and waited for spoken words, comes after what was told: its answer is the answer to both.
  if (step.state.typed !== null) return;
  beginAnswer(step, at);
  commitReply(step, at);
}

/** Words of the page's, said as Parley's own: whatever was under way makes room for them. */
export function onSay(step: Step, { text, at }: Of<'say'>): void {
  if (text.trim() === '') return;
  endReply(step);
  closeUtterance(step);
  beginSaying(step, text.trim(), at);
  commitReply(step, at);
}

/** The stop button: ends the reply, and an utterance that waits for its commit. */
export function onStop(step: Step, at: number): void {
  step.state = { ...step.state, said: lastSaid(step.state.reply, at) ?? step.state.said, typed: null, late: null };
  endReply(step);
  closeUtterance(step);
}

/** The user has finished. What was begun in advance is committed; where that failed, or was not wanted, it is asked for now. */
export function commitTurn(step: Step, at: number): void {
  const { user, reply } = step.state;
  if (user.is !== 'paused' || user.transcript === null) return;
  const { transcript, speechEndAt, sttMs, language } = user;
  if (!reply) beginReply(step, transcript, at, { speechEndAt, ...(sttMs === undefined ? {} : { sttMs }) }, language);
  commitReply(step, at);
}

/** Commits now or sets the timer for when the silence will have lasted long enough. */
function commitWhenDue(step: Step, at: number): void {
  const { user, options } = step.state;
  if (user.is !== 'paused' || user.transcript === null) return;
  const { utterance, revision, transcript: text, finished, confidence, fallDb, silentMs } = user;
  const language = languageOf(step.state, user.language);
  const judged = () => requiredSilenceMs({ text, language, finished, confidence, fallDb });
  const required = user.released ? 0 : (options.silenceMs ?? judged());
  const left = Math.min(required, options.silenceMs ?? TURN_SETTINGS.maxSilenceMs) - silentMs;
  if (left <= 0) {
    commitTurn(step, at);
    return;
  }
  setUser(step, { ...user, silenceLeftMs: left });
  step.effects.push({ kind: 'set-timer', timer: 'commit', ms: left, utterance, revision });
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** As if nothing had happened. */
function dismiss(step: Step): void {
  closeUtterance(step);
  releaseReply(step);
}

function onEcho(step: Step): void {
  step.state = { ...step.state, echoes: step.state.echoes + 1 };
  if (step.state.echoes === TURN_SETTINGS.echoesBeforeHint) step.effects.push({ kind: 'notice', notice: 'echo' });
  dismiss(step);
}
