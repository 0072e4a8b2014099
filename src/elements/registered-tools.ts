/** The tools that a page has registered with the element, kept whether there is a conversation yet or not. */
import { checkTool } from '../session/tools.ts';
import type { ParleyTool } from './api.ts';

export class RegisteredTools {
  readonly #changed: () => void;
  /** Each registration is an object of its own: the same tool may be registered twice. */
  #registered: readonly { readonly tool: ParleyTool }[] = [];

  /** `changed`: there are others. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly ParleyTool[] {
    return this.#registered.map(({ tool }) => tool);
  }

  /** Until `signal` is aborted; one of the same name is replaced. Throws a ParleyError `bad-input` for what is no tool. */
  add(tool: ParleyTool, signal?: AbortSignal): void {
    check(tool);
    if (signal?.aborted) return;
    const mine = { tool };
    this.#use([...this.#registered.filter((each) => each.tool.name !== tool.name), mine]);
    signal?.addEventListener('abort', () => {
      // Another may have taken its place.
      if (this.#registered.includes(mine)) this.#use(this.#registered.filter((each) => each !== mine));
    });
  }

  /** These and no others. Throws as `add`, and then changes nothing. */
  set(tools: readonly ParleyTool[]): void {
    const given: unknown = tools;
    if (!Array.isArray(given)) throw new TypeError('Tools are given as a list.');
    for (const tool of tools) check(tool);
    this.#use(tools.map((tool) => ({ tool })));
  }

  #use(registered: readonly { readonly tool: ParleyTool }[]): void {
    this.#registered = registered;
    this.#changed();
  }
}

function check(tool: ParleyTool): void {
  checkTool(tool);
  if (typeof tool.execute !== 'function')
    throw new TypeError(`The tool “${tool.name}” can’t be used. Its “execute” has to be a function.`);
}
