/** A WebSocket whose other end is in this page. */
import type { Wire } from './peer.ts';

/** The other end, for a client that has just connected. */
export type Accept = (wire: Wire) => { receive(text: string): void; end(): void };

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** Closed without a code (RFC 6455, 7.1.5). */
const NO_CODE = 1005;

type Frame = { readonly kind: 'open' } | { readonly kind: 'message'; readonly text: string } | Close;
type Close = { readonly kind: 'close'; readonly code: number; readonly reason: string };

/**
 * As `new WebSocket(url)`, with its events and handlers; what is on the other end is decided by `accept`.
 *
 * The real service sends binary frames. Here each comes in a task of its own, as from a network, so that a client that reads them in promises reads them in
 * order; and as a Blob whose text is there at once, since the text of a browser's own Blob may come after later frames. Front ends that take nothing but
 * Blobs are served the same way. `binaryType` 'arraybuffer' is obeyed.
 */
export class LiveSocket extends EventTarget {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  readonly url: string;
  readonly protocol = '';
  readonly extensions = '';
  readonly bufferedAmount = 0;
  binaryType: BinaryType = 'blob';
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  #state = CONNECTING;
  readonly #peer: ReturnType<Accept>;
  /** What is to come, a task each. */
  readonly #frames: Frame[] = [];
  readonly #tasks = new MessageChannel();
  /** What the client sends as Blobs is read one after the other. */
  #reading: Promise<void> = Promise.resolve();
  /** How many of them are on their way. */
  #unread = 0;

  constructor(url: string, accept: Accept) {
    super();
    this.url = url;
    this.#tasks.port1.onmessage = () => {
      this.#deliver();
    };
    this.#later({ kind: 'open' });
    this.#peer = accept({
      send: (text) => {
        this.#later({ kind: 'message', text });
      },
      close: (code, reason) => {
        this.#later({ kind: 'close', code, reason });
      },
    });
  }

  get readyState(): number {
    return this.#state;
  }

  /** Throws as a WebSocket does before it is open; afterwards what is sent is lost. */
  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (this.#state === CONNECTING) throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
    if (this.#state !== OPEN) return;
    if (typeof data === 'string' && this.#unread === 0) {
      this.#peer.receive(data);
      return;
    }
    this.#unread += 1;
    this.#reading = this.#reading
      .then(() => textOf(data))
      // What can't be read is no message, and refused as such.
      .catch(() => '')
      .then((text) => {
        this.#unread -= 1;
        if (this.#state === OPEN) this.#peer.receive(text);
      });
  }

  close(code = NO_CODE, reason = ''): void {
    if (code !== NO_CODE && code !== 1000 && (code < 3000 || code > 4999)) {
      throw new DOMException(`The close code must be 1000, or 3000 to 4999; ${code} is neither.`, 'InvalidAccessError');
    }
    if (this.#state >= CLOSING) return;
    this.#state = CLOSING;
    this.#frames.length = 0;
    this.#peer.end();
    this.#later({ kind: 'close', code, reason });
  }

  #later(frame: Frame): void {
    if (this.#state === CLOSED) return;
    this.#frames.push(frame);
    this.#tasks.port2.postMessage(null);
  }

  #deliver(): void {
    const frame = this.#frames.shift();
    if (!frame) return;
    if (frame.kind === 'open') {
      if (this.#state !== CONNECTING) return;
      this.#state = OPEN;
      this.#tell(new Event('open'), this.onopen);
    } else if (frame.kind === 'message') {
      if (this.#state === OPEN) this.#tell(new MessageEvent('message', { data: this.#dataOf(frame.text) }), this.onmessage);
    } else this.#closed(frame);
  }

  #closed({ code, reason }: Close): void {
    this.#state = CLOSED;
    this.#frames.length = 0;
    this.#tasks.port1.close();
    this.#peer.end();
    this.#tell(closeEvent(code, reason), this.onclose);
  }

  /** The handler first: it was there before any listener that the page adds. */
  #tell<Told extends Event>(event: Told, handler: ((event: Told) => void) | null): void {
    try {
      handler?.call(this, event);
    } finally {
      this.dispatchEvent(event);
    }
  }

  #dataOf(text: string): Blob | ArrayBuffer {
    return this.binaryType === 'arraybuffer' ? new TextEncoder().encode(text).buffer : new ReadBlob(text);
  }
}

/** A Blob whose text is known: it is there in the next microtask, and so before any later frame. */
class ReadBlob extends Blob {
  readonly #text: string;

  constructor(text: string) {
    super([text]);
    this.#text = text;
  }

  override text(): Promise<string> {
    return Promise.resolve(this.#text);
  }
}

async function textOf(data: string | ArrayBufferLike | Blob | ArrayBufferView): Promise<string> {
  if (typeof data === 'string') return data;
  if (data instanceof Blob) return data.text();
  return new TextDecoder().decode(ArrayBuffer.isView(data) ? data : new Uint8Array(data));
}

/** Node has no CloseEvent before 23. */
function closeEvent(code: number, reason: string): CloseEvent {
  const wasClean = true;
  if (typeof CloseEvent === 'function') return new CloseEvent('close', { code, reason, wasClean });
  return Object.assign(new Event('close'), { code, reason, wasClean });
}
