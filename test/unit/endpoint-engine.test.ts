/** Servers of all kinds, as a language model: over real HTTP, with the engine that the worker has. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownModel } from '../../src/models/own.ts';
import { toErrorData } from '../../src/protocol/errors.ts';
import type { LoadJob } from '../../workers/serve.ts';
import type { LlmSpec } from '../../src/models/catalogue.ts';
import { load } from '../../workers/llm/endpoint-engine.ts';
import { isLocal } from '../../workers/llm/local-network.ts';
import { answerOf } from '../../workers/llm/answer.ts';
import { quotes, readDelta } from '../../workers/llm/chat-api.ts';
import { declarationOf } from '../../src/tools/tool.ts';
import { tryServer } from '../../workers/self-test.ts';
import { ChatServer } from '../browser/chat-server.ts';

const QUESTION = [{ role: 'user', text: 'Where is the Eiffel Tower, please?' }] as const;

let server: ChatServer;
beforeEach(async () => {
  server = await ChatServer.start();
});
afterEach(async () => {
  await server.close();
  vi.unstubAllGlobals();
});

const engineOf = (limitMs?: number, url = server.url, tryOut = false) =>
  load({
    spec: ownModel({ kind: 'endpoint', url, model: 'big', apiKey: '', sees: false }),
    backend: 'remote',
    origin: { app: '', hub: '' },
    tryOut,
    progress: () => undefined,
    ...(limitMs === undefined ? {} : { limitMs }),
  } satisfies LoadJob<LlmSpec>);

async function ask(limitMs?: number, maxTokens = 60, url = server.url) {
  const engine = await engineOf(limitMs, url);
  let text = '';
  let reason = '';
  const kinds: string[] = [];
  for await (const piece of engine.generate(QUESTION, maxTokens)) {
    kinds.push(piece.kind);
    if (piece.kind === 'text') text += piece.delta;
    if (piece.kind === 'end') ({ reason } = piece);
  }
  return { text, reason, kinds };
}

async function failure(limitMs?: number, url = server.url) {
  try {
    await ask(limitMs, 60, url);
  } catch (error) {
    return toErrorData(error);
  }
  throw new Error('It answered.');
}

/** What is said of it. */
async function textOf(engine: Awaited<ReturnType<typeof engineOf>>, maxTokens = 60) {
  let text = '';
  const pieces = answerOf(engine, { messages: QUESTION, maxTokens, sampling: undefined, tools: [] });
  for await (const piece of pieces) if (piece.kind === 'text') text += piece.delta;
  return text;
}

const drain = async (pieces: AsyncGenerator) => {
  while (!(await pieces.next()).done);
};

const chunk = (delta: object, finish: string | null = null) => ({ choices: [{ index: 0, delta, finish_reason: finish }] });

/** As it comes over the line. */
const said = (content: string, finish: string | null = null) => `data: ${JSON.stringify(chunk({ content }, finish))}\n\n`;

