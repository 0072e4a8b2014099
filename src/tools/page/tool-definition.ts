/** A tool as a page declares it, with what it does. */
import type { ToolLook } from '../tool.ts';

export type ToolDefinition = ToolLook & {
  /**
   * Does it. What it returns, or resolves with, is told to the model as JSON; what it throws, as an error. `signal`: nobody waits for it any
   * more.
   */
  readonly execute: (args: Record<string, unknown>, context: { readonly signal: AbortSignal }) => unknown;
};
