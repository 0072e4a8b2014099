/** Conversations that clients can go on with, by the names that they were given. */
import type { Line } from '../neutral.ts';

/** As long as the real service keeps them, ms. */
const KEPT_MS = 2 * 60 * 60 * 1000;
/** The newest stay. A conversation has a new name after each turn. */
const MOST = 100;

/** Kept as long as the page is there. */
export class KeptLines {
  readonly #kept = new Map<string, { lines: readonly Line[]; at: number }>();

  keep(name: string, lines: readonly Line[]): void {
    this.#kept.set(name, { lines: [...lines], at: Date.now() });
    for (const [oldest] of [...this.#kept].slice(0, -MOST)) this.#kept.delete(oldest);
  }

  /** Null where there is none, or none any more. */
  of(name: string): readonly Line[] | null {
    const kept = this.#kept.get(name);
    return kept && Date.now() - kept.at < KEPT_MS ? kept.lines : null;
  }
}
