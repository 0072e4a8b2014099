/** Reads off two states of a conversation what has happened between them. Pure. */
import type { Entry } from '../turn/history.ts';
import type { Reply, TurnState } from '../turn/state.ts';
import { timingsOf } from './captions.ts';
import type { Happening } from './happenings.ts';

/** What has happened between two states of one conversation. Pure. */
export function happeningsOf(before: TurnState, after: TurnState): Happening[] {
  const was = under(before);
  const is = under(after);
  const fresh = newEntries(before, after);
  const happenings: Happening[] = [];
  if (was && is?.turn !== was.turn) happenings.push(...endOf(was.turn, was.text, fresh));
  const turn = is?.turn ?? fresh.at(-1)?.turn;
  if (turn !== undefined && turn !== was?.turn) happenings.push(...beginningOf(turn, is, fresh));
  if (is && is.turn === was?.turn && is.text.length > was.text.length) {
    happenings.push({ kind: 'reply-delta', turn: is.turn, delta: is.text.slice(was.text.length), text: is.text });
  }
  const hadSound = is?.turn === was?.turn && was?.marks.startedAt !== undefined;
  if (is?.marks.startedAt !== undefined && !hadSound) happenings.push({ kind: 'latency', timings: timingsOf(is.turn, is.marks) });
  return happenings;
}

/** What is begun in advance, in case the user has finished, is nobody's affair. */
function under({ reply }: TurnState): Reply | null {
  return reply?.committed ? reply : null;
}

function newEntries({ history: before }: TurnState, { history: after }: TurnState): readonly Entry[] {
  const last = before.at(-1);
  return last === undefined || after.length === 0 ? after : after.slice(after.lastIndexOf(last) + 1);
}

/** With the end, where it is over already: without a voice what the page wants said is. */
function beginningOf(turn: number, reply: Reply | null, fresh: readonly Entry[]): Happening[] {
  const asked = fresh.find((entry) => entry.role === 'user' && entry.turn === turn);
  const text = reply?.text ?? answerIn(fresh, turn)?.text ?? '';
  return [
    { kind: 'turn-start', turn },
    ...(asked ? [{ kind: 'user-said', turn, text: asked.text } as const] : []),
    ...(text === '' ? [] : [{ kind: 'reply-delta', turn, delta: text, text } as const]),
    ...(reply ? [] : endOf(turn, text, fresh)),
  ];
}

function endOf(turn: number, written: string, fresh: readonly Entry[]): Happening[] {
  const entry = answerIn(fresh, turn);
  if (!entry) return [{ kind: 'reply-end', turn, text: '', reason: 'unheard' }];
  const { text } = entry;
  if (!entry.interrupted) return [{ kind: 'reply-end', turn, text, reason: 'complete' }];
  return [
    { kind: 'interrupted', turn, heard: text, written },
    { kind: 'reply-end', turn, text, reason: 'interrupted' },
  ];
}

function answerIn(entries: readonly Entry[], turn: number) {
  return entries.filter((entry) => entry.role === 'assistant').find((entry) => entry.turn === turn);
}