describe('a server whose model thinks (B29)', () => {
  const thoughts = ['reasoning_content', 'reasoning', 'thinking'].map((name) => [name] as const);

  it.each(thoughts)('in %s: of that nothing is said, and it counts as a sign of life', async (name) => {
    server.chunks = {
      send: [
        chunk({ role: 'assistant', content: null, [name]: 'Hm, ' }),
        chunk({ content: '', [name]: 'Paris?' }),
        chunk({ content: 'Paris.' }, 'stop'),
      ],
      then: 'end',
    };
    expect(await ask()).toEqual({ text: 'Paris.', reason: 'stop', kinds: ['prompt', 'text', 'end'] });
  });

  it.each(thoughts)('in %s passes for alive, though the test is over before its first word', async (name) => {
    server.chunks = { send: Array.from({ length: 24 }, () => chunk({ [name]: 'hm ' })), then: 'end' };
    expect(await tryServer(await engineOf())).toBe(0);
  });

  it('and has no room left for an answer is named, with the way out', async () => {
    server.chunks = { send: [chunk({ reasoning: 'hm' }), chunk({}, 'length')], then: 'end' };
    expect(await failure()).toMatchObject({
      reason: 'endpoint-refused',
      message: expect.stringContaining('“big” on 127.0.0.1') as string,
      advice: expect.stringContaining('Switch its thinking off') as string,
    });
  });

  it('between tags has no room left for an answer either, and more of it the next time', async () => {
    const thoughts = ['<think>Hm, ', 'the ', 'Tower. '].map((content) => chunk({ content }));
    server.chunks = { send: [...thoughts, chunk({}, 'length')], then: 'end' };
    const engine = await engineOf();
    await expect(drain(engine.generate(QUESTION, 3))).rejects.toThrow('thinks for too long');
    server.chunks = { send: [...thoughts, chunk({ content: '</think>In ' }), chunk({ content: 'Paris.' }, 'stop')], then: 'end' };
    expect(await textOf(engine, 3)).toBe('In Paris.');
    expect(server.asked.map(({ body }) => body['max_tokens'])).toEqual([3, 2_003]);
  });

  it('between tags for too long is given up', async () => {
    server.chunks = { send: [chunk({ content: '<think>hm' })], then: 'wait' };
    expect((await failure(1_500)).message).toContain('thinks for too long to be talked to');
    await server.hungUp;
  });

  it('and leaves out what opens the thoughts: they are known from the next answer on, as long as they end', async () => {
    const engine = await engineOf();
    server.chunks = { send: [chunk({ content: 'Hm.</thi' }), chunk({ content: 'nk>\n\nParis.' }, 'stop')], then: 'end' };
    expect(await textOf(engine)).toBe('Hm.\n\nParis.');
    expect(await textOf(engine)).toBe('Paris.');
    server.chunks = { send: [chunk({ content: 'Paris.' }, 'stop')], then: 'end' };
    await expect(textOf(engine)).rejects.toThrow('thinks for too long');
    expect(await textOf(engine)).toBe('Paris.');
  });

  it('for too long is given up, and hears of it', async () => {
    server.chunks = { send: [chunk({ reasoning: 'hm' })], then: 'wait' };
    expect((await failure(1_500)).message).toContain('thinks for too long to be talked to');
    await server.hungUp;
  });

  it('is asked to think as little as can be, and has room for it once it was seen to', async () => {
    server.chunks = { send: [chunk({ reasoning: 'hm' }), chunk({ content: 'Paris.' }, 'stop')], then: 'end' };
    const engine = await engineOf();
    for (let turn = 0; turn < 2; turn += 1) await drain(engine.generate(QUESTION, 60));
    expect(server.asked.map(({ body }) => body['reasoning_effort'])).toEqual(['none', 'none']);
    expect(server.asked.map(({ body }) => body['max_tokens'])).toEqual([60, 2_060]);
  });
});

describe('a server that does not so much as say that it has heard', () => {
  it('is given up when it would have to say its first word, and hears of it', async () => {
    server.opens = new Promise(() => undefined);
    expect(await failure(50)).toMatchObject({
      reason: 'endpoint-refused',
      message: expect.stringContaining('takes too long to begin its answer') as string,
    });
    await server.hungUp;
  });

  it('has no more time for that it has to be asked in other words', async () => {
    let asked = 0;
    server.refuses = () => {
      asked += 1;
      if (asked === 1) server.opens = new Promise(() => undefined);
      return { status: 400, body: { error: { message: 'Unknown parameter: reasoning_effort' } } };
    };
    expect((await failure(50)).message).toContain('takes too long to begin its answer');
  });

  it('is waited for while it is tried out, since it may have to load its model', async () => {
    server.opens = new Promise((resolve) => setTimeout(resolve, 100));
    expect(await tryServer(await engineOf(1, server.url, true))).toBe(0);
  });

  it('can be interrupted, of which no error is made', async () => {
    server.opens = new Promise(() => undefined);
    const engine = await engineOf();
    const answered = drain(engine.generate(QUESTION, 60));
    engine.interrupt();
    await expect(answered).resolves.toBeUndefined();
  });
});

