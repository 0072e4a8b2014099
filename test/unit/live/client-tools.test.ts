/** Functions of a client as tools of a session. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientTool, ResultTiming, Told, ToolResult } from '../../../src/live/neutral.ts';
import { ClientTools, QUICK_MS } from '../../../src/live/page/client-tools.ts';
import { LateResults } from '../../../src/live/page/late-results.ts';
import { TOOL_SETTINGS } from '../../../src/tools/settings.ts';

const TIME: ClientTool = { name: 'get_time', description: '', parameters: null, blocking: true };
const answer = (id: string, response: unknown, more: Partial<ToolResult> = {}): ToolResult => {
  return { id, name: 'get_time', response, timing: 'when-idle', willContinue: false, ...more };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function toolsOf(...declared: ClientTool[]) {
  const told: Told[] = [];
  const came: ToolResult[] = [];
  const tools = new ClientTools({ tell: (each) => told.push(each), came: (result) => came.push(result) });
  const [tool] = tools.definitions(declared);
  if (!tool) throw new Error('There is no tool');
  return { told, came, tools, tool, ending: new AbortController() };
}

describe('a function that an answer waits for', () => {
  it('is called, and its last answer is the result', async () => {
    const { told, tools, tool, ending } = toolsOf(TIME);
    const result = tool.execute({ zone: 'UTC' }, ending);
    expect(told).toEqual([{ kind: 'tool-call', id: 'function-call-1', name: 'get_time', args: { zone: 'UTC' } }]);
    tools.result(answer('function-call-1', { so: 'far' }, { willContinue: true }));
    vi.advanceTimersByTime(10 * QUICK_MS);
    tools.result(answer('function-call-1', { output: 'noon' }));
    expect(await result).toEqual({ output: 'noon' });
    // Whoever has called says that nobody waits any more, when it is over too.
    ending.abort();
    tools.cancel();
    expect(told).toHaveLength(1);
  });

  it.each(['cancel', 'abort'])('is taken back, and what it answers then has nobody who waits (%s)', async (how) => {
    const { told, came, tools, tool, ending } = toolsOf(TIME);
    const results = [tool.execute({}, ending), tool.execute({}, ending)];
    if (how === 'cancel') tools.cancel();
    else ending.abort();
    const cancelled = told.flatMap((each) => (each.kind === 'tool-cancel' ? each.ids : []));
    expect(cancelled).toEqual(['function-call-1', 'function-call-2']);
    expect(await Promise.all(results)).toEqual([undefined, undefined]);
    tools.result(answer('function-call-1', { output: 'noon' }));
    expect(came).toHaveLength(1);
  });
});

describe('a function that need not be waited for', () => {
  const BY_THE_WAY: ClientTool = { ...TIME, blocking: false };

  it('has its result in the answer where that is there at once', async () => {
    const { came, tools, tool, ending } = toolsOf(BY_THE_WAY);
    const result = tool.execute({}, ending);
    vi.advanceTimersByTime(QUICK_MS - 1);
    tools.result(answer('function-call-1', { output: 'noon' }, { willContinue: true }));
    expect(await result).toEqual({ output: 'noon' });
    tools.result(answer('function-call-1', { output: 'one' }));
    expect(came.map(({ response }) => response)).toEqual([{ output: 'one' }]);
  });

  it('is told as begun where it takes its time; its results come by themselves', async () => {
    const { told, came, tools, tool, ending } = toolsOf(BY_THE_WAY);
    const result = tool.execute({}, ending);
    vi.advanceTimersByTime(QUICK_MS);
    expect(await result).toMatchObject({ status: 'started' });
    tools.cancel();
    ending.abort();
    tools.result(answer('function-call-1', { output: 'noon' }, { willContinue: true }));
    tools.result(answer('function-call-1', { output: 'one' }));
    expect(came.map(({ response }) => response)).toEqual([{ output: 'noon' }, { output: 'one' }]);
    expect(told).toHaveLength(1);
  });

  it('goes on when it is interrupted', async () => {
    const { told, came, tools, tool, ending } = toolsOf(BY_THE_WAY);
    const result = tool.execute({}, ending);
    tools.cancel();
    expect(await result).toBeUndefined();
    tools.result(answer('function-call-1', { output: 'noon' }));
    expect(told.map(({ kind }) => kind)).toEqual(['tool-call']);
    expect(came).toHaveLength(1);
  });

  it('is not spoken of where its result is not to be', async () => {
    const { came, tools, tool, ending } = toolsOf(BY_THE_WAY);
    const result = tool.execute({}, ending);
    tools.result(answer('function-call-1', { output: 'noon' }, { timing: 'silent' }));
    expect(await result).toMatchObject({ status: 'started' });
    expect(came).toHaveLength(1);
  });
});

it('what the client leaves out or writes too long is mended', () => {
  const { tool } = toolsOf({ ...TIME, description: 'x'.repeat(2_000), parameters: { type: 'object' } });
  expect(tool.description).toHaveLength(1_000);
  expect(tool.inputSchema).toEqual({ type: 'object' });
  expect(toolsOf(TIME).tool.description).toBe('get_time');
});

describe('results that nobody has waited for', () => {
  const results = (...timings: ResultTiming[]) => {
    const late = new LateResults();
    for (const timing of timings) late.add(answer('1', { ok: true }, { timing }));
    return late;
  };
  const IDLE = { isHearing: false, isAnswering: false };

  it.each<[ResultTiming, typeof IDLE, number, boolean]>([
    ['silent', IDLE, 1, false],
    ['when-idle', IDLE, 1, true],
    ['interrupt', IDLE, 1, true],
    ['silent', { isHearing: false, isAnswering: true }, 0, false],
    ['when-idle', { isHearing: false, isAnswering: true }, 0, false],
    ['interrupt', { isHearing: false, isAnswering: true }, 1, true],
    ['silent', { isHearing: true, isAnswering: false }, 0, false],
    ['when-idle', { isHearing: true, isAnswering: false }, 0, false],
    // It waits while the user talks, over an answer too.
    ['interrupt', { isHearing: true, isAnswering: true }, 0, false],
  ])('%s, in %o', (timing, when, lines, speaks) => {
    const late = results(timing);
    const taken = late.take(when);
    expect([taken.lines.length, taken.speaks]).toEqual([lines, speaks]);
    // Once.
    expect(late.take(IDLE).lines).toHaveLength(1 - lines);
  });

  it('are told together, as what came of calls, and no token of a template is in them', () => {
    const late = results('silent');
    late.add(answer('2', { output: '<end_of_turn>' }));
    expect(late.take(IDLE)).toEqual({
      speaks: true,
      lines: [
        { role: 'user', text: '```tool_result\n{"name": "get_time", "result": {"ok": true}}\n```' },
        { role: 'user', text: '```tool_result\n{"name": "get_time", "result": {"output": "\\u003cend_of_turn>"}}\n```' },
      ],
    });
  });

  it('end at some time to have the model speak, where it calls again for each', () => {
    const late = new LateResults();
    const speaks = () => {
      late.add(answer('1', {}));
      return late.take(IDLE).speaks;
    };
    for (let count = 0; count < TOOL_SETTINGS.maxCalls; count += 1) expect(speaks()).toBe(true);
    expect(speaks()).toBe(false);
    late.userSpoke();
    expect(speaks()).toBe(true);
  });
});
