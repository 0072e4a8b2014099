/** The rules of which model a role has: the best that works, something in its place until that is here, and the next when it fails. */
import { translatable } from '../locales/words.ts';
import type { ErrorData } from '../protocol/errors.ts';
import { aimAt, dropNext, interrupt, isDeclined, missingBytes, noteHere } from './downloads.ts';
import { isMemoryShort, whoGivesWay } from './graphics-memory.ts';
import { chooseRung, rungKey, type Rung } from './ladder.ts';
import { leaveTheWay } from './loading.ts';
import { BIG, isBig, isRunning, loadedFor, type Role, type RoleState } from './state.ts';
import { endRun, findRun, isSameRung, serve, setRole, setVerdicts, tellLanguageModel, type Of, type Step } from './step.ts';
import { endedTab, isTelling, verdictOf, withFailure, withoutRoom, withSuccess } from './verdicts.ts';

/** A worker that dies this soon after it was last started again is not started again by itself, ms. Larger: a model that fails at each answer fails more often. */
const RELAPSE_MS = 60_000;

/**
 * A load whose worker answers but gives no sign of getting on for so long is ended, ms in which the page ran. Smaller: one that reads from a slow disk,
 * or compiles a single program for minutes, is ended for nothing. Larger: the user waits so much longer.
 */
export const STILL_MS = 180_000;
const STOOD_STILL: Omit<ErrorData, 'reason'> = {
  message: translatable('It stood still while it was loaded, twice.'),
  advice: translatable('Close other programs that use the graphics card, or reload the page.'),
};

/** Why a model that is right has to leave the graphics card; behind its name. */
const NO_ROOM = translatable('There is too little graphics memory for all.');

/** Has a role use the best that may work here. `isBehind`: whatever serves goes on until that is ready. */
export function useBest(step: Step, role: Role, { isBehind }: { isBehind: boolean }): void {
  const { ladder, standIn } = step.state.roles[role];
  const best = bestOf(step, role);
  if (best) {
    use(step, role, best, isBehind);
    return;
  }
  const { verdicts } = step.state;
  // When everything has failed the lowest is tried once more; but what ended a tab only if the user asks for it.
  const lowest = [...ladder, ...(standIn ? [standIn] : [])].findLast((rung) => !endedTab(verdicts, rung)) ?? ladder.at(-1);
  if (lowest) use(step, role, lowest, isBehind);
}

/** What is known has changed: whoever could have something else now gets it. */
export function useBestEverywhere(step: Step, roles: readonly Role[]): void {
  for (const role of roles) {
    const { serving } = step.state.roles[role];
    const best = bestOf(step, role);
    if (best && serving && (serving.is === 'failed' || !isSameRung(best, serving.rung))) use(step, role, best);
  }
}

/** A worker has its model. One that is too slow makes way for another at once. */
export function onLoaded(step: Step, { run, realTimeFactor }: Of<'loaded'>): void {
  const running = findRun(step.state, run);
  if (!running) return;
  const { role, found } = running;
  if (realTimeFactor !== undefined) {
    setVerdicts(step, withSuccess(step.state.verdicts, found.rung, realTimeFactor));
    const better = bestOf(step, role);
    const { next } = step.state.roles[role];
    if (better && !isSameRung(better, found.rung) && !isSameRung(better, next?.rung)) use(step, role, better);
  }
  const left = findRun(step.state, run);
  if (!left) return;
  setStoodStill(step, found.rung, false);
  setRole(step, role, { [left.place]: { ...found, is: 'ready' }, ...(left.place === 'serving' ? { error: null } : {}) });
  if (left.place !== 'next') return;
  // Where nothing serves no answer can be in the middle, and a question may be waiting.
  if (isRunning(step.state.roles[role].serving)) step.effects.push({ kind: 'await-turn' });
  else switchOver(step, role);
}

/** A worker has all files of its model. */
export function onFetched(step: Step, { run }: Of<'fetched'>): void {
  const running = findRun(step.state, run);
  if (running?.found.is !== 'loading') return;
  setRole(step, running.role, { [running.place]: { ...running.found, is: 'building' } });
  noteHere(step, running.found.rung);
}