describe('a server that does not take every word of a request', () => {
  const refusal = (message: string, status = 400) => ({ status, body: { error: { message, type: 'invalid_request_error' } } });

  it('max_tokens: asked with max_completion_tokens, and so from then on (B31)', async () => {
    server.refuses = (body) =>
      'max_tokens' in body
        ? refusal("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
        : null;
    const engine = await engineOf();
    for (let turn = 0; turn < 2; turn += 1) await drain(engine.generate(QUESTION, 60));
    expect(server.asked.map(({ body }) => body['max_completion_tokens'])).toEqual([undefined, 60, 60]);
  });

  it.each([
    ['not known', "Unknown parameter: 'reasoning_effort'.", [undefined]],
    ['not known, in other words', 'Extra inputs are not permitted: reasoning_effort', [undefined]],
    ['not known, and not named', 'Bad request', [undefined]],
    [
      'of another value',
      "Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low'.",
      ['minimal', 'low'],
    ],
  ])('reasoning_effort, %s', async (_, message, then) => {
    server.refuses = ({ reasoning_effort: effort }) => (effort === undefined || effort === 'low' ? null : refusal(message));
    expect((await ask()).text).toBe(server.answer);
    expect(server.asked.map(({ body }) => body['reasoning_effort'])).toEqual(['none', ...then]);
  });

  it('stream_options, and then what else it minds', async () => {
    server.refuses = (body) =>
      'stream_options' in body
        ? { status: 422, body: { detail: 'stream_options: extra fields' } }
        : 'reasoning_effort' in body
          ? refusal('reasoning_effort is unknown')
          : null;
    expect((await ask()).text).toBe(server.answer);
    expect(server.asked).toHaveLength(3);
  });

  it('the user’s sampling, which is then the server’s own', async () => {
    server.refuses = (body) => ('temperature' in body ? refusal("Unsupported value: 'temperature' does not support 0.5.") : null);
    const engine = await engineOf();
    await drain(engine.generate(QUESTION, 60, { temperature: 0.5, topP: null }));
    expect(server.asked.map(({ body }) => [body['temperature'], 'top_p' in body])).toEqual([
      [0.5, false],
      [undefined, false],
    ]);
  });

  it('anything: says why in the server’s own words, and does not ask for ever', async () => {
    server.refuses = () => refusal('The model `big` does not exist or you do not have access to it.');
    expect((await failure()).message).toContain('It says: “The model `big` does not exist or you do not have access to it.”');
    expect(server.asked.length).toBeLessThan(5);
  });

  it('for a reason that passes: is asked in the same words the next time', async () => {
    let isBusy = true;
    server.refuses = () => (isBusy ? refusal('The model is being swapped.') : null);
    const engine = await engineOf();
    await expect(drain(engine.generate(QUESTION, 60))).rejects.toThrow('being swapped');
    isBusy = false;
    await drain(engine.generate(QUESTION, 60));
    expect(server.asked.at(-1)?.body['reasoning_effort']).toBe('none');
  });

  it.each([
    ['llama.cpp', 400, 'the request exceeds the available context size (4096 tokens), try increasing it'],
    ['OpenAI', 400, "This model's maximum context length is 4096 tokens. However, you requested 4500 tokens."],
    [
      'vLLM',
      400,
      "'max_tokens' or 'max_completion_tokens' is too large: 400. This model's maximum context length is 4096 tokens",
    ],
    ['Text Generation Inference', 422, '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens'],
    ['Anthropic', 413, 'prompt is too long: 210000 tokens > 200000 maximum'],
    ['Gemini', 400, 'The input token count (1190000) exceeds the maximum number of tokens allowed (1048575).'],
  ])('so long a conversation, as %s says it: is asked with the newest of it, from then on', async (_, status, message) => {
    const said = Array.from({ length: 9 }, (_each, at) => ({
      role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
      text: `Number ${String(at)}.`,
    }));
    server.refuses = ({ messages }) => (messages.length > 4 ? refusal(message, status) : null);
    const engine = await engineOf();
    for (let turn = 0; turn < 2; turn += 1) await drain(engine.generate([{ role: 'system', text: 'Be short.' }, ...said], 60));
    expect(server.asked.map(({ body }) => body.messages.length)).toEqual([10, 4, 4]);
    const { body } = server.asked.at(-1) ?? {};
    expect(body?.messages.map(({ content }) => content)).toEqual(['Be short.', 'Number 6.', 'Number 7.', 'Number 8.']);
    expect(body).toMatchObject({ max_tokens: 60, reasoning_effort: 'none' });
  });

  it('a question that is too long by itself: says so in the server’s own words', async () => {
    server.refuses = () => refusal('the request exceeds the available context size (64 tokens)');
    expect((await failure()).message).toContain('exceeds the available context size');
    expect(server.asked.length).toBeLessThan(5);
  });

  it.each([
    ['with what it was asked', { error: { message: 'Can not answer "Where is the Eiffel Tower, please?"' } }],
    ['with the whole request', JSON.stringify({ messages: QUESTION })],
    ['with a page', '<html>Bad gateway</html>'],
  ])('%s: of that nothing is repeated', async (_, body) => {
    server.refuses = () => ({ status: 500, body });
    const { message } = await failure();
    expect(message).toMatch(/does not answer \(HTTP 500\)\.$/);
  });
});

describe('an answer', () => {
  it.each([
    [
      'as a list of parts (B32)',
      [
        chunk(
          {
            content: [
              { type: 'text', text: 'In ' },
              { type: 'text', text: 'Paris.' },
            ],
          },
          'stop',
        ),
      ],
    ],
    [
      'with thoughts among its parts',
      [
        chunk(
          {
            content: [
              { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
              { type: 'text', text: 'In Paris.' },
            ],
          },
          'stop',
        ),
      ],
    ],
    [
      'with empty choices and usage alone',
      [{ choices: [] }, chunk({ content: 'In Paris.' }), { choices: [], usage: { prompt_tokens: 3 } }, chunk({}, 'stop')],
    ],
    ['with a reason that is none of the usual', [chunk({ content: 'In Paris.' }), chunk({}, 'eos')]],
    ['as a refusal', [chunk({ refusal: 'In Paris.' }, 'stop')]],
    ['without an end but [DONE]', [chunk({ content: 'In ' }), chunk({ content: 'Paris.', role: 'assistant' })]],
  ])('%s', async (_, send) => {
    server.chunks = { send, then: 'end' };
    expect((await ask()).text).toBe('In Paris.');
  });

  it.each([
    ['with empty data between its pieces', `data:\n\n${said('In ')}data:\n\n${said('Paris.', 'stop')}data: [DONE]\n\n`],
    ['with a word that keeps the connection alive', `${said('In ')}data: ping\n\n${said('Paris.', 'stop')}`],
    ['without the blank line that ends the last piece', (said('In ') + said('Paris.', 'stop')).trimEnd()],
    ['without the blank line behind [DONE]', `${said('In ')}${said('Paris.')}data: [DONE]`],
    ['with spaces around [DONE]', `${said('In ')}${said('Paris.')}data:  [DONE] \r\n\r\n`],
  ])('%s', async (_, stream) => {
    server.chunks = { send: [], then: 'end', raw: stream };
    expect(await ask()).toMatchObject({ text: 'In Paris.', reason: 'stop' });
  });

  it('that ends in the middle of a piece broke off', async () => {
    server.chunks = { send: [], then: 'end', raw: said('In ') + said('Paris.', 'stop').slice(0, -20) };
    expect((await failure()).message).toContain('broke off');
  });

  it('that the server gives up in the middle is named with its reason', async () => {
    server.chunks = { send: [chunk({ content: 'In' }), { error: { message: 'The GPU is out of memory.' } }], then: 'end' };
    expect((await failure()).message).toContain('gave up on its answer. It says: “The GPU is out of memory.”');
  });

  const event = (data: string) => `${said('In')}event: error\ndata: ${data}\n\n`;
  const ended = (first: object, rest: object = {}) =>
    said('In') + `data: ${JSON.stringify({ ...rest, choices: [{ delta: {}, finish_reason: 'error', ...first }] })}\n\n`;
  const reason = { message: 'The GPU is out of memory.' };

  it.each([
    ['in an event of its own', event(JSON.stringify(reason))],
    ['in an event of its own, in the usual form', event(JSON.stringify({ error: reason }))],
    ['in an event of its own, as text', event(reason.message)],
    ['in an event of its own, as a string', event(JSON.stringify(reason.message))],
    ['at its end', ended({}, { error: reason })],
    ['at its end, beside the words', ended({ error: reason })],
    ['at its end, among the words', ended({ delta: { error: reason } })],
    ['as an object', `${said('In')}data: ${JSON.stringify({ object: 'error', ...reason })}\n\n`],
  ])('that the server gives up %s is named with its reason', async (_, raw) => {
    server.chunks = { send: [], then: 'end', raw };
    expect((await failure()).message).toContain('gave up on its answer. It says: “The GPU is out of memory.”');
  });

  const quoting = 'Can not answer "Where is the Eiffel Tower, please?"';

  it.each([
    ['at its end without a reason', ended({})],
    ['in an event with what it was asked', event(JSON.stringify({ message: quoting }))],
    ['in an event with what it was asked, as text', event(quoting)],
    ['in an event with a page', event('<html>')],
    ['at its end with what it was asked', ended({ error: { message: quoting } })],
  ])('that the server gives up %s: of that nothing is repeated', async (_, raw) => {
    server.chunks = { send: [], then: 'end', raw };
    expect((await failure()).message).toMatch(/gave up on its answer\.$/);
  });

  it('that the server gives up with what it was asked: of that nothing is repeated', async () => {
    const message = 'Can not answer "Where is the Eiffel Tower, please?"';
    server.chunks = { send: [chunk({ content: 'In' }), { error: { message } }], then: 'end' };
    expect((await failure()).message).toMatch(/gave up on its answer\.$/);
  });

  it('is as long as it was asked to be, whatever the server thinks of that', async () => {
    server.chunks = { send: Array.from({ length: 9 }, () => chunk({ content: 'word ' })), then: 'wait' };
    expect(await ask(undefined, 4)).toMatchObject({ text: 'word word word word ', reason: 'length' });
    await server.hungUp;
  });

  it('that stops in the middle for good is told as broken off, and the server is left', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      server.chunks = { send: [chunk({ content: 'In' })], then: 'wait' };
      const pieces = (await engineOf()).generate(QUESTION, 60);
      expect((await pieces.next()).value).toEqual({ kind: 'prompt' });
      expect((await pieces.next()).value).toMatchObject({ kind: 'text', delta: 'In' });
      const rest = pieces.next().then(() => null, toErrorData);
      await vi.advanceTimersByTimeAsync(45_000);
      expect(await rest).toMatchObject({ reason: 'network', message: expect.stringContaining('broke off') as string });
      await server.hungUp;
    } finally {
      vi.useRealTimers();
    }
  });

  it('of nothing is an end too', async () => {
    server.chunks = { send: [chunk({}, 'stop')], then: 'end' };
    expect(await ask()).toEqual({ text: '', reason: 'stop', kinds: ['prompt', 'end'] });
  });
});

