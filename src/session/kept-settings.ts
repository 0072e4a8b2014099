/** What the user has chosen, on this visit and on earlier ones. */
import { get, set } from 'idb-keyval';
import { checkSettings, fromStored, mergeSettings, toOptions, toStored, type ChosenSettings, type Settings } from './settings.ts';

const KEY = 'parley-settings';
/** Where settings that could not be read are put aside, rather than lost. */
const DAMAGED_KEY = 'parley-settings-damaged';

/** The settings in use: the page's, then the user's, then Parley's. */
export class KeptSettings {
  /** Resolves once what was chosen on earlier visits is known. Never rejects. */
  readonly recalled: Promise<void>;
  readonly #page: Partial<Settings>;
  readonly #changed: () => void;
  #choices: Partial<Settings> = {};
  #chosen: ChosenSettings;

  /** `changed`: there are other values, those of earlier visits among them. */
  constructor(page: Partial<Settings>, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
    this.#chosen = mergeSettings(page, {});
    this.recalled = recall().then((choices) => {
      this.#choose({ ...choices, ...this.#choices });
    });
  }

  get chosen(): ChosenSettings {
    return this.#chosen;
  }

  get values(): Settings {
    return this.#chosen.values;
  }

  /** The options that they amount to. */
  get options(): Partial<Settings> {
    return toOptions(this.values);
  }

  /** Chooses these, now and for later visits. Throws a ParleyError `bad-input` that names a value of no use. */
  change(settings: Partial<Settings>): void {
    checkSettings(settings);
    this.#choose({ ...this.#choices, ...settings });
    void this.recalled.then(() => remember(this.#choices));
  }

  #choose(choices: Partial<Settings>): void {
    this.#choices = choices;
    this.#chosen = mergeSettings(this.#page, choices);
    this.#changed();
  }
}

/** As far as it can be read; what can't is set aside. Never rejects. */
async function recall(): Promise<Partial<Settings>> {
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

/** Never rejects: a full disk must not stop a conversation. */
async function remember(settings: Partial<Settings>): Promise<void> {
  await set(KEY, toStored(settings)).catch(() => undefined);
}
