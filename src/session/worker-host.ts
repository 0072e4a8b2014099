/** One worker's life: started, loaded, watched, and replaced when it dies. */
import type { ModelSpec } from '../models/catalogue.ts';
import type { ErrorData } from '../protocol/errors.ts';
import type { Backend, ModelOrigin, Role, WorkerCommand, WorkerReport } from '../protocol/messages.ts';
import type { ModelView } from './view.ts';

/** What to load and where from, and whether to try it out before it is used. */
export type LoadPlan = { spec: ModelSpec; backend: Backend; origin: ModelOrigin; tryOut: boolean };

/** How a worker was lost: before it was ready, in use (another is on its way), or in use again so soon that no other is started. */
export type Loss = 'while-loading' | 'once' | 'again';

/** How the rest of the session hears of a worker. */
export type HostEvents<Report> = {
  /** Anything its stage reports. */
  onReport: (report: Report) => void;
  /** A new worker runs and wants its data channels; called before the model is loaded. */
  onStarted: () => void;
  /** Its model passed the test; whoever hears it may start another one in its place. */
  onTriedOut: (realTimeFactor: number) => void;
  /** It died: whatever it was doing is lost. Unless another is on its way, one may be started. */
  onLost: (error: ErrorData, loss: Loss) => void;
  /** State or bytes changed. */
  onChange: () => void;
};

/** How often a worker is asked for a sign of life, ms. Only bounds how soon a death is noticed. */
const PING_MS = 5_000;
/**
 * Silence after which a worker counts as dead, ms. WASM inference blocks its thread: Kokoro takes some 15 s for its longest clause
 * on two slow cores, and a first load may compile for longer. Smaller: healthy workers are killed.
 */
const SILENCE_MS = 90_000;
/** A worker that dies this soon after its last replacement is not started again by itself, ms. */
const RELAPSE_MS = 60_000;

/** Keeps one worker with one model going. Commands sent before the model is loaded wait for it. */
export class WorkerHost<Command extends { kind: string }, Report extends { kind: string }> {
  readonly #role: Role;
  readonly #create: () => Worker;
  readonly #events: HostEvents<Report>;
  #plan: LoadPlan | null = null;
  #worker: Worker | null = null;
  #state: ModelView['state'] = 'waiting';
  #error: ErrorData | null = null;
  #waiting: Command[] = [];
  readonly #settings = new Map<Command['kind'], Command>();
  readonly #bytes = new Map<string, { loaded: number; total: number }>();
  #heartbeat = 0;
  #lastSignAt = 0;
  #replacedAt = -Infinity;

  constructor(role: Role, create: () => Worker, events: HostEvents<Report>) {
    this.#role = role;
    this.#create = create;
    this.#events = events;
  }

  get state(): ModelView['state'] {
    return this.#state;
  }

  /** Whether a worker is there to take ports, loaded or not. */
  get running(): boolean {
    return this.#worker !== null;
  }

  /** What the page shows of it; null before the first `start`. */
  get view(): ModelView | null {
    if (!this.#plan) return null;
    let loadedBytes = 0;
    let countedBytes = 0;
    for (const { loaded, total } of this.#bytes.values()) {
      loadedBytes += loaded;
      countedBytes += total;
    }
    const { spec, backend } = this.#plan;
    return {
      role: this.#role,
      id: spec.id,
      name: spec.name,
      backend,
      state: this.#state,
      loadedBytes,
      totalBytes: Math.max(countedBytes, spec.variants[backend]?.bytes ?? 0),
      ...(this.#error ? { error: this.#error } : {}),
    };
  }

  /** Starts a worker and loads the model into it. Replaces the worker there is. */
  start(plan: LoadPlan): void {
    this.#end();
    this.#plan = plan;
    this.#state = 'loading';
    this.#error = null;
    this.#bytes.clear();
    const worker = this.#create();
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Report | WorkerReport>) => {
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // A script that could not even be fetched says nothing about why.
      this.#die(worker, died(event.message || `The ${this.#role} worker could not be started.`));
    };
    worker.onmessageerror = () => {
      this.#die(worker, died(`The ${this.#role} worker sent what could not be read.`));
    };
    this.#lastSignAt = performance.now();
    this.#heartbeat = self.setInterval(() => {
      this.#beat(worker);
    }, PING_MS);
    this.#events.onStarted();
    this.#send({ kind: 'load', ...plan });
    this.#events.onChange();
  }

  /** Starts the same model again. */
  restart(): void {
    if (this.#plan) this.start(this.#plan);
  }

  /** Hands over one end of a data channel. */
  connect(peer: Extract<WorkerCommand, { kind: 'connect' }>['peer'], port: MessagePort): void {
    this.#worker?.postMessage({ kind: 'connect', peer, port } satisfies WorkerCommand, [port]);
  }

  /** Sends a command now, or as soon as the model is loaded. */
  post(command: Command): void {
    if (this.#state === 'ready') this.#send(command);
    else this.#waiting.push(command);
  }

  /** As `post`, and again to every worker that takes this one's place. A later command of the same kind replaces it. */
  set(command: Command): void {
    this.#settings.set(command.kind, command);
    if (this.#state === 'ready') this.#send(command);
  }

  dispose(): void {
    this.#end();
    this.#waiting = [];
    this.#state = 'waiting';
  }

  #send(command: Command | WorkerCommand): void {
    this.#worker?.postMessage(command);
  }

  #receive(report: Report | WorkerReport): void {
    this.#lastSignAt = performance.now();
    const shared = report as WorkerReport;
    switch (shared.kind) {
      case 'pong':
        return;
      case 'progress':
        this.#bytes.set(shared.file, { loaded: shared.loadedBytes, total: shared.totalBytes });
        this.#events.onChange();
        return;
      case 'loaded': {
        const worker = this.#worker;
        if (shared.realTimeFactor !== undefined) this.#events.onTriedOut(shared.realTimeFactor);
        if (worker !== this.#worker) return;
        if (this.#plan) this.#plan = { ...this.#plan, tryOut: false };
        this.#state = 'ready';
        const waiting = [...this.#settings.values(), ...this.#waiting];
        this.#waiting = [];
        for (const command of waiting) this.#send(command);
        this.#events.onChange();
        return;
      }
      case 'failed':
        if (this.#worker) this.#die(this.#worker, shared.error);
        return;
      default:
        this.#events.onReport(report as Report);
    }
  }

  #beat(worker: Worker): void {
    if (performance.now() - this.#lastSignAt > SILENCE_MS) {
      this.#die(worker, died(`The ${this.#role} worker stopped answering.`));
    } else {
      this.#send({ kind: 'ping', id: 0 });
    }
  }

  /** The worker is of no use any more: a new one takes its place, unless that would only repeat itself. */
  #die(worker: Worker, error: ErrorData): void {
    if (worker !== this.#worker) return;
    const isRelapse = performance.now() - this.#replacedAt < RELAPSE_MS;
    const loss: Loss = this.#state !== 'ready' ? 'while-loading' : isRelapse ? 'again' : 'once';
    this.#end();
    this.#state = 'failed';
    this.#error = error;
    this.#events.onLost(error, loss);
    if (loss === 'once') {
      this.#replacedAt = performance.now();
      this.restart();
    } else if (!this.running) {
      // No other model was started in its place.
      this.#waiting = [];
      this.#events.onChange();
    }
  }

  #end(): void {
    self.clearInterval(this.#heartbeat);
    this.#worker?.terminate();
    this.#worker = null;
  }
}

function died(message: string): ErrorData {
  return { reason: 'worker-died', message };
}
