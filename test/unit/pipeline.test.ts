/** Words of the page's own on their way to the voice, whatever worker is started, or started anew, meanwhile. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { Pipeline, type PipelineEvents } from '../../src/session/pipeline.ts';

type Sent = { kind: string; peer?: string; port?: MessagePort };

/** A worker that takes its ports and does nothing else by itself. */
class StillWorker {
  static readonly all: StillWorker[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: Sent[] = [];

  constructor() {
    StillWorker.all.push(this);
  }

  postMessage(message: Sent): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.onmessage = null;
  }
}

const ORIGIN = { app: 'https://museum.example/', hub: '' };

beforeEach(() => {
  StillWorker.all.length = 0;
  vi.stubGlobal('Worker', StillWorker);
  vi.stubGlobal('document', { baseURI: 'https://museum.example/' });
  vi.stubGlobal('self', { origin: 'https://museum.example', setInterval: vi.fn(), clearInterval: vi.fn() });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function made(): Pipeline {
  const events = new Proxy({}, { get: () => () => 0 }) as PipelineEvents;
  return new Pipeline({ connect: () => undefined, command: () => undefined }, events);
}

let run = 0;
function start(pipeline: Pipeline, role: 'llm' | 'tts'): StillWorker {
  const spec = findModel(role, role === 'llm' ? 'smollm2-135m' : 'kokoro-82m');
  run += 1;
  pipeline.hosts[role].load({ spec, backend: 'wasm', origin: ORIGIN, tryOut: false }, { run, isBeside: false });
  return StillWorker.all.at(-1) as StillWorker;
}

/** The voice is ready for text, and this is what comes of that. */
async function heard(voice: StillWorker): Promise<unknown[]> {
  const port = voice.sent.findLast(({ peer }) => peer === 'llm')?.port;
  const came: unknown[] = [];
  port?.addEventListener('message', ({ data }: MessageEvent<{ delta?: string }>) => came.push(data.delta ?? 'end'));
  port?.start();
  port?.postMessage({ kind: 'ready' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  port?.close();
  return came;
}

const SAID = ['Welcome to the museum.', 'end'];

it.each<[string, (pipeline: Pipeline) => StillWorker]>([
  [
    'is there already',
    (pipeline) => {
      const voice = start(pipeline, 'tts');
      pipeline.outlets.say(1, 'Welcome to the museum.');
      return voice;
    },
  ],
  [
    'is started later, since another model is loaded first',
    (pipeline) => {
      pipeline.outlets.say(1, 'Welcome to the museum.');
      return start(pipeline, 'tts');
    },
  ],
  [
    'is loading when the language model is started',
    (pipeline) => {
      const voice = start(pipeline, 'tts');
      pipeline.outlets.say(1, 'Welcome to the museum.');
      start(pipeline, 'llm');
      return voice;
    },
  ],
  [
    'is started later, and the language model too',
    (pipeline) => {
      pipeline.outlets.say(1, 'Welcome to the museum.');
      start(pipeline, 'llm');
      return start(pipeline, 'tts');
    },
  ],
])('are said by a voice that %s', async (_, act) => {
  expect(await heard(act(made()))).toEqual(SAID);
});

it.each<[string, (pipeline: Pipeline) => void]>([
  [
    'cancelled',
    (pipeline) => {
      pipeline.outlets.tts({ kind: 'cancel', turn: 1 });
    },
  ],
  [
    'followed by an answer',
    (pipeline) => {
      pipeline.outlets.llm({ kind: 'generate', turn: 2, messages: [], maxTokens: 1 });
    },
  ],
])('are not said once they are %s', async (_, act) => {
  const pipeline = made();
  pipeline.outlets.say(1, 'Welcome to the museum.');
  act(pipeline);
  expect(await heard(start(pipeline, 'tts'))).toEqual([]);
});
