/** The tab's end of the bridge: clients on this machine, over one socket to the relay that serves this page. */
import type { LiveHost } from './live-host.ts';

/** As scripts/live-bridge/relay.ts has it. */
type TabMessage =
  /** The relay goes away in so many ms. */
  | { kind: 'ending'; ms: number }
  | { client: number; kind: 'open' }
  | { client: number; kind: 'frame'; text: string }
  | { client: number; kind: 'close'; code?: number; reason?: string };

/** How long after the relay has gone it is looked for again, ms. */
const RETRY_MS = 2_000;
/** Another tab is in this one's place: to come back would be to fight over it. */
const TAKEN_OVER = 4001;

/** Serves the relay's clients, and looks for it again when it is gone. */
export function joinBridge(host: Pick<LiveHost, 'accept' | 'endIn'>, token: string): void {
  const address = new URL(`/parley-tab?token=${encodeURIComponent(token)}`, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address);
  const clients = new Map<number, ReturnType<LiveHost['accept']>>();
  const post = (message: TabMessage) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const message = JSON.parse(data) as TabMessage;
    if (message.kind === 'ending') {
      host.endIn(message.ms);
      return;
    }
    const { client } = message;
    if (message.kind === 'frame') clients.get(client)?.receive(message.text);
    else if (message.kind === 'close') {
      clients.get(client)?.end();
      clients.delete(client);
    } else {
      const peer = host.accept({
        send: (text) => {
          post({ client, kind: 'frame', text });
        },
        close: (code, reason) => {
          clients.delete(client);
          post({ client, kind: 'close', code, reason });
        },
      });
      clients.set(client, peer);
    }
  };
  socket.onclose = ({ code }) => {
    for (const peer of clients.values()) peer.end();
    if (code === TAKEN_OVER) return;
    setTimeout(() => {
      joinBridge(host, token);
    }, RETRY_MS);
  };
}
