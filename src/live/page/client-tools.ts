/** Functions of a client's as tools of a session: a call goes out to the client, and what it answers is the tool's result. */
import type { ClientTool, Told, ToolResult } from '../neutral.ts';

/** As the session takes tools in. */
export type ToolOfClient = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema?: object;
  readonly execute: (args: Record<string, unknown>, context: { readonly signal: AbortSignal }) => Promise<unknown>;
};

/** Longest description that a session takes, characters. */
const LONGEST_DESCRIPTION = 1_000;

/** What the model is told of a function that nobody waits for: its result comes by itself. */
const STARTED = { status: 'started', note: 'The result will be told later.' };

export type ClientToolEvents = {
  tell: (told: Extract<Told, { kind: 'tool-call' | 'tool-cancel' }>) => void;
  /** A result of which no answer has waited. */
  came: (result: ToolResult) => void;
};

export class ClientTools {
  readonly #events: ClientToolEvents;
  /** Ends the waiting for each call that an answer waits for. */
  readonly #waiting = new Map<string, (response: unknown) => void>();
  #count = 0;

  constructor(events: ClientToolEvents) {
    this.#events = events;
  }

  definitions(tools: readonly ClientTool[]): ToolOfClient[] {
    return tools.map(({ name, description, parameters, blocking }) => ({
      name,
      description: (description.trim() || name).slice(0, LONGEST_DESCRIPTION),
      ...(typeof parameters === 'object' && parameters !== null ? { inputSchema: parameters } : {}),
      execute: (args, { signal }) => this.#call(name, args, blocking, signal),
    }));
  }

  /** The client has answered. Of a call that an answer waits for, the last result counts. */
  result(result: ToolResult): void {
    const resolve = this.#waiting.get(result.id);
    if (!resolve) this.#events.came(result);
    else if (!result.willContinue) resolve(result.response);
  }

  #call(name: string, args: Record<string, unknown>, blocking: boolean, signal: AbortSignal): Promise<unknown> {
    this.#count += 1;
    const id = `function-call-${this.#count}`;
    this.#events.tell({ kind: 'tool-call', id, name, args });
    if (!blocking) return Promise.resolve(STARTED);
    return new Promise((resolve) => {
      this.#waiting.set(id, (response) => {
        this.#waiting.delete(id);
        resolve(response);
      });
      signal.addEventListener('abort', () => {
        if (!this.#waiting.delete(id)) return;
        this.#events.tell({ kind: 'tool-cancel', ids: [id] });
        resolve(undefined);
      });
    });
  }
}
