/** What the Live protocol adds to a conversation: the codec and the socket in the page, with Google's own client, and nothing behind them. */
import { performance } from 'node:perf_hooks';
import { toBase64 } from '../src/live/base64.ts';
import { IncomingSound } from '../src/live/incoming.ts';
import { liveSocketFactory } from '../src/live/page/hand-over.ts';
import { GoogleGenAI } from 'genai-3.3/web';
import { Recorded, type Client } from '../test/unit/live/sdk.ts';
import { standIns } from '../test/unit/live/stand-in.ts';
import { line } from './measure.ts';

/** Pieces that are sent, 50 ms apart as a client does. */
const PIECES = 200;
const PIECE_MS = 50;

/** Sound both ways: from the client's call to the conversation's ears, and from the voice to the client's handler; and what is not ours of it. Prints all three. */
export async function live(): Promise<void> {
  const server = standIns((standIn) => {
    standIn.answer = null;
  });
  const client = new GoogleGenAI({ apiKey: 'local' }) as unknown as Client;
  client.live.webSocketFactory = liveSocketFactory(server.accept);
  const recorded = await Recorded.connect(client);
  const { last } = server;
  recorded.session.sendRealtimeInput({ text: 'Speak.' });
  const idleMs: number[] = [];
  const inMs: number[] = [];
  const outMs: number[] = [];
  const incoming = new IncomingSound({
    sound: () => inMs.push(performance.now() - at),
    hold: () => undefined,
    dropped: () => undefined,
  });
  const data = toBase64(new Uint8Array(48 * PIECE_MS * 2));
  let at = 0;
  for (let piece = 0; piece < PIECES; piece += 1) {
    await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
    const before = performance.now();
    await emptyTask();
    idleMs.push(performance.now() - before);
    at = performance.now();
    recorded.session.sendRealtimeInput({ audio: { data, mimeType: 'audio/pcm;rate=48000' } });
    for (const heard of last.asked('hear').slice(-1)) incoming.push(heard.bytes, heard.rate, at);
    last.asks.length = 1;
    const count = recorded.messages.length;
    const told = performance.now();
    last.sound();
    await recorded.until(() => recorded.messages.length > count);
    outMs.push(performance.now() - told);
  }
  recorded.session.close();
  console.log(line('an empty task, for comparison: what the machine adds', idleMs));
  console.log(line('sound in: call of the client → ears, 48 kHz', inMs));
  console.log(line('sound out: voice → handler of the client', outMs));
}

/** As each frame has one. */
async function emptyTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
  port1.close();
}
