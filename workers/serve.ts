/** The control loop that every model worker shares: load once, connect, answer heartbeats, report failure as data. */
import { toErrorData } from '../src/protocol/errors.ts';
import type { Backend, ModelOrigin, Role, WorkerCommand, WorkerReport } from '../src/protocol/messages.ts';
import type { ModelSpec } from '../src/models/catalogue.ts';
import { useSharedStore } from '../src/store/store-root.ts';
import { watchGpu } from './gpu-loss.ts';
import { lifeSigns } from './life.ts';
import { namedFailure } from './load-failure.ts';

/** What a stage is given to load its model with. */
export type LoadJob<S extends ModelSpec = ModelSpec> = {
  spec: S;
  backend: Backend;
  origin: ModelOrigin;
  /** Whether to try the model out before it is used. */
  tryOut: boolean;
  /** Its real-time factor, where it was tried out in an earlier visit. */
  knownFactor?: number | undefined;
  /** How long it may take to warm the model up, ms; for tests, which can't wait as long as the self-test does. */
  limitMs?: number;
  /** Bytes of one file so far; `totalBytes` 0 while unknown. */
  progress: (file: string, loadedBytes: number, totalBytes: number) => void;
  /** As the report of that name. */
  hubWaits?: (ms: number) => void;
};

/** One model and what it does, free of the worker it runs in, so that a test can drive it directly. */
export interface Stage<Command extends { kind: string }> {
  /**
   * Loads the model and runs it once. Resolves with the real-time factor of a model that was tried out. Rejects with a ParleyError where
   * it can name the reason.
   */
  load(job: LoadJob): Promise<number | undefined>;
  /** Takes its end of a data channel; a second port for the same peer replaces the first. */
  connect(peer: Role | 'capture' | 'playback', port: MessagePort): void;
  /** Resolves when nothing of the conversation so far is left, as the command of that name has it. Must not reject. */
  startOver(): Promise<void>;
  /** Any other command of its role. Must not throw: failures are reported. */
  handle(command: Exclude<Command, WorkerCommand>): void;
}

type Scope = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener: typeof globalThis.addEventListener;
  onmessage: ((event: MessageEvent) => void) | null;
};

/**
 * How long a failure is kept back, ms: what a device that is lost was computing fails at the same moment, before or after the loss is
 * told. Larger: a model that failed is replaced later.
 */
const LOSS_MS = 100;

/**
 * Runs a stage in this worker. `create` gets the function that reports to the page.
 *
 * An error that nobody caught is reported as `failed`, and so is a graphics device that is lost: half a model is worse than none, and
 * the page starts a fresh worker.
 */
export function serve<Command extends { kind: string }, Report>(
  create: (report: (report: Report, transfer?: Transferable[]) => void) => Stage<Command>,
): void {
  const scope = globalThis as unknown as Scope;
  // The page relates its clock to this one's by when it was sent.
  const report = (message: Report | WorkerReport, transfer: Transferable[] = []): void => {
    scope.postMessage({ ...message, sentAt: now() } satisfies { sentAt: number }, transfer);
  };
  /** A failure may be the first that is seen of a lost device, which then has a better name for it. */
  const reportLast = (message: Report | WorkerReport, transfer?: Transferable[]): void => {
    if ((message as WorkerReport).kind === 'failed') setTimeout(report, LOSS_MS, message);
    else report(message, transfer);
  };
  const fail = (thrown: unknown) => {
    report({ kind: 'failed', error: toErrorData(thrown) });
  };
  watchGpu(fail);
  const stage = create(reportLast);
  scope.onmessage = ({ data }: MessageEvent<Command | WorkerCommand>) => {
    const command = data as WorkerCommand;
    switch (command.kind) {
      case 'load':
        void load(command);
        break;
      case 'connect':
        stage.connect(command.peer, command.port);
        break;
      case 'start-over':
        void stage.startOver().then(() => {
          report({ kind: 'started-over' });
        });
        break;
      case 'ping':
        report({ kind: 'pong', id: command.id, ...lifeSigns() });
        break;
      default:
        stage.handle(data as Exclude<Command, WorkerCommand>);
    }
  };
  scope.addEventListener('unhandledrejection', (event) => {
    fail(event.reason);
  });

  async function load({
    spec,
    backend,
    origin,
    tryOut = false,
    knownFactor,
    limitMs,
  }: Extract<WorkerCommand, { kind: 'load' }>): Promise<void> {
    const started = performance.now();
    if (origin.store) useSharedStore(origin.store);
    try {
      const realTimeFactor = await stage.load({
        spec,
        backend,
        origin,
        tryOut,
        knownFactor,
        ...(limitMs === undefined ? {} : { limitMs }),
        progress: (file, loadedBytes, totalBytes) => {
          report({ kind: 'progress', file, loadedBytes, totalBytes });
        },
        hubWaits: (ms) => {
          report({ kind: 'hub-waits', ms });
        },
      });
      const loadMs = performance.now() - started;
      report({ kind: 'loaded', backend, loadMs, ...(realTimeFactor === undefined ? {} : { realTimeFactor }) });
    } catch (error) {
      reportLast({ kind: 'failed', error: toErrorData(namedFailure(error), 'load-failed') });
    }
  }
}

/** Now, in ms, on this worker's clock: the page relates its own to it (src/protocol/clock.ts). */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
