/** Tools that do what they should, and tools that don't. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RegisteredTools } from '../../../src/elements/registered-tools.ts';
import { execute } from '../../../src/tools/page/execute.ts';
import { Toolbox, type ToolboxEvents } from '../../../src/tools/page/toolbox.ts';
import type { ToolDefinition } from '../../../src/tools/page/tool-definition.ts';
import { followPageTools, modelContext } from '../../../src/tools/page/web-mcp.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;
const hangs = () => new Promise(() => undefined);

describe('a call', () => {
  it('is told its arguments, and a copy of them', async () => {
    const args = { room: { name: 'kitchen' } };
    const run = (given: Record<string, unknown>) => {
      (given['room'] as { name: string }).name = 'cellar';
      return { ok: true };
    };
    expect(await execute({ execute: run }, args, { signal: never })).toEqual({ is: 'done', text: '{"ok": true}' });
    expect(args).toEqual({ room: { name: 'kitchen' } });
  });

  it.each([
    [() => Promise.reject(new Error('no such room')), 'no such room'],
    [
      () => {
        throw new Error('at once');
      },
      'at once',
    ],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- Pages do that.
    [() => Promise.reject('as text'), 'as text'],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- Pages do that.
    [() => Promise.reject(), 'It did not work.'],
  ])('that throws has failed (%#)', async (run, error) => {
    const outcome = await execute({ execute: run }, {}, { signal: never });
    expect(outcome).toEqual({ is: 'failed', text: JSON.stringify({ error }).replace(':', ': ') });
  });

  it('that throws an error of another page, or one whose message is none, has failed as well', async () => {
    const hostile = Object.defineProperty(new Error(), 'message', {
      get: () => {
        throw new Error('none');
      },
    });
    const thrown: unknown[] = [{ message: 'elsewhere' }, { message: { code: 1 } }, hostile, null, Symbol('s')];
    const told = thrown.map((error) =>
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- Pages do that.
      execute({ execute: () => Promise.reject(error) }, {}, { signal: never }),
    );
    const none = { is: 'failed', text: '{"error": "It did not work."}' };
    expect(await Promise.all(told)).toEqual([{ is: 'failed', text: '{"error": "elsewhere"}' }, none, none, none, none]);
  });

  it('that hangs fails at its deadline, and is told', async () => {
    let signal: AbortSignal | undefined;
    const outcome = execute(
      {
        execute: (_, context) => {
          ({ signal } = context);
          return hangs();
        },
      },
      {},
      { signal: never },
    );
    await vi.advanceTimersByTimeAsync(29_999);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toMatchObject({ is: 'failed', text: expect.stringContaining('30 seconds') as string });
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is done is told nothing: it might take it back', async () => {
    const aborted = vi.fn();
    const interrupting = new AbortController();
    const run = (_: object, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', aborted);
    };
    expect(await execute({ execute: run }, {}, { signal: interrupting.signal })).toMatchObject({ is: 'done' });
    interrupting.abort();
    expect(aborted).not.toHaveBeenCalled();
  });

  it('that is interrupted is cancelled at once, and never begun where it was interrupted before', async () => {
    const ending = new AbortController();
    const run = vi.fn(hangs);
    const outcome = execute({ execute: run }, {}, { signal: ending.signal });
    ending.abort();
    expect(await outcome).toMatchObject({ is: 'cancelled' });
    expect(await execute({ execute: run }, {}, { signal: ending.signal })).toMatchObject({ is: 'cancelled' });
    expect(run).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the tools there are', () => {
  const tool = (name: string, run: ToolDefinition['execute'] = () => undefined): ToolDefinition => ({
    name,
    description: `It is ${name}.`,
    execute: run,
  });
  const made = () => {
    const events = { declared: vi.fn(), ended: vi.fn(), changed: vi.fn() } satisfies ToolboxEvents;
    const names = () => ((events.declared.mock.lastCall?.[0] ?? []) as { name: string }[]).map(({ name }) => name);
    return { events, names, toolbox: new Toolbox(events) };
  };

  it('come and go, are switched off, and have one name each', () => {
    const { events, names, toolbox } = made();
    toolbox.use('page', [tool('a'), tool('b')]);
    toolbox.use('web-mcp', [tool('b'), tool('c')]);
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(toolbox.view.tools.filter(({ problem }) => problem !== null)).toMatchObject([{ name: 'b', from: 'web-mcp' }]);
    toolbox.choose({ off: ['a'] });
    expect(names()).toEqual(['b', 'c']);
    const told = events.declared.mock.calls.length;
    toolbox.choose({ off: ['a'] });
    toolbox.use('web-mcp', [tool('b'), tool('c')]);
    expect(events.declared).toHaveBeenCalledTimes(told);
    toolbox.choose({ isAble: false });
    expect(names()).toEqual([]);
    toolbox.choose({ isAble: true });
    toolbox.use('page', []);
    expect(names()).toEqual(['b', 'c']);
  });

  it('are told to the model up to a number, and what is none is named', () => {
    const { names, toolbox } = made();
    toolbox.use('web-mcp', [tool('not a name'), ...Array.from({ length: 20 }, (_, index) => tool(`t${String(index)}`))]);
    expect(names()).toHaveLength(16);
    expect(toolbox.view.tools[0]).toMatchObject({ problem: expect.stringContaining('name') as string });
    expect(toolbox.view.tools.at(-1)?.problem).toContain('16');
  });

  it('are called, with a log; the page may forbid it', async () => {
    const { events, toolbox } = made();
    const run = vi.fn(() => ({ ok: true }));
    toolbox.use('page', [tool('a', run)]);
    await toolbox.run(1, { id: '1-1', name: 'a', args: { n: 1 } });
    expect(events.ended).toHaveBeenLastCalledWith(1, '1-1', { is: 'done', text: '{"ok": true}' });
    const forbidding = new AbortController();
    const asked = vi.fn(() => false);
    toolbox.guard(asked, forbidding);
    await toolbox.run(2, { id: '2-1', name: 'a', args: {} });
    expect(asked).toHaveBeenCalledWith({ turn: 2, name: 'a', arguments: {}, from: 'page' });
    expect(events.ended.mock.lastCall?.[2]).toMatchObject({ is: 'refused' });
    expect(run).toHaveBeenCalledTimes(1);
    forbidding.abort();
    await toolbox.run(3, { id: '3-1', name: 'gone', args: {} });
    expect(events.ended.mock.lastCall?.[2]).toMatchObject({ is: 'failed' });
    expect(toolbox.view.log.map(({ id, outcome }) => [id, outcome?.is])).toEqual([
      ['3-1', 'failed'],
      ['2-1', 'refused'],
      ['1-1', 'done'],
    ]);
  });

  it('are in the log when the user is asked, and refused where nothing comes of that', async () => {
    const { toolbox } = made();
    toolbox.use('page', [tool('a')]);
    const states = () => toolbox.view.log.map(({ isAsking, outcome }) => (isAsking ? 'asking' : outcome?.is));
    const call = { id: '1-1', name: 'a', args: {} };
    toolbox.ask(call);
    expect(states()).toEqual(['asking']);
    toolbox.answered('1-1');
    await toolbox.run(1, call);
    // A conversation that began anew has the same ids.
    toolbox.ask(call);
    toolbox.answered('1-1');
    toolbox.answered('1-1');
    expect(states()).toEqual(['refused', 'done']);
  });

  it('are not forbidden by a page that was gone before it was heard', async () => {
    const { toolbox } = made();
    const run = vi.fn();
    toolbox.use('page', [tool('a', run)]);
    toolbox.guard(() => false, { signal: AbortSignal.abort() });
    await toolbox.run(1, { id: '1-1', name: 'a', args: {} });
    expect(run).toHaveBeenCalled();
  });

  it('are named to the page by copies', async () => {
    const { toolbox } = made();
    const run = vi.fn();
    toolbox.use('page', [tool('a', run)]);
    toolbox.guard((request) => Boolean(((request.arguments as { n: number }).n = 2)), { signal: never });
    await toolbox.run(1, { id: '1-1', name: 'a', args: { n: 1 } });
    expect(run.mock.calls[0]).toMatchObject([{ n: 1 }, {}]);
  });

  it('end with their turn, and tell nobody', async () => {
    const { events, toolbox } = made();
    toolbox.use('page', [tool('a', hangs)]);
    const first = toolbox.run(1, { id: '1-1', name: 'a', args: {} });
    const second = toolbox.run(2, { id: '2-1', name: 'a', args: {} });
    toolbox.cancel(1);
    await first;
    expect(events.ended).not.toHaveBeenCalled();
    expect(toolbox.view.log.map(({ outcome }) => outcome?.is)).toEqual([undefined, 'cancelled']);
    toolbox.dispose();
    await second;
    expect(events.ended).not.toHaveBeenCalled();
  });
});

describe('tools that a page registers', () => {
  const tool = { name: 'a', description: 'A.', execute: () => undefined };

  it('end with their own registration and no other', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const registered = new RegisteredTools(() => undefined);
    registered.add(tool, first.signal);
    registered.add(tool, second.signal);
    first.abort();
    expect(registered.all).toEqual([tool]);
    second.abort();
    expect(registered.all).toEqual([]);
    registered.add(tool, second.signal);
    expect(registered.all).toEqual([]);
  });

  it('by WebMCP are followed, and a page that has something else in its place breaks nothing', async () => {
    const context = Object.assign(new EventTarget(), {
      getTools: (): Promise<unknown> => Promise.resolve([{ name: 'a', description: 'A.' }, null]),
      executeTool: () => Promise.resolve('"It is on."'),
    });
    const found = modelContext({ modelContext: context } as unknown as Document);
    const told = vi.fn<(tools: readonly ToolDefinition[]) => void>();
    if (!found) throw new Error('There is no context.');
    followPageTools(found, told, { signal: never });
    await vi.waitFor(() => {
      expect(told).toHaveBeenCalledTimes(1);
    });
    const [listed] = told.mock.calls[0]?.[0] ?? [];
    expect(told.mock.calls[0]?.[0]).toHaveLength(1);
    // What it returned is JSON of a text, and no text with quotes around it.
    expect(listed && (await execute(listed, {}, { signal: never }))).toEqual({ is: 'done', text: '"It is on."' });
    context.getTools = () => {
      throw new Error('not now');
    };
    context.dispatchEvent(new Event('toolchange'));
    await vi.waitFor(() => {
      expect(told).toHaveBeenLastCalledWith([]);
    });
    expect(
      modelContext({ modelContext: { getTools: context.getTools, executeTool: context.executeTool } } as unknown as Document),
    ).toBeNull();
  });
});
