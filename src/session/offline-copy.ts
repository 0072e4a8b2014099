/** Makes everything local that a start without a network needs, now instead of when it is first used. */
import { ParleyError } from '../protocol/errors.ts';
import { errorLine } from './errors.ts';
import { usableKeys } from '../store/model-key.ts';
import { persist } from '../store/site-storage.ts';
import { modelKeys, readRecord } from '../store/shelf.ts';
import type { Models } from '../models/page/models.ts';
import type { OfflineView } from './view.ts';
import { msg, str } from '../locales/words.ts';

/** The copy is made while the file is read; how often and how long to look for it afterwards, ms. */
const LOOKS = 50;
const LOOK_MS = 100;

export class OfflineCopy {
  readonly #models: Models;
  readonly #changed: () => void;
  #is: OfflineView['is'] = 'unasked';
  /** In the language of the page now. */
  #about = () => '';
  #look: (() => void) | null = null;

  /** Nothing is loaded before `prepare`. `changed`: the view has a new value. */
  constructor(models: Models, changed: () => void) {
    this.#models = models;
    this.#changed = changed;
  }

  get view(): OfflineView {
    return { is: this.#is, about: this.#about() };
  }

  /** Loads what is chosen, whatever its size, and has it kept. `load` starts the models. Problems end in the view, never as a rejection. */
  async prepare(load: () => Promise<void>): Promise<void> {
    if (this.#is === 'preparing') return;
    try {
      this.#tell('preparing', () => msg('Fetching the models that are chosen.'));
      await load();
      void persist();
      this.#models.dispatch({ kind: 'agree' });
      await this.#untilComplete();
      this.#tell('ready', await this.#keepOwnFiles(await ownFiles(this.#models)));
    } catch (error) {
      this.#tell('failed', () => errorLine(error));
    }
  }

  /** Models may be further than they were. */
  look(): void {
    this.#look?.();
  }

  /** Until every model that is chosen serves. Rejects when one of them can't. */
  async #untilComplete(): Promise<void> {
    while (!this.#models.isComplete) {
      const failed = this.#models.view.models.find(({ state }) => state === 'failed');
      if (failed || this.#models.stage !== 'started') {
        throw new ParleyError(
          'load-failed',
          failed ? msg(str`${failed.name} could not be loaded.`) : msg('The models could not be loaded.'),
          {
            advice: 'Mend what is said of it above, then try again.',
          },
        );
      }
      await new Promise<void>((resolve) => {
        this.#look = resolve;
      });
    }
    this.#look = null;
  }

  /**
   * Has the app's service worker keep itself and these files of the app's own host (it keeps what passes through it, see decision 0012).
   * Resolves with what there is to say about it. Rejects with a ParleyError when one of them could not be kept.
   */
  async #keepOwnFiles(addresses: readonly string[]): Promise<() => string> {
    if (!(await isOursInstalled())) {
      return () =>
        msg(
          'The models are on this device. This site keeps no copy of the page itself, so it has to be reachable for the start.',
        );
    }
    this.#tell('preparing', () => msg('Keeping the page itself.'));
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      throw new ParleyError('storage-unavailable', 'This page was loaded past its own copy, so that nothing can be kept.', {
        advice: 'Load the page again, then try again.',
      });
    }
    for (const [index, address] of addresses.entries()) {
      this.#tell('preparing', () => msg(str`Keeping file ${index + 1} of ${addresses.length}.`));
      if (!(await isKept(address))) await keep(address);
    }
    return () => msg('Ready: Parley starts and talks without a network, with the models, the voice and the settings of now.');
  }

  #tell(is: OfflineView['is'], about: () => string): void {
    this.#is = is;
    this.#about = about;
    this.#changed();
  }
}

/** Addresses of what is used of the app's own host: files of models that are not in the store, and the voice. */
async function ownFiles({ serving, app, hub, voice }: Models): Promise<string[]> {
  const addresses: string[] = [];
  const stored = await modelKeys().catch(() => []);
  for (const { spec, files } of serving) {
    if (spec.folder === '') continue;
    for (const path of files) {
      if (!(await isStored(path, usableKeys(stored, { ...spec, hub })))) addresses.push(`${app}models/${spec.folder}/${path}`);
    }
    if (spec.role === 'llm' && spec.library?.at === 'app') addresses.push(app + spec.library.path);
    // One that came with its model is among the model's files.
    if (spec.role === 'tts' && !files.includes(`voices/${voice}.bin`)) addresses.push(`${app}voices/${voice}.bin`);
  }
  return addresses;
}

/** Whether the file is in the store, under one of the names where a load of its model looks for it. */
async function isStored(path: string, keys: readonly string[]): Promise<boolean> {
  const records = await Promise.all(keys.map((key) => readRecord(key, path).catch(() => null)));
  return records.some((record) => record?.state === 'complete');
}

/** Whether the app's own service worker is there, or on its way. */
async function isOursInstalled(): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !(await navigator.serviceWorker.getRegistration())) return false;
  return (await caches.keys()).some((name) => name.startsWith('parley-'));
}

async function isKept(address: string): Promise<boolean> {
  // What comes with the app's version has a query behind its address.
  return (await caches.match(address, { ignoreVary: true, ignoreSearch: true })) !== undefined;
}

async function keep(address: string): Promise<void> {
  const response = await fetch(address).catch(() => null);
  await response?.body?.pipeTo(new WritableStream()).catch(() => undefined);
  for (let looks = 0; response?.ok && looks < LOOKS; looks += 1) {
    if (await isKept(address)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new ParleyError('storage-full', msg(str`${address} could not be kept.`), {
    advice: 'Check the connection, delete models you no longer use or free disk space, then try again.',
  });
}
