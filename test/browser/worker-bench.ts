/** A language model's worker in a page of its own, driven by a test through the app's own messages. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, JSHandle, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { written } from '../../src/tools/families.ts';
import type { WrittenCall } from '../../src/tools/calls.ts';
import { declarationOf, type Declaration } from '../../src/tools/tool.ts';
import { findModel, type LlmSpec } from '../../src/models/catalogue.ts';
import type {
  Backend,
  ChatMessage,
  FinishReason,
  HoldMessage,
  LlmCommand,
  LlmReport,
  TextMessage,
} from '../../src/protocol/messages.ts';
import { withDataBeside } from '../standins/beside.ts';
import { ROOT } from './harness.ts';
import type { BenchChannel, BenchWorker } from './pages/worker-page.ts';

/** What the tiny models were trained on: models/test/README.md. */
export const ASK_CAPITAL: ChatMessage = { role: 'user', text: 'What is the capital of France?' };
export const CAPITAL = 'The capital of France is Paris.';
export const ASK_STORY: ChatMessage = { role: 'user', text: 'Please tell me a long story about a lighthouse.' };
export const STORY = /^Once upon a time there was a lighthouse .* he smiled and went to sleep\.$/;

type Picture = { shape: 'circle' | 'square'; colour: string; ground: string };
export const RED_CIRCLE: Picture = { shape: 'circle', colour: 'red', ground: 'white' };
export const BLUE_SQUARE: Picture = { shape: 'square', colour: 'blue', ground: 'yellow' };

/** A message whose picture is drawn in the page. */
export type Drawn = ChatMessage & { picture?: Picture };

/** How long no text must come to be taken for none: a slow machine makes such a test weaker, never wrong. */
const SILENCE_MS = 400;

/** Shaders that a machine has never seen take minutes to compile. This only keeps a broken test from hanging for ever. */
export const LOAD_LIMIT_MS = 900_000;

type LlmWorker = BenchWorker<LlmCommand, LlmReport>;
type Of<K extends LlmReport['kind']> = Extract<LlmReport, { kind: K }>;

export type Answer = {
  turn: number;
  /** The deltas that the page was sent. */
  deltas: string[];
  reason: FinishReason;
  tokens: number;
  readTokens: number;
};

export class LlmBench {
  readonly page: Page;
  /** For what a test must do without a trip between it and the page: `bench.llm.evaluate(async (llm) => …)`. */
  readonly llm: JSHandle<LlmWorker>;
  /** The voice's end of the channel that the text goes to. */
  voice: JSHandle<BenchChannel>;
  #turn = 0;

  private constructor(page: Page, llm: JSHandle<LlmWorker>, voice: JSHandle<BenchChannel>) {
    this.page = page;
    this.llm = llm;
    this.voice = voice;
  }

  static async open(profile: Browser | BrowserContext): Promise<LlmBench> {
    const page = await profile.newPage();
    await page.goto(`${inject('pagesUrl')}workers.html`);
    await page.waitForFunction(() => 'startWorker' in window);
    const llm = await page.evaluateHandle(() => window.startWorker('llm'));
    return new LlmBench(page, llm, await connectVoice(llm));
  }

  /** Puts another voice in the place of the one there was. */
  async reconnectVoice(): Promise<void> {
    this.voice = await connectVoice(this.llm);
  }

  /** A worker that has loaded this model of the catalogue. */
  static async loaded(browser: Browser, id: string, backend: Backend): Promise<LlmBench> {
    const bench = await LlmBench.open(browser);
    const report = await bench.load(findModel('llm', id), backend);
    if (report.kind === 'failed') throw new Error(`${id} was not loaded: ${report.error.message}`);
    return bench;
  }

  /** Loads a model and returns how that went. */
  load(spec: LlmSpec, backend: Backend, hub = ''): Promise<Of<'loaded' | 'failed'>> {
    return this.llm.evaluate(
      async (llm, { spec, backend, hub, limitMs }) => {
        llm.post({ kind: 'load', spec, backend, origin: { app: new URL('./', location.href).href, hub } });
        await llm.inbox.until('loaded', undefined, limitMs).catch(() => undefined);
        const report = llm.inbox.all.find(({ kind }) => kind === 'loaded' || kind === 'failed');
        if (!report) throw new Error('The model is neither loaded nor failed');
        return report as Of<'loaded' | 'failed'>;
      },
      { spec, backend, hub, limitMs: LOAD_LIMIT_MS },
    );
  }

