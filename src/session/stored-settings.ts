/** Settings as they are kept on the device, and as options of a session. Pure. */
import { accepts, isName, type Settings } from './settings.ts';

const VERSION = 1;

type Stored = { version: number; settings: Partial<Settings> };

/** The options that the values amount to: what is left to Parley or to the model is not among them. */
export function toOptions({ stt, llm, tts, systemPrompt, ...rest }: Settings): Partial<Settings> {
  const chosen = Object.entries({ stt, llm, tts, systemPrompt }).filter(([, value]) => value !== '');
  return { ...rest, ...Object.fromEntries(chosen) };
}

/** The form in which the user's choices are kept. */
export function toStored(settings: Partial<Settings>): Stored {
  return { version: VERSION, settings };
}

/** What was kept, as far as it is of use; `isDamaged` when some of it is not. */
export function fromStored(stored: unknown): { settings: Partial<Settings>; isDamaged: boolean } {
  if (stored === undefined) return { settings: {}, isDamaged: false };
  const { version, settings } = (stored ?? {}) as { version?: unknown; settings?: unknown };
  if (version !== VERSION || typeof settings !== 'object' || settings === null) return { settings: {}, isDamaged: true };
  const entries = Object.entries(settings);
  const good = entries.filter(([name, value]) => isName(name) && accepts(name, value));
  return { settings: Object.fromEntries(good), isDamaged: good.length < entries.length };
}
