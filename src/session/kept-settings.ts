/** What the user has chosen, on this visit, on earlier ones and in other tabs. */
import type { ErrorData } from '../protocol/errors.ts';
import { indexedDbStore, only, type Change, type KeyStore, type Kept } from './key-store.ts';
import { checkSettings } from './setting-problems.ts';
import { mergeSettings, type ChosenSettings, type Settings } from './settings.ts';
import { fromStored, toOptions, toStored } from './stored-settings.ts';

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
  /** There are other values, those of earlier visits and other tabs among them. */
  changed: () => void;
  /** Something could not be read or kept. Each is told once; the settings in use stay. */
  trouble: (error: ErrorData) => void;
};

/** Where settings are kept and told of: this browser, or what a test has in its place. */
export type SettingsPlace = {
  readonly store: KeyStore;
  /** To the other tabs: settings were kept. They read them, so that all have what is on disk, whoever came first. */
  readonly channel: Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;
};

/** The settings in use: the page's, then the user's, then Parley's. */
export class KeptSettings {
  /** Resolves once what was chosen on earlier visits is known. Never rejects. */
  readonly recalled: Promise<void>;
  #page: Partial<Settings>;
  readonly #events: SettingsEvents;
  readonly #place: SettingsPlace;
  readonly #told = new Set<ErrorData>();
  #isDisposed = false;
  #choices: Partial<Settings> = {};
  /** How often all were put back: what was read before that counts no more. */
  #resets = 0;
  /** Those of them that are not on disk yet. */
  #unkept: Partial<Settings> = {};
  #chosen: ChosenSettings;

  constructor(page: Partial<Settings>, events: SettingsEvents, place: SettingsPlace = thisBrowser()) {
    this.#page = page;
    this.#events = events;
    this.#place = place;
    this.#chosen = mergeSettings(page, {});
    this.recalled = this.#recall();
    place.channel.onmessage = () => void this.recalled.then(() => this.#recall());
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
    this.#unkept = { ...this.#unkept, ...settings };
    this.#choose({ ...this.#choices, ...settings });
    void this.recalled.then(() => this.#keep());
  }

  /**
   * All are Parley's own again but for the personas, which are the user's work. Returns what they were, for `change` to bring them back.
   */
  reset(): Partial<Settings> {
    const { personas, ...before } = this.#choices;
    this.#beginAnew(personas === undefined ? {} : { personas });
    void this.recalled.then(() =>
      this.#keepOnly((kept) => ({ put: [[KEY, toStored({ ...personasOf(kept), ...this.#unkept })]] })),
    );
    return before;
  }

  /** All are Parley's own again, and nothing is on disk of what they were. Never rejects. */
  async forget(): Promise<void> {
    this.#beginAnew({});
    await this.#keepOnly(() => ({ delete: [only(KEY), only(DAMAGED_KEY)] }));
  }

  /** The page decides these from now on, and none that it decided before. */
  give(settings: Partial<Settings>): void {
    this.#page = settings;
    this.#choose(this.#choices);
  }

  /** Hears nothing of other tabs any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.#place.channel.close();
  }

  #choose(choices: Partial<Settings>): void {
    if (this.#isDisposed) return;
    this.#choices = choices;
    this.#chosen = mergeSettings(this.#page, choices);
    this.#events.changed();
  }

  #beginAnew(choices: Partial<Settings>): void {
    this.#resets += 1;
    this.#unkept = choices;
    this.#choose(choices);
  }

  /** Takes up what can be read of what was chosen earlier or elsewhere; what can't is set aside. */
  async #recall(): Promise<void> {
    const resets = this.#resets;
    const stored = await this.#read();
    const { settings, isDamaged } = fromStored(stored);
    this.#choose({ ...(resets === this.#resets ? settings : personasOf(settings)), ...this.#unkept });
    if (isDamaged) await this.#setAside();
  }

  async #read(): Promise<unknown> {
    try {
      const [kept] = await this.#place.store.read(only(KEY));
      return kept?.[1];
    } catch {
      this.#tell(UNKEPT);
      return undefined;
    }
  }

  /** So that the next visit finds only what is of use. */
  async #setAside(): Promise<void> {
    try {
      await this.#merge();
    } catch {
      // What could be read counts all the same, and is read once more on the next visit.
    }
    this.#tell(DAMAGED);
  }

  /** Never rejects: a full disk must not stop a conversation. */
  async #keep(): Promise<void> {
    try {
      await this.#merge();
    } catch {
      this.#tell(UNKEPT);
    }
  }

  /** Nothing else is on disk then; `decide` is given what was. Never rejects. */
  async #keepOnly(decide: (kept: Partial<Settings>) => Change): Promise<void> {
    try {
      await this.#place.store.change(only(KEY), ([kept]) => decide(fromStored(kept?.[1]).settings));
      if (!this.#isDisposed) this.#place.channel.postMessage('kept');
    } catch {
      this.#tell(UNKEPT);
    }
  }

  /** Keeps what was chosen here, and of the rest what is there: another tab may have chosen it. What can't be read is not overwritten. */
  async #merge(): Promise<void> {
    const mine = this.#unkept;
    await this.#place.store.change(only(KEY), ([kept]) => merged(kept, mine));
    // What was chosen meanwhile is on its way.
    const isNew = ([name, value]: [string, unknown]) => mine[name as keyof Settings] !== value;
    this.#unkept = Object.fromEntries(Object.entries(this.#unkept).filter(isNew));
    if (!this.#isDisposed) this.#place.channel.postMessage('kept');
  }

  #tell(error: ErrorData): void {
    if (this.#told.has(error)) return;
    this.#told.add(error);
    this.#events.trouble(error);
  }
}

/** The user's work, which outlives a reset. */
function personasOf({ personas }: Partial<Settings>): Partial<Settings> {
  return personas === undefined ? {} : { personas };
}

/** What is of no use is set aside. */
function merged(kept: Kept | undefined, mine: Partial<Settings>): Change {
  const { settings, isDamaged } = fromStored(kept?.[1]);
  const all: Kept = [KEY, toStored({ ...settings, ...mine })];
  return { put: isDamaged ? [[DAMAGED_KEY, kept?.[1]], all] : [all] };
}

function thisBrowser(): SettingsPlace {
  return { store: indexedDbStore, channel: new BroadcastChannel('parley-settings') };
}
