/**
 * A session whose code is fetched when something is asked of it, so that a page shows Parley before it has that. What is asked meanwhile is
 * done once the session is there, in order.
 */
import { closeSoundContext, makeSoundContext } from '../devices/page/sound-context.ts';
import { ParleyError } from '../protocol/errors.ts';
import type { Line } from '../turn/history.ts';
import type { SessionRecording } from '../turn/recording.ts';
import { addTo, type Context } from './context.ts';
import { Front, NO_DEVICES, NOTHING_YET } from './front.ts';
import { needsNoYes, type GivenProblem } from './given.ts';
import type { Happenings } from './happenings.ts';
import type { SessionOptions } from './parts.ts';
import { DEFAULTS, firstBad, mergeSettings, type ChosenSettings, type Settings } from './settings.ts';
import { viewOf } from './slices.ts';
import type { Conversations, DeviceKind, ListeningOptions, NoticeView, Phase, Session, SessionView, Slices } from './view.ts';
import { msg } from '../locales/words.ts';

type SessionModule = Pick<typeof import('./session.ts'), 'createSession'>;

/** Something to be done by the session; null: there will be none. */
type Wish = (session: Session | null) => void;

export class SessionOnDemand implements Session {
  #options: SessionOptions;
  readonly #load: () => Promise<SessionModule>;
  readonly #front: Front;
  #session: Session | null = null;
  #code: 'away' | 'coming' | 'lacking' = 'away';
  #isDisposed = false;
  #wishes: Wish[] = [];
  /** Something is to be loaded or opened, and not only known. */
  #isBegun = false;
  /** The user wants to be heard. */
  #isListenedTo = false;
  #context: Context = [];
  #tools: Parameters<Session['setTools']> | null = null;
  #guards: Parameters<Session['guardTools']>[] = [];
  /** Says what is wrong with what was given. */
  #inWords: ((problem: GivenProblem) => NoticeView) | null = null;
  /** Made in the gesture, which will be over when the session is there. */
  #sound: AudioContext | null = null;

