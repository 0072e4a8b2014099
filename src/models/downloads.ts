/** The rules of what has to be fetched: asked about first, fetched behind what stands in for it, paused, and gone on with. */
import type { ErrorData } from '../protocol/errors.ts';
import type { Found } from './events.ts';
import { rungKey, type Rung } from './ladder.ts';
import { loadedFor, ROLES, type ModelsState, type Role, type RoleState } from './state.ts';
import { endRun, findRun, setDownloads, setRole, type Of, type Step } from './step.ts';

/** What of a model would have to be fetched. */
export type ToFetch = {
  /** Shown to the user. */
  name: string;
  /** Of these none is on this device. Infinity: nobody can tell. */
  missingBytes: number;
  /** All of the model; 0 while unknown. */
  wholeBytes: number;
  /** Added up file by file, not taken from the catalogue, which rounds. */
  isExact: boolean;
};

/** `agreed`, `declined`, `toFetch` and `lookedUp` by the keys of rungs; another precision is another download. */
export type Downloads = {
  /** The user said yes to these, in this visit or an earlier one. */
  readonly agreed: readonly string[];
  /** The user gave these up, and has not chosen anew since: they are not offered. */
  readonly declined: readonly string[];
  readonly toFetch: Readonly<Record<string, ToFetch>>;
  /** The hub's list was asked for these. */
  readonly lookedUp: readonly string[];
  /** Null: the browser does not tell. */
  readonly freeBytes: number | null;
  /** How fast the line is; null while nobody knows. */
  readonly bytesPerSecond: number | null;
  /** By the user, or by a fault that the user may mend. */
  readonly isPaused: boolean;
  /** The fault, with the model's name before it. */
  readonly error: ErrorData | null;
  /** The hub asked the worker of this run to wait for so long, ms; null when it did not, or the time is over. */
  readonly hubWaits: { readonly run: number; readonly ms: number } | null;
};

/** Infinity while nobody can tell. */
export function missingBytes({ downloads }: ModelsState, rung: Rung): number {
  return downloads.toFetch[rungKey(rung)]?.missingBytes ?? 0;
}

/** Whether it may be fetched unasked: it was agreed to, or is small. */
export function mayFetch(state: ModelsState, rung: Rung): boolean {
  return state.downloads.agreed.includes(rungKey(rung)) || missingBytes(state, rung) <= state.chosen.askAboveBytes;
}

/** Whether the user gave it up. What is here by now is as good as any other. */
export function isDeclined(state: ModelsState, rung: Rung): boolean {
  return state.downloads.declined.includes(rungKey(rung)) && missingBytes(state, rung) > 0;
}

/** Whether a role is waiting for a download that can be given up: it was begun, or would be. */
export function isCancellable(state: ModelsState, { next }: RoleState): boolean {
  return next !== null && next.is !== 'ready' && mayFetch(state, next.rung) && missingBytes(state, next.rung) > 0;
}

/** What is waited for, in all roles. */
export function awaited({ roles }: ModelsState): Rung[] {
  return ROLES.flatMap((role) => roles[role].next?.rung ?? []);
}

/** Fetch it behind whatever serves; nothing changes where that is done already. */
export function aimAt(step: Step, role: Role, rung: Rung): void {
  const { next } = step.state.roles[role];
  if (next && rungKey(next.rung) === rungKey(rung)) return;
  dropNext(step, role);
  // What was given up is here by now, or there is nothing else.
  reconsider(step, [rung]);
  setRole(step, role, { next: { is: 'waiting', rung } });
}

/** The role has what it wanted, or does without. */
export function dropNext(step: Step, role: Role): void {
  endRun(step, role, step.state.roles[role].next);
  setRole(step, role, { next: null });
}

/** The user agrees to everything that is waited for. */
export function onAgree(step: Step): void {
  const agreed = [...new Set([...step.state.downloads.agreed, ...awaited(step.state).map(rungKey)])];
  setDownloads(step, { agreed, isPaused: false, error: null });
  step.effects.push({ kind: 'keep-agreed', agreed });
}

/** What came is kept. What is ready stays ready. */
export function onPause(step: Step): void {
  setDownloads(step, { isPaused: true, error: null });
  for (const role of ROLES) {
    const { next } = step.state.roles[role];
    if (!next || next.is === 'ready') continue;
    endRun(step, role, next);
    setRole(step, role, { next: { is: 'waiting', rung: next.rung } });
  }
}

