/** What a long conversation costs at its end and at its beginning: on the page, turn after turn, and in memory alone. */
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { Captions } from '../src/session/captions.ts';
import { reduce } from '../src/turn/reducer.ts';
import { initialState, type TurnState } from '../src/turn/state.ts';
import { ChatServer } from '../test/browser/chat-server.ts';
import { App, FAKE_DEVICES, launch } from '../test/browser/harness.ts';
import { routeStandins } from '../test/browser/standins.ts';
import { percentile, type Surroundings } from './measure.ts';

/** A word of the stand-in voice lasts a fraction of a second, and has to be heard to its end. */
const SHORT_ANSWER = 'Yes.';
const LONG_ANSWER_TOKENS = 100;
const LONG_ANSWERS = 5;
/** After so many, what is made once is made, and there are as many captions on the page as there ever are. */
const WARM_UP_TURNS = 50;
const IN_MEMORY_TURNS = 10_000;
const IN_MEMORY_TOKENS = 20;

declare global {
  interface Window {
    held: { workers: number; channels: number; urls: number; writtenBytes: number };
  }
}

/** What there is of everything at one moment; the counts are to be the same at the end. */
type Counts = { [name: string]: number };

/** `--turns` on the page (1000), three of them with a picture, then ten thousand in memory. */
export async function long(args: string[], { chromePath, appUrl }: Surroundings): Promise<void> {
  const { values } = parseArgs({ args, options: { turns: { type: 'string', default: '1000' } } });
  await onPage(Number(values.turns), chromePath, appUrl);
  inMemory();
}

async function onPage(turns: number, chromePath: string, appUrl: string): Promise<void> {
  const browser = await launch(chromePath, FAKE_DEVICES);
  const server = await ChatServer.start();
  try {
    const prepare = async (page: Page) => {
      await page.addInitScript(countWhatIsHeld);
      await routeStandins(page);
    };
    const app = await App.open({ browser, url: appUrl, prepare });
    const { page } = app;
    await page.evaluate((url) => {
      const own = { kind: 'endpoint' as const, url, model: 'bench', apiKey: '', sees: true };
      document.querySelector('parley-assistant')?.control?.change({ llm: 'own', own });
    }, server.url);
    await app.wake();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    server.answer = SHORT_ANSWER;
    await withPictures(app, () => ask(page, 3));
    await ask(page, WARM_UP_TURNS);

    const part = Math.max(1, Math.floor(turns / 10));
    const first = await measure(page, cdp, server, part);
    await ask(page, Math.max(0, turns - 2 * part));
    const last = await measure(page, cdp, server, part);
    console.log(`\non the page: turns 1 to ${String(part)} → ${String(turns - part + 1)} to ${String(turns)}`);
    compare(first, last);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function withPictures(app: App, run: () => Promise<void>): Promise<void> {
  const camera = app.page.getByRole('button', { name: 'Camera' });
  await camera.click();
  await app.until((view) => view.camera === 'on', 'the camera');
  await run();
  await camera.click();
}

/** So many turns, and some long answers, and what is there after them. */
async function measure(page: Page, cdp: CDPSession, server: ChatServer, turns: number): Promise<Counts> {
  const writtenBefore = (await held(page)).writtenBytes;
  const busyBefore = await metric(cdp, 'TaskDuration');
  await ask(page, turns);
  const turnMs = ((await metric(cdp, 'TaskDuration')) - busyBefore) / turns;
  const { writtenBytes, ...counts } = await held(page);

  server.answer = Array.from({ length: LONG_ANSWER_TOKENS }, (_, index) => `word${String(index)}`).join(' ');
  const tokenMs: number[] = [];
  for (let answer = 0; answer < LONG_ANSWERS; answer += 1) {
    const before = await metric(cdp, 'TaskDuration');
    await page.evaluate(writtenWhole, server.answer);
    tokenMs.push(((await metric(cdp, 'TaskDuration')) - before) / LONG_ANSWER_TOKENS);
  }
  server.answer = SHORT_ANSWER;

  await cdp.send('HeapProfiler.collectGarbage');
  return {
    'page thread, ms a turn': turnMs * 1000,
    'page thread, ms a token': percentile(tokenMs, 0.5) * 1000,
    'written, bytes a turn': (writtenBytes - writtenBefore) / turns,
    'heap, MB': (await metric(cdp, 'JSHeapUsedSize')) / 1e6,
    workers: counts.workers,
    'data channels made': counts.channels,
    'object URLs': counts.urls,
    AudioNodes: await metric(cdp, 'AudioHandlers'),
    listeners: await metric(cdp, 'JSEventListeners'),
    'DOM nodes': await metric(cdp, 'Nodes'),
  };
}

/** Types questions and waits each time until the answer was heard to its end. Runs in the page, so that the driver costs nothing there. */
async function ask(page: Page, turns: number): Promise<void> {
  await page.evaluate(async (turns) => {
    const control = document.querySelector('parley-assistant')?.control;
    if (!control) throw new Error('The page has no conversation.');
    const { captions } = control.slices;
    for (let turn = 0; turn < turns; turn += 1) {
      const before = captions.value.said.at(-1)?.id;
      const following = new AbortController();
      const over = new Promise<void>((resolve) => {
        captions.subscribe(() => {
          const last = captions.value.said.at(-1);
          if (last?.who === 'assistant' && last.id !== before) resolve();
        }, following);
      });
      control.sendText(`Is this question number ${String(turn)}?`);
      await over;
      following.abort();
    }
  }, turns);
}

/** Asks once, and stops the answer as soon as all of it is written. */
async function writtenWhole(answer: string): Promise<void> {
  const control = document.querySelector('parley-assistant')?.control;
  if (!control) throw new Error('The page has no conversation.');
  const { captions } = control.slices;
  const following = new AbortController();
  const written = new Promise<void>((resolve) => {
    captions.subscribe(() => {
      if (captions.value.live?.text === answer) resolve();
    }, following);
  });
  control.sendText('Say a hundred words.');
  await written;
  following.abort();
  control.stop();
}

const held = (page: Page) => page.evaluate(() => ({ ...window.held }));

async function metric(cdp: CDPSession, name: string): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((each) => each.name === name)?.value ?? NaN;
}

/** Counts what a page holds and no garbage collector takes, and what it writes. Runs in the page before anything else. */
function countWhatIsHeld(): void {
  const held = { workers: 0, channels: 0, urls: 0, writtenBytes: 0 };
  window.held = held;
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      held.workers += 1;
    }
    override terminate(): void {
      held.workers -= 1;
      super.terminate();
    }
  };
  window.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      held.channels += 1;
    }
  };
  const create = URL.createObjectURL.bind(URL);
  const revoke = URL.revokeObjectURL.bind(URL);
  URL.createObjectURL = (object) => ((held.urls += 1), create(object));
  URL.revokeObjectURL = (url) => {
    held.urls -= 1;
    revoke(url);
  };
  for (const name of ['put', 'add'] as const) {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the store that it belongs to
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (value: unknown, ...rest) {
      held.writtenBytes += JSON.stringify(value).length;
      return write.call(this, value, ...rest);
    };
  }
}

