/** Carries one call out, and is back in time whatever the tool does. */
import { failed, outcomeOf, thrown, unfulfilled } from '../outcome.ts';
import { TOOL_SETTINGS } from '../settings.ts';
import type { Args, Outcome } from '../tool.ts';
import type { ToolDefinition } from './tool-definition.ts';

/**
 * Resolves with what came of it, and never rejects: a tool that throws has failed, and so has one that takes longer than `deadlineMs`. When `signal` is aborted it is
 * cancelled, and the tool is told; whether it stops then is its own affair, and what it answers later is heard by nobody. A tool that is done is told nothing: it
 * might take it back.
 */
export async function execute(
  tool: Pick<ToolDefinition, 'execute'>,
  args: Args,
  { signal, deadlineMs = TOOL_SETTINGS.deadlineMs }: { signal: AbortSignal; deadlineMs?: number },
): Promise<Outcome> {
  const ending = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancel: () => void = () => undefined;
  const over = new Promise<Outcome>((resolve) => {
    // Whoever is still at work on it learns that nobody waits.
    const end = (outcome: Outcome) => {
      resolve(outcome);
      ending.abort();
    };
    cancel = () => {
      end(unfulfilled('cancelled', 'Interrupted by the user: it may be half done.'));
    };
    timer = setTimeout(() => {
      end(failed(`It took longer than ${String(deadlineMs / 1000)} seconds.`));
    }, deadlineMs);
  });
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await Promise.race(signal.aborted ? [over] : [over, attempt(tool, args, ending.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

async function attempt(tool: Pick<ToolDefinition, 'execute'>, args: Args, signal: AbortSignal): Promise<Outcome> {
  try {
    // A copy: what is remembered of the call must not change.
    return outcomeOf(await tool.execute(structuredClone({ ...args }), { signal }));
  } catch (error) {
    return thrown(error);
  }
}
