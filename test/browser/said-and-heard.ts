/** What the starter voice says in a language, and what the starter ears make of it: sentences through both workers, without the app around them. */
import type { Browser, JSHandle, Page } from 'playwright-core';

export type Sentence = {
  /** A voice of Kokoro's. */
  voice: string;
  /** What it is given, as a language model writes it. */
  text: string;
};
export type Heard = {
  text: string;
  /** The language that was found. */
  language: string;
  /** Length of the speech, s. */
  seconds: number;
  /** What the page asked its server for meanwhile, without the origin. */
  requests: string[];
};

/** What is behind a handle to something in a page. */
type Unwrapped<Handle> = Awaited<Handle> extends JSHandle<infer Value> ? Value : never;

type Place = { browser: Browser; pagesUrl: string };

/** Opens the page of workers and starts the voice. */
async function voiceIn(page: Page, pagesUrl: string) {
  await page.goto(`${pagesUrl}workers.html`);
  await page.waitForFunction(() => 'startWorker' in window);
  return page.evaluateHandle(async () => {
    const tts = window.startWorker('tts');
    await tts.load('kokoro-82m-starter', 'wasm');
    return { tts, text: tts.connect('llm'), sound: tts.connect('playback') };
  });
}

/** Runs in the page: what the voice says in a turn of its own, 16 kHz mono. */
async function speak(
  { tts, text, sound }: Unwrapped<ReturnType<typeof voiceIn>>,
  { id, written, turn }: { id: string; written: string; turn: number },
): Promise<number[]> {
  tts.post({ kind: 'voice', voice: id, speed: 1 });
  text.post({ kind: 'text', turn, delta: written });
  text.post({ kind: 'text-end', turn });
  type Pcm = { kind: 'pcm' | 'pcm-end'; turn: number; samples?: Float32Array };
  await sound.inbox.until('pcm-end', (message) => (message as Pcm).turn === turn);
  const parts = (sound.inbox.all as Pcm[]).flatMap((message) =>
    message.turn === turn && message.samples ? [message.samples] : [],
  );
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const context = new OfflineAudioContext(1, Math.ceil((length * 16) / 24), 16_000);
  const source = context.createBufferSource();
  source.buffer = context.createBuffer(1, length, 24_000);
  parts.reduce((at, part) => {
    source.buffer?.copyToChannel(new Float32Array(part), 0, at);
    return at + part.length;
  }, 0);
  source.connect(context.destination);
  source.start();
  return Array.from((await context.startRendering()).getChannelData(0));
}

/** What the voice says of each of the sentences, 16 kHz mono. */
export async function* soundOf<S extends Sentence>(
  { browser, pagesUrl }: Place,
  sentences: readonly S[],
): AsyncGenerator<{ sentence: S; samples: Float32Array }, void> {
  const page = await browser.newPage();
  try {
    const voice = await voiceIn(page, pagesUrl);
    for (const [index, sentence] of sentences.entries()) {
      const samples = await voice.evaluate(speak, { id: sentence.voice, written: sentence.text, turn: index + 1 });
      yield { sentence, samples: Float32Array.from(samples) };
    }
  } finally {
    await page.close();
  }
}

/** Says each of the sentences and writes it down again, in the language `listen` (a tag, 'auto' to find it out). `pagesUrl` serves test/browser/pages. */
export async function saidAndHeard(
  { browser, pagesUrl }: Place,
  sentences: readonly Sentence[],
  listen: (voice: string) => string,
): Promise<Heard[]> {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.context().on('request', (request) => requests.push(request.url().replace(pagesUrl, '')));
  try {
    const voice = await voiceIn(page, pagesUrl);
    const ears = await page.evaluateHandle(async () => {
      const stt = window.startWorker('stt');
      await stt.load('whisper-base', 'wasm');
      return { stt, sound: stt.connect('vad') };
    });
    const heard: Heard[] = [];
    for (const [index, { voice: id, text: written }] of sentences.entries()) {
      const before = requests.length;
      const turn = index + 1;
      const samples = await voice.evaluate(speak, { id, written, turn });
      const result = await ears.evaluate(
        async ({ stt, sound }, { said, utterance, language }) => {
          stt.post({ kind: 'language', language });
          const speechMs = said.length / 16;
          sound.post({ kind: 'utterance', utterance, revision: 1, samples: Float32Array.from(said), speechMs, at: Date.now() });
          const transcript = await stt.inbox.until('transcript', (report) => report.utterance === utterance);
          return { text: transcript.text, language: transcript.language, seconds: speechMs / 1000 };
        },
        { said: samples, utterance: turn, language: listen(id) },
      );
      heard.push({ ...result, requests: requests.slice(before) });
    }
    return heard;
  } finally {
    await page.close();
  }
}

/** Share of the words that were said which were heard otherwise, left out or added: the usual word error rate. Case and punctuation count for nothing. */
export function wordError(said: string, heard: string): number {
  const words = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFC')
      .replaceAll('’', "'")
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  return distance(words(said), words(heard)) / Math.max(1, words(said).length);
}

/** As `wordError`, of characters: for words that two ears would spell differently. */
export function characterError(said: string, heard: string): number {
  const letters = (text: string) => Array.from(text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  return distance(letters(said), letters(heard)) / Math.max(1, letters(said).length);
}

/** Levenshtein's. */
function distance(left: readonly string[], right: readonly string[]): number {
  let row = right.map((_, index) => index + 1);
  row.unshift(0);
  for (const [at, one] of left.entries()) {
    const next = [at + 1];
    for (const [index, other] of right.entries()) {
      next.push(Math.min((next[index] ?? 0) + 1, (row[index + 1] ?? 0) + 1, (row[index] ?? 0) + (one === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
