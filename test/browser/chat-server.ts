/** A server that speaks the chat API, in the hands of a test: it streams word for word, refuses, and breaks off on demand. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What was asked: the parsed body, and the header with the key. */
export type Asked = {
  body: { model: string; stream: boolean; messages: { role: string; content: unknown }[] } & Record<string, unknown>;
  key: string;
};

const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type, authorization' };

export class ChatServer {
  /** Every question so far. */
  readonly asked: Asked[] = [];
  /** How the next answers begin: as an HTTP status, or as a stream that is whole, waits after so many words, or breaks there. */
  manner: { status: number } | { words: number; then: 'wait' | 'break' } | 'whole' = 'whole';
  answer = 'Well then, the capital of France is Paris.';
  /** It says nothing to whoever asks, not that it has heard either, before this resolves. */
  opens: Promise<void> = Promise.resolve();
  /** What it does not take, in its own words; null: it takes everything. */
  refuses: (body: Asked['body']) => { status: number; body: unknown } | null = () => null;
  /** Chunks of its answers, in place of one of words. `then`: what it does when all are sent. `raw`: the whole stream, in place of them. */
  chunks: { send: readonly object[]; then: 'end' | 'wait'; raw?: string } | null = null;
  /** Resolves when whoever asked hangs up in the middle of an answer. */
  readonly hungUp: Promise<void>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.hungUp = new Promise((resolve) => {
      server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        response.on('close', () => {
          if (!response.writableFinished) resolve();
        });
        void this.#receive(request, response);
      });
    });
  }

  static async start(): Promise<ChatServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ChatServer(server);
  }

  /** Without the last part of the path, as users give it. */
  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/v1`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, CORS).end();
      return;
    }
    if (request.url !== '/v1/chat/completions') {
      response.writeHead(404, CORS).end();
      return;
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    this.asked.push({ body: JSON.parse(text) as Asked['body'], key: request.headers.authorization ?? '' });
    await this.opens;
    const { manner } = this;
    if (typeof manner === 'object' && 'status' in manner) {
      // Servers quote what they were asked.
      response.writeHead(manner.status, { ...CORS, 'content-type': 'application/json' }).end(text);
      return;
    }
    const refusal = this.refuses(JSON.parse(text) as Asked['body']);
    if (refusal) {
      const json = typeof refusal.body === 'string' ? refusal.body : JSON.stringify(refusal.body);
      response.writeHead(refusal.status, { ...CORS, 'content-type': 'application/json' }).end(json);
      return;
    }
    response.writeHead(200, { ...CORS, 'content-type': 'text/event-stream' });
    if (this.chunks?.raw !== undefined) {
      response.end(this.chunks.raw);
      return;
    }
    if (this.chunks) {
      for (const chunk of this.chunks.send) response.write(event(chunk));
      if (this.chunks.then === 'end') response.end('data: [DONE]\n\n');
      return;
    }
    const words = this.answer.split(/(?= )/);
    for (const content of manner === 'whole' ? words : words.slice(0, manner.words)) {
      response.write(event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
    }
    if (manner !== 'whole') {
      if (manner.then === 'break') response.end();
      return;
    }
    response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
    response.write(
      event({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 6 } } }),
    );
    response.end('data: [DONE]\n\n');
  }
}

function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
