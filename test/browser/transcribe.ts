/** What a person would have heard: sound transcribed by the real Whisper, in a page of its own. */
import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { encodeWav } from '../wav.ts';

/** The words in mono samples; `language` is a tag. */
export async function transcribe(
  browser: Browser,
  { samples, sampleRate }: { samples: Float32Array; sampleRate: number },
  language = 'en',
): Promise<string> {
  const page = await browser.newPage();
  try {
    await page.goto(`${inject('pagesUrl')}workers.html`);
    await page.waitForFunction(() => 'startWorker' in window);
    return await page.evaluate(
      async ({ base64, language }) => {
        const wav = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(wav.buffer);
        const stt = window.startWorker('stt');
        await stt.load('whisper-base', 'wasm');
        stt.post({ kind: 'language', language });
        const channel = stt.connect('vad');
        const speechMs = decoded.duration * 1000;
        channel.post({
          kind: 'utterance',
          utterance: 1,
          revision: 1,
          samples: decoded.getChannelData(0),
          speechMs,
          at: Date.now(),
        });
        const { text } = await stt.inbox.until('transcript');
        return text;
      },
      { base64: encodeWav(samples, sampleRate).toString('base64'), language },
    );
  } finally {
    await page.close();
  }
}
