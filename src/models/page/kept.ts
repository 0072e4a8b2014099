/** What is kept of the models over visits: verdicts, downloads that were agreed to, and what was being built when a tab ended. */
import type { Kept } from '../events.ts';
import { get, set } from '../../store/site-storage.ts';

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

/** Never rejects: without IndexedDB it is known for as long as the tab is open. */
export async function keepVerdicts(device: string, kept: Pick<Kept, 'verdicts' | 'suspected'>): Promise<void> {
  const stored: Stored = { version: VERSION, device, verdicts: kept.verdicts, suspected: kept.suspected };
  await set(VERDICTS, stored).catch(() => undefined);
}

/** Never rejects: without IndexedDB it is asked again next time. */
export async function keepAgreed(agreed: Kept['agreed']): Promise<void> {
  await set(AGREED, agreed).catch(() => undefined);
}

/** Never rejects: without IndexedDB it is offered again next time. */
export async function keepDeclined(declined: Kept['declined']): Promise<void> {
  await set(DECLINED, declined).catch(() => undefined);
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
