/** What happens in the conversation: what the client is sent of it, in the order in which the real service sends it. */
import type { Told } from '../neutral.ts';
import * as frames from './frames.ts';
import { ANNOUNCE_MS } from './input.ts';
import { INTERNAL, INVALID, Refusal, UNSUPPORTED } from './refusal.ts';
import { ask, change, changeReply, send, setTimer, type Step } from './state.ts';

type Of<Kind extends Told['kind']> = Extract<Told, { kind: Kind }>;

/** A moment of silence, 20 ms: as sound every client takes it for the beginning of an answer. */
const SILENCE = new Float32Array(480);

/** The codes that a client can tell by what to do. */
const CODES = { 'no-such-conversation': UNSUPPORTED, 'too-long': INVALID, broken: INTERNAL } as const;

export function onTold(step: Step, told: Told): void {
  const { setup } = step.state;
  if (setup === null) return;
  switch (told.kind) {
    case 'ready':
      if (step.state.phase === 'waiting') onReady(step);
      break;
    case 'unable':
      throw new Refusal(CODES[told.why], told.message);
    case 'ending':
      send(step, frames.goAway(told.ms));
      break;
    case 'voice-start':
    case 'voice-end':
      if (setup.signalsVoice) send(step, frames.voiceActivity(told.kind === 'voice-start' ? 'ACTIVITY_START' : 'ACTIVITY_END'));
      break;
    case 'turn-start':
      onTurnStart(step, told);
      break;
    case 'user-said':
      if (setup.transcribesInput) send(step, frames.inputTranscription(told.text));
      break;
    case 'tool-call':
      onToolCall(step, told);
      break;
    case 'tool-cancel':
      onToolCancel(step, told);
      break;
    default:
      if (told.turn === step.state.reply?.turn) onReply(step, told);
  }
}

/** The client may speak. */
export function onReady(step: Step): void {
  change(step, { phase: 'open' });
  setTimer(step, 'ready', null);
  send(step, frames.setupComplete(step.state.id));
  giveHandle(step);
}

/** Has the client know that an answer is on its way, if there is one and nothing of it was sent. */
export function announce(step: Step): void {
  const { reply, setup } = step.state;
  if (!setup || reply?.isAnnounced) return;
  send(step, setup.terms.spoken ? frames.audio(SILENCE) : frames.text(''));
  changeReply(step, { isAnnounced: true });
}

function onTurnStart(step: Step, { turn }: Of<'turn-start'>): void {
  if (step.state.reply) onTurnEnd(step, { kind: 'turn-end', turn: step.state.reply.turn, reason: 'interrupted' });
  const { isOwed } = step.state;
  change(step, {
    isOwed: false,
    isUnanswered: false,
    reply: { turn, isAnnounced: false, isMade: false, written: '', transcribed: 0, usage: null },
  });
  // Where it was asked for, the time is running.
  if (!isOwed) setTimer(step, 'announce', ANNOUNCE_MS);
  if (step.state.setup?.isResumable) send(step, frames.resumptionUpdate(null));
}

function onReply(step: Step, told: Of<'words'> | Of<'heard'> | Of<'sound'> | Of<'made'> | Of<'usage'> | Of<'turn-end'>): void {
  const { setup, reply } = step.state;
  if (!setup || !reply) return;
  switch (told.kind) {
    case 'words':
      changeReply(step, { written: reply.written + told.delta });
      if (setup.terms.spoken || told.delta === '') break;
      send(step, frames.text(told.delta));
      announced(step);
      break;
    case 'heard':
      transcribe(step, reply.transcribed + told.delta.length);
      break;
    case 'sound':
      if (!setup.terms.spoken || reply.isMade) break;
      send(step, frames.audio(told.samples));
      announced(step);
      break;
    case 'made':
      onMade(step);
      break;
    case 'usage':
      changeReply(step, { usage: told.usage });
      break;
    case 'turn-end':
      onTurnEnd(step, told);
  }
}

function announced(step: Step): void {
  if (step.state.reply?.isAnnounced) return;
  changeReply(step, { isAnnounced: true });
  setTimer(step, 'announce', null);
}

/** Sends the transcription up to so many characters. */
function transcribe(step: Step, to: number): void {
  const { setup, reply } = step.state;
  if (!setup?.terms.spoken || !setup.transcribesOutput || !reply) return;
  const delta = reply.written.slice(reply.transcribed, to);
  if (delta === '') return;
  changeReply(step, { transcribed: reply.transcribed + delta.length });
  send(step, frames.outputTranscription(delta));
}

/** With its last words, since clients end their streams here. What is said to the end is heard to the end unless it is interrupted. */
function onMade(step: Step): void {
  if (step.state.reply?.isMade) return;
  transcribe(step, Infinity);
  changeReply(step, { isMade: true });
  send(step, frames.generationComplete());
}

function onTurnEnd(step: Step, { reason }: Of<'turn-end'>): void {
  const { setup, reply } = step.state;
  if (!setup || !reply) return;
  setTimer(step, 'announce', null);
  if (reason === 'interrupted') send(step, frames.interrupted());
  else onMade(step);
  send(step, frames.turnComplete(reply.usage, setup.terms.spoken, reason === 'failed' ? 'RESPONSE_REJECTED' : undefined));
  change(step, { reply: null });
  giveHandle(step);
}

function onToolCall(step: Step, { id, name, args }: Of<'tool-call'>): void {
  transcribe(step, Infinity);
  change(step, { calls: [...step.state.calls, { id, name }] });
  send(step, frames.toolCall(id, name, args));
  announced(step);
}

function onToolCancel(step: Step, { ids }: Of<'tool-cancel'>): void {
  const cancelled = ids.filter((id) => step.state.calls.some((call) => call.id === id));
  if (cancelled.length === 0) return;
  change(step, { calls: step.state.calls.filter(({ id }) => !cancelled.includes(id)) });
  send(step, frames.toolCallCancellation(cancelled));
}

/** A name under which the client can go on later, given out while nothing is under way. */
function giveHandle(step: Step): void {
  const { setup, calls, handles, id } = step.state;
  if (!setup?.isResumable || calls.length > 0) return;
  const name = `${id}.${handles + 1}`;
  change(step, { handles: handles + 1 });
  ask(step, { kind: 'keep', name });
  send(step, frames.resumptionUpdate(name));
}
