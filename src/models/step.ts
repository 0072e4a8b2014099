/** One step of the reducer while it is being made, and the moves that several rules share. */
import type { ModelSpec } from './catalogue.ts';
import type { Downloads } from './downloads.ts';
import type { ModelsEffect, ModelsEvent } from './events.ts';
import { rungKey, type Rung } from './ladder.ts';
import { isRunning, type ModelsState, type Role, type RoleState, type Run } from './state.ts';
import type { Verdicts } from './verdicts.ts';

/** The state so far and the effects so far. States are replaced, never changed. */
export type Step = { state: ModelsState; readonly effects: ModelsEffect[] };

export type Of<Kind extends ModelsEvent['kind']> = Extract<ModelsEvent, { kind: Kind }>;

export function setRole(step: Step, role: Role, change: Partial<RoleState>): void {
  const { roles } = step.state;
  step.state = { ...step.state, roles: { ...roles, [role]: { ...roles[role], ...change } } };
}

export function setDownloads(step: Step, change: Partial<Downloads>): void {
  step.state = { ...step.state, downloads: { ...step.state.downloads, ...change } };
}

/** Knows these from now on; what is to be kept of them is. */
export function setVerdicts(step: Step, verdicts: Verdicts): void {
  const { kept, suspected } = step.state.verdicts;
  step.state = { ...step.state, verdicts };
  if (kept === verdicts.kept && suspected === verdicts.suspected) return;
  step.effects.push({ kind: 'keep-verdicts', verdicts: verdicts.kept, suspected: verdicts.suspected });
}

/** A number that nothing had before. */
export function nextNumber(step: Step): number {
  const count = step.state.count + 1;
  step.state = { ...step.state, count };
  return count;
}

/** The worker with this number, if it is not over. */
export function findRun(
  { roles }: ModelsState,
  run: number,
): { role: Role; place: 'serving' | 'next'; found: Extract<Run, { run: number }> } | null {
  for (const role of Object.keys(roles) as Role[]) {
    for (const place of ['serving', 'next'] as const) {
      const found = roles[role][place];
      if (isRunning(found) && found.run === run) return { role, place, found };
    }
  }
  return null;
}

/** Ends its worker, if it has one. */
export function endRun(step: Step, role: Role, run: Run | null): void {
  if (isRunning(run)) step.effects.push({ kind: 'end', role, run: run.run });
}

/** This one serves as soon as it is loaded; whatever served is over. */
export function serve(step: Step, role: Role, rung: Rung): void {
  const { serving } = step.state.roles[role];
  const isOther = !isSameRung(serving?.rung, rung);
  if (serving?.is === 'ready') step.effects.push({ kind: 'interrupted', role });
  endRun(step, role, serving);
  setRole(step, role, { serving: { is: 'waiting', rung }, error: null });
  tellLanguageModel(step, rung.spec, isOther);
}

/** From now on this one answers, or will; that it can't see is said of no other. `isOther`: it is not the one that did before. */
export function tellLanguageModel(step: Step, spec: ModelSpec, isOther = true): void {
  if (spec.role !== 'llm') return;
  step.state = { ...step.state, blind: null };
  if (isOther) step.effects.push({ kind: 'language-model', spec });
}

/** Whether both are the same in everything, and not only by name. */
export function isSameRung(one: Rung | undefined, other: Rung | undefined): boolean {
  if (one === other || !one || !other) return one === other;
  return rungKey(one) === rungKey(other) && (one.spec === other.spec || JSON.stringify(one.spec) === JSON.stringify(other.spec));
}
