/**
 * The calls of one turn as a pure function: (state, event) → state + effects. Call after call, each with its yes where it needs one, until all
 * are over and the model goes on with what came of them.
 *
 * Nothing is carried out before the turn is `opened`: an answer that is made in case the user had finished executes nothing.
 */
import type { WrittenCall } from './calls.ts';
import { unfulfilled } from './outcome.ts';
import { momentIn, questionAbout, sorryIn } from './phrases.ts';
import { mended, problemWith } from './schema.ts';
import { TOOL_SETTINGS } from './settings.ts';
import type { Declaration, Outcome, ToolCall } from './tool.ts';

/** A call, and how far it is. */
export type Act = {
  readonly call: ToolCall;
  /** In words for the user. */
  readonly title: string;
  readonly untrusted: boolean;
  /** What the model wrote before it, in the same breath. */
  readonly before: string;
  readonly is: 'waiting' | 'asking' | 'running' | 'over';
  /** Null until it is over. */
  readonly outcome: Outcome | null;
};

export type Acts = {
  readonly turn: number;
  /** Of what Parley says, as a tag. */
  readonly language: string;
  readonly all: readonly Act[];
  /** Whether the turn is the assistant's. */
  readonly isOpen: boolean;
  /** Whether the user was told to wait: once is enough. */
  readonly saidMoment: boolean;
};

export type LoopEvent =
  /** The model has ended with these calls. */
  | { readonly kind: 'called'; readonly calls: readonly WrittenCall[]; readonly before: string }
  | { readonly kind: 'opened' }
  /** The user has answered, or not in time, which is a no. */
  | { readonly kind: 'allowed'; readonly id: string; readonly yes: boolean }
  | { readonly kind: 'ended'; readonly id: string; readonly outcome: Outcome }
  /** It takes longer than a moment. */
  | { readonly kind: 'lasted'; readonly id: string };

export type LoopEffect =
  | { readonly kind: 'run'; readonly call: ToolCall }
  /** Ask the user, in the page and aloud. */
  | { readonly kind: 'ask'; readonly call: ToolCall; readonly question: string }
  /** Nobody is asked any more. */
  | { readonly kind: 'asked'; readonly id: string }
  /** `ends`: nothing else will be said. */
  | { readonly kind: 'say'; readonly text: string; readonly ends: boolean }
  /** Tell me when it has lasted so long. */
  | { readonly kind: 'wait'; readonly id: string; readonly timer: 'moment' | 'approval'; readonly ms: number }
  /** The model goes on with what came of the calls. */
  | { readonly kind: 'go-on' };

export function noActs(turn: number, isOpen: boolean, language: string): Acts {
  return { turn, language, all: [], isOpen, saidMoment: false };
}

/** Applies one event; `tools` are those that there are now. What comes too late changes nothing. */
export function reduceActs(
  acts: Acts,
  event: LoopEvent,
  tools: readonly Declaration[],
): { acts: Acts; effects: readonly LoopEffect[] } {
  const effects: LoopEffect[] = [];
  const goOn = (next: Acts): { acts: Acts; effects: LoopEffect[] } => ({ acts: begun(next, tools, effects), effects });
  switch (event.kind) {
    case 'called':
      if (event.calls.length === 0 || acts.all.some(({ is }) => is !== 'over')) return { acts, effects };
      if (isSpent(acts)) return { acts, effects: [{ kind: 'say', text: sorryIn(acts.language), ends: true }] };
      return goOn({
        ...acts,
        all: [...acts.all, ...event.calls.map((call, index) => actOf(call, index, acts, event.before, tools))],
      });
    case 'opened':
      return acts.isOpen ? { acts, effects } : goOn({ ...acts, isOpen: true });
    case 'allowed': {
      const act = find(acts, event.id, 'asking');
      if (!act) return { acts, effects };
      effects.push({ kind: 'asked', id: event.id });
      if (!event.yes) return goOn(ended(acts, event.id, unfulfilled('refused', 'The user said no. Do not try it again.')));
      return { acts: run(acts, act, effects), effects };
    }
    case 'ended':
      return find(acts, event.id, 'running') ? goOn(ended(acts, event.id, event.outcome)) : { acts, effects };
    case 'lasted':
      if (acts.saidMoment || !find(acts, event.id, 'running')) return { acts, effects };
      return { acts: { ...acts, saidMoment: true }, effects: [{ kind: 'say', text: momentIn(acts.language), ends: false }] };
  }
}

