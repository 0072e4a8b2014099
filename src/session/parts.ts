/** The parts of a session, and how they hear of each other. */
import { Devices, type DevicesEvents } from '../devices/page/devices.ts';
import type { Sight } from '../devices/page/sight.ts';
import type { SoundPair } from '../devices/page/sound.ts';
import { Models, type ModelOptions } from '../models/page/models.ts';
import { ownFolder } from '../own-files.ts';
import { now, type Outlets, type Scheduler } from '../turn/page/scheduler.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { isByKey, type TalkMode } from '../turn/talk-mode.ts';
import { isBetweenTurns, lastPictured, lastUtterance, type TurnOptions } from '../turn/state.ts';
import { Acting } from './acting.ts';
import { Brief } from './brief.ts';
import { Conversation } from './conversation.ts';
import { checkGiven, type GivenProblem } from './given.ts';
import { KeptSettings } from './kept-settings.ts';
import type { Happenings } from './happenings.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { Notices } from './notices.ts';
import { OfflineCopy } from './offline-copy.ts';
import { ShownPicture } from './shown-picture.ts';
import { PageWishes } from './page-wishes.ts';
import { phaseOf } from './phase.ts';
import { Pipeline } from './pipeline.ts';
import type { Sources } from './slices.ts';
import type { ListeningOptions } from './view.ts';
import { turnEventOf, type Report } from './turn-events.ts';

export type SessionOptions = Omit<ModelOptions, 'base'> & {
  systemPrompt?: string;
  /** The folder in which Parley's own files and the starter models are; by default where the build put them. One for the whole page. */
  assetBase?: string;
  /** Pages with another one, at the same origin, have conversations of their own; without one they are the app's. */
  memoryId?: string;
  /** What was given as text and could not be read, to be named on the page. */
  problems?: readonly GivenProblem[];
  /** Settings that the address of the page gives: some of them take a yes from the user first. */
  fromAddress?: Partial<Settings>;
  /** For the loudspeaker, made in a gesture that was over when there was a session. */
  soundContext?: AudioContext;
  /** In place of microphone and loudspeaker; what it was given of Parley's voice counts as heard. */
  sound?: SoundPair;
  /** In place of the camera. */
  sight?: Sight;
};

/** A part whose state may have changed. `loudness` is the microphone's. */
export type PartName =
  'devices' | 'loudness' | 'models' | 'conversation' | 'notices' | 'offline' | 'settings' | 'memory' | 'picture' | 'tools';

export type PartEvents = {
  changed: (part: PartName) => void;
  /** The user wants to be listened to all the same; `takeOver`: here, and no longer in another tab. */
  tryAgain: () => void;
  takeOver: () => void;
  /** Say this, as Parley's own words. */
  speak: (text: string) => void;
};

export class Parts {
  readonly settings: KeptSettings;
  readonly notices: Notices;
  readonly devices: Devices;
  readonly pipeline: Pipeline;
  readonly models: Models;
  readonly offlineCopy: OfflineCopy;
  readonly conversation: Conversation;
  readonly scheduler: Scheduler;
  readonly picture: ShownPicture;
  /** The models are wanted, and what earlier visits have left is waited for. */
  isAwaited = false;
  readonly acting: Acting;
  readonly #options: SessionOptions;
  readonly #changed: PartEvents['changed'];
  #isSpoken = true;
  /** Of the source, RMS 0..1. */
  #loudness = 0;
  /** How speech is told from silence. */
  #listening: ListeningOptions = {};
  readonly #wishes: PageWishes;
  readonly #brief = new Brief(() => this.settings.values);

