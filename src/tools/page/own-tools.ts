/** Two tools of Parley's own: the time, and a timer that speaks. */
import { OWN_LOOKS } from '../own-looks.ts';
import { timerOverIn } from '../phrases.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** A timer for longer than this, minutes, is refused: it lives as long as the page. */
const LONGEST_TIMER = 24 * 60;
/** Timers at once. */
const MOST_TIMERS = 20;

export class OwnTools {
  /** In which a timer speaks, as a tag. */
  language = 'en';
  readonly #due: () => void;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** What is to be said of timers that are over. */
  #waiting: string[] = [];

  /** `due`: there is something to be said, by `take`. */
  constructor(due: () => void) {
    this.#due = due;
  }

  /** Those of these names. */
  named(names: readonly string[]): ToolDefinition[] {
    return [this.#time, this.#timer].filter(({ name }) => names.includes(name));
  }

  /** What is to be said now; null for nothing. It is not told again. */
  take(): string | null {
    const text = this.#waiting.join(' ');
    this.#waiting = [];
    return text === '' ? null : text;
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
  }

  readonly #time: ToolDefinition = {
    name: 'get_time',
    ...OWN_LOOKS.get_time,
    annotations: { readOnlyHint: true },
    execute: () => {
      const now = new Date();
      const time = now.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
      const date = now.toLocaleDateString('en', { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
      return { time, date };
    },
  };

  readonly #timer: ToolDefinition = {
    name: 'set_timer',
    ...OWN_LOOKS.set_timer,
    inputSchema: {
      type: 'object',
      properties: { minutes: { type: 'number', exclusiveMinimum: 0, maximum: LONGEST_TIMER } },
      required: ['minutes'],
    },
    execute: (args) => {
      const minutes = Number(args['minutes']);
      if (this.#timers.size >= MOST_TIMERS) throw new Error(`There are ${String(MOST_TIMERS)} timers already.`);
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#waiting.push(timerOverIn(this.language, minutes));
        this.#due();
      }, minutes * 60_000);
      this.#timers.add(timer);
      return { ok: true };
    },
  };
}