/** The call that the user is asked about; null where none is. */
export function askedAbout(acts: Acts | null): Act | null {
  return acts?.all.find(({ is }) => is === 'asking') ?? null;
}

/** Whether a tool is at work. */
export function isActing(acts: Acts | null): boolean {
  return acts?.all.some(({ is }) => is === 'running') ?? false;
}

/** What is to be remembered of the calls, now that the turn is over: those that were carried out, begun or refused. */
export function actsToRemember(acts: Acts | null): readonly (Act & { outcome: Outcome })[] {
  return (acts?.all ?? []).flatMap((act) => {
    const { is, outcome } = act;
    if (outcome) return outcome.is === 'invalid' ? [] : [{ ...act, outcome }];
    if (is === 'running') return [{ ...act, outcome: unfulfilled('cancelled', 'Interrupted by the user: it may be half done.') }];
    return is === 'asking' ? [{ ...act, outcome: unfulfilled('refused', 'The user said no.') }] : [];
  });
}

/** Whether the model has had its chances in this turn. */
function isSpent({ all }: Acts): boolean {
  return all.length >= TOOL_SETTINGS.maxCalls || mistakes(all) >= TOOL_SETTINGS.maxMistakes;
}

function mistakes(all: readonly Act[]): number {
  return all.filter(({ outcome }) => outcome?.is === 'invalid').length;
}

function actOf(written: WrittenCall, index: number, { turn, all }: Acts, before: string, tools: readonly Declaration[]): Act {
  const number = all.length + index;
  const { name, args, raw } = written;
  const tool = tools.find((each) => each.name === name);
  const call: ToolCall = {
    id: `${String(turn)}-${String(number + 1)}`,
    name,
    args: tool ? mended(args, tool.parameters) : args,
    ...(raw === undefined ? {} : { raw }),
  };
  const why =
    number < TOOL_SETTINGS.maxCalls
      ? (written.problem ?? problemOf(call, tool, tools))
      : 'No more calls in this turn: answer now.';
  return {
    call,
    title: tool?.title ?? name,
    untrusted: tool?.untrusted ?? false,
    before: index === 0 ? before : '',
    is: why === null ? 'waiting' : 'over',
    outcome: why === null ? null : unfulfilled('invalid', why),
  };
}

function problemOf({ args, name }: ToolCall, tool: Declaration | undefined, tools: readonly Declaration[]): string | null {
  if (!tool) return `There is no tool “${name}”. There are: ${tools.map((each) => each.name).join(', ') || 'none'}.`;
  return problemWith(args, tool.parameters);
}

/** Begins the next call, or has the model go on when all are over. */
function begun(acts: Acts, tools: readonly Declaration[], effects: LoopEffect[]): Acts {
  if (!acts.isOpen || acts.all.length === 0) return acts;
  const next = acts.all.find(({ is }) => is !== 'over');
  if (!next) {
    effects.push({ kind: 'go-on' });
    return acts;
  }
  if (next.is !== 'waiting') return acts;
  const { call, title } = next;
  const tool = tools.find(({ name }) => name === call.name);
  // It went away meanwhile.
  if (!tool) return begun(ended(acts, call.id, unfulfilled('failed', 'That tool is not there any more.')), tools, effects);
  if (!tool.asks) return run(acts, next, effects);
  effects.push({ kind: 'ask', call, question: questionAbout(title, call.args, acts.language) });
  effects.push({ kind: 'wait', id: call.id, timer: 'approval', ms: TOOL_SETTINGS.approvalMs });
  return changed(acts, call.id, { is: 'asking' });
}

function run(acts: Acts, { call }: Act, effects: LoopEffect[]): Acts {
  effects.push({ kind: 'run', call });
  if (!acts.saidMoment) effects.push({ kind: 'wait', id: call.id, timer: 'moment', ms: TOOL_SETTINGS.momentMs });
  return changed(acts, call.id, { is: 'running' });
}

function ended(acts: Acts, id: string, outcome: Outcome): Acts {
  return changed(acts, id, { is: 'over', outcome });
}

function changed(acts: Acts, id: string, change: Partial<Act>): Acts {
  return { ...acts, all: acts.all.map((act) => (act.call.id === id ? { ...act, ...change } : act)) };
}

function find(acts: Acts, id: string, is: Act['is']): Act | undefined {
  return acts.all.find((act) => act.call.id === id && act.is === is);
}