/** A load stands still: the same again, once; then it counts as failed. What is still being fetched has limits of its own. */
export function onStill(step: Step, { run, ms, at }: Of<'still'>): void {
  const running = findRun(step.state, run);
  if (running?.found.is !== 'building' || ms < STILL_MS) return;
  const { role, place, found } = running;
  const isSecond = step.state.stoodStill.includes(rungKey(found.rung));
  setStoodStill(step, found.rung, !isSecond);
  endRun(step, role, found);
  if (isSecond) onDied(step, { kind: 'died', run, error: { reason: 'load-failed', ...STOOD_STILL }, at });
  else setRole(step, role, { [place]: { is: 'waiting', rung: found.rung } });
}

/** A worker is gone, or of no use any more. */
export function onDied(step: Step, { run, error, at }: Of<'died'>): void {
  const running = findRun(step.state, run);
  if (running && error.reason === 'model-file-missing') step.effects.push({ kind: 'unpin', rung: running.found.rung });
  if (running?.place === 'serving') onServingDied(step, running.role, error, at);
  else if (running) onNextDied(step, running.role, running.found.rung, error, at);
}

/** Puts to use what was made ready meanwhile, and goes after what was chosen: no turn is under way. */
export function onBetweenTurns(step: Step): void {
  for (const role of BIG) {
    if (!step.state.roles[role].isChosenAnew) continue;
    setRole(step, role, { isChosenAnew: false });
    useBest(step, role, { isBehind: true });
  }
  for (const role of BIG) switchOver(step, role);
  leaveTheWay(step);
}

/** What was made ready serves from now on. */
function switchOver(step: Step, role: Role): void {
  const { serving, next } = step.state.roles[role];
  if (next?.is !== 'ready') return;
  endRun(step, role, serving);
  setRole(step, role, { serving: next, next: null, error: null });
  step.effects.push({ kind: 'switch-over', role, run: next.run });
  tellLanguageModel(step, next.rung.spec);
}

/** The user wants a model that was lost to be tried again, even one that ended a tab. */
export function onStartAgain(step: Step, { role }: Of<'start-again'>): void {
  const { serving } = step.state.roles[role];
  setRole(step, role, { error: null });
  if (serving?.is === 'failed') serve(step, role, serving.rung);
}

/**
 * The one that served: the same again, unless that was done a moment ago; then the next that may work; where there is none, the user is
 * told.
 */
function onServingDied(step: Step, role: Role, error: ErrorData, at: number): void {
  const { serving, restartedAt } = step.state.roles[role];
  if (!serving) return;
  const { rung } = serving;
  const wasReady = serving.is === 'ready';
  setRole(step, role, { serving: { is: 'failed', rung } });
  const isRelapse = restartedAt !== null && at - restartedAt < RELAPSE_MS;
  const mayRestart = wasReady && !isRelapse;
  const giving = makeRoom(step, role, rung, error, { whileLoading: !wasReady, at });
  const isRoomMade = giving !== null && giving !== role;
  if (isRoomMade || (mayRestart && giving === null)) {
    if (mayRestart) setRole(step, role, { restartedAt: at });
    serve(step, role, rung);
  } else {
    const isForOthers = giving === role && error.reason === 'device-lost';
    fallBack(step, role, rung, isForOthers ? { ...error, message: NO_ROOM } : error);
  }
  // Endpointing does without it.
  if (role === 'eou') return;
  const isMended = step.state.roles[role].serving?.is !== 'failed';
  // What waits for a model that could not be loaded waits for the next.
  if (isMended && !wasReady) return;
  step.effects.push({ kind: 'interrupted', role });
  const isAnother = isMended && !(mayRestart && giving !== role);
  if (!isAnother) setRole(step, role, { error });
  if (!isMended) step.effects.push({ kind: 'give-up', role });
}

