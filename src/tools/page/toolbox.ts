/** The tools there are, from wherever they come: which of them the model is told of, and what is done with them. */
import { msg, str, translatable } from '../../locales/words.ts';
import { callInWords } from '../call-words.ts';
import { unfulfilled } from '../outcome.ts';
import { TOOL_SETTINGS } from '../settings.ts';
import { soundDeclarationOf } from '../schema-fault.ts';
import type { Args, Declaration, Outcome, ToolCall, ToolOrigin } from '../tool.ts';
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

/** A call that was made in this visit. `outcome` null: the user is asked about it (`isAsking`), or it is under way. */
export type CallView = {
  id: string;
  at: number;
  title: string;
  name: string;
  args: Args;
  isAsking: boolean;
  outcome: Outcome | null;
};

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

type ReadTool = { declaration: Declaration | null; problem: string | null };

function readTool(definition: ToolDefinition, asksForAll: boolean): ReadTool {
  try {
    return { declaration: soundDeclarationOf(definition, asksForAll), problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'It can’t be used.';
    console.warn(problem);
    return { declaration: null, problem };
  }
}

type Tool = { definition: ToolDefinition; from: ToolOrigin };

export class Toolbox {
  readonly #events: ToolboxEvents;
  readonly #tools: Record<ToolOrigin, readonly ToolDefinition[]> = { page: [], 'web-mcp': [], parley: [] };
  readonly #running = new Set<{ turn: number; ending: AbortController }>();
  /** Where the page may forbid a call; each answers false for that. */
  readonly #guards = new Set<(request: ToolRequest) => boolean>();
  /** The call that the user was asked about last, until it is clear whether it is run. */
  #answered: string | null = null;
  readonly #known = new WeakMap<ToolDefinition, { from: readonly unknown[]; read: ReadTool }>();
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

  /** `off`: names that the user has switched off. `asksForAll`: as `soundDeclarationOf`. `isAble`: the language model can call tools. */
  choose({ off, asksForAll, isAble }: { off?: readonly string[]; asksForAll?: boolean; isAble?: boolean }): void {
    this.#off = off ?? this.#off;
    this.#asksForAll = asksForAll ?? this.#asksForAll;
    this.#isAble = isAble ?? this.#isAble;
    this.#declare();
  }

  /** Asks `guard` before each call, until `signal` is aborted. */
  guard(guard: (request: ToolRequest) => boolean, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    this.#guards.add(guard);
    signal.addEventListener('abort', () => {
      this.#guards.delete(guard);
    });
  }

  /** Carries a call out; ends with `ended`, unless its turn is cancelled before. */
  async run(turn: number, call: ToolCall): Promise<void> {
    const ending = new AbortController();
    const running = { turn, ending };
    this.#running.add(running);
    const tool = this.#find(call.name);
    if (this.#answered === call.id) this.#logOutcome(call.id, null);
    else this.#log(call, false);
    this.#answered = null;
    const outcome = await this.#outcome(tool, turn, call, ending.signal);
    this.#running.delete(running);
    this.#logOutcome(call.id, outcome);
    if (!ending.signal.aborted) this.#events.ended(turn, call.id, outcome);
  }

  /** The user is asked whether this may be carried out. */
  ask(call: ToolCall): void {
    this.#log(call, true);
  }

  /** They are asked no more: it is refused, unless it is run now. */
  answered(id: string): void {
    if (!this.#view.log.find((call) => call.id === id)?.isAsking) return;
    this.#answered = id;
    this.#logOutcome(id, unfulfilled('refused', 'The user said no.'));
  }

  /** This turn and all before it are over: nobody waits for their tools any more. */
  cancel(turn: number): void {
    for (const each of this.#running) if (each.turn <= turn) each.ending.abort();
  }

  dispose(): void {
    this.cancel(Infinity);
    this.#guards.clear();
  }

  async #outcome(tool: Tool | undefined, turn: number, call: ToolCall, signal: AbortSignal): Promise<Outcome> {
    if (!tool) return unfulfilled('failed', 'That tool is not there any more.');
    // A copy: what is remembered of the call must not change.
    const request: ToolRequest = { turn, name: call.name, arguments: structuredClone({ ...call.args }), from: tool.from };
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

  /** Once for each, as long as it says the same: all are read again whenever one comes or goes. */
  #read(definition: ToolDefinition): ReadTool {
    const { name, title, description, inputSchema, annotations } = definition;
    const from = [name, title, description, inputSchema, annotations, this.#asksForAll];
    const before = this.#known.get(definition);
    if (before && from.every((each, index) => each === before.from[index])) return before.read;
    const read = readTool(definition, this.#asksForAll);
    this.#known.set(definition, { from, read });
    return read;
  }

  #roomFor(count: number): string | null {
    const most = TOOL_SETTINGS.mostTools;
    return count < most ? null : msg(str`The model is told of ${most} tools at most: switch another one off.`);
  }

  #log({ id, name, args }: ToolCall, isAsking: boolean): void {
    const call = { id, at: Date.now(), title: callInWords(this.#titleOf(name), args), name, args, isAsking, outcome: null };
    this.#view = { ...this.#view, log: [call, ...this.#view.log].slice(0, TOOL_SETTINGS.longestLog) };
    this.#events.changed();
  }

  /** Of the newest call of this id: a conversation that begins anew counts anew. */
  #logOutcome(id: string, outcome: Outcome | null): void {
    const { log } = this.#view;
    const newest = log.find((call) => call.id === id);
    this.#view = { ...this.#view, log: log.map((call) => (call === newest ? { ...call, isAsking: false, outcome } : call)) };
    this.#events.changed();
  }
}
