/** A worker's life: waited for, declared dead, followed by another, put to sleep. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import type { WorkerReport } from '../../src/protocol/messages.ts';
import { endSpares } from '../../src/models/page/spare-workers.ts';
import { WorkerHost, type HostEvents } from '../../src/models/page/worker-host.ts';

type Message = { kind: string };

/** A worker that does nothing by itself. */
class StillWorker {
  static all: StillWorker[] = [];
  static get newest(): StillWorker {
    const worker = StillWorker.all.at(-1);
    if (!worker) throw new Error('No worker was started.');
    return worker;
  }
  onmessage: ((event: { data: WorkerReport }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;
  readonly received: Message[] = [];
  isTerminated = false;

  constructor() {
    StillWorker.all.push(this);
  }

  postMessage(message: Message): void {
    this.received.push(message);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(report: WorkerReport): void {
    this.onmessage?.({ data: report });
  }

  load(): void {
    this.say({ kind: 'loaded', backend: 'webgpu', loadMs: 1 });
  }

  lose(): void {
    this.say({ kind: 'failed', error: { reason: 'device-lost', message: 'The graphics card was lost.' } });
  }

  /** What it was sent, but for heartbeats. */
  get kinds(): string[] {
    return this.received.map(({ kind }) => kind).filter((kind) => kind !== 'ping');
  }
}

const PLAN = {
  spec: findModel('llm', 'tiny-gemma3'),
  backend: 'webgpu',
  origin: { app: 'http://app/', hub: '' },
  tryOut: false,
} as const;

const PONG = { kind: 'pong', id: 0, signs: 0, endsByItself: false } as const;

const NOTHING: HostEvents<Message> = {
  onReport: () => undefined,
  onStarted: () => undefined,
  onFetched: () => undefined,
  onStill: () => undefined,
  onHubWaits: () => undefined,
  onLoaded: () => undefined,
  onWantsEars: () => undefined,
  onDied: () => undefined,
  onChange: () => undefined,
};
const hostOf = (events: Partial<HostEvents<Message>>) =>
  new WorkerHost<Message, Message>('llm', () => new StillWorker() as unknown as Worker, { ...NOTHING, ...events });

let host: WorkerHost<Message, Message>;
let told: string[];
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('self', globalThis);
  StillWorker.all = [];
  told = [];
  host = hostOf({
    onFetched: (run) => told.push(`${String(run)} fetched`),
    onLoaded: (run) => told.push(`${String(run)} loaded`),
    onDied: (run, { reason }) => told.push(`${String(run)} ${reason}`),
  });
  host.load(PLAN, { run: 1, isBeside: false });
});
afterEach(() => {
  host.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a worker', () => {
  it('that is lost is told once, by its number, and of one that was ended nothing is told', () => {
    StillWorker.newest.load();
    StillWorker.newest.lose();
    StillWorker.newest.lose();
    expect(host.state).toBe('failed');
    host.load(PLAN, { run: 2, isBeside: false });
    host.end(2);
    StillWorker.newest.load();
    StillWorker.newest.lose();
    expect(told).toEqual(['1 loaded', '1 device-lost']);
    expect(host.state).toBe('waiting');
  });

  it('that is ended by whoever hears that it is loaded gets nothing of what waits; its successor does', () => {
    const slow = hostOf({
      onLoaded: (run) => {
        if (run === 1) slow.load({ ...PLAN, backend: 'wasm' }, { run: 2, isBeside: false });
      },
    });
    slow.load(PLAN, { run: 1, isBeside: false });
    const first = StillWorker.newest;
    slow.post({ kind: 'generate' });
    first.load();
    expect(first.kinds).toEqual(['load']);
    expect(slow.view).toMatchObject({ backend: 'wasm', state: 'loading' });
    StillWorker.newest.load();
    expect(StillWorker.newest.kinds).toEqual(['load', 'generate']);
    slow.dispose();
  });

  it('that was made ready beside serves when it is said to, and the other one ends', () => {
    StillWorker.newest.load();
    const [first] = StillWorker.all;
    host.load({ ...PLAN, backend: 'wasm' }, { run: 2, isBeside: true });
    StillWorker.newest.load();
    expect(host.view).toMatchObject({ backend: 'webgpu', state: 'ready' });
    host.post({ kind: 'generate' });
    host.set({ kind: 'language' });
    host.switchOver(3);
    expect(host.view).toMatchObject({ backend: 'webgpu' });
    host.switchOver(2);
    expect(host.view).toMatchObject({ backend: 'wasm', state: 'ready' });
    expect(first?.isTerminated).toBe(true);
    expect(StillWorker.newest.kinds).toEqual(['load', 'language']);
  });

  it('that was made ready while none served gets what was asked meanwhile, once, when it is said to serve', () => {
    const alone = hostOf({
      onLoaded: (run) => {
        alone.switchOver(run);
      },
    });
    alone.load(PLAN, { run: 1, isBeside: false });
    alone.end(1);
    alone.load(PLAN, { run: 2, isBeside: true });
    alone.set({ kind: 'language' });
    alone.post({ kind: 'generate' });
    StillWorker.newest.load();
    expect(StillWorker.newest.kinds).toEqual(['load', 'language', 'generate']);
    expect(alone.state).toBe('ready');
    alone.dispose();
  });

  it('says that its files are here when nearly all bytes that the catalogue tells of are', () => {
    const { bytes } = PLAN.spec.variants.webgpu ?? { bytes: 0 };
    const progress = (loadedBytes: number) => {
      StillWorker.newest.say({ kind: 'progress', file: 'onnx/model.onnx', loadedBytes, totalBytes: loadedBytes });
    };
    progress(bytes / 2);
    expect(told).toEqual([]);
    progress(bytes * 0.96);
    progress(bytes);
    expect(told).toEqual(['1 fetched']);
  });

  it('and where the hub’s list tells of more, not before they are', () => {
    host.load(PLAN, { run: 2, isBeside: false, wholeBytes: 3e9 });
    const progress = (loadedBytes: number) => {
      StillWorker.newest.say({ kind: 'progress', file: 'onnx/model.onnx', loadedBytes, totalBytes: loadedBytes });
    };
    progress(1e9);
    expect(told).toEqual([]);
    progress(3e9);
    expect(told).toEqual(['2 fetched']);
  });

  it('that can’t be started is told as one that died, a moment later', async () => {
    const forbidden = new WorkerHost<Message, Message>(
      'llm',
      () => {
        throw new TypeError('This document requires TrustedScriptURL.');
      },
      { ...NOTHING, onDied: (run, { reason, message }) => told.push(`${String(run)} ${reason} ${message}`) },
    );
    forbidden.load(PLAN, { run: 7, isBeside: false });
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual([expect.stringMatching(/^7 worker-died .*TrustedScriptURL/)]);
    expect(forbidden.state).toBe('failed');
    forbidden.dispose();
  });

  it('is told by its silence, when even that is all it can', () => {
    vi.advanceTimersByTime(85_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(15_000);
    expect(told).toEqual(['1 worker-died']);
    expect(StillWorker.newest.isTerminated).toBe(true);
  });
});

describe('the heartbeat (R1, B04)', () => {
  /** The computer sleeps, or the page is frozen: time goes on, and nothing runs. */
  const freeze = (ms: number) => {
    const running = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => running() + ms);
  };
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('ends nobody after an hour in which the page was frozen, whatever the order in which things wake', () => {
    StillWorker.newest.load();
    for (let beat = 0; beat < 10; beat += 1) {
      vi.advanceTimersByTime(5_000);
      StillWorker.newest.say(PONG);
    }
    freeze(3_600_000);
    vi.advanceTimersByTime(10_000);
    StillWorker.newest.say(PONG);
    expect(told).toEqual(['1 loaded']);
    expect(host.state).toBe('ready');
  });

  it('asks anew after a night, and a worker that stays silent is told all the same', () => {
    StillWorker.newest.load();
    vi.advanceTimersByTime(50_000);
    freeze(8 * 3_600_000);
    vi.advanceTimersByTime(30_000);
    expect(told).toEqual(['1 loaded']);
    vi.advanceTimersByTime(20_000);
    expect(told).toEqual(['1 loaded', '1 worker-died']);
  });

  it('strikes no download off: what is prepared lives on too', () => {
    host.load(PLAN, { run: 2, isBeside: true });
    vi.advanceTimersByTime(20_000);
    freeze(600_000);
    vi.advanceTimersByTime(20_000);
    expect(told).toEqual([]);
  });
});

describe('a hub that asks to wait', () => {
  it('is told of, by the number of the worker that waits', () => {
    const waits: [number, number][] = [];
    const waiting = hostOf({ onHubWaits: (run, ms) => waits.push([run, ms]) });
    waiting.load(PLAN, { run: 5, isBeside: false });
    StillWorker.newest.say({ kind: 'hub-waits', ms: 180_000 });
    StillWorker.newest.say({ kind: 'hub-waits', ms: 0 });
    expect(waits).toEqual([
      [5, 180_000],
      [5, 0],
    ]);
    waiting.dispose();
  });
});

describe('a load that stands still (W3)', () => {
  it('is told by how long its worker has answered without a sign, and only while it is loading', () => {
    let stillMs = 0;
    const watched = hostOf({
      onStill: (_run, ms) => {
        stillMs = ms;
      },
    });
    watched.load(PLAN, { run: 1, isBeside: false });
    const worker = StillWorker.newest;
    const pass = (beats: number, signs: number, endsByItself = false) => {
      for (let beat = 0; beat < beats; beat += 1) {
        vi.advanceTimersByTime(5_000);
        worker.say({ ...PONG, signs, endsByItself });
      }
    };
    pass(3, 7);
    pass(20, 7);
    expect(stillMs).toBe(110_000);
    pass(2, 8);
    pass(3, 8);
    expect(stillMs).toBe(20_000);
    worker.say({ kind: 'progress', file: 'a', loadedBytes: 1, totalBytes: 2 });
    pass(1, 8);
    expect(stillMs).toBe(5_000);
    pass(10, 8, true);
    expect(stillMs).toBe(5_000);
    // It computes, and answers nothing meanwhile.
    vi.advanceTimersByTime(60_000);
    expect(stillMs).toBe(5_000);
    worker.say(PONG);
    worker.load();
    pass(10, 8);
    expect(stillMs).toBe(5_000);
    watched.dispose();
  });
});

describe('a host that has failed (R35)', () => {
  it('keeps the last command of each kind, not one for each turn', () => {
    for (let turn = 1; turn <= 100; turn += 1) for (const kind of ['generate', 'cancel', 'hold']) host.post({ kind });
    StillWorker.newest.load();
    expect(StillWorker.newest.kinds).toEqual(['load', 'generate', 'cancel', 'hold']);
  });
});

describe('clocks of page and worker (B03)', () => {
  it('the worker’s times are turned into the page’s, an hour ahead or behind, and after one of them was set', () => {
    const reports: unknown[] = [];
    const ears = hostOf({ onReport: (report) => reports.push(report) });
    ears.load(PLAN, { run: 1, isBeside: false });
    for (const skewMs of [3_600_000, -3_600_000, 0]) {
      const here = performance.timeOrigin + performance.now();
      const there = here + skewMs;
      StillWorker.newest.say({ kind: 'pause', at: there - 5, speechEndAt: there - 205, sentAt: there } as never);
      const { at, speechEndAt } = reports.at(-1) as { at: number; speechEndAt: number };
      expect(at).toBeCloseTo(here - 5, 3);
      expect(speechEndAt).toBeCloseTo(here - 205, 3);
    }
    ears.dispose();
  });
});

describe('a worker that is put to sleep', () => {
  it('ends, keeps what is sent meanwhile, and starts again with its settings', () => {
    StillWorker.newest.load();
    host.set({ kind: 'language' });
    host.end(1);
    const [first] = StillWorker.all;
    expect(first?.isTerminated).toBe(true);
    expect(host.state).toBe('waiting');
    host.post({ kind: 'generate' });
    vi.advanceTimersByTime(200_000);
    expect(told).toEqual(['1 loaded']);

    host.load(PLAN, { run: 2, isBeside: false });
    StillWorker.newest.load();
    expect(host.state).toBe('ready');
    expect(StillWorker.newest.kinds).toEqual(['load', 'language', 'generate']);
  });
});

describe('a worker that is handed over', () => {
  afterEach(endSpares);

  it('goes on with its model for the next conversation that wants that, from the start', () => {
    const first = StillWorker.newest;
    first.say({ kind: 'progress', file: 'model.onnx', loadedBytes: 5, totalBytes: 5 });
    first.say({ kind: 'loaded', backend: 'webgpu', loadMs: 1, realTimeFactor: 0.5 });
    host.handOver(1);
    expect(host.state).toBe('waiting');
    host.dispose();
    expect(first.isTerminated).toBe(false);
    const heard: unknown[] = [];
    const other = hostOf({ onLoaded: (...loaded) => heard.push(loaded), onReport: (report) => heard.push(report) });
    other.load({ ...PLAN, tryOut: true }, { run: 7, isBeside: false });
    expect(StillWorker.all).toEqual([first]);
    expect(first.kinds).toEqual(['load', 'start-over']);
    // Of the conversation before.
    first.say({ kind: 'text' } as never);
    other.post({ kind: 'generate' });
    expect(heard).toEqual([]);
    first.say({ kind: 'started-over' });
    first.say({ kind: 'text' } as never);
    expect(heard).toEqual([[7, 0.5], { kind: 'text' }]);
    expect(first.kinds).toEqual(['load', 'start-over', 'generate']);
    expect(other).toMatchObject({ state: 'ready', files: ['model.onnx'] });
    other.dispose();
    expect(first.isTerminated).toBe(true);
  });

  it.each([
    ['another model', { spec: findModel('llm', 'smollm2-135m') }],
    ['another backend', { backend: 'wasm' }],
    ['another hub', { origin: { app: 'http://app/', hub: 'http://hub/' } }],
  ] as const)('ends where the next one wants %s', (_, change) => {
    const first = StillWorker.newest;
    first.load();
    host.handOver(1);
    expect(first.isTerminated).toBe(false);
    host.load({ ...PLAN, ...change }, { run: 2, isBeside: false });
    expect(first.isTerminated).toBe(true);
    expect(StillWorker.newest.kinds).toEqual(['load']);
  });

  it('ends where it is still loading, has failed meanwhile, or nobody needs it any more', () => {
    const [loading] = StillWorker.all;
    host.handOver(1);
    expect(loading?.isTerminated).toBe(true);

    host.load(PLAN, { run: 2, isBeside: false });
    const lost = StillWorker.newest;
    lost.load();
    host.handOver(2);
    lost.lose();
    expect(lost.isTerminated).toBe(true);

    host.load(PLAN, { run: 3, isBeside: false });
    const last = StillWorker.newest;
    expect(last).not.toBe(lost);
    last.load();
    host.handOver(3);
    endSpares();
    expect(last.isTerminated).toBe(true);
  });
});
