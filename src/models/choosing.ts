/** The rules of choosing: for all roles at the start, for some when something else is wished for, and of what earlier visits have left. */
import { STARTER, type Wishes } from './choose-models.ts';
import { dropNext, noteFound, reconsider } from './downloads.ts';
import type { Kept } from './events.ts';
import { useBest } from './fallback.ts';
import { BIG, ROLES, type Role } from './state.ts';
import { nextNumber, setDownloads, setRole, setVerdicts, type Of, type Step } from './step.ts';
import { withEndedTab } from './verdicts.ts';

/** Chooses models, once; afterwards wakes what is asleep, or was handed over. */
export function onLoad(step: Step): void {
  step.state = { ...step.state, isAsleep: false, isHandedOver: false };
  const { choice, choosing, chosen } = step.state;
  if (!choice && !choosing) choose(step, chosen.wishes, ROLES);
}

/**
 * Before models are chosen other options are only noted; afterwards another model is put to use between two turns. From another hub whatever
 * is not here yet is fetched anew.
 */
export function onOptions(step: Step, { chosen }: Of<'options'>): void {
  const { chosen: before, choosing, choice } = step.state;
  step.state = { ...step.state, chosen };
  const isOtherOwn = chosen.wishes.llm === 'own' && chosen.own !== before.own;
  const isOtherHub = chosen.hub !== before.hub;
  const roles = BIG.filter(
    (role) => isOtherHub || chosen.wishes[role] !== before.wishes[role] || (role === 'llm' && isOtherOwn),
  );
  if (roles.length === 0 || !(choosing ?? choice)) return;
  if (isOtherHub) for (const role of roles) if (step.state.roles[role].next?.is !== 'ready') dropNext(step, role);
  const pending = choosing?.roles ?? [];
  const wishes = choosing?.wishes ?? choice?.wishes ?? {};
  const others = Object.fromEntries(roles.map((role) => [role, chosen.wishes[role]]));
  choose(
    step,
    { ...wishes, ...others },
    ROLES.filter((role) => pending.includes(role) || (roles as readonly Role[]).includes(role)),
  );
}

/** Whatever was chosen is given up for what runs anywhere. */
export function onUseStarter(step: Step): void {
  for (const role of ROLES) dropNext(step, role);
  choose(step, STARTER, ROLES);
}

export function onChosen(step: Step, event: Of<'chosen'>): void {
  const { choosing } = step.state;
  const { attempt, choice, kept, isTight, hint = null } = event;
  if (choosing?.attempt !== attempt) return;
  const { ladders, starters, why, lack, vramMb } = choice;
  const { roles, wishes } = choosing;
  step.state = { ...step.state, choosing: null, trouble: null, choice: { wishes, why, lack, vramMb, hint }, isTight };
  if (kept) recall(step, kept);
  noteFound(step, event);
  if (roles.some((role) => ladders[role][0]?.spec.repo)) step.effects.push({ kind: 'persist' });
  for (const role of ROLES) {
    if (roles.includes(role)) setRole(step, role, { ladder: ladders[role], standIn: starters[role] ?? null });
  }
  const isFirst = roles.length === ROLES.length;
  if (!isFirst) reconsider(step, roles.flatMap((role) => ladders[role]));
  for (const role of roles) {
    if (isFirst) useBest(step, role, { isBehind: false });
    else setRole(step, role, { isChosenAnew: true });
  }
  if (!isFirst) step.effects.push({ kind: 'await-turn' });
}

/** What serves goes on to; the user is told. */
export function onChoosingFailed(step: Step, { attempt, error }: Of<'choosing-failed'>): void {
  if (step.state.choosing?.attempt === attempt) step.state = { ...step.state, choosing: null, trouble: error };
}

function choose(step: Step, wishes: Wishes, roles: readonly Role[]): void {
  const attempt = nextNumber(step);
  step.state = { ...step.state, choosing: { attempt, wishes, roles }, trouble: null };
  step.effects.push({ kind: 'choose', attempt, wishes, own: step.state.chosen.own, roles });
}

/** What is known of this visit comes before it. */
function recall(step: Step, { verdicts: kept, suspected, agreed, declined, ended }: Kept): void {
  step.state = { ...step.state, verdicts: { ...step.state.verdicts, kept, suspected } };
  setDownloads(step, {
    agreed: [...new Set([...step.state.downloads.agreed, ...agreed])],
    declined: [...new Set([...step.state.downloads.declined, ...declined])],
  });
  if (ended === null) return;
  setVerdicts(step, withEndedTab(step.state.verdicts, ended));
  step.effects.push({ kind: 'drop-marks' });
}
