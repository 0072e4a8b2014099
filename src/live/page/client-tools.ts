/** Functions of a client's as tools of a session: a call goes out to the client, and what it answers is the tool's result. */
import { TOOL_LIMITS } from '../../tools/tool.ts';
import type { ClientTool, Told, ToolResult } from '../neutral.ts';

/** As the session takes tools in. */
export type ToolOfClient = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema?: object;
  readonly execute: (args: Record<string, unknown>, context: { readonly signal: AbortSignal }) => Promise<unknown>;
};

/**
 * A function that need not be waited for is waited for so long all the same, ms: most have answered by then, and the answer has their result in it. Smaller: the
 * user hears twice of what was done at once. Larger: so much longer is the silence before those that take their time, and "One moment." would be said.
 */
export const QUICK_MS = 700;

/** What the model is told of a function that nobody waits for: its result comes by itself. */
const STARTED = { status: 'started', note: 'The result will be told later.' };

export type ClientToolEvents = {
  tell: (told: Extract<Told, { kind: 'tool-call' | 'tool-cancel' }>) => void;
  /** A result of which no answer has waited. */
  came: (result: ToolResult) => void;
};

type Waiting = {
  readonly blocking: boolean;
  readonly resolve: (response: unknown) => void;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
};

export class ClientTools {
  readonly #events: ClientToolEvents;
  /** The calls that an answer waits for. */
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  constructor(events: ClientToolEvents) {
    this.#events = events;
  }

  definitions(tools: readonly ClientTool[]): ToolOfClient[] {
    return tools.map(({ name, description, parameters, blocking }) => ({
      name,
      description: (description.trim() || name).slice(0, TOOL_LIMITS.description),
      ...(typeof parameters === 'object' && parameters !== null ? { inputSchema: parameters } : {}),
      execute: (args, { signal }) => this.#call(name, args, blocking, signal),
    }));
  }

  /**
   * The client has answered. Of a call that is to be waited for the last result counts. Of another one the first, if it is there in time and may be spoken
   * of; those that come later come by themselves.
   */
  result(result: ToolResult): void {
    const waiting = this.#waiting.get(result.id);
    if (!waiting) this.#events.came(result);
    else if (waiting.blocking) {
      if (!result.willContinue) this.#end(result.id, result.response);
    } else {
      const isSilent = result.timing === 'silent';
      this.#end(result.id, isSilent ? STARTED : result.response);
      if (isSilent) this.#events.came(result);
    }
  }

  /** The answer is over that has waited: calls that were to be waited for are taken back, the others go on. */
  cancel(): void {
    const ids = [...this.#waiting].filter(([, { blocking }]) => blocking).map(([id]) => id);
    if (ids.length > 0) this.#events.tell({ kind: 'tool-cancel', ids });
    for (const id of [...this.#waiting.keys()]) this.#end(id, undefined);
  }

  #call(name: string, args: Record<string, unknown>, blocking: boolean, signal: AbortSignal): Promise<unknown> {
    this.#count += 1;
    const id = `function-call-${this.#count}`;
    const goOn = () => {
      this.#end(id, STARTED);
    };
    const answered = new Promise<unknown>((resolve) => {
      this.#waiting.set(id, { blocking, resolve, timer: blocking ? undefined : setTimeout(goOn, QUICK_MS) });
    });
    this.#events.tell({ kind: 'tool-call', id, name, args });
    signal.addEventListener('abort', () => {
      if (!this.#waiting.has(id)) return;
      if (blocking) this.#events.tell({ kind: 'tool-cancel', ids: [id] });
      this.#end(id, undefined);
    });
    return answered;
  }

  #end(id: string, response: unknown): void {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    waiting?.resolve(response);
    this.#waiting.delete(id);
  }
}
