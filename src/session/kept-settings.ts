/** What the user has chosen, on this visit and on earlier ones. */
import { get, set } from 'idb-keyval';
import type { ErrorData } from '../protocol/errors.ts';
import type { KeyStore } from './memory.ts';
import { checkSettings, fromStored, mergeSettings, toOptions, toStored, type ChosenSettings, type Settings } from './settings.ts';

const KEY = 'parley-settings';
/** Where settings that could not be read are put aside, rather than lost. */
const DAMAGED_KEY = 'parley-settings-damaged';

const DAMAGED: ErrorData = {
  reason: 'storage-unavailable',
  message: 'Some of the settings of earlier visits are of no use any more. Parley’s own are in their place.',
  advice: 'Look through the settings, and choose again what is missing.',
};
const UNKEPT: ErrorData = {
  reason: 'storage-unavailable',
  message: 'Settings can’t be kept on this device: what you choose holds until this page is closed.',
  advice: 'Leave the private window, allow the site to keep data, or free disk space, then load this page again.',
};

export type SettingsEvents = {
  /** There are other values, those of earlier visits among them. */
  changed: () => void;
  /** Something could not be read or kept. Each is told once; the settings in use stay. */
  trouble: (error: ErrorData) => void;
};

/** The settings in use: the page's, then the user's, then Parley's. */
export class KeptSettings {
  /** Resolves once what was chosen on earlier visits is known. Never rejects. */
  readonly recalled: Promise<void>;
  readonly #page: Partial<Settings>;
  readonly #events: SettingsEvents;
  readonly #store: KeyStore;
  readonly #told = new Set<ErrorData>();
  #isReadable = true;
  #choices: Partial<Settings> = {};
  #chosen: ChosenSettings;

  constructor(page: Partial<Settings>, events: SettingsEvents, store: KeyStore = { get, set }) {
    this.#page = page;
    this.#events = events;
    this.#store = store;
    this.#chosen = mergeSettings(page, {});
    this.recalled = this.#recall();
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
    void this.recalled.then(() => this.#remember());
  }

  #choose(choices: Partial<Settings>): void {
    this.#choices = choices;
    this.#chosen = mergeSettings(this.#page, choices);
    this.#events.changed();
  }

  /** Takes up what can be read of earlier visits' choices; what can't is set aside. */
  async #recall(): Promise<void> {
    const stored = await this.#read();
    const { settings, isDamaged } = fromStored(stored);
    this.#choose({ ...settings, ...this.#choices });
    if (isDamaged) await this.#setAside(stored);
  }

  async #read(): Promise<unknown> {
    try {
      return await this.#store.get(KEY);
    } catch {
      this.#isReadable = false;
      this.#tell(UNKEPT);
      return undefined;
    }
  }

  /** So that the next visit finds only what is of use. */
  async #setAside(stored: unknown): Promise<void> {
    try {
      await this.#store.set(DAMAGED_KEY, stored);
      await this.#store.set(KEY, toStored(this.#choices));
    } catch {
      // What could be read counts all the same, and is read once more on the next visit.
    }
    this.#tell(DAMAGED);
  }

  /** Never rejects: a full disk must not stop a conversation. What could not be read is not overwritten. */
  async #remember(): Promise<void> {
    if (!this.#isReadable) return;
    try {
      await this.#store.set(KEY, toStored(this.#choices));
    } catch {
      this.#tell(UNKEPT);
    }
  }

  #tell(error: ErrorData): void {
    if (this.#told.has(error)) return;
    this.#told.add(error);
    this.#events.trouble(error);
  }
}
