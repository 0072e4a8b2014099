/**
 * Words that come after the patience for them is over, as they do on a machine that has too much to do. The reply has gone on by then, but they
 * count: "wait" ends it, a question is answered. Not once there is a newer turn: whoever has typed, or said it again, was answered for that.
 */
import type { TurnEvent } from './events.ts';
import { interrupt } from './ongoing-speech.ts';
import { beginReply, commitReply, endReply } from './replying.ts';
import { isSame, languageOf, sayingNow, type LateUtterance, type PausedUser } from './state.ts';
import type { Step } from './step.ts';
import { answersQuestion } from './tool-events.ts';
import { verdictOn } from './verdict.ts';

type Transcript = Extract<TurnEvent, { kind: 'transcript' }> & { at: number };

/** A transcript of no utterance that is waited for. */
export function onLateTranscript(step: Step, event: Transcript): void {
  const { late, user, counter } = step.state;
  if (!late || !isSame(late.user, event)) return;
  step.state = { ...step.state, late: null };
  // The next utterance has paused: it is transcribed in place of this one, and may be the same words.
  if (late.turn !== counter || user.is === 'paused') return;
  const verdict = verdictOf(step, late, event);
  if (verdict !== 'stop' && verdict !== 'turn') return;
  if (user.is === 'speaking') interrupt(step);
  else if (!answersQuestion(step, event.text)) {
    endReply(step);
    if (verdict === 'turn') answer(step, late.user, event);
  }
}

function verdictOf({ state }: Step, { user, isOver }: LateUtterance, { text, language, confidence }: Transcript) {
  const sound = soundOf(user, confidence);
  // The reply may have ended meanwhile. That it was spoken over still makes an order of "stop", and an echo of its words.
  const saying = isOver ? (sayingNow(state.reply) ?? state.said?.text ?? '') : null;
  return verdictOn(state, { text, ...(language === undefined ? {} : { language }), ...sound }, user, saying);
}

/** What the sound says of its words. With the talk key it is speech, however short, and however much Whisper doubts it. */
export function soundOf({ released, speechMs }: PausedUser, confidence?: number): { speechMs: number; confidence?: number } {
  if (released) return { speechMs: Infinity };
  return { speechMs, ...(confidence === undefined ? {} : { confidence }) };
}

/** At once: the silence behind it has been long enough. */
function answer(step: Step, { speechEndAt }: PausedUser, { text, sttMs, language, at }: Transcript): void {
  beginReply(step, text, at, { speechEndAt, sttMs }, languageOf(step.state, language));
  commitReply(step, at);
}