describe('a server in one’s own network (B39)', () => {
  const permission = (state: string) =>
    vi.stubGlobal('navigator', {
      permissions: {
        query: ({ name }: { name: string }) =>
          name === 'local-network-access' ? Promise.resolve({ state }) : Promise.reject(new TypeError()),
      },
    });

  it.each([
    ['denied', /The browser keeps this page from/],
    ['prompt', /The browser keeps this page from/],
    ['granted', /could not be reached, or does not allow/],
  ])('where the browser’s permission is %s', async (state, message) => {
    permission(state);
    const { url } = server;
    await server.close();
    expect((await failure(undefined, url)).message).toMatch(message);
    server = await ChatServer.start();
  });
});

it.each([
  'http://localhost:11434/v1',
  'https://nas.local/v1',
  'https://app.localhost/v1',
  'https://0.0.0.0/v1',
  'https://10.1.2.3/v1',
  'https://100.64.0.1/v1',
  'https://100.127.255.254/v1',
  'https://127.0.0.1/v1',
  'https://169.254.1.2/v1',
  'https://172.16.0.1/v1',
  'https://172.31.0.1/v1',
  'https://192.168.0.1/v1',
  'https://[::1]/v1',
  'https://[fc00::1]/v1',
  'https://[fdab:1::1]/v1',
  'https://[fe80::1]/v1',
  'https://[febf::1]/v1',
])('%s leads into one’s own network', (address) => {
  expect(isLocal(address)).toBe(true);
});

