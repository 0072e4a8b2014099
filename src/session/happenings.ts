/** What happens in a conversation, for whoever follows it from outside, each told once and in order. */
import type { Entry } from '../turn/history.ts';
import type { Reply, TurnState } from '../turn/state.ts';
import { timingsOf } from './captions.ts';
import type { TurnTimings } from './view.ts';

export type Happening =
  /** It is Parley's turn: to answer what the user said, or to say what the page wants said. */
  | { kind: 'turn-start'; turn: number }
  | { kind: 'user-said'; turn: number; text: string }
  /** More of Parley's words are there to be read; `text` is all of them so far. They are heard later. */
  | { kind: 'reply-delta'; turn: number; delta: string; text: string }
  /** The user, or the page, cut it off. `heard`: what was heard of it; `written`: all there was of it. */
  | { kind: 'interrupted'; turn: number; heard: string; written: string }
  /** `text` is what history keeps of it. `unheard`: nothing, since it was stopped too early or failed. */
  | { kind: 'reply-end'; turn: number; text: string; reason: 'complete' | 'interrupted' | 'unheard' }
  /**
   * The language model has written all of it. `tokens`: of the answer; `readTokens`: of its prompt, as far as they had to be read. May come before
   * its `turn-start`, of an answer that is begun in advance.
   */
  | { kind: 'generated'; turn: number; tokens: number; readTokens: number }
  /** Its first sound was played. */
  | { kind: 'latency'; timings: TurnTimings };

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

/** Tells followers what happens, after whatever it happened in: they may ask for the next thing at once. */
export class Happenings {
  /** Of the browser's own kind: a listener that throws keeps no other from hearing. */
  readonly #followers = new EventTarget();
  #waiting: Happening[] = [];

  tell(happenings: readonly Happening[]): void {
    if (happenings.length === 0) return;
    if (this.#waiting.length === 0) queueMicrotask(this.#flush);
    this.#waiting.push(...happenings);
  }

  /** Calls `listener` with each, until `signal` is aborted. */
  subscribe(listener: (happening: Happening) => void, { signal }: { signal: AbortSignal }): void {
    const hear = (event: Event) => {
      listener((event as CustomEvent<Happening>).detail);
    };
    this.#followers.addEventListener('happening', hear, { signal });
  }

  readonly #flush = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const detail of waiting) this.#followers.dispatchEvent(new CustomEvent('happening', { detail }));
  };
}
