/** One worker with one model: loaded, watched, and done with when it dies or is ended. */
import { nameForChoice, type ModelSpec } from '../catalogue.ts';
import { RelatedClock } from '../../protocol/clock.ts';
import type { ErrorData } from '../../protocol/errors.ts';
import type { Backend, ModelOrigin, Role, WorkerCommand, WorkerReport } from '../../protocol/messages.ts';
import { now } from '../../turn/page/scheduler.ts';
import type { ModelView } from '../../session/view.ts';
import type { SpareWorker } from './spare-workers.ts';

/** What to load and where from, and whether to try it out before it is used. */
export type LoadPlan = { spec: ModelSpec; backend: Backend; origin: ModelOrigin; tryOut: boolean; knownFactor?: number | undefined };

/** What is known of a load beside its plan. */
export type LoadHints = {
  /** All bytes of the model by the hub's list; 0 while unknown. */
  wholeBytes?: number;
  /** Its worker has its model already, and served another conversation. */
  spare?: SpareWorker | null;
};

/** What becomes of it. Nothing is told after `died` or `end`. */
export type RunEvents<Report> = {
  /** Anything its stage reports. */
  report: (report: Report) => void;
  /** As the report of that name. */
  wantsEars: (port: MessagePort) => void;
  /** More bytes of the model are here. */
  progress: () => void;
  /** It is loading and answers, and has given no sign of getting on for so long, ms of time in which the page ran. */
  still: (ms: number) => void;
  /** As the report of that name. */
  hubWaits: (ms: number) => void;
  /** All of them are, as far as can be told. */
  fetched: () => void;
  /** The model is ready, with its real-time factor where it was tried out. Whoever hears it may end this run. */
  loaded: (realTimeFactor?: number) => void;
  died: (error: ErrorData) => void;
};

/** How often a worker is asked for a sign of life, ms. Only bounds how soon a death is noticed. */
const PING_MS = 5_000;
/**
 * How long a ping stays unanswered before its worker counts as dead, ms of time in which the page ran: a gap between two beats counts as one
 * interval at most, since a page that was frozen, asleep or in the back/forward cache has not waited. WASM inference blocks its thread: Kokoro takes some 15 s for its longest clause
 * on two slow cores, and a first load may compile for longer. Smaller: healthy workers are killed.
 */
const SILENCE_MS = 90_000;

/** Of the bytes that catalogue or list tell, which round up, or count what is not asked for, this much is all. */
const NEARLY_ALL = 0.95;

export class WorkerRun<Report extends { kind: string }> {
  /** What the rules call it by. */
  readonly number: number;
  readonly #role: Role;
  /** Null where none could be started. */
  readonly #worker: Worker | null;
  readonly #events: RunEvents<Report>;
  readonly #bytes: Map<string, { loaded: number; total: number }>;
  readonly #heartbeat: number;
  readonly #plan: LoadPlan;
  readonly #wholeBytes: number;
  readonly #isSpare: boolean;
  #realTimeFactor: number | undefined;
  #state: ModelView['state'] = 'loading';
  #error: ErrorData | null = null;
  #isOver = false;
  #isFetched = false;
  /** How long the oldest ping has been unanswered; null when none is. */
  #unansweredMs: number | null = null;
  #lastBeatAt = performance.now();
  /** How long it has given no sign that its load gets on, ms; and the signs that it had given before. */
  #stillMs = 0;
  #signs = 0;
  /** The worker's clock by the page's. */
  readonly #clock = new RelatedClock();

