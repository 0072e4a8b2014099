/** Ways to hand the peer in this page to a client that would open a WebSocket to Google. */
import { LiveSocket, type Accept } from './live-socket.ts';

/**
 * The path of the service, at any host: for the Gemini API, Vertex and Firebase, of any version, with the double slash that the SDK makes. Music and
 * everything else at these hosts is not meant.
 */
const PATH =
  /^\/{1,2}ws\/google\.(ai\.generativelanguage|cloud\.aiplatform|firebase\.vertexai)\.v\d+(beta\d*|alpha\d*)?\.(GenerativeService|LlmBidiService)[./]BidiGenerateContent(Constrained)?(\/locations\/[^/?]+)?$/;

/** Whether a socket to this address is for the Live API. */
export function isLiveAddress(url: string | URL): boolean {
  const text = String(url);
  return URL.canParse(text) && PATH.test(new URL(text).pathname);
}

/**
 * A class to be used in place of the page's `WebSocket`: sockets to the Live API are ours, all others are `Native`'s.
 */
export function liveWebSocket(accept: Accept, Native: typeof WebSocket): typeof WebSocket {
  return new Proxy(Native, {
    construct(target, args: [string | URL, (string | string[])?]) {
      return isLiveAddress(args[0]) ? new LiveSocket(String(args[0]), accept) : new target(...args);
    },
  });
}

/** Has the whole page open its sockets to the Live API here, until the function that it returns is called. */
export function installLive(accept: Accept): () => void {
  const native = globalThis.WebSocket;
  globalThis.WebSocket = liveWebSocket(accept, native);
  return () => {
    globalThis.WebSocket = native;
  };
}

type SdkCallbacks = {
  onopen: () => void;
  onmessage: (event: MessageEvent) => void;
  onerror: (event: ErrorEvent) => void;
  onclose: (event: CloseEvent) => void;
};

/** What `@google/genai` takes for its way to open sockets: `ai.live.webSocketFactory = liveSocketFactory(accept)`. Private there, and so apt to change. */
export function liveSocketFactory(accept: Accept) {
  return {
    supportsHeaders: false,
    create(url: string, _headers: Record<string, string>, callbacks: SdkCallbacks) {
      let socket: LiveSocket | undefined;
      return {
        connect() {
          socket = new LiveSocket(url, accept);
          socket.onopen = callbacks.onopen;
          socket.onmessage = callbacks.onmessage;
          socket.onclose = callbacks.onclose;
        },
        send(message: string) {
          socket?.send(message);
        },
        close() {
          socket?.close();
        },
      };
    },
  };
}
