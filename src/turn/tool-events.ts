/** The calls of a turn, within the conversation: begun with its commit, ended with it, remembered as they went. */
import { actsToRemember, askedAbout, noActs, reduceActs, type Act, type LoopEffect, type LoopEvent } from '../tools/loop.ts';
import { isNo, isYes } from '../tools/phrases.ts';
import { TOOL_SETTINGS } from '../tools/settings.ts';
import type { Declaration, Outcome } from '../tools/tool.ts';
import type { ToolEvent } from './events.ts';
import { textTokens, type ToolEntry } from './history.ts';
import { heardText, languageOf, type Reply } from './state.ts';
import { promptOf, remember, updateReply, type Step } from './step.ts';

/** Events of another turn than the one under way come too late. */
export function onToolEvent(step: Step, event: { at: number } & ToolEvent): void {
  const { reply } = step.state;
  if (reply?.turn !== event.turn) return;
  switch (event.kind) {
    case 'called':
      act(step, { kind: 'called', calls: event.calls, before: reply.text.slice(reply.roundFrom).trim() });
      break;
    case 'tool-ended':
      act(step, { kind: 'ended', id: event.id, outcome: event.outcome });
      break;
    case 'tool-allowed':
      act(step, { kind: 'allowed', id: event.id, yes: event.yes });
      break;
    case 'tool-timer':
      if (event.timer === 'moment') act(step, { kind: 'lasted', id: event.id });
      else onApprovalTimer(step, reply, event);
  }
}

/** Nobody has answered so far. */
function onApprovalTimer(step: Step, reply: Reply, { turn, id }: { turn: number; id: string }): void {
  const { approvalAgainMs, approvalUnheardMs } = TOOL_SETTINGS;
  // They may be saying it; or a slow voice has not even asked them.
  const isUnheard = /[\p{L}\p{N}]/u.test(reply.text.slice(heardText(reply).length));
  const left = step.state.user.is !== 'quiet' ? approvalAgainMs : isUnheard ? approvalUnheardMs : null;
  if (left === null || askedAbout(reply.acts)?.call.id !== id) act(step, { kind: 'allowed', id, yes: false });
  else step.effects.push({ kind: 'set-tool-timer', timer: 'approval', ms: left, turn, id });
}

/** The turn is the assistant's: its calls may be carried out. */
export function openActs(step: Step): void {
  if (step.state.reply?.acts) act(step, { kind: 'opened' });
}

/**
 * The user has said something while they were asked whether a tool may be used. True where that was an answer; anything else is a no as well, and
 * what it is besides is for the caller to see. A yes that comes once more, when the tool is at work, is an answer too, and interrupts nothing.
 */
export function answersQuestion(step: Step, text: string): boolean {
  const { reply, user } = step.state;
  const asked = askedAbout(reply?.acts ?? null);
  const language = languageOf(step.state, user.is === 'paused' ? user.language : undefined);
  if (!reply?.committed) return false;
  if (!asked) return isAllowed(reply, step.state.options.tools) && isYes(text, language);
  const yes = isYes(text, language);
  if (!yes && !isNo(text, language)) return false;
  act(step, { kind: 'allowed', id: asked.call.id, yes });
  return true;
}

/** Whether a tool is at work that the user was asked about. */
function isAllowed({ acts }: Reply, tools: readonly Declaration[] = []): boolean {
  return (
    acts?.all.some(({ is, call }) => is === 'running' && tools.some(({ name, asks }) => asks && name === call.name)) ?? false
  );
}

/** Puts the calls of a turn that is over into history. */
export function rememberActs(step: Step, { acts, turn }: Reply): void {
  for (const each of actsToRemember(acts)) {
    step.effects.push({ kind: 'asked-tool', turn, id: each.call.id });
    remember(step, entryOf(each, turn));
  }
}

function act(step: Step, event: LoopEvent): void {
  const { reply, options } = step.state;
  if (!reply) return;
  const { tools = [] } = options;
  const before = reply.acts ?? noActs(reply.turn, reply.committed, step.state.language);
  const { acts, effects } = reduceActs(before, event, tools);
  updateReply(step, { acts });
  for (const effect of effects) perform(step, reply, effect);
}

function perform(step: Step, { turn, spoken }: Reply, effect: LoopEffect): void {
  switch (effect.kind) {
    case 'run':
      step.effects.push({ kind: 'run-tool', turn, call: effect.call });
      break;
    case 'ask':
      step.effects.push({ kind: 'ask-tool', turn, call: effect.call, question: effect.question });
      step.effects.push({ kind: 'insert', turn, text: effect.question, ends: false });
      break;
    case 'asked':
      step.effects.push({ kind: 'asked-tool', turn, id: effect.id });
      break;
    case 'say':
      step.effects.push({ kind: 'insert', turn, text: effect.text, ends: effect.ends });
      break;
    case 'wait':
      step.effects.push({ kind: 'set-tool-timer', timer: effect.timer, ms: effect.ms, turn, id: effect.id });
      break;
    case 'go-on': {
      const { reply } = step.state;
      updateReply(step, { roundFrom: reply?.text.length ?? 0 });
      step.effects.push({
        kind: 'generate',
        turn,
        prompt: promptOf(step.state, [...step.state.history, ...entriesOf(step)]),
        spoken,
        language: step.state.language,
      });
    }
  }
}

/** Share of the window that the results of one turn may take together. */
const SHARE_OF_WINDOW = 0.4;

/** What was done in this turn, for the model to go on from. The newest results count; of older ones only that there was one, where room is short. */
function entriesOf({ state: { reply, options } }: Step): ToolEntry[] {
  let room = options.contextTokens * SHARE_OF_WINDOW;
  const entries = (reply?.acts?.all ?? []).flatMap((each) =>
    each.outcome ? [{ ...entryOf(each as Act & { outcome: Outcome }, reply?.turn ?? 0), before: each.before }] : [],
  );
  return entries
    .toReversed()
    .map((entry, index) => {
      room -= textTokens(entry.text);
      return room < 0 && index > 0 ? { ...entry, text: '{"note": "Left out, to make room."}' } : entry;
    })
    .toReversed();
}

function entryOf({ call, title, untrusted, outcome }: Act & { outcome: Outcome }, turn: number): ToolEntry {
  return { role: 'tool', text: outcome.text, call, title, outcome: outcome.is, untrusted, turn };
}