  /** Fetches nothing but words for what is wrong with what was given. `load` is for tests. */
  constructor(options: SessionOptions, load: () => Promise<SessionModule> = () => import('./session.ts')) {
    this.#options = options;
    this.#load = load;
    this.#front = new Front({
      ...NOTHING_YET,
      phase: () => this.#phase,
      devices: () => ({
        ...NO_DEVICES,
        talk: this.#given.values.talk,
        microphone: this.#isListenedTo && this.#code !== 'lacking' ? 'starting' : 'off',
      }),
      notices: () => this.#notices,
      settings: () => this.#given,
    });
    this.#nameProblems();
  }

  setTools(...tools: Parameters<Session['setTools']>): void {
    this.#tools = tools;
    this.#session?.setTools(...tools);
  }

  guardTools(...guard: Parameters<Session['guardTools']>): void {
    if (this.#session) this.#session.guardTools(...guard);
    else this.#guards.push(guard);
  }

  /** Fetches the code, unless it is there or on its way. Never rejects: what is lacking is told by a notice, where something waits for it. */
  async fetch(): Promise<void> {
    if (this.#session || this.#isDisposed || this.#code === 'coming') return;
    this.#code = 'coming';
    this.#look();
    try {
      const { createSession } = await this.#load();
      this.#code = 'away';
      this.#begin(createSession);
    } catch (error) {
      console.warn('Parley could not be loaded:', error);
      this.#code = 'lacking';
      this.#look();
    }
  }

  get slices(): Slices {
    return this.#front.slices;
  }

  get happenings(): Pick<Happenings, 'subscribe'> {
    return this.#front.happenings;
  }

  get view(): SessionView {
    return viewOf(this.slices);
  }

  get settings(): ChosenSettings {
    return this.slices.settings.value;
  }

  change(settings: Partial<Settings>): void {
    const bad = firstBad(settings);
    if (bad) throw new ParleyError('bad-input', `The setting '${bad.name}' was not changed.`);
    this.#want((session) => {
      session.change(settings);
    });
  }

  get conversations(): Conversations {
    return this.#session?.conversations ?? this.#conversationsLater;
  }

  resetSettings(): Partial<Settings> | Promise<Partial<Settings>> {
    return this.#session?.resetSettings() ?? this.#ask((session) => session.resetSettings());
  }

  deleteEverything(): Promise<void> {
    return this.#ask((session) => session.deleteEverything());
  }

  give(settings: Partial<Settings>, problems: readonly GivenProblem[]): void {
    if (this.#session) {
      this.#session.give(settings, problems);
      return;
    }
    const others = Object.entries(this.#options).filter(([name]) => !Object.hasOwn(DEFAULTS, name));
    this.#options = { ...Object.fromEntries(others), ...settings, problems };
    this.#nameProblems();
    this.#look();
  }

  start(): Promise<void> {
    this.#isListenedTo = true;
    this.#openSound();
    return this.#begun((session) => session.start(), undefined);
  }

  sleep(): void {
    this.#isListenedTo = false;
    this.#also((session) => {
      session.sleep();
    });
  }

  stop(): void {
    this.#also((session) => {
      session.stop();
    });
  }

  setMuted(muted: boolean): void {
    this.#also((session) => {
      session.setMuted(muted);
    });
  }

  testSound(): void {
    this.#openSound();
    this.#want((session) => {
      session.testSound();
    });
  }

  setCamera(on: boolean, isScreen?: boolean): void {
    void this.#begun((session) => {
      session.setCamera(on, isScreen);
    }, undefined);
  }

  showPicture(picture: Blob | null): Promise<void> {
    return this.#ask((session) => session.showPicture(picture));
  }

  voiceLevel(): number {
    return this.#session?.voiceLevel() ?? 0;
  }

  chooseDevice(device: DeviceKind, id: string): void {
    this.#want((session) => {
      session.chooseDevice(device, id);
    });
  }

  sendText(text: string): boolean | Promise<boolean> {
    if (this.#session) return this.#session.sendText(text);
    this.#openSound();
    return this.#begun((session) => session.sendText(text), false);
  }

  say(text: string): void {
    this.#openSound();
    void this.#begun((session) => {
      session.say(text);
    }, undefined);
  }

  tell(lines: readonly Line[]): void {
    this.#want((session) => {
      session.tell(lines);
    });
  }

  answer(): void {
    this.#openSound();
    void this.#begun((session) => {
      session.answer();
    }, undefined);
  }

  setSpoken(spoken: boolean): void {
    this.#want((session) => {
      session.setSpoken(spoken);
    });
  }

  listenBy(options: ListeningOptions): void {
    this.#want((session) => {
      session.listenBy(options);
    });
  }

  addContext(text: string): boolean {
    if (this.#session) return this.#session.addContext(text);
    const context = addTo(this.#context, text);
    this.#context = context ?? this.#context;
    return context !== null;
  }

  preload(): Promise<void> {
    return this.#begun((session) => session.preload(), undefined);
  }

  holdToTalk(down: boolean, forMs?: number): void {
    this.#also((session) => {
      session.holdToTalk(down, forMs);
    });
  }

  prepareOffline(): void {
    void this.#begun((session) => {
      session.prepareOffline();
    }, undefined);
  }

  storeChanged(): void {
    this.#also((session) => {
      session.storeChanged();
    });
  }

  testAgain(key?: string): void {
    this.#want((session) => {
      session.testAgain(key);
    });
  }

  clear(): void {
    this.#context = [];
    this.#want((session) => {
      session.clear();
    });
  }

  clearAll(): void {
    this.#context = [];
    this.#want((session) => {
      session.clearAll();
    });
  }

  recording(words: boolean): SessionRecording {
    // Before there is a session nothing happens.
    return this.#session?.recording(words) ?? { format: 'parley-session', version: 1, words, truncated: false, steps: [] };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#session?.dispose();
    if (this.#sound) closeSoundContext(this.#sound);
    this.#sound = null;
    this.#grant(null);
  }

  #begin(createSession: SessionModule['createSession']): void {
    if (this.#isDisposed) return;
    const session = createSession({ ...this.#options, ...(this.#sound ? { soundContext: this.#sound } : {}) }, this.#front);
    // It is the session's to close now.
    this.#sound = null;
    this.#session = session;
    for (const told of this.#context) session.addContext(told);
    if (this.#tools) session.setTools(...this.#tools);
    for (const guard of this.#guards) session.guardTools(...guard);
    this.#guards = [];
    this.#grant(session);
  }

  /** Inside the gesture that is under way, if there is one: a browser lets sound begin only then. */
  #openSound(): void {
    if (this.#session || this.#isDisposed) return;
    try {
      this.#sound ??= makeSoundContext();
    } catch {
      // The session will find the same, and say so.
    }
  }

  /** For this models are loaded or devices opened. Resolves with what comes of it, or with `otherwise` where nothing will. */
  #begun<Answer>(act: (session: Session) => Answer | Promise<Answer>, otherwise: Answer): Promise<Answer> {
    this.#isBegun = true;
    return new Promise((resolve, reject) => {
      this.#when((session) => {
        try {
          resolve(session ? act(session) : otherwise);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      this.#look();
      void this.fetch();
    });
  }

  /** For its answer the session is wanted. Rejects as `act` does, and with an AbortError where there will be no session any more. */
  #ask<Answer>(act: (session: Session) => Answer | Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#when((session) => {
        if (session) resolve(Promise.resolve(session).then(act));
        else reject(new DOMException('This conversation is over.', 'AbortError'));
      });
      void this.fetch();
    });
  }

  /** For this the session is wanted. */
  #want(act: (session: Session) => void): void {
    this.#when((session) => {
      if (session) act(session);
    });
    void this.fetch();
  }

  /** This means something only after what was asked before. */
  #also(act: (session: Session) => void): void {
    if (!this.#session && this.#wishes.length === 0) return;
    this.#when((session) => {
      if (session) act(session);
    });
    this.#look();
  }

  #when(wish: Wish): void {
    if (this.#session || this.#isDisposed) wish(this.#session);
    else this.#wishes.push(wish);
  }

  #grant(session: Session | null): void {
    const wishes = this.#wishes;
    this.#wishes = [];
    for (const wish of wishes) {
      try {
        wish(session);
      } catch (error) {
        // The others are none the worse for it.
        reportError(error);
      }
    }
  }

  readonly #conversationsLater: Conversations = {
    list: () => this.#ask(({ conversations }) => conversations.list()),
    rename: (...of) => this.#ask(({ conversations }) => conversations.rename(...of)),
    goOn: (...of) => this.#ask(({ conversations }) => conversations.goOn(...of)),
    setPrivate: (...of) => this.#ask(({ conversations }) => conversations.setPrivate(...of)),
    remove: (...of) => this.#ask(({ conversations }) => conversations.remove(...of)),
    removeAll: () => this.#ask(({ conversations }) => conversations.removeAll()),
    restore: (...of) => this.#ask(({ conversations }) => conversations.restore(...of)),
    add: (...of) => this.#ask(({ conversations }) => conversations.add(...of)),
  };

  /** Where that can't be fetched the session says it, once there is one. */
  #nameProblems(): void {
    if (this.#inWords || !this.#options.problems?.length) return;
    import('./setting-problems.ts').then(
      ({ givenNotice }) => {
        this.#inWords = givenNotice;
        this.#look();
      },
      () => undefined,
    );
  }

  get #given(): ChosenSettings {
    return mergeSettings({ ...this.#options, ...needsNoYes(this.#options.fromAddress ?? {}) }, {});
  }

  /** Before there is a session. */
  get #phase(): Phase {
    if (!this.#isBegun) return 'asleep';
    return this.#code === 'lacking' ? 'trouble' : 'loading';
  }

  get #notices(): readonly NoticeView[] {
    const given = this.#inWords ? (this.#options.problems ?? []).map(this.#inWords) : [];
    return this.#isBegun && this.#code === 'lacking' ? [...given, this.#lacking] : given;
  }

  get #lacking(): NoticeView {
    return {
      id: 'parley',
      level: 'error',
      text: msg('Parley could not be loaded.'),
      advice: msg('Check the connection, then try again: what you asked for is done then.'),
      action: { label: msg('Try again'), run: this.#tryAgain },
    };
  }

  readonly #tryAgain = (): void => {
    void this.fetch();
  };

  #look(): void {
    if (!this.#session) this.#front.look(['phase', 'devices', 'notices', 'settings']);
  }
}
