/** One role's workers: the one that serves, and one that may be made ready beside it. The rules say when; this owns their lives. */
import type { ErrorData } from '../../protocol/errors.ts';
import type { Role, WorkerCommand } from '../../protocol/messages.ts';
import type { ModelView } from '../../session/view.ts';
import { keepSpare, takeSpare } from './spare-workers.ts';
import { WorkerRun, type LoadHints, type LoadPlan } from './worker-run.ts';

/** How the rest of the session hears of workers. `run`: the number that the worker was started with. */
export type HostEvents<Report> = {
  /** Anything the stage of the worker that serves reports. */
  onReport: (report: Report) => void;
  /** A new worker serves from now on and wants its data channels; called before its model is loaded, unless it was made ready beside. */
  onStarted: () => void;
  /** All files of its model are here. */
  onFetched: (run: number) => void;
  /** The hub asks it to wait for so long, ms; 0: no longer. */
  onHubWaits: (run: number, ms: number) => void;
  /** It answers, but its load has given no sign of getting on for so long, ms of time in which the page ran. */
  onStill: (run: number, ms: number) => void;
  /** It has its model, with the real-time factor where that was tried out. Whoever hears it may end it at once. */
  onLoaded: (run: number, realTimeFactor?: number) => void;
  /** A voice that is being tried out, to serve or as the next, wants to be heard: its end of a channel to the ears. */
  onWantsEars: (port: MessagePort) => void;
  /** It is gone, or of no use any more: whatever it was doing is lost. */
  onDied: (run: number, error: ErrorData) => void;
  /** State or bytes changed. */
  onChange: () => void;
};

/** Commands for the worker that serves wait until its model is loaded. */
export class WorkerHost<Command extends { kind: string }, Report extends { kind: string }> {
  readonly #role: Role;
  readonly #create: () => Worker;
  readonly #events: HostEvents<Report>;
  #serving: WorkerRun<Report> | null = null;
  #beside: WorkerRun<Report> | null = null;
  #waiting: Command[] = [];
  readonly #settings = new Map<Command['kind'], Command>();

  constructor(role: Role, create: () => Worker, events: HostEvents<Report>) {
    this.#role = role;
    this.#create = create;
    this.#events = events;
  }

  get state(): ModelView['state'] {
    return this.#serving?.state ?? 'waiting';
  }

  /** Whether a worker is there to take ports, loaded or not. */
  get running(): boolean {
    return this.#serving?.running ?? false;
  }

  /** What the page shows of the worker that serves; null before there was one. */
  get view(): ModelView | null {
    return this.#serving?.view ?? null;
  }

  /** Files of the model that serves, by path. */
  get files(): readonly string[] {
    return this.#serving?.files ?? [];
  }

  /** What the page shows of the worker that is being made ready; null without one. */
  get besideView(): ModelView | null {
    return this.#beside?.view ?? null;
  }

  /** Loads a model in a new worker, to serve, or beside the one that does. Whatever had that place is ended. */
  load(plan: LoadPlan, { run, isBeside, ...hints }: { run: number; isBeside: boolean } & LoadHints): void {
    (isBeside ? this.#beside : this.#serving)?.end();
    const worker = this.#begin(run, plan, hints);
    worker.load();
    if (isBeside) this.#beside = worker;
    else {
      this.#serving = worker;
      this.#events.onStarted();
    }
    this.#events.onChange();
  }

  /** Ends this one, and gives its memory back. What is sent to the role meanwhile waits for the next. */
  end(run: number): void {
    if (this.#serving?.number === run) this.#serving.end();
    if (this.#beside?.number === run) {
      this.#beside.end();
      this.#beside = null;
    }
    this.#events.onChange();
  }

  /** As `end`, but another conversation of this page may go on with it. */
  handOver(run: number): void {
    const serving = this.#serving;
    const spare = serving?.number === run ? serving.release() : null;
    if (spare) keepSpare(this.#role, spare);
    else this.end(run);
    this.#events.onChange();
  }

  /** The one that was made ready beside serves from now on. */
  switchOver(run: number): void {
    if (this.#beside?.number !== run) return;
    this.#serving?.end();
    this.#serving = this.#beside;
    this.#beside = null;
    this.#events.onStarted();
    this.#deliver();
  }

  /** What waits for a worker waits no longer. */
  giveUp(): void {
    this.#waiting = [];
    this.#events.onChange();
  }

  /** Hands over one end of a data channel. */
  connect(peer: Extract<WorkerCommand, { kind: 'connect' }>['peer'], port: MessagePort): void {
    this.#serving?.send({ kind: 'connect', peer, port } satisfies WorkerCommand, [port]);
  }

  /** Sends a command now, or as soon as the model is loaded: of each kind the last, since what came before it is over by then. */
  post(command: Command): void {
    if (this.state === 'ready') this.#serving?.send(command);
    else this.#waiting = [...this.#waiting.filter(({ kind }) => kind !== command.kind), command];
  }

  /** As `post`, and again to every worker that takes this one's place. A later command of the same kind replaces it. */
  set(command: Command): void {
    this.#settings.set(command.kind, command);
    if (this.state === 'ready') this.#serving?.send(command);
  }

  dispose(): void {
    this.#serving?.end();
    this.#beside?.end();
    this.#serving = null;
    this.#beside = null;
    this.#waiting = [];
  }

  #begin(number: number, plan: LoadPlan, hints: LoadHints): WorkerRun<Report> {
    const spare = takeSpare(this.#role, plan);
    const worker = new WorkerRun<Report>(this.#role, spare ? () => spare.worker : this.#create, number, plan, {
      report: (report) => {
        if (worker === this.#serving) this.#events.onReport(report);
      },
      wantsEars: (port) => {
        this.#events.onWantsEars(port);
      },
      progress: () => {
        this.#events.onChange();
      },
      hubWaits: (ms) => {
        this.#events.onHubWaits(number, ms);
      },
      still: (ms) => {
        this.#events.onStill(number, ms);
      },
      fetched: () => {
        this.#events.onFetched(number);
      },
      loaded: (realTimeFactor) => {
        const isBeside = worker === this.#beside;
        this.#events.onLoaded(number, realTimeFactor);
        if (!isBeside && worker === this.#serving && worker.running) this.#deliver();
        else this.#events.onChange();
      },
      died: (error) => {
        if (worker === this.#beside) this.#beside = null;
        this.#events.onDied(number, error);
        this.#events.onChange();
      },
    }, { ...hints, spare });
    return worker;
  }

  #deliver(): void {
    const waiting = [...this.#settings.values(), ...this.#waiting];
    this.#waiting = [];
    for (const command of waiting) this.#serving?.send(command);
    this.#events.onChange();
  }
}
