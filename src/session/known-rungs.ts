/** What is proposed for a device, of the same objects each time: rungs are compared by identity, from one choice to the next. */
import { rungKey, type Rung } from '../models/ladder.ts';
import { chooseModels, type Gpu, type Wishes } from './choose-models.ts';

export class KnownRungs {
  readonly #byKey = new Map<string, Rung>();

  /** As `chooseModels`, of rungs that were proposed before where they can be. */
  propose(wishes: Wishes, gpu: Gpu | null): ReturnType<typeof chooseModels> {
    const { ladders, starters, why } = chooseModels(wishes, gpu);
    const { vad, stt, eou, llm, tts } = ladders;
    const known = (rung: Rung) => this.#known(rung);
    return {
      ladders: { vad: vad.map(known), stt: stt.map(known), eou: eou.map(known), llm: llm.map(known), tts: tts.map(known) },
      starters: {
        stt: starters.stt && known(starters.stt),
        llm: starters.llm && known(starters.llm),
        tts: starters.tts && known(starters.tts),
      },
      why,
    };
  }

  #known(rung: Rung): Rung {
    const key = rungKey(rung);
    const same = this.#byKey.get(key) ?? rung;
    this.#byKey.set(key, same);
    return same;
  }
}
