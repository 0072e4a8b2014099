/** The tools there are, from wherever they come: which of them the model is told of, and what is done with them. */
import { msg, str, translatable } from '../../locales/words.ts';
import { callInWords } from '../call-words.ts';
import { unfulfilled } from '../outcome.ts';
import { TOOL_SETTINGS } from '../settings.ts';
import { declarationOf, type Args, type Declaration, type Outcome, type ToolCall, type ToolOrigin } from '../tool.ts';
import { execute } from './execute.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** A tool as the user is shown it. */
export type ToolView = {
  name: string;
  title: string;
  description: string;
  from: ToolOrigin;
  /** Whether the user lets it be used. */
  isOn: boolean;
  /** Whether the user is asked each time. */
  asks: boolean;
  /** Why the model is not told of it, though it is on; null where it is. */
  problem: string | null;
};

/** A call that was made in this visit. `outcome` null: it is under way. */
export type CallView = { id: string; at: number; title: string; name: string; args: Args; outcome: Outcome | null };

export type ToolsView = {
  tools: readonly ToolView[];
  /** Newest first. */
  log: readonly CallView[];
};

/** What a page is told before a call, which it may forbid. */
export type ToolRequest = { turn: number; name: string; arguments: Args; from: ToolOrigin };

export type ToolboxEvents = {
  /** The model is to be told of these now. The same list until there are others. */
  declared: (tools: readonly Declaration[]) => void;
  ended: (turn: number, id: string, outcome: Outcome) => void;
  /** There is something else to be seen. */
  changed: () => void;
};

type Tool = { definition: ToolDefinition; from: ToolOrigin };

export class Toolbox {
  readonly #events: ToolboxEvents;
  readonly #tools: Record<ToolOrigin, readonly ToolDefinition[]> = { page: [], 'web-mcp': [], parley: [] };
  readonly #running = new Map<string, { turn: number; ending: AbortController }>();
  /** Where the page may forbid a call; each answers false for that. */
  readonly #guards = new Set<(request: ToolRequest) => boolean>();
  #off: readonly string[] = [];
  #asksForAll = false;
  #isAble = true;
  #declared: readonly Declaration[] = [];
  #view: ToolsView = { tools: [], log: [] };

  constructor(events: ToolboxEvents) {
    this.#events = events;
  }

  get view(): ToolsView {
    return this.#view;
  }

  /** These are all that there are from there. Of two with one name the page's own counts, then that of WebMCP. */
  use(from: ToolOrigin, tools: readonly ToolDefinition[]): void {
    this.#tools[from] = [...tools];
    this.#declare();
  }

  /** `off`: names that the user has switched off. `asksForAll`: as `declarationOf`. `isAble`: the language model can call tools. */
  choose({ off, asksForAll, isAble }: { off?: readonly string[]; asksForAll?: boolean; isAble?: boolean }): void {
    this.#off = off ?? this.#off;
    this.#asksForAll = asksForAll ?? this.#asksForAll;
    this.#isAble = isAble ?? this.#isAble;
    this.#declare();
  }

  /** Asks `guard` before each call, until `signal` is aborted. */
  guard(guard: (request: ToolRequest) => boolean, { signal }: { signal: AbortSignal }): void {
    this.#guards.add(guard);
    signal.addEventListener('abort', () => {
      this.#guards.delete(guard);
    });
  }

  /** Carries a call out; ends with `ended`, unless its turn is cancelled before. */
  async run(turn: number, call: ToolCall): Promise<void> {
    const ending = new AbortController();
    this.#running.set(call.id, { turn, ending });
    const tool = this.#find(call.name);
    this.#log({
      id: call.id,
      at: Date.now(),
      title: callInWords(this.#titleOf(call.name), call.args),
      name: call.name,
      args: call.args,
      outcome: null,
    });
    const outcome = await this.#outcome(tool, turn, call, ending.signal);
    this.#running.delete(call.id);
    this.#logOutcome(call.id, outcome);
    if (!ending.signal.aborted) this.#events.ended(turn, call.id, outcome);
  }

  /** This turn and all before it are over: nobody waits for their tools any more. */
  cancel(turn: number): void {
    for (const each of this.#running.values()) if (each.turn <= turn) each.ending.abort();
  }

  dispose(): void {
    this.cancel(Infinity);
    this.#guards.clear();
  }

  async #outcome(tool: Tool | undefined, turn: number, call: ToolCall, signal: AbortSignal): Promise<Outcome> {
    if (!tool) return unfulfilled('failed', 'That tool is not there any more.');
    const request: ToolRequest = { turn, name: call.name, arguments: call.args, from: tool.from };
    if (![...this.#guards].every((guard) => guard(request))) return unfulfilled('refused', 'The page does not allow that.');
    return execute(tool.definition, call.args, { signal });
  }

  #find(name: string): Tool | undefined {
    if (!this.#declared.some((each) => each.name === name)) return undefined;
    return this.#all().find(({ definition }) => definition.name === name);
  }

  #titleOf(name: string): string {
    return this.#declared.find((each) => each.name === name)?.title ?? name;
  }

  #all(): Tool[] {
    return (['page', 'web-mcp', 'parley'] as const).flatMap((from) =>
      this.#tools[from].map((definition) => ({ definition, from })),
    );
  }

  #declare(): void {
    const declared: Declaration[] = [];
    const views: ToolView[] = [];
    const seen = new Set<string>();
    for (const { definition, from } of this.#all()) {
      const { name } = definition;
      const { declaration, problem } = this.#read(definition);
      const isOn = !this.#off.includes(name);
      const why = problem ?? (seen.has(name) ? translatable('Another tool has the same name.') : this.#roomFor(declared.length));
      if (declaration) {
        const { title, description, asks } = declaration;
        views.push({ name, title, description, from, isOn, asks, problem: isOn ? why : null });
      } else views.push({ name, title: name, description: '', from, isOn, asks: false, problem: why });
      if (!declaration || !isOn || why !== null) continue;
      seen.add(name);
      declared.push(declaration);
    }
    const tools = this.#isAble ? declared : [];
    if (JSON.stringify(tools) !== JSON.stringify(this.#declared)) {
      this.#declared = tools;
      this.#events.declared(tools);
    }
    if (JSON.stringify(views) === JSON.stringify(this.#view.tools)) return;
    this.#view = { ...this.#view, tools: views };
    this.#events.changed();
  }

  #read(definition: ToolDefinition): { declaration: Declaration | null; problem: string | null } {
    try {
      return { declaration: declarationOf(definition, this.#asksForAll), problem: null };
    } catch (error) {
      return { declaration: null, problem: error instanceof Error ? error.message : 'It can’t be used.' };
    }
  }

  #roomFor(count: number): string | null {
    const most = TOOL_SETTINGS.mostTools;
    return count < most ? null : msg(str`The model is told of ${most} tools at most: switch another one off.`);
  }

  #log(call: CallView): void {
    this.#view = { ...this.#view, log: [call, ...this.#view.log].slice(0, TOOL_SETTINGS.longestLog) };
    this.#events.changed();
  }

  #logOutcome(id: string, outcome: Outcome): void {
    this.#view = { ...this.#view, log: this.#view.log.map((call) => (call.id === id ? { ...call, outcome } : call)) };
    this.#events.changed();
  }
}