  /** Nothing is loaded and no device opened. `happenings` are told what happens in the conversation. */
  constructor(options: SessionOptions, happenings: Happenings, { changed, tryAgain, takeOver, speak }: PartEvents) {
    this.#changed = changed;
    const tell = (part: PartName) => () => {
      changed(part);
    };
    this.notices = new Notices(tell('notices'));
    const given = checkGiven(options);
    // What may change is asked of the settings each time.
    this.#options = Object.fromEntries(Object.entries(options).filter(([name]) => !Object.hasOwn(DEFAULTS, name)));
    const problems = [...(options.problems ?? []), ...given.problems];
    this.#wishes = new PageWishes(given.settings, options.fromAddress ?? {}, problems);
    this.settings = new KeptSettings(this.#wishes.settings, {
      changed: () => {
        this.#useSettings();
      },
      trouble: (error) => {
        this.notices.settingsTrouble(error);
      },
    });
    this.picture = new ShownPicture(() => {
      this.#useCamera();
      changed('picture');
    });
    const deviceEvents: DevicesEvents = {
      changed: () => {
        if (!this.isListening) this.#loudness = 0;
        this.#useVoice();
        this.#useCamera();
        changed('devices');
      },
      source: (source) => {
        this.pipeline.useSource(source);
      },
      reconnect: () => {
        this.pipeline.connectSink();
      },
      report: (report) => {
        this.#onReport(report);
      },
      hold: (down, forMs) => {
        this.pipeline.vad.set({ kind: 'hold-to-talk', down, forMs });
      },
      mute: (muted) => {
        this.pipeline.vad.set({ kind: 'mute', muted });
      },
      soundLost: () => {
        this.scheduler.dispatch({ kind: 'sound-lost', at: now() });
      },
      notice: (notice) => {
        this.notices.ofDevice(notice, { tryAgain, takeOver, wakeSound: this.#wakeSound });
      },
      dropNotice: (about) => {
        this.notices.drop(about);
      },
    };
    this.devices = new Devices(deviceEvents, {
      hasOwnSound: options.sound !== undefined,
      talk: this.#talk,
      soundContext: options.soundContext ?? null,
    });
    this.pipeline = new Pipeline(options.sound?.sink ?? this.devices.sink, {
      report: (report) => {
        this.#onReport(report);
      },
      fetched: (run) => {
        this.models.dispatch({ kind: 'fetched', run });
      },
      hubWaits: (run, ms) => {
        this.models.dispatch({ kind: 'hub-waits', run, ms });
      },
      still: (run, ms) => {
        this.models.dispatch({ kind: 'still', run, ms, at: performance.now() });
      },
      loaded: (run, realTimeFactor) => {
        this.models.dispatch({ kind: 'loaded', run, ...(realTimeFactor === undefined ? {} : { realTimeFactor }) });
      },
      died: (run, error) => {
        this.models.dispatch({ kind: 'died', run, error, at: performance.now() });
      },
      lastUtterance: () => lastUtterance(this.scheduler.state),
      changed: () => {
        this.#useVoice();
        changed('models');
      },
    });
    this.models = new Models(
      this.pipeline,
      this.notices,
      { ...given.settings, base: ownFolder() },
      {
        languageModel: (model) => {
          this.acting.useModel(model);
          this.#brief.useModel(model, this.scheduler.state.counter);
          this.scheduler.setOptions(this.#brief.options);
          this.#useCamera();
        },
        interrupted: (role) => {
          // Endpointing does without it.
          if (role !== 'eou') this.scheduler.dispatch({ kind: 'worker-lost', role, at: now() });
        },
        awaitsTurn: () => {
          this.#switchOver();
        },
        changed: tell('models'),
      },
    );
    this.acting = new Acting(this.notices, {
      declared: (tools) => {
        this.scheduler.setOptions({ tools });
      },
      happened: (event) => {
        this.scheduler.dispatch({ ...event, at: now() });
      },
      changed: tell('tools'),
      speak,
    });
    this.offlineCopy = new OfflineCopy(this.models, tell('offline'));
    const outlets: Outlets = {
      ...this.pipeline.outlets,
      llm: (command) => {
        const { temperature, topP } = this.settings.values;
        this.pipeline.outlets.llm(command.kind === 'generate' ? { ...command, sampling: { temperature, topP } } : command);
      },
      canAnswer: () => this.pipeline.llm.state === 'ready',
      speakIn: (language) => {
        this.models.speakIn(language);
      },
      // What was given is meant; whatever looks on gives way.
      still: () => Promise.resolve(this.picture.lend()).then((given) => given ?? options.sight?.still() ?? this.devices.still()),
      tools: (command) => {
        this.acting.handle(command);
      },
      notice: (notice) => {
        this.notices.ofConversation(notice);
      },
      changed: () => {
        this.picture.went(lastPictured(this.scheduler.state));
        this.#switchOver();
        changed('conversation');
      },
    };
    this.conversation = new Conversation(
      { language: this.settings.values.language, voice: true, camera: false, ...this.#brief.options },
      { ...outlets, memoryChanged: tell('memory'), models: () => this.models.view.models },
      happenings,
      options.memoryId,
    );
    this.scheduler = this.conversation.scheduler;
    this.acting.useSettings(this.settings.values);
    this.scheduler.setOptions(this.#waysToTalk());
    void this.settings.recalled.then(() => {
      this.#wishes.hear(this.settings, this.notices);
    });
    if (options.sight) {
      options.sight.changed = () => {
        this.#useCamera();
      };
    }
    if (!options.sound) return;
    options.sound.report = (report) => {
      this.#onReport(report);
    };
    this.pipeline.useSource(options.sound.source);
  }

  /** Where the slices of the page are read. */
  get sources(): Sources {
    return {
      phase: () =>
        phaseOf({
          models: this.models.stage,
          isAwaited: this.isAwaited,
          stateOf: (role) => this.pipeline.hosts[role].state,
          isListening: this.isListening,
          turn: this.scheduler.state,
        }),
      captions: () => this.conversation.captions,
      models: () => this.models.view,
      devices: () => this.devices.view,
      picture: () => ({ url: this.picture.url, seenBy: this.#seenBy }),
      notices: () => this.notices.list,
      timings: () => this.conversation.timings,
      turns: () => this.conversation.turns,
      loudness: () => this.#loudness,
      offline: () => this.offlineCopy.view,
      settings: () => this.settings.chosen,
      tools: () => this.acting.view,
      memory: () => {
        const { id, isPrivate } = this.conversation.memory;
        return { id, isPrivate };
      },
    };
  }

  /** Whether there is sound to listen to. */
  get isListening(): boolean {
    return this.#options.sound !== undefined || this.devices.isListening;
  }

  /** Whether somebody talks to it, or waits for an answer. */
  get isInUse(): boolean {
    return this.devices.isWanted || !isBetweenTurns(this.scheduler.state);
  }

  /** Whether models would be missed by nobody: all of them are there, and no turn is under way. */
  get canSleep(): boolean {
    return this.models.canSleep && isBetweenTurns(this.scheduler.state);
  }

  dispose(): void {
    this.picture.show(null);
    this.conversation.dispose();
    this.acting.dispose();
    this.settings.dispose();
    this.devices.dispose();
    this.models.dispose();
    this.pipeline.dispose();
  }

  /** Names what the page has given that is of no use. Not when they are made, since nobody can follow them yet. */
  nameProblems(): void {
    this.#wishes.nameProblems(this.notices);
  }

  /** The page is in another language. */
  sayAnew(): void {
    this.notices.sayAnew();
    this.models.sayAnew();
  }

  /** The page's attributes say this now, and nothing else. */
  give(settings: Partial<Settings>, problems: readonly GivenProblem[]): void {
    this.#wishes.change(settings, problems, this.settings, this.notices);
  }

  /** As `addContext` of the session; null forgets it all. */
  addContext(text: string | null): boolean {
    const isTaken = this.#brief.addContext(text);
    if (isTaken) this.scheduler.setOptions(this.#brief.options);
    return isTaken;
  }

  /** Has everybody go by the settings as they are now. */
  #useSettings(): void {
    this.models.change({ ...this.#options, ...this.settings.options });
    const { language } = this.settings.values;
    this.acting.useSettings(this.settings.values);
    this.scheduler.setOptions({ language, ...this.#brief.options, ...this.#waysToTalk() });
    this.#changed('settings');
  }

  /** How the user talks, as the conversation has to know it; devices and VAD are told. Who brings sound of their own decides that themselves. */
  #waysToTalk(): Pick<TurnOptions, 'talk' | 'interruptible'> {
    const { interruptions, volume } = this.settings.values;
    const talk = this.#talk;
    this.devices.dispatch({ kind: 'talk', mode: talk });
    this.devices.sink.setVolume(volume);
    this.#tellVad();
    return { talk, interruptible: interruptions || this.#options.sound !== undefined };
  }

  get #talk(): TalkMode {
    return this.#options.sound === undefined ? this.settings.values.talk : 'open';
  }

  #tellVad(): void {
    const { silenceMs, prerollMs, confirmMs } = this.#listening;
    const { suspectMs, lullMs } = TURN_SETTINGS;
    const settings = {
      prerollMs: prerollMs ?? TURN_SETTINGS.prerollMs,
      confirmMs: confirmMs ?? TURN_SETTINGS.confirmMs,
      suspectMs: silenceMs === undefined ? suspectMs : Math.min(suspectMs, silenceMs),
      lullMs,
      onlyHeld: isByKey(this.#talk),
    };
    this.pipeline.vad.set({ kind: 'settings', settings });
  }

  /** A model that was fetched meanwhile takes over where that disturbs nothing. */
  #switchOver(): void {
    const isBetween = isBetweenTurns(this.scheduler.state);
    this.acting.betweenTurns(isBetween);
    if (!isBetween) return;
    this.models.speakNothing();
    this.models.dispatch({ kind: 'between-turns' });
  }

  /** Whether answers are spoken, where there is a voice. */
  set isSpoken(isSpoken: boolean) {
    this.#isSpoken = isSpoken;
    this.#useVoice();
  }

  /** How speech is told from silence from now on. */
  listenBy(listening: ListeningOptions): void {
    this.#listening = listening;
    this.#tellVad();
    this.scheduler.setOptions({ silenceMs: listening.silenceMs });
  }

  /** A voice on its way is worth waiting for: its words can be read meanwhile. */
  #useVoice(): void {
    const canSound = this.#options.sound !== undefined || this.devices.canSound;
    this.scheduler.setOptions({ voice: this.#isSpoken && this.pipeline.tts.state !== 'failed' && canSound });
  }

  readonly #wakeSound = (): void => {
    this.devices.dispatch({ kind: 'sound' });
  };

  /** The model that looks at pictures, once it is known; null where none does. */
  get #seenBy(): string | null {
    return this.models.sees ? (this.models.view.models.find(({ role }) => role === 'llm')?.name ?? null) : null;
  }

  /** Pictures go along where there are some, and a model that sees. */
  #useCamera(): void {
    const looksOn = this.#options.sight?.isOn ?? this.devices.state.camera.is === 'on';
    const isOn = looksOn || this.picture.url !== null;
    if (!isOn && this.models.blind) this.models.dispatch({ kind: 'blind', error: null });
    const { sees, blind } = this.models;
    this.scheduler.setOptions({ camera: isOn && sees });
    this.pipeline.llm.set({ kind: 'camera', isOn: isOn && sees });
    if (isOn && !sees) this.notices.blindModel(blind);
    else this.notices.drop('blind');
  }

  #onReport(report: Report): void {
    // A turn has its own way to tell of it; this one is of a voice that was chosen.
    if (report.kind === 'speech-failed' && report.turn === 0) this.notices.voiceFailed(report.error);
    if (report.kind === 'voice-late') this.notices.voiceLate();
    if (report.kind === 'voice-here') this.notices.drop('voice');
    if (report.kind === 'level') {
      this.#loudness = this.devices.state.isMuted ? 0 : report.rms;
      const isAwaited = this.pipeline.isHearing && this.scheduler.state.reply?.committed !== true;
      this.devices.dispatch({ kind: 'level', isZero: report.rms === 0, isAwaited });
      this.#changed('loudness');
    }
    // Before the ears are there none are to be expected.
    if (report.kind === 'frames' && this.pipeline.isHearing) this.devices.dispatch({ kind: 'frames', arrive: report.arrive });
    // A server may refuse one answer and give the next; other engines are replaced when they fail, and say so themselves.
    // So does one that is asked for more than it takes.
    const isRefusal = report.kind === 'generation-failed' && (this.models.leaves !== null || report.error.reason === 'bad-input');
    if (isRefusal) this.notices.answerFailed(report.error);
    if (report.kind === 'first-token') this.notices.drop('answer');
    // A good turn makes up for a bad one.
    if (report.kind === 'transcript' && report.text !== '') this.notices.drop('transcript-late');
    if (report.kind === 'long') this.notices.longUtterance();
    if (report.kind === 'transcript' || report.kind === 'misfire') this.notices.drop('long-utterance');
    if (report.kind === 'generated' || report.kind === 'called' || report.kind === 'played') this.notices.drop('no-answer');
    if (report.kind === 'blind') {
      this.models.dispatch(report);
      this.#useCamera();
    }
    if (report.kind === 'first-token' || report.kind === 'started') this.notices.drop('unsaid');
    if (report.kind === 'generated') {
      const { kind, turn, tokens, readTokens } = report;
      this.conversation.happenings.tell([{ kind, turn, tokens, readTokens }]);
    }
    const event = turnEventOf(report, now());
    if (event) this.scheduler.dispatch(event);
  }
}
