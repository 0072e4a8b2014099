/**
 * Workers with their models, of which one conversation of this page has let go so that the next can have them: several elements on a page have one
 * engine (decision 0038).
 */
import type { Role, WorkerReport } from '../../protocol/messages.ts';
import type { LoadPlan } from './worker-run.ts';

export type SpareWorker = {
  readonly worker: Worker;
  readonly plan: LoadPlan;
  /** Of its files, by path. */
  readonly bytes: ReadonlyMap<string, { loaded: number; total: number }>;
  /** As the report `loaded` had it. */
  readonly realTimeFactor: number | undefined;
};

const spares = new Map<Role, SpareWorker>();

/** Keeps it until another conversation takes it, asks for another model, or `endSpares`. */
export function keepSpare(role: Role, spare: SpareWorker): void {
  endSpare(role);
  spares.set(role, spare);
  const end = () => {
    if (spares.get(role) === spare) endSpare(role);
  };
  spare.worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (data.kind === 'failed') end();
  };
  spare.worker.onerror = end;
}

/** The spare worker of this role, where it has just that model. Another one is ended: there is no room for two. */
export function takeSpare(role: Role, plan: LoadPlan): SpareWorker | null {
  const spare = spares.get(role);
  if (!spare) return null;
  if (!isSamePlan(spare.plan, plan)) {
    endSpare(role);
    return null;
  }
  spares.delete(role);
  return spare;
}

/** Nobody needs them: gives their memory back. */
export function endSpares(): void {
  for (const role of [...spares.keys()]) endSpare(role);
}

function endSpare(role: Role): void {
  spares.get(role)?.worker.terminate();
  spares.delete(role);
}

function isSamePlan(one: LoadPlan, other: LoadPlan): boolean {
  const [a, b] = [one, other].map(({ spec, backend, origin }) => JSON.stringify([spec, backend, origin.app, origin.hub]));
  return a === b;
}
