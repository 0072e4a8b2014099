/** Frames of the client: what they ask for. */
import {
  messageOf,
  readContent,
  readRealtime,
  readToolResponse,
  updatedTools,
  type Content,
  type MessageName,
  type Realtime,
} from './client-messages.ts';
import * as frames from './frames.ts';
import { readFrame, type Fields } from './reading.ts';
import { INVALID, Refusal } from './refusal.ts';
import { instructionsIn, LONGEST_INSTRUCTIONS, readSetup, toolsIn, type Setup } from './setup.ts';
import { ask, change, changeReply, send, setTimer, type Step } from './state.ts';

/**
 * The setup is answered after so long, ms, though models may still be on their way: clients wait for it before they say anything, one of them without
 * an end. Smaller: what is said then waits all the same. Larger: clients give up (LiveKit's after 10 s).
 */
export const READY_PATIENCE_MS = 5_000;
/**
 * A client hears of an answer after so long, ms, though there is no sound of it yet: LiveKit's takes one that has not begun within 5 s for lost.
 * Smaller: more silence at the beginning of answers.
 */
export const ANNOUNCE_MS = 2_500;

export function onFrame(step: Step, text: string): void {
  const message = messageOf(readFrame(text));
  const { setup } = step.state;
  if (setup === null) {
    if (message?.name !== 'setup') throw new Refusal(INVALID, 'setup must be the first message.');
    onSetup(step, readSetup(message.fields));
  } else if (message !== null) {
    onMessage(step, setup, message.name, message.fields);
  }
}

function onSetup(step: Step, setup: Setup): void {
  change(step, { phase: 'waiting', setup, isSeeding: setup.hasHistory });
  setTimer(step, 'setup', null);
  setTimer(step, 'ready', READY_PATIENCE_MS);
  ask(step, { kind: 'begin', terms: setup.terms });
}

function onMessage(step: Step, setup: Setup, name: MessageName, fields: Fields): void {
  switch (name) {
    case 'setup':
      throw new Refusal(INVALID, 'setup must be the first message and only the first.');
    case 'realtimeInput':
      for (const each of readRealtime(fields)) onRealtime(step, setup, each);
      break;
    case 'clientContent':
      onContent(step, readContent(fields), setup);
      break;
    case 'toolResponse':
      onToolResponse(step, fields);
      break;
    case 'contextUpdate':
      onContextUpdate(step, setup, fields);
  }
}

function onRealtime(step: Step, { terms }: Setup, input: Realtime): void {
  switch (input.kind) {
    case 'audio':
      if (terms.detectsSpeech || step.state.isDown) ask(step, { kind: 'hear', bytes: input.bytes, rate: input.rate });
      break;
    case 'picture':
      ask(step, { kind: 'see', bytes: input.bytes, mimeType: input.mimeType });
      break;
    case 'text':
      if (input.text.trim() === '') onComplete(step);
      else
        askFor(step, () => {
          ask(step, { kind: 'ask', text: input.text });
        });
      break;
    case 'activity-start':
    case 'activity-end':
      onActivity(step, terms.detectsSpeech, input.kind === 'activity-start');
      break;
    case 'audio-stream-end':
      ask(step, { kind: 'sound-ends' });
  }
}

/** One that is begun twice, or ended twice, is the same. */
function onActivity(step: Step, detectsSpeech: boolean, isDown: boolean): void {
  if (detectsSpeech) {
    throw new Refusal(INVALID, 'Explicit activity control is not supported when automatic activity detection is enabled.');
  }
  if (step.state.isDown === isDown) return;
  change(step, { isDown });
  ask(step, { kind: 'hold', down: isDown });
}

function onContent(step: Step, { lines, instructions, turnComplete, picture }: Content, setup: Setup): void {
  if (instructions !== '') {
    changeInstructions(step, [step.state.instructions || setup.terms.instructions, instructions].filter(Boolean).join('\n\n'));
  }
  if (picture) ask(step, { kind: 'see', bytes: picture.bytes, mimeType: picture.mimeType });
  const last = lines.at(-1);
  if (last) {
    ask(step, { kind: 'add', lines });
    change(step, { isUnanswered: last.role === 'user' });
  }
  if (!turnComplete) return;
  if (!step.state.isSeeding) onComplete(step);
  change(step, { isSeeding: false });
}

/** The user is done: what was added is to be answered, if there is anything. */
function onComplete(step: Step): void {
  const { isUnanswered, reply, setup } = step.state;
  if (isUnanswered) {
    askFor(step, () => {
      ask(step, { kind: 'answer' });
    });
  } else if (!reply) send(step, frames.turnComplete(null, setup?.terms.spoken ?? true, 'NEED_MORE_INPUT'));
}

/** Asks for an answer, of which the client hears soon. */
function askFor(step: Step, asking: () => void): void {
  asking();
  change(step, { isUnanswered: false, isOwed: true });
  setTimer(step, 'announce', ANNOUNCE_MS);
}

/** Results that nobody waits for, or not any more, are passed over. An answer that has waited for one goes on, of which the client hears soon. */
function onToolResponse(step: Step, fields: Fields): void {
  for (const result of readToolResponse(fields)) {
    const call = step.state.calls.find(({ id, name }) => (result.id === '' ? name === result.name : id === result.id));
    if (!call) continue;
    if (!result.willContinue) change(step, { calls: step.state.calls.filter((each) => each !== call) });
    ask(step, { kind: 'tool-result', result: { ...result, ...call } });
    const { reply } = step.state;
    if (!reply || reply.isMade) continue;
    changeReply(step, { isAnnounced: false });
    setTimer(step, 'announce', ANNOUNCE_MS);
  }
}

function onContextUpdate(step: Step, { profile }: Setup, fields: Fields): void {
  const instructions = instructionsIn(fields, 'contextUpdate');
  const tools = updatedTools(fields);
  if (instructions !== '') changeInstructions(step, instructions);
  if (tools) ask(step, { kind: 'change', terms: { tools: toolsIn(tools, 'contextUpdate', profile) } });
}

function changeInstructions(step: Step, instructions: string): void {
  if (instructions.length > LONGEST_INSTRUCTIONS) {
    throw new Refusal(INVALID, `The instructions have ${instructions.length} characters; ${LONGEST_INSTRUCTIONS} are the most.`);
  }
  change(step, { instructions });
  ask(step, { kind: 'change', terms: { instructions } });
}
