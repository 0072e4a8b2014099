/** How far another tab is with a file: told by the one that fetches it, to those who wait for it and ask. */
import { fileLock } from '../../src/store/shelf.ts';

/** Those who wait ask this often, ms. Shorter: work for the one that fetches. Longer: the figures jump. */
const ASK_MS = 500;

type HowFar = { loadedBytes: number; totalBytes: number };
type Message = { kind: 'ask' } | ({ kind: 'so-far' } & HowFar);

/** Answers whoever asks how far the file is. Returns what ends it. */
export function tellHowFar(model: string, path: string, soFar: () => HowFar): () => void {
  const channel = new BroadcastChannel(fileLock(model, path));
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'ask') channel.postMessage({ kind: 'so-far', ...soFar() } satisfies Message);
  };
  return () => {
    channel.close();
  };
}

/** Asks how far the file is, at once and again and again. Returns what ends it. */
export function askHowFar(model: string, path: string, progress: (loadedBytes: number, totalBytes: number) => void): () => void {
  const channel = new BroadcastChannel(fileLock(model, path));
  const ask = () => {
    channel.postMessage({ kind: 'ask' } satisfies Message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'so-far') progress(data.loadedBytes, data.totalBytes);
  };
  ask();
  const timer = self.setInterval(ask, ASK_MS);
  return () => {
    self.clearInterval(timer);
    channel.close();
  };
}
