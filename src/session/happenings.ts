/** What happens in a conversation, for whoever follows it from outside, each told once and in order. */
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
