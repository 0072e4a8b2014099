/** What is kept of the models over visits: verdicts, downloads that were agreed to, and what was being built when a tab ended. */
import type { Kept } from '../events.ts';
import { get, update } from '../../store/site-storage.ts';

const VERDICTS = 'parley-verdicts';
/** 2: without failed loads, which another version kept whatever they came of. */
const VERSION = 2;
const AGREED = 'parley-agreed';
const DECLINED = 'parley-declined';

type Stored = Pick<Kept, 'verdicts' | 'suspected'> & {
  version: typeof VERSION;
  /** The browser with its version, and the GPU. What was found on another one counts for nothing. */
  device: string;
};

/** Never rejects: what can't be read is found out or asked again. */
export async function readKept(device: string): Promise<Omit<Kept, 'ended'>> {
  const [stored, agreed, declined] = await Promise.all([VERDICTS, AGREED, DECLINED].map((key) => get<unknown>(key).catch(() => undefined)));
  const isOfThis = isStored(stored) && stored.device === device;
  return {
    verdicts: isOfThis ? stored.verdicts : {},
    suspected: isOfThis ? stored.suspected : {},
    agreed: Array.isArray(agreed) ? agreed.map(String) : [],
    declined: Array.isArray(declined) ? declined.map(String) : [],
  };
}

/** Keeps what one conversation finds out, and leaves what others have kept since it was read. Nothing here rejects: without IndexedDB it is known for as long as the tab is open. */
export class KeptModels {
  /** As it was last read or kept here. */
  #known: Pick<Kept, 'verdicts' | 'suspected' | 'agreed' | 'declined'> = { verdicts: {}, suspected: {}, agreed: [], declined: [] };

  async read(device: string): Promise<Omit<Kept, 'ended'>> {
    this.#known = await readKept(device);
    return this.#known;
  }

  async keepVerdicts(device: string, { verdicts, suspected }: Pick<Kept, 'verdicts' | 'suspected'>): Promise<void> {
    const before = this.#known;
    this.#known = { ...before, verdicts, suspected };
    await keep(VERDICTS, (stored): Stored => {
      // All is forgotten, whoever has found it.
      const isNothing = Object.keys(verdicts).length + Object.keys(suspected).length === 0;
      const theirs = isStored(stored) && stored.device === device && !isNothing ? stored : { verdicts: {}, suspected: {} };
      return {
        version: VERSION,
        device,
        verdicts: merged(theirs.verdicts, before.verdicts, verdicts),
        suspected: merged(theirs.suspected, before.suspected, suspected),
      };
    });
  }

  async keepAgreed(agreed: Kept['agreed']): Promise<void> {
    const before = this.#known.agreed;
    this.#known = { ...this.#known, agreed };
    await keep(AGREED, (stored) => mergedKeys(stored, before, agreed));
  }

  async keepDeclined(declined: Kept['declined']): Promise<void> {
    const before = this.#known.declined;
    this.#known = { ...this.#known, declined };
    await keep(DECLINED, (stored) => mergedKeys(stored, before, declined));
  }
}

async function keep(key: string, change: (stored: unknown) => unknown): Promise<void> {
  await update<unknown>(key, change).catch(() => undefined);
}

/** What was changed here since `before`, in what is on disk. */
function merged<Value>(
  theirs: Readonly<Record<string, Value>>,
  before: Readonly<Record<string, Value>>,
  mine: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const left = Object.entries(theirs).filter(([key]) => !Object.hasOwn(before, key) || Object.hasOwn(mine, key));
  return { ...Object.fromEntries(left), ...Object.fromEntries(Object.entries(mine).filter(([key, value]) => before[key] !== value)) };
}

function mergedKeys(stored: unknown, before: readonly string[], mine: readonly string[]): readonly string[] {
  const theirs = Array.isArray(stored) ? stored.map(String) : [];
  return [...new Set([...theirs.filter((key) => !before.includes(key)), ...mine])];
}

function isStored(value: unknown): value is Stored {
  if (!isRecord(value) || value['version'] !== VERSION || typeof value['device'] !== 'string') return false;
  const { verdicts, suspected } = value;
  if (!isRecord(verdicts) || !isRecord(suspected)) return false;
  return Object.values(verdicts).every(isVerdict) && Object.values(suspected).every((times) => typeof times === 'number');
}

function isVerdict(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { works, why, evidence, realTimeFactor } = value;
  if (works === true) return typeof realTimeFactor === 'number';
  return works === false && typeof why === 'string' && typeof evidence === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
