/** Looks at this device, says which models suit it, and finds out what of them would have to be fetched. */
import type { LlmSpec } from '../catalogue.ts';
import { chooseModels, type Choice, type Wishes } from '../choose-models.ts';
import type { ToFetch } from '../downloads.ts';
import type { Found } from '../events.ts';
import { otherCardHint, type Gpu } from '../gpu.ts';
import { rungKey, type Rung } from '../ladder.ts';
import type { OwnModel } from '../own.ts';
import type { ModelOrigin } from '../../protocol/messages.ts';
import type { HubList } from '../../store/hub-list.ts';
import { modelKey, usableKeys } from '../../store/model-key.ts';
import { listModels, modelKeys, type StoredFile, type StoredModel } from '../../store/shelf.ts';
import { estimate } from '../../store/site-storage.ts';
import { pinned } from './pin.ts';
import { probeGpu } from './probe.ts';
import { hubListOf, lookAtHub, lookToFetch } from './to-fetch.ts';

/** Up to this much main memory, GB as the browser tells it (it rounds, and many stop counting at 8), heavy models are loaded one by one. */
const TIGHT_GB = 8;

/** What chooses for one conversation; it remembers the graphics card, and what it has seen of the store. */
export class Chooser {
  readonly #seen = new Map<string, { stored: readonly StoredFile[]; list: HubList }>();
  #gpu: Gpu | null = null;

  /** Tells this device from others, as far as the browser does: another browser or another driver computes other things. */
  get device(): string {
    return `${navigator.userAgent} ${this.#gpu?.name ?? ''}`;
  }

  /** Whether main memory is short, or may be. */
  get isTight(): boolean {
    const { deviceMemory } = navigator as { deviceMemory?: number };
    return deviceMemory === undefined || deviceMemory <= TIGHT_GB;
  }

  /** How to come by a better graphics card; null where there is nothing to be said. */
  get hint(): string | null {
    return this.#gpu && otherCardHint(this.#gpu, navigator.userAgent);
  }

  /** Looks for a graphics card; without it there is none. Software counts only when it is wanted. */
  async probe(allowSoftware: boolean): Promise<void> {
    this.#gpu = await probeGpu(allowSoftware);
  }

  /** Rejects with a ParleyError for what was asked for and can't run, or is no model. */
  async propose(wishes: Wishes, own: OwnModel | null, hub: string): Promise<Choice> {
    // What checks a user's input is fetched only where there is some.
    const ownSpec: LlmSpec | null = wishes.llm === 'own' ? (await import('../own.ts')).ownModel(own) : null;
    return pinned(chooseModels(wishes, this.#gpu, ownSpec), hub, await modelKeys().catch(() => []));
  }

  /** What of these is to be fetched from the hub. Never rejects: what can't be known counts as not there. */
  async look(rungs: readonly Rung[], origin: ModelOrigin): Promise<Omit<Found, 'bytesPerSecond'>> {
    const fromHub = rungs.filter(({ spec }) => spec.repo !== '');
    // Nothing can be fetched without a hub.
    if (!origin.hub) return { found: Object.fromEntries(fromHub.map((rung) => [rungKey(rung), null])), freeBytes: null };
    if (fromHub.length === 0) return { found: {}, freeBytes: null };
    const [models, { quota, usage }] = await Promise.all([
      listModels().catch(() => []),
      estimate(),
    ]);
    const lists = new Map<string, HubList>();
    const found = await Promise.all(
      fromHub.map(async (rung) => {
        const model = modelKey(rung.spec.repo, rung.spec.revision, origin.hub);
        const stored = storedOf(models, rung, origin.hub);
        const list = lists.get(model) ?? hubListOf(rung, origin);
        lists.set(model, list);
        this.#seen.set(rungKey(rung), { stored, list });
        return [rungKey(rung), await lookToFetch(rung, origin, stored, list)] as const;
      }),
    );
    const freeBytes = quota === undefined || usage === undefined ? null : quota - usage;
    return { found: Object.fromEntries(found), freeBytes };
  }

  /** As `look`, of one that was looked at before, file by file. Never rejects. */
  async lookUp(rung: Rung): Promise<ToFetch | null> {
    const seen = this.#seen.get(rungKey(rung));
    return seen ? lookAtHub(rung, seen.stored, seen.list) : null;
  }
}

/** What is here of a model, as a load would find it: of the hub's own files all, of others those that are complete. */
function storedOf(models: readonly StoredModel[], { spec }: Rung, hub: string): StoredFile[] {
  const { repo, revision } = spec;
  const keys = usableKeys(
    models.map(({ model }) => model),
    { repo, revision, hub },
  );
  const own = modelKey(repo, revision, hub);
  const files = new Map<string, StoredFile>();
  for (const key of keys) {
    for (const file of models.find(({ model }) => model === key)?.files ?? []) {
      const known = files.get(file.path);
      const isBetter = file.isComplete ? !known?.isComplete : key === own && !known;
      if (isBetter) files.set(file.path, file);
    }
  }
  return [...files.values()];
}
