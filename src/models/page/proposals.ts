/** What suits this device and was asked for, proposed anew whenever something else is asked for. */
import { rungKey, type Rung } from '../ladder.ts';
import type { OwnModel } from '../own.ts';
import { chooseModels, type Choice, type Wishes } from './choose-models.ts';
import { probeGpu, type Gpu } from './probe.ts';

export class Proposals {
  readonly #byKey = new Map<string, Rung>();
  #gpu: Gpu | null = null;

  /** Tells this device from others, as far as the browser does. */
  get device(): string {
    return `${navigator.userAgent} ${this.#gpu?.name ?? ''}`;
  }

  /** Looks for a graphics card; without it there is none. Software counts only when it is wanted. */
  async probe(allowSoftware: boolean): Promise<void> {
    this.#gpu = await probeGpu(allowSoftware);
  }

  /**
   * As `chooseModels`, of the same objects each time: rungs are compared by identity, from one choice to the next. Rejects with a
   * ParleyError for what was asked for and can't run, or is no model.
   */
  async propose(wishes: Wishes, own: OwnModel | null): Promise<Choice> {
    // What checks a user's input is fetched only where there is some.
    const ownSpec = wishes.llm === 'own' ? (await import('../own.ts')).ownModel(own) : null;
    const choice = chooseModels(wishes, this.#gpu, ownSpec);
    const { vad, stt, eou, llm, tts } = choice.ladders;
    const known = (rung: Rung) => this.#known(rung);
    return {
      ...choice,
      ladders: { vad: vad.map(known), stt: stt.map(known), eou: eou.map(known), llm: llm.map(known), tts: tts.map(known) },
      starters: Object.fromEntries(Object.entries(choice.starters).map(([role, rung]) => [role, rung && known(rung)])),
    };
  }

  #known(rung: Rung): Rung {
    const key = rungKey(rung);
    const same = this.#byKey.get(key) ?? rung;
    this.#byKey.set(key, same);
    return same;
  }
}
