/** One role's worker: started, replaced when it dies, and followed by another that was made ready beside it. */
import type { ErrorData } from '../../protocol/errors.ts';
import type { Role, WorkerCommand } from '../../protocol/messages.ts';
import type { ModelView } from '../../session/view.ts';
import { WorkerRun, type LoadPlan } from './worker-run.ts';

/** How a worker was lost: before it was ready, in use (the same model is started again), or in use again so soon that it is not. */
export type Loss = 'while-loading' | 'once' | 'again';

/** How the rest of the session hears of a worker. */
export type HostEvents<Report> = {
  /** Anything its stage reports. */
  onReport: (report: Report) => void;
  /** A new worker serves from now on and wants its data channels; called before its model is loaded, unless it was prepared. */
  onStarted: () => void;
  /** A model passed the test, the one that serves or the one that is being prepared; whoever hears it may start another in its place. */
  onTriedOut: (realTimeFactor: number, which: 'serving' | 'prepared') => void;
  /** A voice that is being tried out, to serve or as the next, wants to be heard: its end of a channel to the ears. */
  onWantsEars: (port: MessagePort) => void;
  /** It died: whatever it was doing is lost. Whoever hears it may start another model in its place. */
  onLost: (error: ErrorData, loss: Loss) => void;
  /** The worker that was being prepared is ready. */
  onPrepared: () => void;
  /** The worker that was prepared is no more. */
  onPreparedLost: (error: ErrorData) => void;
  /** State or bytes changed. */
  onChange: () => void;
};

/** A worker that dies this soon after its last replacement is not started again by itself, ms. */
const RELAPSE_MS = 60_000;

/** Keeps one worker with one model going. Commands sent before the model is loaded wait for it. */
export class WorkerHost<Command extends { kind: string }, Report extends { kind: string }> {
  readonly #role: Role;
  readonly #create: () => Worker;
  readonly #events: HostEvents<Report>;
  #run: WorkerRun<Report> | null = null;
  #prepared: WorkerRun<Report> | null = null;
  #waiting: Command[] = [];
  readonly #settings = new Map<Command['kind'], Command>();
  #replacedAt = -Infinity;

  constructor(role: Role, create: () => Worker, events: HostEvents<Report>) {
    this.#role = role;
    this.#create = create;
    this.#events = events;
  }

  get state(): ModelView['state'] {
    return this.#run?.state ?? 'waiting';
  }

  /** Whether a worker is there to take ports, loaded or not. */
  get running(): boolean {
    return this.#run?.running ?? false;
  }

  /** What the page shows of it; null before the first `start`. */
  get view(): ModelView | null {
    return this.#run?.view ?? null;
  }

  /** Files of the model that serves, by path. */
  get files(): readonly string[] {
    return this.#run?.files ?? [];
  }

  /** What the page shows of the worker that is being prepared; null without one. */
  get preparedView(): ModelView | null {
    return this.#prepared?.view ?? null;
  }

  /** Starts a worker and loads the model into it. Replaces the worker there is. */
  start(plan: LoadPlan): void {
    this.#run?.end();
    const run = this.#begin(plan);
    this.#run = run;
    this.#events.onStarted();
    run.load();
    this.#events.onChange();
  }

  /** Starts the same model again. */
  restart(): void {
    if (this.#run) this.start(this.#run.plan);
  }

  /** Loads a model in a worker of its own while the other one goes on serving. Replaces what was prepared before. */
  prepare(plan: LoadPlan): void {
    this.#prepared?.end();
    this.#prepared = this.#begin(plan);
    this.#prepared.load();
    this.#events.onChange();
  }

  /** Ends what is being prepared. */
  abandon(): void {
    if (!this.#prepared) return;
    this.#prepared.end();
    this.#prepared = null;
    this.#events.onChange();
  }

  /** The prepared worker serves from now on, and the other one ends. False when there is none that is ready. */
  switchOver(): boolean {
    const next = this.#prepared;
    if (next?.state !== 'ready') return false;
    this.#prepared = null;
    this.#run?.end();
    this.#run = next;
    this.#events.onStarted();
    this.#serve(next);
    return true;
  }

  /** Ends the worker and gives its memory back. `restart` loads the same model again; what is sent meanwhile waits for it. */
  unload(): void {
    this.#run?.end();
    this.#events.onChange();
  }

  /** Hands over one end of a data channel. */
  connect(peer: Extract<WorkerCommand, { kind: 'connect' }>['peer'], port: MessagePort): void {
    this.#run?.send({ kind: 'connect', peer, port } satisfies WorkerCommand, [port]);
  }

  /** Sends a command now, or as soon as the model is loaded: of each kind the last, since what came before it is over by then. */
  post(command: Command): void {
    if (this.state === 'ready') this.#run?.send(command);
    else this.#waiting = [...this.#waiting.filter(({ kind }) => kind !== command.kind), command];
  }

  /** As `post`, and again to every worker that takes this one's place. A later command of the same kind replaces it. */
  set(command: Command): void {
    this.#settings.set(command.kind, command);
    if (this.state === 'ready') this.#run?.send(command);
  }

  dispose(): void {
    this.#run?.end();
    this.#prepared?.end();
    this.#run = null;
    this.#prepared = null;
    this.#waiting = [];
  }

  #begin(plan: LoadPlan): WorkerRun<Report> {
    const run = new WorkerRun<Report>(this.#role, this.#create(), plan, {
      report: (report) => {
        if (run === this.#run) this.#events.onReport(report);
      },
      triedOut: (realTimeFactor) => {
        this.#events.onTriedOut(realTimeFactor, run === this.#run ? 'serving' : 'prepared');
      },
      wantsEars: (port) => {
        this.#events.onWantsEars(port);
      },
      ready: () => {
        if (run === this.#run) {
          this.#serve(run);
          return;
        }
        this.#events.onPrepared();
        this.#events.onChange();
      },
      progress: () => {
        this.#events.onChange();
      },
      died: (error, wasReady) => {
        if (run === this.#run) this.#onDied(error, wasReady);
        else this.#onPreparedDied(error);
      },
    });
    return run;
  }

  #serve(run: WorkerRun<Report>): void {
    const waiting = [...this.#settings.values(), ...this.#waiting];
    this.#waiting = [];
    for (const command of waiting) run.send(command);
    this.#events.onChange();
  }

  /** The worker is of no use any more: a new one takes its place, unless another model has, or that would only repeat itself. */
  #onDied(error: ErrorData, wasReady: boolean): void {
    const isRelapse = performance.now() - this.#replacedAt < RELAPSE_MS;
    const loss: Loss = !wasReady ? 'while-loading' : isRelapse ? 'again' : 'once';
    this.#events.onLost(error, loss);
    if (this.running) return;
    if (loss === 'once') {
      this.#replacedAt = performance.now();
      this.restart();
    } else {
      this.#waiting = [];
      this.#events.onChange();
    }
  }

  #onPreparedDied(error: ErrorData): void {
    this.#prepared = null;
    this.#events.onPreparedLost(error);
    this.#events.onChange();
  }
}
