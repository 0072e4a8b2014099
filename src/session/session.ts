/** One conversation in this tab: what the user can ask for. Its parts and how they hear of each other are in parts.ts. */
import { idleAfterMs, IdleTimer } from '../models/page/idle.ts';
import { longestMessage, type Line } from '../turn/history.ts';
import { followLanguage } from '../locales/page-language.ts';
import { useFolder } from '../own-files.ts';
import { now } from '../turn/page/scheduler.ts';
import { toErrorData } from '../protocol/errors.ts';
import type { SessionRecording } from '../turn/recording.ts';
import type { TurnEvent } from '../turn/events.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { deleteEverything } from './delete-everything.ts';
import type { GivenProblem } from './given.ts';
import { Front } from './front.ts';
import { hasEngine, isEngineInUse, leaveEngine, takeEngine, type EngineUser } from './one-engine.ts';
import { Parts, type PartName, type SessionOptions } from './parts.ts';
import type { ChosenSettings, Settings } from './settings.ts';
import { viewOf } from './slices.ts';
import type { Conversations, DeviceKind, ListeningOptions, Session, SessionView, Slices } from './view.ts';

/** How long the start waits for what earlier visits have left, ms. IndexedDB takes 50, and in a damaged profile for ever. */
const RECALL_PATIENCE_MS = 3_000;

/** The slices that may have another value when a part has another state. */
const SLICES_OF: Readonly<Record<PartName, readonly (keyof Slices)[]>> = {
  conversation: ['phase', 'captions', 'timings', 'turns'],
  models: ['phase', 'models', 'picture'],
  picture: ['picture'],
  tools: ['tools'],
  devices: ['phase', 'devices', 'loudness'],
  loudness: ['loudness'],
  // What becomes of models is told by notices too: that none could be chosen, that one takes over.
  notices: ['notices', 'phase', 'models'],
  offline: ['offline'],
  // The language model that is wished for may be elsewhere, and the models say so.
  settings: ['settings', 'models'],
  memory: ['memory'],
};

/** Makes a conversation, which is seen and heard by this front. Nothing is loaded and no device opened before `start` or `sendText`. */
export function createSession(options: SessionOptions = {}, front = new Front()): Session {
  if (options.assetBase !== undefined) useFolder(options.assetBase);
  return new LocalSession(options, front);
}

