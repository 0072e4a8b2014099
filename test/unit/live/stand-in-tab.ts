/** The tab's end of the bridge, with stand-ins in Parley's place. */
import WebSocket from 'ws';
import type { TabMessage } from '../../../scripts/live-bridge/relay.ts';
import { standIns } from './stand-in.ts';

/** Resolves once it is connected to the relay at this port. */
export async function standInTab(port: number, token: string): Promise<WebSocket> {
  const server = standIns();
  const { accept } = server;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/parley-tab?token=${token}`, { origin: `http://127.0.0.1:${port}` });
  /** As LiveHost.endIn, for the last one. */
  let ending: (ms: number) => void = () => undefined;
  const peers = new Map<number, ReturnType<typeof accept>>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as TabMessage;
    if (message.kind === 'ending') {
      ending(message.ms);
      return;
    }
    if (message.kind === 'frame') peers.get(message.client)?.receive(message.text);
    if (message.kind === 'close') peers.get(message.client)?.end();
    if (message.kind !== 'open') return;
    const post = (answer: object) => {
      socket.send(JSON.stringify({ client: message.client, ...answer }));
    };
    const peer = accept({
      send: (text) => {
        post({ kind: 'frame', text });
      },
      close: (code, reason) => {
        post({ kind: 'close', code, reason });
      },
    });
    peers.set(message.client, peer);
    ending = (ms) => {
      server.last.tell({ kind: 'ending', ms });
    };
  });
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}
