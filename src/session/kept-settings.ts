/** The user's settings on disk. */
import { get, set } from 'idb-keyval';
import { fromStored, toStored, type Settings } from './settings.ts';

const KEY = 'parley-settings';
/** Where settings that could not be read are put aside, rather than lost. */
const DAMAGED_KEY = 'parley-settings-damaged';

/** What the user has chosen, as far as it can be read; what can't is set aside. Never rejects. */
export async function recallSettings(): Promise<Partial<Settings>> {
  try {
    const stored: unknown = await get(KEY);
    const { settings, isDamaged } = fromStored(stored);
    if (isDamaged) await set(DAMAGED_KEY, stored);
    return settings;
  } catch {
    // No IndexedDB here (private window, full disk): settings live as long as the tab.
    return {};
  }
}

/** Keeps what the user has chosen. Never rejects: a full disk must not stop a conversation. */
export async function rememberSettings(settings: Partial<Settings>): Promise<void> {
  await set(KEY, toStored(settings)).catch(() => undefined);
}
