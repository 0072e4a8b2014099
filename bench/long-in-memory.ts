/** Turns without a page or models: the scheduler, the memory and the captions, with a store that only counts. */
import v8 from 'node:v8';
import vm from 'node:vm';
import { Captions } from '../src/session/captions.ts';
import type { KeyStore } from '../src/session/key-store.ts';
import { Memory } from '../src/session/memory.ts';
import { now, Scheduler, type Outlets } from '../src/turn/page/scheduler.ts';
import { initialState } from '../src/turn/state.ts';
import { percentile } from './measure.ts';

const ANSWER = 'The capital of France is Paris, and it has been for a long time.'.split(/(?<= )/);
/** Most turns of which a figure is made; the first so many are left out, since their code is only being compiled. */
const MOST_TURNS = 1_000;

/** Prints a figure at the beginning and at the end. */
type Print = (name: string, begin: number, end: number) => void;

/** What turns have cost, one by one: ms of all of it, ms of each token, characters written. */
type Costs = { turn: number[]; token: number[]; written: number[] };

export async function measureInMemory(turns: number, print: Print): Promise<void> {
  const part = Math.min(MOST_TURNS, Math.floor(turns / 4));
  const store = new CountingStore();
  const captions = new Captions(() => undefined);
  const place = {
    store,
    tab: { locks: undefined, tab: null, slots: new Set<string>(), patience: () => AbortSignal.timeout(0) },
    channel: { postMessage: () => undefined, close: () => undefined, onmessage: null },
  };
  const memory = new Memory({ recalled: () => true, forgotten: () => undefined }, 'bench', place);
  await memory.recalled;
  const ignore = () => undefined;
  let answering = 0;
  const options = { language: 'en', system: 'Be brief.', contextTokens: 8192, voice: true, camera: false };
  const outlets: Outlets = {
    vad: ignore,
    llm: (command) => {
      if (command.kind === 'generate') answering = command.turn;
    },
    tts: ignore,
    say: ignore,
    tools: ignore,
    playback: ignore,
    canAnswer: () => true,
    still: () => Promise.resolve(null),
    notice: ignore,
    changed: () => {
      memory.look(scheduler.state.history);
      captions.of(scheduler.state);
    },
  };
  // No timer fires: nothing is waited for here.
  const scheduler: Scheduler = new Scheduler(initialState(options), outlets, () => ignore);

  const costs: Costs = { turn: [], token: [], written: [] };
  /** Asks and answers once; effects that wait are performed between. */
  const talk = async () => {
    const before = store.written;
    let spent = timed(() => {
      scheduler.dispatch({ kind: 'typed', text: 'What is the capital of France?', at: now() });
    });
    await new Promise(setImmediate);
    const turn = answering;
    const tokens = ANSWER.map((delta) =>
      timed(() => {
        scheduler.dispatch({ kind: 'text', turn, delta, at: now() });
      }),
    );
    const length = ANSWER.join('').length;
    spent += timed(() => {
      scheduler.dispatch({ kind: 'generated', turn, at: now() });
      scheduler.dispatch({ kind: 'clause', turn, from: 0, to: length, samples: 48_000, synthMs: 1, at: now() });
      scheduler.dispatch({ kind: 'started', turn, at: now() });
      for (const samples of [12_000, 24_000, 36_000]) scheduler.dispatch({ kind: 'position', turn, samples, at: now() });
      scheduler.dispatch({ kind: 'played', turn, samples: 48_000, at: now() });
    });
    await new Promise(setImmediate);
    costs.turn.push(spent + tokens.reduce((sum, ms) => sum + ms, 0));
    costs.token.push(percentile(tokens, 0.5));
    costs.written.push(store.written - before);
  };

  for (let turn = 0; turn < 2 * part; turn += 1) await talk();
  const heap = heapBytes();
  for (let turn = 2 * part; turn < turns; turn += 1) await talk();
  const lastHeap = heapBytes();
  scheduler.dispose();
  memory.dispose();

  console.log(
    `\n${String(turns)} turns in memory, those from ${String(part)} to ${String(2 * part)} and the last ${String(part)}`,
  );
  const figures: [string, number[], number][] = [
    ['a turn, µs', costs.turn, 1000],
    ['a token, µs', costs.token, 1000],
    ['written a turn, characters', costs.written, 1],
  ];
  for (const [name, values, factor] of figures) {
    const of = (some: number[]) => percentile(some, 0.5) * factor;
    print(name, of(values.slice(part, 2 * part)), of(values.slice(-part)));
  }
  print('heap, kB', heap / 1e3, lastHeap / 1e3);
  console.log(
    `entries in the history: ${String(scheduler.state.history.length)}, steps recorded: ${String(scheduler.recorder.recording(false).steps.length)}`,
  );
}

/** Keeps nothing, since what lies on disk is not on the heap. */
class CountingStore implements KeyStore {
  written = 0;

  read(): ReturnType<KeyStore['read']> {
    return Promise.resolve([]);
  }

  change(_: unknown, decide: Parameters<KeyStore['change']>[1]): Promise<void> {
    for (const each of decide([]).put ?? []) this.written += JSON.stringify(each).length;
    return Promise.resolve();
  }
}

function timed(act: () => void): number {
  const from = performance.now();
  act();
  return performance.now() - from;
}

/** After a collection. */
function heapBytes(): number {
  v8.setFlagsFromString('--expose-gc');
  (vm.runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
