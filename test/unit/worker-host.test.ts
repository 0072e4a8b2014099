/** A worker's life: waited for, declared dead, replaced, put to sleep. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import type { WorkerReport } from '../../src/protocol/messages.ts';
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

let host: WorkerHost<Message, Message>;
let lost: string[];
let onLost: HostEvents<Message>['onLost'];
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('self', globalThis);
  StillWorker.all = [];
  lost = [];
  onLost = () => undefined;
  const nothing = () => undefined;
  host = new WorkerHost<Message, Message>('llm', () => new StillWorker() as unknown as Worker, {
    onReport: nothing,
    onStarted: nothing,
    onTriedOut: nothing,
    onWantsEars: nothing,
    onLost: (error, loss) => {
      lost.push(`${error.reason} ${loss}`);
      onLost(error, loss);
    },
    onPrepared: nothing,
    onPreparedLost: nothing,
    onChange: nothing,
  });
  host.start(PLAN);
});
afterEach(() => {
  host.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a worker that is lost', () => {
  it('is replaced at once, and a second time only when the first is a minute ago', () => {
    StillWorker.newest.load();
    StillWorker.newest.lose();
    expect(host.state).toBe('loading');
    StillWorker.newest.load();
    for (let seconds = 0; seconds < 65; seconds += 5) {
      vi.advanceTimersByTime(5_000);
      StillWorker.newest.say({ kind: 'pong', id: 0 });
    }
    StillWorker.newest.lose();
    StillWorker.newest.load();
    StillWorker.newest.lose();
    expect(lost).toEqual(['device-lost once', 'device-lost once', 'device-lost again']);
    expect(host.state).toBe('failed');
    expect(StillWorker.all).toHaveLength(3);
  });

  it('makes way for the model that is started in its place', () => {
    const other = { ...PLAN, backend: 'wasm' } as const;
    onLost = () => {
      host.start(other);
    };
    StillWorker.newest.load();
    StillWorker.newest.lose();
    expect(StillWorker.all).toHaveLength(2);
    expect(host.view).toMatchObject({ backend: 'wasm', state: 'loading' });
  });

  it('is told by its silence, when even that is all it can', () => {
    vi.advanceTimersByTime(85_000);
    expect(lost).toEqual([]);
    vi.advanceTimersByTime(15_000);
    expect(lost).toEqual(['worker-died while-loading']);
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
      StillWorker.newest.say({ kind: 'pong', id: 0 });
    }
    freeze(3_600_000);
    vi.advanceTimersByTime(10_000);
    expect(lost).toEqual([]);
    StillWorker.newest.say({ kind: 'pong', id: 0 });
    expect(host.state).toBe('ready');
  });

  it('asks anew after a night, and a worker that stays silent is told all the same', () => {
    StillWorker.newest.load();
    vi.advanceTimersByTime(50_000);
    freeze(8 * 3_600_000);
    vi.advanceTimersByTime(30_000);
    expect(lost).toEqual([]);
    vi.advanceTimersByTime(20_000);
    expect(lost).toEqual(['worker-died once']);
  });

  it('strikes no download off: what is prepared lives on too', () => {
    const preparedLost = vi.fn();
    const nothing = () => undefined;
    const second = new WorkerHost<Message, Message>('llm', () => new StillWorker() as unknown as Worker, {
      onReport: nothing,
      onStarted: nothing,
      onTriedOut: nothing,
      onWantsEars: nothing,
      onLost: nothing,
      onPrepared: nothing,
      onPreparedLost: preparedLost,
      onChange: nothing,
    });
    second.prepare(PLAN);
    vi.advanceTimersByTime(20_000);
    freeze(600_000);
    vi.advanceTimersByTime(20_000);
    expect(preparedLost).not.toHaveBeenCalled();
    second.dispose();
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
    const nothing = () => undefined;
    const ears = new WorkerHost<Message, Message>('vad', () => new StillWorker() as unknown as Worker, {
      onReport: (report) => reports.push(report),
      onStarted: nothing,
      onTriedOut: nothing,
      onWantsEars: nothing,
      onLost: nothing,
      onPrepared: nothing,
      onPreparedLost: nothing,
      onChange: nothing,
    });
    ears.start(PLAN);
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
    host.unload();
    const [first] = StillWorker.all;
    expect(first?.isTerminated).toBe(true);
    expect(host.state).toBe('waiting');
    host.post({ kind: 'generate' });
    vi.advanceTimersByTime(200_000);
    expect(lost).toEqual([]);

    host.restart();
    StillWorker.newest.load();
    expect(host.state).toBe('ready');
    expect(StillWorker.newest.kinds).toEqual(['load', 'language', 'generate']);
  });
});
