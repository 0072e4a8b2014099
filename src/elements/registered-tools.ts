/** The tools that a page has registered with the element, kept whether there is a conversation yet or not. */
import { checkTool } from '../session/tools.ts';
import type { ParleyTool } from './api.ts';

export class RegisteredTools {
  readonly #changed: () => void;
  #all: readonly ParleyTool[] = [];

  /** `changed`: there are others. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly ParleyTool[] {
    return this.#all;
  }

  /** Until `signal` is aborted; one of the same name is replaced. Throws a ParleyError `bad-input` for what is no tool. */
  add(tool: ParleyTool, signal?: AbortSignal): void {
    check(tool);
    if (signal?.aborted) return;
    this.#use([...this.#all.filter(({ name }) => name !== tool.name), tool]);
    signal?.addEventListener('abort', () => {
      // Another may have taken its place.
      if (this.#all.includes(tool)) this.#use(this.#all.filter((each) => each !== tool));
    });
  }

  /** These and no others. Throws as `add`, and then changes nothing. */
  set(tools: readonly ParleyTool[]): void {
    const given: unknown = tools;
    if (!Array.isArray(given)) throw new TypeError('Tools are given as a list.');
    for (const tool of tools) check(tool);
    this.#use(tools);
  }

  #use(tools: readonly ParleyTool[]): void {
    this.#all = [...tools];
    this.#changed();
  }
}

function check(tool: ParleyTool): void {
  checkTool(tool);
  if (typeof tool.execute !== 'function')
    throw new TypeError(`The tool “${tool.name}” can’t be used. Its “execute” has to be a function.`);
}
