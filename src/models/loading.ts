/**
 * The rules of when a model is loaded, once it is known which: not while asleep or handed over, not unasked, heavy ones one after another where memory is short,
 * and the heaviest without what stands in for them.
 */
import { mayFetch, missingBytes } from './downloads.ts';
import { rungKey, type Rung } from './ladder.ts';
import { BIG, ROLES, isBig, isRunning, type ModelsState, type Role, type Run } from './state.ts';
import { endRun, nextNumber, setRole, type Step } from './step.ts';
import { verdictOf } from './verdicts.ts';

/**
 * From this on a model counts as heavy, bytes: what is in one file is held twice while it is loaded, and Gemma 3 4B takes a gigabyte on
 * its way to the card. Smaller: ears and voice wait for each other where they need not. Larger: several at once end the tab where main
 * memory is short.
 */
const HEAVY_BYTES = 300e6;

/**
 * A language model of more than this is built alone, bytes: what stands in for it has gone before. The starter's holds 1.4 GB of main memory, and with it the
 * tab peaked at 4.2 GB on the first visit (decision 0037). Smaller: answers pause for models that would fit beside it. Larger: the peak is back.
 */
const ALONE_BYTES = 1e9;

/** Starts what waits for no one. */
export function loadWhatMay(step: Step): void {
  for (const place of ['serving', 'next'] as const) {
    for (const role of ROLES) {
      const run = step.state.roles[role][place];
      if (run?.is !== 'waiting' || !mayLoad(step.state, role, run.rung, place)) continue;
      const number = nextNumber(step);
      const verdict = isBig(role) ? verdictOf(step.state.verdicts, run.rung) : undefined;
      const known = verdict?.works === true ? { knownFactor: verdict.realTimeFactor } : {};
      const tryOut = isBig(role) && verdict?.works !== true;
      setRole(step, role, { [place]: { is: 'loading', rung: run.rung, run: number } });
      step.effects.push({ kind: 'load', role, run: number, rung: run.rung, tryOut, ...known, isBeside: place === 'next' });
    }
  }
}

/**
 * Whether what serves has no worker, or is to have none from the next moment between two turns: what takes its place is here, may be built now, and is
 * built alone. A question that comes meanwhile waits, and is answered by whichever of them is ready first.
 */
export function standsAside(state: ModelsState, role: Role): boolean {
  const { serving, next } = state.roles[role];
  if (!serving || !next || next.is === 'ready' || serving.rung.backend === 'remote') return false;
  if (!isBuiltAlone(state, next.rung) || missingBytes(state, next.rung) > 0) return false;
  return isRunning(next) || mayBegin(state, role, next.rung, 'next');
}

/** What is to be built alone waits until what serves has gone, and that goes as soon as no turn is under way. */
export function standAside(before: ModelsState, step: Step): void {
  for (const role of BIG) {
    if (!isInTheWay(step.state, role)) continue;
    const { next } = step.state.roles[role];
    // What it has fetched is kept; the next worker finds it.
    endRun(step, role, next);
    if (isRunning(next)) setRole(step, role, { next: { is: 'waiting', rung: next.rung } });
    if (!isInTheWay(before, role)) step.effects.push({ kind: 'await-turn' });
  }
}

/** No turn is under way: whoever is in the way of what takes its place goes. */
export function leaveTheWay(step: Step): void {
  for (const role of BIG) {
    if (!isInTheWay(step.state, role)) continue;
    const { serving } = step.state.roles[role];
    endRun(step, role, serving);
    if (serving) setRole(step, role, { serving: { is: 'waiting', rung: serving.rung } });
  }
}

/** The big ones give their memory back. VAD and Smart Turn stay: they take little. */
export function onSleep(step: Step): void {
  step.state = { ...step.state, isAsleep: true };
  stopAll(step, BIG, (role, run) => {
    endRun(step, role, run);
  });
}

/** Another conversation of this page may go on with the workers that are ready; what is being made ready it begins anew. */
export function onHandOver(step: Step): void {
  step.state = { ...step.state, isHandedOver: true };
  stopAll(step, ROLES, (role, run, place) => {
    if (place === 'serving' && run.is === 'ready') step.effects.push({ kind: 'hand-over', role, run: run.run });
    else endRun(step, role, run);
  });
}

/** No worker of these roles runs from now on, and each waits to be loaded again; `stop` says what becomes of one. */
function stopAll(
  step: Step,
  roles: readonly Role[],
  stop: (role: Role, run: Extract<Run, { run: number }>, place: 'serving' | 'next') => void,
): void {
  for (const role of roles) {
    for (const place of ['serving', 'next'] as const) {
      const run = step.state.roles[role][place];
      if (!isRunning(run)) continue;
      stop(role, run, place);
      setRole(step, role, { [place]: { is: 'waiting', rung: run.rung } });
    }
  }
}

/** Names what is being built to the next visit, in case this one ends of it. What runs anywhere and what is elsewhere ends no tab. */
export function mark(step: Step): void {
  const { roles, marked } = step.state;
  const building = BIG.flatMap((role) => {
    const { serving, next, standIn } = roles[role];
    const runs = [serving, next].filter((run) => run?.is === 'building').map((run) => (run as Run).rung);
    return runs.filter((rung) => rung.backend !== 'remote' && (!standIn || rungKey(standIn) !== rungKey(rung)));
  });
  const keys = building.sort((one, other) => bytesOf(other) - bytesOf(one)).map(rungKey);
  if (keys.join('\n') === marked.join('\n')) return;
  step.state = { ...step.state, marked: keys };
  step.effects.push({ kind: 'mark', keys });
}

function mayLoad(state: ModelsState, role: Role, rung: Rung, place: 'serving' | 'next'): boolean {
  if (place === 'serving' ? standsAside(state, role) : isInTheWay(state, role)) return false;
  return mayBegin(state, role, rung, place);
}

function mayBegin(state: ModelsState, role: Role, rung: Rung, place: 'serving' | 'next'): boolean {
  if (state.isHandedOver || (state.isAsleep && isBig(role))) return false;
  if (place === 'next' && (state.downloads.isPaused || !mayFetch(state, rung))) return false;
  return !state.isTight || !isHeavy(rung) || !isLoadingHeavy(state);
}

function isInTheWay(state: ModelsState, role: Role): boolean {
  return isRunning(state.roles[role].serving) && standsAside(state, role);
}

function isBuiltAlone({ downloads }: ModelsState, rung: Rung): boolean {
  if (rung.spec.role !== 'llm' || rung.backend === 'remote') return false;
  return Math.max(bytesOf(rung), downloads.toFetch[rungKey(rung)]?.wholeBytes ?? 0) > ALONE_BYTES;
}

function isLoadingHeavy({ roles }: ModelsState): boolean {
  const runs = ROLES.flatMap((role) => [roles[role].serving, roles[role].next]);
  return runs.some((run) => isRunning(run) && run.is !== 'ready' && isHeavy(run.rung));
}

function isHeavy(rung: Rung): boolean {
  return rung.backend !== 'remote' && bytesOf(rung) > HEAVY_BYTES;
}

/** Of its files; 0 while unknown. */
function bytesOf({ spec, backend }: Rung): number {
  return spec.variants[backend]?.bytes ?? 0;
}