it.each([
  'https://llm.example/v1',
  'https://local/v1',
  'https://10.example.org/v1',
  'https://127.0.0.1.example.org/v1',
  'https://mylocalhost/v1',
  'https://100.63.0.1/v1',
  'https://100.128.0.1/v1',
  'https://169.253.0.1/v1',
  'https://172.32.0.1/v1',
  'https://[2001:db8::1]/v1',
  'https://[fc::1]/v1',
  'https://[fec0::1]/v1',
])('%s does not', (address) => {
  expect(isLocal(address)).toBe(false);
});

it('a page of the same network needs no permission (B39)', async () => {
  vi.stubGlobal('navigator', { permissions: { query: () => Promise.resolve({ state: 'prompt' }) } });
  vi.stubGlobal('location', { href: 'http://localhost:4173/' });
  const { url } = server;
  await server.close();
  expect((await failure(undefined, url)).message).toMatch(/could not be reached, or does not allow/);
  server = await ChatServer.start();
});

it('a chunk that is no JSON throws, and one that is anything else is read as far as it goes', () => {
  expect(() => readDelta('{')).toThrow(SyntaxError);
  for (const data of ['null', '[]', '7', '{"choices":7}', '{"choices":[null]}', '{"choices":[{"delta":null}]}']) {
    expect(readDelta(data)).toEqual({ text: '', thinks: false, calls: [], finish: null, usage: null, error: null });
  }
});

