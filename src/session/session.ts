/** One conversation in this tab: what the user can ask for. Its parts and how they hear of each other are in parts.ts. */
import { idleAfterMs, IdleTimer } from '../models/page/idle.ts';
import { toErrorData } from '../protocol/errors.ts';
import { longestMessage } from '../turn/history.ts';
import { now } from '../turn/page/scheduler.ts';
import type { SessionRecording } from '../turn/recording.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { Parts, type PartName, type SessionOptions } from './parts.ts';
import type { ChosenSettings, Settings } from './settings.ts';
import { makeSlices, viewOf } from './slices.ts';
import type { Session, SessionView, Slices } from './view.ts';

/** How long the start waits for what earlier visits have left, ms. IndexedDB takes 50, and in a damaged profile for ever. */
const RECALL_PATIENCE_MS = 3_000;

/** The slices that may have another value when a part has another state. */
const SLICES_OF: Readonly<Record<PartName, readonly (keyof Slices)[]>> = {
  conversation: ['phase', 'captions', 'timings'],
  models: ['phase', 'models'],
  devices: ['phase', 'devices', 'loudness'],
  loudness: ['loudness'],
  // What becomes of models is told by notices too: that none could be chosen, that one takes over.
  notices: ['notices', 'phase', 'models'],
  offline: ['offline'],
  // The language model that is wished for may be elsewhere, and the models say so.
  settings: ['settings', 'models'],
};

/** Makes a conversation. Nothing is loaded and no device opened before `start` or `sendText`. */
export function createSession(options: SessionOptions = {}): Session {
  return new LocalSession(options);
}

class LocalSession implements Session {
  readonly slices: Slices;
  readonly #parts: Parts;
  readonly #idle = new IdleTimer(() => {
    this.sleep();
    this.#parts.models.unload();
  });
  /** Resolves when what earlier visits have left is known, or is not waited for any longer. */
  readonly #recalled: Promise<unknown>;
  #disposed = false;

  constructor(options: SessionOptions) {
    this.#parts = new Parts(options, {
      changed: (part) => {
        this.#onChange(part);
      },
      tryAgain: () => void this.start(),
    });
    this.slices = makeSlices(this.#parts.sources);
    document.addEventListener('visibilitychange', this.#onVisibility);
    const all = Promise.all([this.#parts.settings.recalled, this.#parts.conversation.recalled]);
    this.#recalled = Promise.race([all, new Promise((resolve) => setTimeout(resolve, RECALL_PATIENCE_MS))]);
  }

  get view(): SessionView {
    return viewOf(this.slices);
  }

  get settings(): ChosenSettings {
    return this.slices.settings.value;
  }

  change(settings: Partial<Settings>): void {
    this.#parts.settings.change(settings);
    if (settings.voice !== undefined) this.#parts.notices.drop('voice');
  }

  async start(): Promise<void> {
    const { listening, pipeline } = this.#parts;
    if (listening.isWanted) return;
    // Inside the gesture: a browser lets an AudioContext sound only then.
    const speaking = pipeline.speaker.start();
    const loading = this.#load();
    await listening.open(speaking);
    await loading;
  }

  sleep(): void {
    this.stop();
    this.#parts.listening.close();
  }

  stop(): void {
    this.#parts.scheduler.dispatch({ kind: 'stop', at: now() });
  }

  setMuted(muted: boolean): void {
    this.#parts.listening.mute(muted);
  }

  async setCamera(on: boolean): Promise<void> {
    const { camera, notices } = this.#parts;
    notices.drop('camera');
    if (!on) {
      camera.close();
      return;
    }
    try {
      await camera.open();
    } catch (error) {
      notices.error('camera', toErrorData(error, 'camera-absent'));
    }
  }

  sendText(text: string): boolean {
    const { notices, pipeline, scheduler } = this.#parts;
    const most = longestMessage({ ...scheduler.state.options, replyTokens: TURN_SETTINGS.maxReplyTokens });
    if (text.length > most) {
      notices.tooLong(text.length, most);
      return false;
    }
    notices.drop('too-long');
    void pipeline.speaker.start();
    const at = now();
    // How a model wants to be spoken to is known once it is chosen.
    void this.#load().then(() => {
      if (!this.#disposed) scheduler.dispatch({ kind: 'typed', text, at });
    });
    return true;
  }

  prepareOffline(): void {
    void this.#parts.offlineCopy.prepare(() => this.#load());
  }

  storeChanged(): void {
    void this.#parts.models.storeChanged();
  }

  holdToTalk(down: boolean): void {
    this.#parts.listening.hold(down);
  }

  clear(): void {
    this.#parts.conversation.clear();
  }

  clearAll(): void {
    this.#parts.conversation.clearAll();
    this.#onChange('conversation');
  }

  recording(words: boolean): SessionRecording {
    return this.#parts.scheduler.recorder.recording(words);
  }

  dispose(): void {
    this.#disposed = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#idle.set(null);
    this.#parts.dispose();
  }

  async #load(): Promise<void> {
    await this.#recalled;
    if (this.#disposed) return;
    const loading = this.#parts.models.load();
    this.#onChange('models');
    await loading;
    this.#onChange('models');
  }

  #onChange(part: PartName): void {
    if (this.#disposed) return;
    if (part !== 'loudness') {
      this.#watchIdle();
      this.#parts.offlineCopy.look();
    }
    for (const name of SLICES_OF[part]) this.slices[name].look();
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.#parts.pipeline.resume();
    this.#watchIdle();
  };

  /** Without a microphone, or behind other tabs, models that take no part in a turn are only in the way of others. */
  #watchIdle(): void {
    const { canSleep, listening, settings } = this.#parts;
    const isAlone = !listening.isWanted || document.visibilityState === 'hidden';
    this.#idle.set(isAlone && canSleep ? idleAfterMs(settings.values.idleUnloadMinutes) : null);
  }
}
