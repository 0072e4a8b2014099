/** Frames between clients on this machine and the tab in which Parley runs. It reads none of them. */
import type { IncomingMessage, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { admit, type Admission } from './admission.ts';

/** From the relay to the tab and back: what concerns which client. */
export type TabMessage =
  /** To the tab alone: the relay goes away in so many ms. */
  | { kind: 'ending'; ms: number }
  | { client: number; kind: 'open' }
  | { client: number; kind: 'frame'; text: string }
  | { client: number; kind: 'close'; code?: number; reason?: string };

/** One frame, bytes at the most: as much as the peer in the tab takes. */
const LARGEST_FRAME = 15_000_000;
/** Bytes on their way to the tab above which clients are not read from: TCP has them wait. */
const MOST_TO_TAB = 4_000_000;
/** Bytes on their way to a client above which it is closed: it reads too slowly to talk to, or not at all. 1.5 minutes of sound in Base64. */
const MOST_TO_CLIENT = 6_000_000;
/** Clients at once, those that are refused by the tab among them. */
const MOST_CLIENTS = 16;
/** How long a client waits for a tab, ms; a browser takes seconds to start. */
const TAB_PATIENCE_MS = 30_000;
/** Bytes that a client may have sent by then. */
const MOST_BEFORE_TAB = 2_000_000;
/** How often it is looked whether there is room again, ms. */
const ROOM_MS = 20;

/** The tab that is told so does not come back. */
const TAKEN_OVER = 4001;

type Client = { id: number; socket: WebSocket; early: string[] | null; earlyBytes: number; timer?: NodeJS.Timeout };

export type RelayOptions = Omit<Admission, 'port'> & {
  /** Told in words, without keys and without what is said. */
  log: (line: string) => void;
};

export class Relay {
  readonly #options: RelayOptions;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_FRAME, perMessageDeflate: false });
  readonly #clients = new Map<number, Client>();
  #tab: WebSocket | null = null;
  #count = 0;
  #isWaitingForRoom = false;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** How many clients there are. */
  get clients(): number {
    return this.#clients.size;
  }

  /** How much is on its way to the tab. */
  get bytesToTab(): number {
    return this.#tab?.bufferedAmount ?? 0;
  }

  /** Takes in what asks for a socket at this server. */
  attach(server: Server | SecureServer): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const verdict = admit(request, { ...this.#options, port });
      if ('refused' in verdict) {
        this.#options.log(`Refused (${verdict.refused}): ${verdict.why}`);
        refuse(socket, verdict.refused, verdict.why);
      } else if (verdict.as === 'client' && this.#clients.size >= MOST_CLIENTS) refuse(socket, 503, 'Too many clients.');
      else {
        this.#sockets.handleUpgrade(request, socket, head, (opened) => {
          if (verdict.as === 'tab') this.#useTab(opened);
          else this.#addClient(opened);
        });
      }
    });
  }

  /** Has the client that talks be told that this will end in so many ms. */
  endIn(ms: number): void {
    this.#toTab({ kind: 'ending', ms });
  }

  close(): void {
    for (const { socket } of this.#clients.values()) socket.close(1001, 'The bridge goes away.');
    this.#tab?.close(1001);
    this.#sockets.close();
  }

  /** The newest tab is the one: an older one was closed, or reloaded. */
  #useTab(socket: WebSocket): void {
    this.#tab?.close(TAKEN_OVER, 'Another tab has taken over.');
    // Their conversations are in the tab before, and gone with it.
    this.#closeTalking('Another tab with Parley has taken over.');
    this.#tab = socket;
    this.#options.log('A tab with Parley is there.');
    socket.on('message', (data: Buffer) => {
      this.#fromTab(data.toString('utf8'));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#tab !== socket) return;
      this.#tab = null;
      this.#options.log('The tab is gone.');
      this.#closeTalking('The tab with Parley is gone.');
    });
    for (const client of this.#clients.values()) this.#introduce(client);
  }

  /** Closes the clients that a tab knows. */
  #closeTalking(why: string): void {
    for (const { early, socket } of this.#clients.values()) if (!early) socket.close(1011, why);
  }

  #addClient(socket: WebSocket): void {
    this.#count += 1;
    const client: Client = { id: this.#count, socket, early: [], earlyBytes: 0 };
    this.#clients.set(client.id, client);
    socket.on('message', (data: Buffer) => {
      this.#fromClient(client, data.toString('utf8'));
    });
    // A frame that is too large, or none at all: ws closes with 1009 or 1002 by itself.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(client.timer);
      this.#clients.delete(client.id);
      if (!client.early) this.#toTab({ client: client.id, kind: 'close' });
    });
    if (this.#isWaitingForRoom) socket.pause();
    if (this.#tab) this.#introduce(client);
    else {
      client.timer = setTimeout(() => {
        socket.close(1013, 'No tab with Parley is there: open the address that the bridge has printed.');
      }, TAB_PATIENCE_MS);
    }
  }

  #introduce(client: Client): void {
    const { early } = client;
    if (!early) return;
    clearTimeout(client.timer);
    client.early = null;
    this.#toTab({ client: client.id, kind: 'open' });
    for (const text of early) this.#toTab({ client: client.id, kind: 'frame', text });
  }

  #fromClient(client: Client, text: string): void {
    if (!client.early) {
      this.#toTab({ client: client.id, kind: 'frame', text });
      this.#waitForRoom();
      return;
    }
    client.early.push(text);
    client.earlyBytes += text.length;
    if (client.earlyBytes > MOST_BEFORE_TAB) client.socket.close(1013, 'No tab with Parley is there yet.');
  }

  #fromTab(text: string): void {
    const message = read(text);
    const client = message && 'client' in message ? this.#clients.get(message.client) : undefined;
    if (!message || !client) return;
    if (message.kind === 'close') client.socket.close(message.code ?? 1000, message.reason ?? '');
    else if (message.kind === 'frame') {
      // Binary, as the real service sends them.
      client.socket.send(Buffer.from(message.text, 'latin1'));
      if (client.socket.bufferedAmount <= MOST_TO_CLIENT) return;
      this.#options.log('A client reads too slowly, and was closed.');
      client.socket.terminate();
    }
  }

  #toTab(message: TabMessage): void {
    if (this.#tab?.readyState === WebSocket.OPEN) this.#tab.send(JSON.stringify(message));
  }

  /** Reads nothing of any client while the tab has more to read than it can. */
  #waitForRoom(): void {
    if (this.#isWaitingForRoom || !this.#isFull) return;
    this.#isWaitingForRoom = true;
    for (const { socket } of this.#clients.values()) socket.pause();
    const look = setInterval(() => {
      if (this.#isFull) return;
      clearInterval(look);
      this.#isWaitingForRoom = false;
      for (const { socket } of this.#clients.values()) socket.resume();
    }, ROOM_MS);
  }

  get #isFull(): boolean {
    return this.bytesToTab > MOST_TO_TAB;
  }
}

function read(text: string): TabMessage | null {
  try {
    return JSON.parse(text) as TabMessage;
  } catch {
    return null;
  }
}

/** Whoever is refused may be gone by now, or stay without a word: neither may harm the others. */
function refuse(socket: Duplex, status: number, why: string): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${why.length}\r\n\r\n${why}`,
  );
}
