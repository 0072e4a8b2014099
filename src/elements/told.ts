/** What a page is told of a session, as the states and events of the element. Pure. */
import type { CaptionView, Happening, ModelsView, NoticeView, Phase } from '../session/view.ts';
import type { ParleyEntry, ParleyEvents, ParleyState } from './api.ts';

/** An event by its name, with its detail. */
export type Told = { [Name in keyof ParleyEvents]: [name: Name, detail: ParleyEvents[Name]['detail']] }[keyof ParleyEvents];

/** Whether models sleep or wait for a word makes no difference to a page: text is answered in both. */
export function stateOf(phase: Phase): ParleyState {
  return phase === 'asleep' || phase === 'ready' ? 'idle' : phase;
}

/** An entry of the history; null for a call that is under way, or was none that could be carried out. */
export function entryOf({ who: role, text, turn, state, call }: CaptionView): ParleyEntry | null {
  if (!call) return { role, text, turn, interrupted: state === 'interrupted' };
  const { name, args, is: outcome, result } = call;
  if (outcome === 'waiting' || outcome === 'asking' || outcome === 'running' || outcome === 'invalid') return null;
  // A copy: what a page does with it is its own affair.
  return {
    role,
    text,
    turn,
    interrupted: outcome === 'cancelled',
    call: { name, arguments: structuredClone(args), outcome, result: result ?? 'null' },
  };
}

/** Null where a page is told nothing of it. */
export function happened(happening: Happening): Told | null {
  switch (happening.kind) {
    case 'turn-start':
      return ['parley-turn-start', { turn: happening.turn }];
    case 'user-said':
      return ['parley-user-said', { turn: happening.turn, text: happening.text }];
    case 'reply-delta':
      return ['parley-reply-delta', { turn: happening.turn, delta: happening.delta, text: happening.text }];
    case 'interrupted':
      return ['parley-interrupted', { turn: happening.turn, heard: happening.heard, written: happening.written }];
    case 'reply-end':
      return ['parley-reply-end', { turn: happening.turn, text: happening.text, reason: happening.reason }];
    case 'latency':
      return ['parley-latency', { ...happening.timings }];
    case 'generated':
      return null;
  }
}

export type Download = { loadedBytes: number; totalBytes: number };

/** What is on its way, of models that are needed now and of those that are to take over; null for nothing. */
export function downloadOf({ models, coming }: ModelsView): Download | null {
  const loading = models.filter(({ state, totalBytes }) => state === 'loading' && totalBytes > 0);
  const sum = (name: keyof Download) => loading.reduce((all, model) => all + model[name], 0) + (coming?.[name] ?? 0);
  return loading.length === 0 && !coming ? null : { loadedBytes: sum('loadedBytes'), totalBytes: sum('totalBytes') };
}

/** How it went on with that; nothing where it did not. */
export function downloaded(before: Download | null, now: Download | null): Told[] {
  if (now) {
    const isSame = before?.loadedBytes === now.loadedBytes && before.totalBytes === now.totalBytes;
    return isSame ? [] : [['parley-download', { ...now, done: false }]];
  }
  return before ? [['parley-download', { loadedBytes: before.totalBytes, totalBytes: before.totalBytes, done: true }]] : [];
}

/** The notices that are new and no mere information. */
export function troubles(before: readonly NoticeView[], now: readonly NoticeView[]): Told[] {
  return now.flatMap(({ id, level, text, advice = '' }): Told[] => {
    const isKnown = before.some((each) => each.id === id && each.text === text);
    return isKnown || level === 'info' ? [] : [['parley-error', { id, level, message: text, advice }]];
  });
}
