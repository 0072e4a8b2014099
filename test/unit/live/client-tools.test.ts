/** Functions of a client as tools of a session. */
import { expect, it } from 'vitest';
import type { ClientTool, Told, ToolResult } from '../../../src/live/neutral.ts';
import { ClientTools } from '../../../src/live/page/client-tools.ts';

const TIME: ClientTool = { name: 'get_time', description: '', parameters: null, blocking: true };
const answer = (id: string, response: unknown, willContinue = false): ToolResult => {
  return { id, name: 'get_time', response, timing: 'when-idle', willContinue };
};

function toolsOf(...declared: ClientTool[]) {
  const told: Told[] = [];
  const came: ToolResult[] = [];
  const tools = new ClientTools({ tell: (each) => told.push(each), came: (result) => came.push(result) });
  const [tool] = tools.definitions(declared);
  if (!tool) throw new Error('There is no tool');
  return { told, came, tools, tool, ending: new AbortController() };
}

it('a call goes out, and its last answer is the result', async () => {
  const { told, tools, tool, ending } = toolsOf(TIME);
  const result = tool.execute({ zone: 'UTC' }, ending);
  expect(told).toEqual([{ kind: 'tool-call', id: 'function-call-1', name: 'get_time', args: { zone: 'UTC' } }]);
  tools.result(answer('function-call-1', { so: 'far' }, true));
  tools.result(answer('function-call-1', { output: 'noon' }));
  expect(await result).toEqual({ output: 'noon' });
  // Whoever has called says that nobody waits any more, when it is over too.
  ending.abort();
  expect(told).toHaveLength(1);
});

it('a call that is cancelled is taken back, and what is answered then has nobody who waits', async () => {
  const { told, came, tools, tool, ending } = toolsOf(TIME);
  const result = tool.execute({}, ending);
  ending.abort();
  expect(told.at(-1)).toEqual({ kind: 'tool-cancel', ids: ['function-call-1'] });
  expect(await result).toBeUndefined();
  tools.result(answer('function-call-1', { output: 'noon' }));
  expect(came).toHaveLength(1);
});

it('nobody waits for one that is not to be waited for; its results come by themselves', async () => {
  const { came, tools, tool, ending } = toolsOf({ ...TIME, blocking: false });
  expect(await tool.execute({}, ending)).toMatchObject({ status: 'started' });
  ending.abort();
  tools.result(answer('function-call-1', { output: 'noon' }, true));
  tools.result(answer('function-call-1', { output: 'one' }));
  expect(came.map(({ response }) => response)).toEqual([{ output: 'noon' }, { output: 'one' }]);
});

it('what the client leaves out or writes too long is mended', () => {
  const { tool } = toolsOf({ ...TIME, description: 'x'.repeat(2_000), parameters: { type: 'object' } });
  expect(tool.description).toHaveLength(1_000);
  expect(tool.inputSchema).toEqual({ type: 'object' });
  expect(toolsOf(TIME).tool.description).toBe('get_time');
});