class LocalSession implements Session {
  readonly #front: Front;
  readonly #parts: Parts;
  readonly #idle = new IdleTimer(() => {
    this.sleep();
    this.#parts.models.dispatch({ kind: 'sleep' });
  });
  /** Resolves when what earlier visits have left is known, or is not waited for any longer. */
  readonly #recalled: Promise<unknown>;
  /** It hears and speaks by other ways than the devices. */
  readonly #hasOwnSound: boolean;
  /** Who brings sound of their own has an engine of their own: clients of the Live API know nothing of elements on the page. */
  readonly #engineUser: EngineUser | null;
  /** What was asked and waits until models are chosen. */
  #asked = 0;
  #disposed = false;
  readonly #life = new AbortController();
  /** Resolves when it is disposed of, so that nobody waits for what will not come. */
  readonly #ended = Promise.withResolvers<undefined>();

  constructor(options: SessionOptions, front: Front) {
    this.#front = front;
    this.#hasOwnSound = options.sound !== undefined;
    this.#engineUser = this.#hasOwnSound ? null : { isInUse: () => this.#asked > 0 || this.#parts.isInUse, letGo: this.#letGo };
    this.#parts = new Parts(options, front.happenings, {
      changed: (part) => {
        this.#onChange(part);
      },
      tryAgain: () => void this.start(),
      takeOver: () => void this.#listen(true),
      speak: (text) => {
        this.say(text);
      },
    });
    this.#parts.nameProblems();
    front.readFrom(this.#parts.sources);
    document.addEventListener('visibilitychange', this.#onVisibility);
    followLanguage(() => {
      this.#parts.sayAnew();
      front.look(Object.keys(this.#parts.sources) as (keyof Slices)[]);
    }, this.#life);
    const all = Promise.all([this.#parts.settings.recalled, this.#parts.conversation.recalled]);
    this.#recalled = Promise.race([all, new Promise((resolve) => setTimeout(resolve, RECALL_PATIENCE_MS))]);
  }

  get slices(): Slices {
    return this.#front.slices;
  }

  get happenings(): Session['happenings'] {
    return this.#front.happenings;
  }

  get conversations(): Conversations {
    return this.#parts.conversation.memory;
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

  /** Not before it is known what they are, or there is no way back. */
  async resetSettings(): Promise<Partial<Settings>> {
    await this.#recalled;
    return this.#parts.settings.reset();
  }

  async deleteEverything(): Promise<void> {
    this.clearAll();
    await this.#parts.settings.forget();
    await deleteEverything();
    this.storeChanged();
  }

  give(settings: Partial<Settings>, problems: readonly GivenProblem[]): void {
    this.#parts.give(settings, problems);
  }

  start(): Promise<void> {
    return this.#listen(false);
  }

  sleep(): void {
    this.stop();
    this.#parts.devices.dispatch({ kind: 'sleep' });
  }

  stop(): void {
    this.#parts.scheduler.dispatch({ kind: 'stop', at: now() });
  }

  setMuted(muted: boolean): void {
    this.#parts.devices.dispatch({ kind: 'mute', muted });
  }

  testSound(): void {
    this.#parts.devices.testSound();
  }

  setCamera(on: boolean, isScreen = false): void {
    this.#parts.devices.dispatch({ kind: 'camera', on, isScreen });
  }

  async showPicture(picture: Blob | null): Promise<void> {
    if (this.#disposed) return;
    const { notices, picture: shown } = this.#parts;
    notices.drop('picture');
    if (!picture) {
      shown.show(null);
      return;
    }
    try {
      // What makes it small is fetched when there is something to be made small.
      await shown.take(import('../devices/page/picture.ts').then(({ smallPicture }) => smallPicture(picture)));
    } catch (thrown) {
      notices.pictureFailed(toErrorData(thrown));
    }
  }

  voiceLevel(): number {
    return this.#parts.devices.sink.level();
  }

  chooseDevice(device: DeviceKind, id: string): void {
    this.#parts.devices.dispatch({ kind: 'choose', device, id });
  }

  sendText(text: string): boolean {
    const { devices, notices, scheduler } = this.#parts;
    const most = longestMessage({ ...scheduler.state.options, replyTokens: TURN_SETTINGS.maxReplyTokens }, text);
    if (text.length > most) {
      notices.tooLong(text.length, most);
      return false;
    }
    notices.drop('too-long');
    if (!this.#hasOwnSound) devices.dispatch({ kind: 'sound' });
    void this.#ask({ kind: 'typed', text, at: now() });
    return true;
  }

  say(text: string): void {
    if (!this.#hasOwnSound) this.#parts.devices.dispatch({ kind: 'sound' });
    void this.#ask({ kind: 'say', text, at: now() });
  }

  setTools(...[tools, wishes]: Parameters<Session['setTools']>): void {
    this.#parts.acting.use(tools, wishes);
  }

  guardTools(...[guard, options]: Parameters<Session['guardTools']>): void {
    this.#parts.acting.guard(guard, options);
  }

  tell(lines: readonly Line[]): void {
    this.#parts.conversation.tell(lines);
  }

  answer(): void {
    void this.#ask({ kind: 'answer', at: now() });
  }

  setSpoken(spoken: boolean): void {
    this.#parts.isSpoken = spoken;
  }

  listenBy(options: ListeningOptions): void {
    this.#parts.listenBy(options);
  }

  addContext(text: string): boolean {
    return this.#parts.addContext(text);
  }

  async preload(): Promise<void> {
    // Nobody is interrupted for it, and what is there is taken over when it is needed.
    if (this.#engineUser && isEngineInUse(this.#engineUser)) return;
    await Promise.race([this.#load().then(() => this.#loaded()), this.#ended.promise]);
  }

  prepareOffline(): void {
    void this.#parts.offlineCopy.prepare(() => this.#load());
  }

  storeChanged(): void {
    this.#parts.models.dispatch({ kind: 'store-changed' });
  }

  testAgain(key?: string): void {
    this.#parts.models.dispatch({ kind: 'test-again', ...(key === undefined ? {} : { key }) });
  }

  holdToTalk(down: boolean, forMs = 0): void {
    this.#parts.devices.dispatch({ kind: 'hold', down, forMs });
  }

  clear(): void {
    this.#parts.conversation.clear();
    this.#parts.addContext(null);
  }

  clearAll(): void {
    this.#parts.conversation.clearAll();
    this.#parts.addContext(null);
    this.#onChange('conversation');
  }

  recording(words: boolean): SessionRecording {
    return this.#parts.scheduler.recorder.recording(words);
  }

  dispose(): void {
    this.#disposed = true;
    this.#ended.resolve(undefined);
    this.#life.abort();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#idle.set(null);
    this.#parts.dispose();
    if (this.#engineUser) leaveEngine(this.#engineUser);
  }

  async #listen(takeOver: boolean): Promise<void> {
    this.#takeEngine();
    // Inside the gesture: a browser lets an AudioContext sound only then.
    if (!this.#hasOwnSound) this.#parts.devices.dispatch({ kind: 'listen', takeOver });
    await this.#load();
  }

  #takeEngine(): void {
    if (this.#engineUser && !this.#disposed) takeEngine(this.#engineUser);
  }

  readonly #letGo = (): void => {
    this.sleep();
    this.#parts.devices.dispatch({ kind: 'camera', on: false });
    this.#parts.models.dispatch({ kind: 'hand-over' });
  };

  /** Has the conversation go on with this as soon as models are chosen: how one wants to be spoken to is known then. */
  async #ask(event: TurnEvent): Promise<void> {
    this.#asked += 1;
    await this.#load();
    this.#asked -= 1;
    if (this.#disposed) return;
    this.#parts.scheduler.dispatch(event);
    // It stays to be read, as what was under way when the engine was taken does.
    if (!this.#hasEngine) this.stop();
  }

  /** Whether no other conversation of the page was turned to since. */
  get #hasEngine(): boolean {
    return !this.#engineUser || hasEngine(this.#engineUser);
  }

  async #load(): Promise<void> {
    this.#takeEngine();
    this.#parts.isAwaited = true;
    this.#onChange('models');
    await this.#recalled;
    this.#parts.isAwaited = false;
    if (this.#disposed) return;
    if (this.#hasEngine) {
      const loading = this.#parts.models.load();
      this.#onChange('models');
      await loading;
    }
    this.#onChange('models');
  }

  /** Resolves once no model is on its way. */
  async #loaded(): Promise<void> {
    const { phase } = this.slices;
    const seen = new AbortController();
    await new Promise<void>((resolve) => {
      const look = () => {
        if (phase.value !== 'loading') resolve();
      };
      phase.subscribe(look, seen);
      look();
    });
    seen.abort();
  }

  #onChange(part: PartName): void {
    if (this.#disposed) return;
    if (part !== 'loudness') {
      this.#watchIdle();
      this.#parts.offlineCopy.look();
    }
    this.#front.look(SLICES_OF[part]);
  }

  readonly #onVisibility = (): void => {
    this.#watchIdle();
  };

  /** Without a microphone, or behind other tabs, models that take no part in a turn are only in the way of others. */
  #watchIdle(): void {
    const { canSleep, devices, settings } = this.#parts;
    const isAlone = !(this.#hasOwnSound || devices.isWanted) || document.visibilityState === 'hidden';
    this.#idle.set(isAlone && canSleep ? idleAfterMs(settings.values.idleUnloadMinutes) : null);
  }
}
