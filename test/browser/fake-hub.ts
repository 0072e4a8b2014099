/** A model hub in the hands of a test: it cuts, lies, forbids and falls silent on demand. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';

const ADDRESS = 'parley-test/tiny-gemma3/resolve/main/';

/** The tiny Gemma 3 as a hub has it, in the catalogue under this id: `folder` is what is put at `address`, `weights` its biggest file there. */
export const TINY_GEMMA = {
  id: 'tiny-gemma3-hub',
  folder: join(import.meta.dirname, '../../models/test/tiny-gemma3'),
  address: ADDRESS,
  weights: `${ADDRESS}onnx/model.onnx`,
} as const;

/** How a file is served. Nothing set: whole or by ranges, with an ETag. */
export type Manner = {
  /** Bytes of the file after which the connection is not gone on with; each once where it is cut by itself or knows no ranges. */
  stopsAt?: number[];
  /** At such a byte: break the connection (by itself), or wait for `cut` or `release`. */
  stop?: 'cut' | 'wait';
  ignoresRanges?: boolean;
  /** Says nothing of its size. */
  hidesSize?: boolean;
  etag?: string;
  /** So many answers have a wrong byte. */
  wrongAnswers?: number;
  /** So many requests are answered with 503 first. */
  busyAnswers?: number;
  /** The sum is sent along in `x-linked-etag`. */
  tellsSum?: boolean;
  /** Only this status, or a redirect to a web page. */
  answer?: number | 'web-page';
};

export type Served = { path: string; from: number; status: number; sentBytes: number };

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Content-Range, X-Linked-ETag',
  'cross-origin-resource-policy': 'cross-origin',
};

export class FakeHub {
  /** Every answer so far, lists left out. */
  readonly served: Served[] = [];
  /** Every address that was asked for. */
  readonly asked: string[] = [];
  /** Refuses every connection. */
  isDown = false;
  /** What `main` is at the moment; null where it has no word for that. */
  commit: string | null = null;
  /** Has no list of a repository's files. */
  hidesLists = false;
  readonly #server: Server;
  readonly #files = new Map<string, { bytes: Buffer; manner: Manner }>();
  readonly #sockets = new Set<Socket>();
  #held: { response: ServerResponse; rest: Buffer; served: Served }[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      if (this.isDown) socket.destroy();
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#answer(request, response);
    });
  }

  static async start(): Promise<FakeHub> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeHub(server);
  }

  /** Ends in '/'. */
  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/`;
  }

  /** Serves a file at `<repo>/resolve/<revision>/<path>`, or whatever the address is. */
  put(path: string, bytes: Buffer, manner: Manner = {}): void {
    this.#files.set(path, { bytes, manner });
  }

  /** Serves every file of a folder under an address that ends in '/'. */
  putFolder(folder: string, address: string): void {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = join(folder, name);
      if (statSync(file).isFile()) this.put(address + name, readFileSync(file));
    }
  }

  /** Serves the tiny Gemma 3; its weights stop at a byte, if one is given, and wait. */
  putTinyGemma(stopsAt?: number): void {
    const { folder, address, weights } = TINY_GEMMA;
    this.putFolder(folder, address);
    if (stopsAt === undefined) return;
    this.put(weights, readFileSync(join(folder, 'onnx/model.onnx')), { stopsAt: [stopsAt], stop: 'wait' });
  }

  /** Answers of one file. */
  of(path: string): Served[] {
    return this.served.filter((each) => each.path === path);
  }

  /** Breaks every connection. */
  cut(): void {
    this.#held = [];
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Sends the rest of every answer that waits. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const { response, rest, served } of held) {
      served.sentBytes += rest.byteLength;
      response.end(rest);
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.isDown) {
      request.socket.destroy();
      return;
    }
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname.slice(1));
    this.asked.push(path);
    if (path === 'login') {
      response.writeHead(200, { ...CORS, 'content-type': 'text/html' }).end('<!doctype html><p>Who are you?');
      return;
    }
    const revision = /^api\/models\/(.+)\/revision\/main$/.exec(path);
    if (revision) {
      const answer = this.commit === null ? { error: 'no' } : { sha: this.commit };
      response
        .writeHead(this.commit === null ? 404 : 200, { ...CORS, 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
      return;
    }
    const tree = /^api\/models\/(.+)\/tree\/(.+)$/.exec(path);
    const file = this.#files.get(path);
    if (tree && !this.hidesLists) {
      response
        .writeHead(200, { ...CORS, 'content-type': 'application/json' })
        .end(JSON.stringify(this.#list(`${tree[1] ?? ''}/resolve/${tree[2] ?? ''}/`)));
    } else if (!file) {
      this.#refuse(path, response, 404);
    } else {
      this.#send(path, file.bytes, file.manner, request, response);
    }
  }

  #list(folder: string): unknown[] {
    return [...this.#files]
      .filter(([path, { manner }]) => path.startsWith(folder) && manner.answer === undefined)
      .map(([path, { bytes }]) => ({
        type: 'file',
        path: path.slice(folder.length),
        size: bytes.byteLength,
        lfs: { oid: sha256(bytes), size: bytes.byteLength },
      }));
  }

  #refuse(path: string, response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
    this.served.push({ path, from: 0, status, sentBytes: 0 });
    response.writeHead(status, { ...CORS, 'content-type': 'text/plain', ...headers }).end('no');
  }

  #send(path: string, bytes: Buffer, manner: Manner, request: IncomingMessage, response: ServerResponse): void {
    if (manner.answer === 'web-page') {
      this.#refuse(path, response, 302, { location: '/login' });
      return;
    }
    if (manner.answer !== undefined) {
      this.#refuse(path, response, manner.answer);
      return;
    }
    if (manner.busyAnswers) {
      manner.busyAnswers -= 1;
      this.#refuse(path, response, 503);
      return;
    }
    const range = manner.ignoresRanges ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const from = Number(range?.[1] ?? 0);
    const size = bytes.byteLength;
    if (range && from >= size) {
      this.#refuse(path, response, 416, { 'content-range': `bytes */${String(size)}` });
      return;
    }
    let body = bytes.subarray(from);
    if (manner.wrongAnswers) {
      manner.wrongAnswers -= 1;
      body = Buffer.from(body);
      body[body.byteLength - 1] = (body.at(-1) ?? 0) ^ 1;
    }
    const status = range ? 206 : 200;
    response.writeHead(status, {
      ...CORS,
      'content-type': 'application/octet-stream',
      etag: manner.etag ?? `"${sha256(bytes).slice(0, 8)}"`,
      ...(manner.tellsSum ? { 'x-linked-etag': `"${sha256(bytes)}"` } : {}),
      ...(manner.hidesSize ? {} : { 'content-length': size - from }),
      ...(range ? { 'content-range': `bytes ${String(from)}-${String(size - 1)}/${manner.hidesSize ? '*' : String(size)}` } : {}),
    });
    const stop = manner.stopsAt?.find((byte) => byte > from);
    const served = { path, from, status, sentBytes: 0 };
    this.served.push(served);
    if (stop === undefined) {
      served.sentBytes = body.byteLength;
      response.end(body);
      return;
    }
    // Else every answer could stop there again, before a browser has handed over a byte.
    if (manner.ignoresRanges || manner.stop === 'cut') manner.stopsAt?.splice(manner.stopsAt.indexOf(stop), 1);
    served.sentBytes = stop - from;
    response.write(body.subarray(0, stop - from), () => {
      if (manner.stop === 'wait') this.#held.push({ response, rest: body.subarray(stop - from), served });
      else request.socket.destroy();
    });
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