/** The rules and the captions by themselves: what a token and a turn cost the page's thread, however long the conversation is. */
function inMemory(): void {
  let state = initialState({ language: 'en', system: 'Be brief.', contextTokens: 2048, voice: false, camera: false });
  const captions = new Captions(() => undefined);
  const tokenMs: number[] = [];
  const turnMs: number[] = [];
  const send = (event: Parameters<typeof reduce>[1]): TurnState => {
    ({ state } = reduce(state, event));
    captions.of(state);
    return state;
  };
  for (let turn = 1; turn <= IN_MEMORY_TURNS; turn += 1) {
    const startedAt = performance.now();
    send({ kind: 'typed', text: `Is this question number ${String(turn)}?`, at: turn });
    const answering = state.reply?.turn ?? 0;
    const tokensAt = performance.now();
    for (let token = 0; token < IN_MEMORY_TOKENS; token += 1) {
      send({ kind: 'text', turn: answering, delta: ' word', at: turn });
    }
    tokenMs.push((performance.now() - tokensAt) / IN_MEMORY_TOKENS);
    send({ kind: 'generated', turn: answering, at: turn });
    turnMs.push(performance.now() - startedAt);
  }
  const part = IN_MEMORY_TURNS / 10;
  // The first hundreds are run before they are compiled.
  const of = (from: number): Counts => ({
    'rules and captions, ms a token': percentile(tokenMs.slice(from, from + part), 0.5),
    'rules and captions, ms a turn': percentile(turnMs.slice(from, from + part), 0.5),
  });
  console.log(
    `\nin memory: turns ${String(part)} to ${String(2 * part)} → the last ${String(part)} of ${String(IN_MEMORY_TURNS)}`,
  );
  compare(of(part), of(IN_MEMORY_TURNS - part));
}

function compare(first: Counts, last: Counts): void {
  for (const [name, before] of Object.entries(first)) {
    const after = last[name] ?? NaN;
    const shown = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(3)).padStart(9);
    const growth = before === after ? 0 : ((after - before) / before) * 100;
    console.log(`${name.padEnd(34)} ${shown(before)} → ${shown(after)}   ${growth > 0 ? '+' : ''}${growth.toFixed(1)} %`);
  }
}