/** The one that was to take over: the next is tried, or what stands in stays. */
function onNextDied(step: Step, role: Role, rung: Rung, error: ErrorData, at: number): void {
  setRole(step, role, { next: { is: 'waiting', rung } });
  if (!isTelling(error)) {
    interrupt(step, rung, error);
    return;
  }
  const giving = makeRoom(step, role, rung, error, { whileLoading: true, at });
  // It is loaded again, onto a card that is less full.
  if (giving !== null && giving !== role) return;
  setVerdicts(step, withFailure(step.state.verdicts, rung, error));
  const other = bestOf(step, role) ?? step.state.roles[role].serving?.rung;
  if (other) use(step, role, other);
}

/** The next that may work takes its place, if there is one and the failure speaks against this one. */
function fallBack(step: Step, role: Role, rung: Rung, error: ErrorData): void {
  // Below one that stands in for another there is nothing.
  if (step.state.roles[role].next || !isTelling(error) || !isBig(role)) return;
  setVerdicts(step, withFailure(step.state.verdicts, rung, error));
  const other = bestOf(step, role);
  if (other) use(step, role, other);
}

/**
 * Loads a model, or one that stands in for it until it is fetched. `isBehind`: whatever serves stands in, so that nobody waits for a
 * model that is here either.
 */
function use(step: Step, role: Role, rung: Rung, isBehind = step.state.roles[role].next !== null): void {
  const { standIn: starter, serving, next } = step.state.roles[role];
  const inUse = serving && serving.is !== 'failed' ? serving.rung : null;
  const isInUse = isSameRung(inUse ?? undefined, rung);
  // A graphics card that has room for one model of a role need not have it for two.
  const isCrowded = !isInUse && inUse?.backend === 'webgpu' && rung.backend === 'webgpu';
  const standIn = inUse && isBehind && !isCrowded ? inUse : starter;
  const isFarOff = next !== null || missingBytes(step.state, rung) > step.state.chosen.askAboveBytes;
  if (standIn && !isSameRung(rung, standIn) && ((inUse && isBehind) || isFarOff)) {
    if (!isSameRung(inUse ?? undefined, standIn)) serve(step, role, standIn);
    aimAt(step, role, rung);
  } else {
    dropNext(step, role);
    if (!isInUse) serve(step, role, rung);
  }
}

function setStoodStill(step: Step, rung: Rung, isStill: boolean): void {
  const key = rungKey(rung);
  const { stoodStill } = step.state;
  if (stoodStill.includes(key) === isStill) return;
  step.state = { ...step.state, stoodStill: isStill ? [...stoodStill, key] : stoodStill.filter((each) => each !== key) };
}

function bestOf({ state }: Step, role: Role): Rung | null {
  const ladder = state.roles[role].ladder.filter((rung) => !isDeclined(state, rung));
  return chooseRung(ladder, (rung) => verdictOf(state.verdicts, rung));
}

/**
 * Where graphics memory is short after this, a model leaves it for this visit, and its role is returned; a model of `role` itself is left to
 * the caller.
 */
function makeRoom(
  step: Step,
  role: Role,
  rung: Rung,
  { reason }: ErrorData,
  { whileLoading, at }: { whileLoading: boolean; at: number },
): Role | null {
  if (rung.backend !== 'webgpu') return null;
  const troubles = [...step.state.troubles, { role, reason, whileLoading, at }];
  const isShort = isMemoryShort(troubles);
  step.state = { ...step.state, troubles: isShort ? [] : troubles };
  if (!isShort) return null;
  const others = BIG.filter((other) => onCard(step.state.roles[other]).length > 0 && isReplaceable(step, other));
  const giving = whoGivesWay(new Set([role, ...others]));
  if (giving === null || giving === role) return giving;
  for (const left of onCard(step.state.roles[giving])) {
    setVerdicts(step, withoutRoom(step.state.verdicts, left, NO_ROOM));
  }
  const other = bestOf(step, giving);
  if (other) use(step, giving, other);
  return giving;
}

function onCard(role: RoleState): Rung[] {
  return loadedFor(role).filter(({ backend }) => backend === 'webgpu');
}

/** Whether the processor could do in its place. */
function isReplaceable({ state: { roles, verdicts } }: Step, role: Role): boolean {
  return roles[role].ladder.some((rung) => rung.backend === 'wasm' && verdictOf(verdicts, rung)?.works !== false);
}