  /** Nothing is loaded before `load`. What `start` throws is told as its death, a moment later. */
  constructor(role: Role, start: () => Worker, number: number, plan: LoadPlan, events: RunEvents<Report>, { wholeBytes = 0, spare = null }: LoadHints = {}) {
    this.number = number;
    this.#wholeBytes = wholeBytes;
    this.#isSpare = spare !== null;
    this.#bytes = new Map(spare?.bytes);
    this.#realTimeFactor = spare?.realTimeFactor;
    this.#role = role;
    this.#plan = plan;
    this.#events = events;
    this.#heartbeat = self.setInterval(() => {
      this.#beat();
    }, PING_MS);
    this.#worker = this.#started(start);
  }

  /** Its worker, which is followed; a page's policy may forbid that there is one (Trusted Types). */
  #started(start: () => Worker): Worker | null {
    let worker: Worker;
    try {
      worker = start();
    } catch (error) {
      queueMicrotask(() => {
        this.#die(died(`The ${this.#role} worker could not be started: ${String(error)}`));
      });
      return null;
    }
    worker.onmessage = ({ data }: MessageEvent<Report | WorkerReport>) => {
      if (!this.#isOver) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // A script that could not even be fetched says nothing about why.
      this.#die(died(event.message || `The ${this.#role} worker could not be started.`));
    };
    worker.onmessageerror = () => {
      this.#die(died(`The ${this.#role} worker sent what could not be read.`));
    };
    return worker;
  }

  get state(): ModelView['state'] {
    return this.#state;
  }

  /** Whether a worker is there to take ports, loaded or not. */
  get running(): boolean {
    return !this.#isOver;
  }

  get view(): ModelView {
    const { spec, backend } = this.#plan;
    const { loadedBytes, countedBytes } = this.#sum();
    return {
      role: this.#role,
      id: spec.id,
      // Ready is what passed the test.
      name: this.#state === 'ready' ? spec.name : nameForChoice(spec),
      backend,
      ...(spec.notice ? { notice: spec.notice } : {}),
      state: this.#state,
      loadedBytes,
      totalBytes: Math.max(countedBytes, spec.variants[backend]?.bytes ?? 0),
      ...(this.#error ? { error: this.#error } : {}),
    };
  }

  /** Files of the model that were asked for and are there, by path. */
  get files(): readonly string[] {
    return [...this.#bytes.keys()];
  }

  load(): void {
    this.send(this.#isSpare ? { kind: 'start-over' } : { kind: 'load', ...this.#plan });
  }

  /** Hands a message over as it is, whether or not the model is loaded. */
  send(message: WorkerCommand | { kind: string }, transfer: Transferable[] = []): void {
    if (!this.#isOver) this.#worker?.postMessage(message, transfer);
  }

  end(): void {
    if (this.#isOver) return;
    this.#leave();
    this.#worker?.terminate();
  }

  /** Lets go of its worker, which goes on with its model; null where that is not loaded, and ends. */
  release(): SpareWorker | null {
    if (this.#state !== 'ready' || !this.#worker) {
      this.end();
      return null;
    }
    this.#leave();
    return { worker: this.#worker, plan: this.#plan, bytes: this.#bytes, realTimeFactor: this.#realTimeFactor };
  }

  #leave(): void {
    this.#isOver = true;
    this.#state = 'waiting';
    self.clearInterval(this.#heartbeat);
  }

  #receive(report: (Report | WorkerReport) & { sentAt?: number }): void {
    this.#unansweredMs = null;
    if (report.sentAt !== undefined) this.#clock.relate(report.sentAt, now());
    const shared = report as WorkerReport;
    switch (shared.kind) {
      case 'pong':
        if (shared.endsByItself || shared.signs !== this.#signs) this.#stillMs = 0;
        this.#signs = shared.signs;
        return;
      case 'progress':
        this.#stillMs = 0;
        this.#bytes.set(shared.file, { loaded: shared.loadedBytes, total: shared.totalBytes });
        this.#events.progress();
        this.#lookWhetherFetched();
        return;
      case 'hub-waits':
        this.#events.hubWaits(shared.ms);
        return;
      case 'loaded':
        this.#realTimeFactor = shared.realTimeFactor;
        this.#beReady();
        return;
      case 'started-over':
        this.#beReady();
        return;
      case 'wants-ears':
        this.#events.wantsEars(shared.port);
        return;
      case 'failed':
        this.#die(shared.error);
        return;
      default:
        // What it was doing for another is nobody's.
        if (this.#isSpare && this.#state !== 'ready') return;
        this.#events.report(onPageClock(report as Report, this.#clock));
    }
  }

  #beReady(): void {
    this.#state = 'ready';
    this.#events.loaded(this.#realTimeFactor);
  }

  #sum(): { loadedBytes: number; countedBytes: number } {
    const bytes = [...this.#bytes.values()];
    return {
      loadedBytes: bytes.reduce((sum, { loaded }) => sum + loaded, 0),
      countedBytes: bytes.reduce((sum, { total }) => sum + total, 0),
    };
  }

  #lookWhetherFetched(): void {
    const { spec, backend } = this.#plan;
    const { loadedBytes, countedBytes } = this.#sum();
    const told = Math.max(spec.variants[backend]?.bytes ?? 0, this.#wholeBytes);
    const all = Math.max(countedBytes, told * NEARLY_ALL);
    if (this.#isFetched || loadedBytes === 0 || loadedBytes < all) return;
    this.#isFetched = true;
    this.#events.fetched();
  }

  #beat(): void {
    const at = performance.now();
    const ranMs = Math.min(at - this.#lastBeatAt, PING_MS);
    this.#lastBeatAt = at;
    // A worker that computes answers nothing meanwhile, which is no standing still.
    if (this.#unansweredMs === null) this.#standStill(ranMs);
    else this.#unansweredMs += ranMs;
    if (this.#unansweredMs !== null && this.#unansweredMs >= SILENCE_MS) {
      this.#die(died(`The ${this.#role} worker stopped answering.`));
      return;
    }
    this.#unansweredMs ??= 0;
    this.send({ kind: 'ping', id: 0 } satisfies WorkerCommand);
  }

  #standStill(ms: number): void {
    if (this.#state !== 'loading') return;
    this.#stillMs += ms;
    this.#events.still(this.#stillMs);
  }

  #die(error: ErrorData): void {
    if (this.#isOver) return;
    this.end();
    this.#state = 'failed';
    this.#error = error;
    this.#events.died(error);
  }
}

function died(message: string): ErrorData {
  return { reason: 'worker-died', message };
}

/** Its times are the page's from now on. */
function onPageClock<Report extends { kind: string }>(report: Report, clock: RelatedClock): Report {
  const { at, speechEndAt } = report as { at?: number; speechEndAt?: number };
  return {
    ...report,
    ...(at === undefined ? {} : { at: clock.toHere(at) }),
    ...(speechEndAt === undefined ? {} : { speechEndAt: clock.toHere(speechEndAt) }),
  };
}
