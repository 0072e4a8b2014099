/** Tools that do what they should, and tools that don't. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { execute } from '../../../src/tools/page/execute.ts';
import { Toolbox, type ToolboxEvents } from '../../../src/tools/page/toolbox.ts';
import type { ToolDefinition } from '../../../src/tools/page/tool-definition.ts';

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
