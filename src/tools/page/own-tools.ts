/** Two tools of Parley's own: the time, and a timer that speaks. */
import { OWN_LOOKS } from '../own-looks.ts';
import { timerOverIn } from '../phrases.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** A timer for longer than this, minutes, is refused: it lives as long as the page. */
const LONGEST_TIMER = 24 * 60;
/** How often it is looked whether the computer has slept meanwhile, ms. Larger: a timer that ended in its sleep is told of so much later. */
const LOOK_MS = 10_000;
/** Timers at once. */
const MOST_TIMERS = 20;

export class OwnTools {
  /** In which a timer speaks, as a tag. */
  language = 'en';
  readonly #due: () => void;
  /** Those that run, each with what it waits with now. */
  readonly #timers = new Set<{ wait: ReturnType<typeof setTimeout> | undefined }>();
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
    for (const { wait } of this.#timers) clearTimeout(wait);
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
      this.#start(minutes);
      return { ok: true };
    },
  };

  /** Over after so many minutes: the browser's own timers stand still while the computer sleeps, so that the time of day is looked at as well. */
  #start(minutes: number): void {
    const timer: { wait: ReturnType<typeof setTimeout> | undefined } = { wait: undefined };
    const overAt = Date.now() + minutes * 60_000;
    const waitFor = (ms: number) => {
      timer.wait = setTimeout(
        () => {
          const left = Math.min(ms - LOOK_MS, overAt - Date.now());
          if (left > 0) {
            waitFor(left);
            return;
          }
          this.#timers.delete(timer);
          this.#waiting.push(timerOverIn(this.language, minutes));
          this.#due();
        },
        Math.min(ms, LOOK_MS),
      );
    };
    this.#timers.add(timer);
    waitFor(minutes * 60_000);
  }
}