/** What stands in stays, and what else could be fetched for its role is not offered in its place. */
export function onCancel(step: Step): void {
  const before = step.state;
  const roles = ROLES.filter((role) => isCancellable(before, before.roles[role]));
  if (roles.length === 0) return;
  const given = roles.flatMap((role) => before.roles[role].next?.rung ?? []);
  const ladders = roles.flatMap((role) => before.roles[role].ladder.filter((rung) => missingBytes(before, rung) > 0));
  for (const role of roles) dropNext(step, role);
  const inUse = ROLES.flatMap((role) => loadedFor(step.state.roles[role])).map(rungKey);
  const here = ROLES.flatMap((role) => before.roles[role].ladder).filter(
    (rung) => inUse.includes(rungKey(rung)) || missingBytes(before, rung) === 0,
  );
  for (const rung of given) {
    step.effects.push({ kind: 'discard', rung, others: here.filter(({ spec }) => spec.repo === rung.spec.repo) });
  }
  const gone = new Set([...given, ...ladders].map(rungKey).filter((key) => !inUse.includes(key)));
  const agreed = before.downloads.agreed.filter((key) => !gone.has(key));
  const declined = [...new Set([...before.downloads.declined, ...gone])];
  setDownloads(step, { agreed, declined, isPaused: false, error: null });
  step.effects.push({ kind: 'keep-agreed', agreed }, { kind: 'keep-declined', declined });
}

/** The user chooses anew for these: whatever was given up may be offered again. */
export function reconsider(step: Step, rungs: readonly Rung[]): void {
  const keys = new Set(rungs.map(rungKey));
  const declined = step.state.downloads.declined.filter((key) => !keys.has(key));
  if (declined.length === step.state.downloads.declined.length) return;
  setDownloads(step, { declined });
  step.effects.push({ kind: 'keep-declined', declined });
}

export function onGoOn(step: Step): void {
  setDownloads(step, { isPaused: false, error: null });
}

/** The store and the hub were looked at: less may be missing, or more be known. */
export function noteFound(step: Step, { found, freeBytes, bytesPerSecond }: Found): void {
  const { downloads } = step.state;
  const lookedUp = downloads.lookedUp.filter((key) => !Object.hasOwn(found, key));
  setDownloads(step, { freeBytes: freeBytes ?? downloads.freeBytes, bytesPerSecond, lookedUp });
  for (const [key, toFetch] of Object.entries(found)) setToFetch(step, key, toFetch);
}

/** All of it is here now, as far as can be told. */
export function noteHere(step: Step, rung: Rung): void {
  const key = rungKey(rung);
  const known = step.state.downloads.toFetch[key];
  if (known) setToFetch(step, key, { ...known, missingBytes: 0 });
}

/** The hub has told of one model, file by file, or could not: `toFetch` is then as unknown as before. */
export function onLookedUp(step: Step, { key, toFetch }: Of<'looked-up'>): void {
  if (toFetch?.missingBytes === Infinity || !step.state.downloads.lookedUp.includes(key)) return;
  setToFetch(step, key, toFetch);
}

/** What is asked about is asked about to the byte, as soon as the hub's list tells. */
export function lookUp(step: Step): void {
  const { toFetch, lookedUp } = step.state.downloads;
  for (const rung of awaited(step.state)) {
    const key = rungKey(rung);
    if (mayFetch(step.state, rung) || lookedUp.includes(key) || toFetch[key]?.isExact) continue;
    setDownloads(step, { lookedUp: [...step.state.downloads.lookedUp, key] });
    step.effects.push({ kind: 'look-up', rung });
  }
}

/** Of several workers the one that heard of it last counts: it is the same hub. */
export function onHubWaits(step: Step, { run, ms }: Of<'hub-waits'>): void {
  const { hubWaits } = step.state.downloads;
  if (ms > 0 && findRun(step.state, run)) setDownloads(step, { hubWaits: { run, ms } });
  else if (hubWaits?.run === run) setDownloads(step, { hubWaits: null });
}

/** It could not be fetched, for a reason that the user may mend. */
export function interrupt(step: Step, rung: Rung, error: ErrorData): void {
  setDownloads(step, { isPaused: true, error: { ...error, message: `${rung.spec.name}: ${error.message}` } });
}

function setToFetch(step: Step, key: string, toFetch: ToFetch | null): void {
  const others = Object.fromEntries(Object.entries(step.state.downloads.toFetch).filter(([each]) => each !== key));
  setDownloads(step, { toFetch: toFetch ? { ...others, [key]: toFetch } : others });
}
