/** What the ears take a sound for. */
import type { Pcm } from '../../src/protocol/audio-messages.ts';
import type { HeardMessage, HearMessage } from '../../src/protocol/messages.ts';

/**
 * How long their answer is waited for, ms. Whisper base takes 0.6 s of a sentence, on a processor that also loads four models three times
 * that. Smaller: slow ears are not asked. Larger: a voice whose ears die meanwhile is ready so much later.
 */
const PATIENCE_MS = 20_000;

/**
 * Resolves with what was understood of 16 kHz sound, which is handed over; with null when the ears are not there, have other things to do,
 * or say nothing in time. `lend` takes their end of the channel.
 */
export async function askEars(samples: Pcm, lend: (port: MessagePort) => void): Promise<string | null> {
  const { port1, port2 } = new MessageChannel();
  lend(port2);
  port1.postMessage({ kind: 'hear', samples } satisfies HearMessage, [samples.buffer]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const text = await new Promise<string | null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
    port1.onmessage = ({ data }: MessageEvent<HeardMessage>) => {
      resolve(data.text);
    };
  });
  clearTimeout(timer);
  port1.close();
  return text;
}
