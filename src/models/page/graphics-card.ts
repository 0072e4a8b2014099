/** Which models are on the graphics card, and which one leaves it when its memory is short. */
import { graphicsMb, isMemoryShort, whoGivesWay, type GpuTrouble } from '../graphics-memory.ts';
import type { Rung } from '../ladder.ts';
import type { ErrorReason } from '../../protocol/errors.ts';
import type { Role } from '../../protocol/messages.ts';

export class GraphicsCard {
  readonly #rungsOf: (role: Role) => readonly Rung[];
  readonly #isReplaceable: (role: Role) => boolean;
  /** What happened since a model gave way last, oldest first. */
  #troubles: GpuTrouble[] = [];

  /** `rungsOf` says what is loaded for a role, or being loaded; `isReplaceable` whether the processor could do in its place. */
  constructor(rungsOf: (role: Role) => readonly Rung[], isReplaceable: (role: Role) => boolean) {
    this.#rungsOf = rungsOf;
    this.#isReplaceable = isReplaceable;
  }

  /** The models of a role that take graphics memory. */
  rungsOf(role: Role): Rung[] {
    return this.#rungsOf(role).filter(({ backend }) => backend === 'webgpu');
  }

  /** Graphics memory that the models of these roles take, MB; an estimate. */
  usedMb(roles: readonly Role[]): number {
    return roles.flatMap((role) => this.rungsOf(role)).reduce((sum, rung) => sum + graphicsMb(rung), 0);
  }

  /** The role whose model has to leave the card after this happened to one of `role`; null when none has to. */
  whoGivesWay(role: Role, reason: ErrorReason, whileLoading: boolean, roles: readonly Role[]): Role | null {
    this.#troubles.push({ role, reason, whileLoading, at: performance.now() });
    if (!isMemoryShort(this.#troubles)) return null;
    this.#troubles = [];
    const others = roles.filter((other) => this.rungsOf(other).length > 0 && this.#isReplaceable(other));
    return whoGivesWay(new Set([role, ...others]));
  }
}