it('three words in a row are a quotation', () => {
  expect(quotes('You asked where IS the tower', ['Where is the tower?'])).toBe(true);
  expect(quotes('The model is the best', ['Where is the tower?'])).toBe(false);
});

describe('a server whose model calls tools', () => {
  const tools = [declarationOf({ name: 'set_light', description: 'Turns a light on or off.' })];
  const asked = [
    ...QUESTION,
    { role: 'assistant', text: '', calls: [{ id: '1-1', name: 'set_light', args: { on: true } }] },
    { role: 'tool', text: '{"ok": true}', of: { id: '1-1', name: 'set_light' } },
  ] as const;
  const pieces = async () => {
    const all = [];
    for await (const piece of (await engineOf()).generate(asked, 60, undefined, tools)) all.push(piece);
    return all;
  };

  it('is told of them beside the messages, and its calls are put together of their pieces', async () => {
    const call = (index: number, of: object) => chunk({ tool_calls: [{ index, function: of }] });
    server.chunks = {
      send: [
        call(0, { name: 'set_light', arguments: '' }),
        call(1, { name: 'get_time', arguments: '{}' }),
        call(0, { arguments: '{"on":' }),
        call(0, { arguments: 'true}' }),
        chunk({}, 'tool_calls'),
      ],
      then: 'end',
    };
    expect(await pieces()).toMatchObject([
      { kind: 'prompt' },
      { kind: 'call', call: { name: 'set_light', args: { on: true } } },
      { kind: 'call', call: { name: 'get_time', args: {} } },
      { kind: 'end', reason: 'stop' },
    ]);
    expect(server.asked.at(-1)?.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'set_light' } }],
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: '1-1', function: { name: 'set_light', arguments: '{"on":true}' } }],
        },
        { role: 'tool', tool_call_id: '1-1', content: '{"ok": true}' },
      ],
    });
  });
});
