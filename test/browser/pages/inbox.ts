/** Messages as they come in, for a test to wait on. */

export type Message = { kind: string };

/** Only keeps a broken test from hanging for ever: slow machines load models for a minute. */
const LIMIT_MS = 120_000;

type Waiting<M> = { matches: (message: M) => boolean; resolve: (message: M) => void; reject: (error: Error) => void };

export class Inbox<M extends Message> {
  /** Everything that came in, oldest first. */
  readonly all: M[] = [];
  readonly #waiting = new Set<Waiting<M>>();
  #failure: Error | null = null;

  /**
   * The first message of this kind that fits, out of those that came already and those that still come. Rejects when `failed` comes
   * instead (unless that is what is waited for), or after `limitMs`.
   */
  until<K extends M['kind']>(
    kind: K,
    fits: (message: Extract<M, { kind: K }>) => boolean = () => true,
    limitMs = LIMIT_MS,
  ): Promise<Extract<M, { kind: K }>> {
    type Wanted = Extract<M, { kind: K }>;
    const matches = (message: M) => message.kind === kind && fits(message as Wanted);
    const found = this.all.find(matches);
    if (found) return Promise.resolve(found as Wanted);
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise<Wanted>((resolve, reject) => {
      const waiting: Waiting<M> = {
        matches,
        resolve: (message) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(message as Wanted);
        },
        reject: (error) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        waiting.reject(new Error(`Waited ${String(limitMs)} ms for ${kind}; there came: ${this.#kinds()}`));
      }, limitMs);
      this.#waiting.add(waiting);
    });
  }

  /** Takes a message in and wakes whoever waits for it. */
  add(message: M): void {
    this.all.push(message);
    for (const waiting of [...this.#waiting]) if (waiting.matches(message)) waiting.resolve(message);
    if (message.kind === 'failed') this.fail(new Error((message as { error?: { message: string } }).error?.message ?? 'failed'));
  }

  /** Nothing more will come: whoever waits is told why. */
  fail(error: Error): void {
    this.#failure = error;
    for (const waiting of [...this.#waiting]) waiting.reject(error);
  }

  #kinds(): string {
    return this.all.map(({ kind }) => kind).join(', ') || 'nothing';
  }
}
