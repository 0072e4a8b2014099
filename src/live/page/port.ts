/** The Live API over a MessagePort: for another frame, a worker, another tab's page or the bridge. */
import type { Accept } from './live-socket.ts';

/** From the client: a frame, or that it goes. */
export type PortRequest = { kind: 'frame'; text: string } | { kind: 'close' };
/** To the client: a frame, or that the connection is over, with a WebSocket's code. */
export type PortReply = { kind: 'frame'; text: string } | { kind: 'close'; code: number; reason: string };

/** Accepts the client at the other end of the port, until one of them closes or is gone. */
export function serveLive(port: MessagePort, accept: Accept): void {
  const post = (reply: PortReply) => {
    port.postMessage(reply);
  };
  const peer = accept({
    send: (text) => {
      post({ kind: 'frame', text });
    },
    close: (code, reason) => {
      post({ kind: 'close', code, reason });
      port.close();
    },
  });
  // Whoever had the other end is gone without a word: a frame that was closed, a worker that was ended.
  port.addEventListener('close', () => {
    peer.end();
  });
  port.onmessage = ({ data }: MessageEvent<PortRequest>) => {
    if (data.kind === 'frame') peer.receive(data.text);
    else {
      peer.end();
      port.close();
    }
  };
}
