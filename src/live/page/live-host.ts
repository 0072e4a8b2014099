/** Parley as a Live service within this page: one session, which clients have one after the other. */
import { createSession } from '../../session/session.ts';
import type { SessionOptions } from '../../session/parts.ts';
import { onlySettings } from '../../session/settings.ts';
import type { Session } from '../../session/view.ts';
import { gemini } from '../gemini/codec.ts';
import { installLive, liveSocketFactory, liveWebSocket } from './hand-over.ts';
import { KeptLines } from './kept-lines.ts';
import { LiveSight } from './live-sight.ts';
import { LiveSocket, type Accept } from './live-socket.ts';
import { LiveSound } from './live-sound.ts';
import { LivePeer, type Wire } from './peer.ts';
import { serveLive } from './port.ts';
import { SessionConversation, type LiveParts } from './session-conversation.ts';

export type LiveOptions = Omit<SessionOptions, 'sound' | 'sight'> & {
  /** Hears of sound that a client sent faster than it can be heard, and that was thrown away: ms. */
  dropped?: (ms: number) => void;
};

/** Try again later (RFC 6455 leaves it to IANA's registry). */
const BUSY = 1013;

export class LiveHost {
  /** What there is to be seen of the conversation, and settings; a face of Parley may show it. */
  readonly session: Session;
  readonly #parts: LiveParts;
  readonly #dropped: (ms: number) => void;
  #current: { peer: LivePeer<unknown>; wire: Wire; tell: (ms: number) => void } | null = null;

  constructor({ dropped = () => undefined, ...options }: LiveOptions = {}) {
    this.#dropped = dropped;
    const sound = new LiveSound();
    const sight = new LiveSight();
    this.session = createSession({ memoryId: 'live', ...options, sound, sight });
    this.#parts = { session: this.session, sound, sight, kept: new KeptLines(), given: onlySettings(options) };
  }

  /** Takes in a client that speaks Gemini's protocol, over any wire. While another one talks it is closed with 1013. */
  readonly accept: Accept = (wire) => {
    if (this.#current) {
      wire.close(BUSY, 'Another client is talking: one conversation at a time.');
      return { receive: () => undefined, end: () => undefined };
    }
    const free = () => {
      if (this.#current?.wire === wire) this.#current = null;
    };
    let told: (ms: number) => void = () => undefined;
    const peer = new LivePeer(
      gemini,
      (tell) => {
        told = (ms) => {
          tell({ kind: 'ending', ms });
        };
        return new SessionConversation(this.#parts, tell, this.#dropped);
      },
      {
        send: (frame) => {
          wire.send(frame);
        },
        close: (code, reason) => {
          free();
          wire.close(code, reason);
        },
      },
    );
    this.#current = { peer, wire, tell: told };
    return {
      receive: (text) => {
        peer.receive(text);
      },
      end: () => {
        peer.end();
        free();
      },
    };
  };

  /** A socket to it, as if it had been opened to Google. */
  connect(): LiveSocket {
    return new LiveSocket(
      'wss://parley.invalid/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
      this.accept,
    );
  }

  /** Serves a client on the other end of this port. */
  serve(port: MessagePort): void {
    serveLive(port, this.accept);
  }

  /** A class for this page's clients to use as `WebSocket`: sockets to the Live API come here, others go where they go. */
  get WebSocket(): typeof WebSocket {
    return liveWebSocket(this.accept, globalThis.WebSocket);
  }

  /** Has the whole page use it, until the function that it returns is called. */
  install(): () => void {
    return installLive(this.accept);
  }

  /** For `ai.live.webSocketFactory` of `@google/genai`. */
  get socketFactory() {
    return liveSocketFactory(this.accept);
  }

  /** Says to the client that it will end in so many ms. */
  endIn(ms: number): void {
    this.#current?.tell(ms);
  }

  dispose(): void {
    const current = this.#current;
    this.#current = null;
    current?.peer.end();
    current?.wire.close(1001, 'The page with Parley goes away.');
    this.#parts.kept.dispose();
    this.session.dispose();
  }
}

/** As `new LiveHost(options).connect()`, for a page that needs no more than one socket; it is disposed of when that closes. */
export function connectLive(options: LiveOptions = {}): LiveSocket {
  const host = new LiveHost(options);
  const socket = host.connect();
  socket.addEventListener('close', () => {
    host.dispose();
  });
  return socket;
}