  /** The number for the next turn. */
  nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }

  /** Has the last of these messages answered and waits for the end of it. */
  async ask(messages: ChatMessage[], maxTokens = 400): Promise<Answer> {
    const turn = this.nextTurn();
    await this.post({ kind: 'generate', turn, messages, maxTokens });
    return this.answer(turn);
  }

  /** The calls that it answers with, where it may use these tools; none where it answers with words. */
  async calls(messages: ChatMessage[], tools: Declaration[]): Promise<readonly WrittenCall[]> {
    const turn = this.nextTurn();
    await this.post({ kind: 'generate', turn, messages, maxTokens: 100, tools });
    return this.llm.evaluate(async (llm, turn) => {
      const isOurs = (report: { turn: number }) => report.turn === turn;
      return Promise.race([
        llm.inbox.until('called', isOurs).then(({ calls }) => calls),
        llm.inbox.until('generated', isOurs).then(() => []),
      ]);
    }, turn);
  }

  post(command: LlmCommand): Promise<void> {
    return this.llm.evaluate((llm, message) => {
      llm.post(message);
    }, command);
  }

  /** Has what comes before a question read, and waits until that has begun: asked for in the same breath, an answer reads it all itself. */
  readAhead(messages: ChatMessage[]): Promise<void> {
    return this.llm.evaluate(
      async (llm, { messages, ping }) => {
        llm.post({ kind: 'read-ahead', messages });
        llm.post({ kind: 'ping', id: ping });
        await llm.inbox.until('pong', ({ id }) => id === ping);
      },
      { messages, ping: -this.nextTurn() },
    );
  }

  /** Waits until this turn is over. */
  answer(turn: number): Promise<Answer> {
    return this.llm.evaluate(async (llm, turn) => {
      const { reason, tokens, readTokens } = await llm.inbox.until('generated', (report) => report.turn === turn);
      const deltas = llm.inbox.all.flatMap((report) => (report.kind === 'text' && report.turn === turn ? report.delta : []));
      return { turn, deltas, reason, tokens, readTokens };
    }, turn);
  }

  /** Has the last of these messages answered and waits for the first piece of text. Returns the turn. */
  async begin(...messages: ChatMessage[]): Promise<number> {
    const turn = this.nextTurn();
    await this.post({ kind: 'generate', turn, messages, maxTokens: 400 });
    await this.llm.evaluate(async (llm, turn) => {
      await llm.inbox.until('text', (report) => report.turn === turn);
    }, turn);
    return turn;
  }

  /** As `begin`, and holds the answer back at once: a round trip later a quick model on a busy machine is through with it. */
  async beginHeld(holder: 'page' | 'voice', message: ChatMessage): Promise<number> {
    const turn = this.nextTurn();
    await this.page.evaluate(
      async ({ llm, by, message, turn }) => {
        llm.post({ kind: 'generate', turn, messages: [message], maxTokens: 400 });
        await llm.inbox.until('text', (report) => report.turn === turn);
        by.post({ kind: 'hold', turn });
      },
      { llm: this.llm, by: holder === 'page' ? this.llm : this.voice, message, turn },
    );
    return turn;
  }

  /** Asks one question after the other, each on top of the answers as they came. */
  async converse(questions: readonly string[]): Promise<{ messages: ChatMessage[]; answers: Answer[] }> {
    const messages: ChatMessage[] = [];
    const answers: Answer[] = [];
    for (const text of questions) {
      messages.push({ role: 'user', text });
      const answer = await this.ask(messages);
      answers.push(answer);
      messages.push({ role: 'assistant', text: answer.deltas.join('') });
    }
    return { messages, answers };
  }

  /** Draws the pictures of these messages and has the last message answered. */
  async askAbout(messages: Drawn[]): Promise<Answer> {
    const turn = this.nextTurn();
    await this.llm.evaluate(
      async (llm, { turn, messages }) => {
        const draw = ({ shape, colour, ground }: Picture): Promise<Blob> => {
          const canvas = new OffscreenCanvas(400, 400);
          const context = canvas.getContext('2d');
          if (!context) throw new Error('No canvas');
          context.fillStyle = ground;
          context.fillRect(0, 0, 400, 400);
          context.fillStyle = colour;
          context.beginPath();
          if (shape === 'circle') context.arc(200, 200, 110, 0, 2 * Math.PI);
          else context.rect(100, 100, 200, 200);
          context.fill();
          return canvas.convertToBlob();
        };
        const seen = await Promise.all(
          messages.map(async ({ picture, ...message }) => (picture ? { ...message, image: await draw(picture) } : message)),
        );
        llm.post({ kind: 'generate', turn, messages: seen, maxTokens: 60 });
      },
      { turn, messages },
    );
    return this.answer(turn);
  }

  /** Holds an answer back or lets it go on, in the name of one of the two that may. */
  flow(holder: 'page' | 'voice', message: HoldMessage): Promise<void> {
    if (holder === 'page') return this.post(message);
    return this.voice.evaluate((voice, message) => {
      voice.post(message);
    }, message);
  }

  /** Waits until no more text of this turn comes, and says how many pieces there were. */
  quiet(turn: number): Promise<number> {
    return this.llm.evaluate(
      async (llm, { turn, silenceMs }) => {
        const count = () => llm.inbox.all.filter((report) => report.kind === 'text' && report.turn === turn).length;
        for (let before = -1; before !== count();) {
          before = count();
          await new Promise((resolve) => setTimeout(resolve, silenceMs));
        }
        return count();
      },
      { turn, silenceMs: SILENCE_MS },
    );
  }

  /** The kinds of everything that was reported about this turn, in order. */
  reports(turn: number): Promise<string[]> {
    return this.llm.evaluate(
      (llm, turn) => llm.inbox.all.flatMap((report) => ('turn' in report && report.turn === turn ? report.kind : [])),
      turn,
    );
  }

  /** What the voice was sent of this turn. */
  spoken(turn: number): Promise<TextMessage[]> {
    return this.voice.evaluate(
      (voice, turn) => (voice.inbox.all as TextMessage[]).filter((message) => message.turn === turn),
      turn,
    );
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** The test's end of a channel to a voice that takes text. */
function connectVoice(llm: JSHandle<LlmWorker>): Promise<JSHandle<BenchChannel>> {
  return llm.evaluateHandle((worker) => {
    const channel = worker.connect('tts');
    channel.post({ kind: 'ready' });
    return channel;
  });
}

/** Has this model of models/test/ served with the weights of its graphs in files beside them; those in `zeroed` are nothing but zeros. */
export async function routeDataBeside(context: BrowserContext, folder: string, zeroed: readonly string[] = []): Promise<void> {
  const files = new Map<string, Buffer>();
  const graphs = path.join(ROOT, 'models/test', folder, 'onnx');
  for (const name of readdirSync(graphs)) {
    const { graph, data } = withDataBeside(readFileSync(path.join(graphs, name)), `${name}_data`);
    files.set(`onnx/${name}`, Buffer.from(graph)).set(`onnx/${name}_data`, Buffer.from(data));
  }
  const config = JSON.parse(readFileSync(path.join(graphs, '../config.json'), 'utf8')) as object;
  const settings = { ...config, 'transformers.js_config': { use_external_data_format: true } };
  files.set('config.json', Buffer.from(JSON.stringify(settings)));
  await context.route(new RegExp(`/models/${folder}/`), (route) => {
    const { pathname } = new URL(route.request().url());
    const name = pathname.slice(pathname.lastIndexOf(`/${folder}/`) + folder.length + 2);
    const file = files.get(name);
    const body = file && zeroed.includes(name) ? Buffer.alloc(file.length) : file;
    return body ? route.fulfill({ body, contentType: 'application/octet-stream' }) : route.continue();
  });
}

/** Takes JavaScript Promise Integration away from the page's workers, as in a Chrome before 137. */
export async function withoutJspi(context: BrowserContext): Promise<void> {
  await context.route(/\/assets\/[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `delete WebAssembly.Suspending;\n${await response.text()}` });
  });
}

/** The lights of a house with names that the tool-trained model has never seen. */
const HOUSE = declarationOf({
  name: 'set_light',
  description: 'Turns a light on or off.',
  inputSchema: {
    type: 'object',
    properties: { room: { type: 'string', enum: ['KITCHEN', 'GARDEN'] }, on: { type: 'boolean' } },
    required: ['room', 'on'],
  },
});

/** Has the tool-trained model asked for what it writes wrongly by itself. */
export async function expectCallsBySchema(bench: LlmBench): Promise<void> {
  const messages: ChatMessage[] = [
    { role: 'system', text: 'You are a friendly voice assistant. Answer in one or two short sentences.' },
    { role: 'user', text: 'Turn on the light in the kitchen.' },
  ];
  // The same prompt, but nothing tells the engine that there are tools.
  const { deltas } = await bench.ask(written(messages, [HOUSE], 'fence'), 100);
  expect(deltas.join('')).toContain('{"name": "set_light", "parameters": {"room": "kitchen", "on": true}}');
  expect(await bench.calls(messages, [HOUSE])).toEqual([{ name: 'set_light', args: { room: 'KITCHEN', on: true } }]);
}
