/** The tools that a page has registered by WebMCP: https://webmachinelearning.github.io/webmcp/, in Chromium behind a flag or an origin trial. */
import { isObject, readJson } from '../json.ts';
import type { ToolDefinition } from './tool-definition.ts';

/** What there is of `document.modelContext`, as Chromium 156 has it. */
export type ModelContext = EventTarget & {
  getTools: () => Promise<readonly ListedTool[]>;
  /** Resolves with the JSON of what the tool returned. */
  executeTool: (tool: ListedTool, input: object, options?: { signal: AbortSignal }) => Promise<unknown>;
};

type ListedTool = Omit<ToolDefinition, 'execute' | 'inputSchema'> & { readonly inputSchema?: object | string };

/** Null where the browser has none, or what a page has put in its place can't be followed. */
export function modelContext(of: Document): ModelContext | null {
  const context = (of as unknown as { modelContext?: Partial<ModelContext> }).modelContext;
  const isWhole = (['getTools', 'executeTool', 'addEventListener'] as const).every(
    (name) => typeof context?.[name] === 'function',
  );
  return isWhole ? (context as ModelContext) : null;
}

/** Calls back with the page's tools, now and whenever there are others, until `signal` is aborted; with none where they can't be had. */
export function followPageTools(
  context: ModelContext,
  tell: (tools: readonly ToolDefinition[]) => void,
  { signal }: { signal: AbortSignal },
): void {
  let asked = 0;
  const look = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const tools = await listed(context);
    // Of two that are under way the later one counts.
    if (!signal.aborted && mine === asked) tell(tools.map((tool) => definitionOf(context, tool)));
  };
  context.addEventListener('toolchange', () => void look(), { signal });
  void look();
}

async function listed(context: ModelContext): Promise<readonly ListedTool[]> {
  try {
    const tools: unknown = await context.getTools();
    return Array.isArray(tools) ? (tools.filter(isObject) as unknown as ListedTool[]) : [];
  } catch {
    return [];
  }
}

function definitionOf(context: ModelContext, tool: ListedTool): ToolDefinition {
  const { name, title, description, inputSchema, annotations } = tool;
  // In some versions the schema is text.
  const schema = typeof inputSchema === 'string' ? readJson(inputSchema) : inputSchema;
  return {
    name,
    description,
    ...(title ? { title } : {}),
    ...(typeof schema === 'object' && schema !== null ? { inputSchema: schema } : {}),
    ...(annotations ? { annotations } : {}),
    execute: async (args, { signal }) => {
      const returned = await context.executeTool(tool, args, { signal });
      const value = typeof returned === 'string' ? readJson(returned) : undefined;
      return value === undefined ? returned : value;
    },
  };
}
