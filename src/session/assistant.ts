/** One assistant: what the page can ask for, and what it shows. */
import { toErrorData, type ErrorData } from '../protocol/errors.ts';
import type { Role } from '../protocol/messages.ts';
import type { SessionRecording } from '../turn/recording.ts';
import { longestMessage } from '../turn/history.ts';
import { TURN_SETTINGS } from '../turn/settings.ts';
import { isBetweenTurns, type TurnOptions } from '../turn/state.ts';
import { Camera } from '../devices/page/camera.ts';
import { Conversation } from './conversation.ts';
import { idleAfterMs, IdleTimer } from '../models/page/idle.ts';
import { KeptSettings } from './kept-settings.ts';
import { Listening } from '../devices/page/listening.ts';
import { Models, type ModelOptions } from '../models/page/models.ts';
import { Notices } from './notices.ts';
import { OfflineCopy } from './offline-copy.ts';
import { phaseOf } from './phase.ts';
import { Pipeline } from './pipeline.ts';
import { now, type Scheduler } from '../turn/page/scheduler.ts';
import type { ChosenSettings, Settings } from './settings.ts';
import { turnEventOf, type Report } from './turn-events.ts';
import type { AssistantControl, AssistantView } from './view.ts';
import type { Loss } from '../models/page/worker-host.ts';

export type AssistantOptions = ModelOptions & { systemPrompt?: string };

/** Short, since every model has to read it before its first word, and small ones lose themselves in long rules. */
const DEFAULT_PROMPT =
  'You are Parley, a friendly voice assistant. Your words are spoken aloud: answer in one to three short plain sentences, without lists or markdown.';

/** How long the start waits for what earlier visits have left, ms. IndexedDB takes 50, and in a damaged profile for ever. */
const RECALL_PATIENCE_MS = 3_000;

/** Makes a conversation. Nothing is loaded and no device opened before `start` or `sendText`. */
export function createAssistant(options: AssistantOptions = {}): AssistantControl {
  return new Assistant(options);
}

class Assistant extends EventTarget implements AssistantControl {
  readonly #options: AssistantOptions;
  readonly #pipeline: Pipeline;
  readonly #models: Models;
  readonly #offlineCopy: OfflineCopy;
  readonly #conversation: Conversation;
  readonly #scheduler: Scheduler;
  readonly #camera: Camera;
  readonly #notices = new Notices(() => {
    this.#changed();
  });
  readonly #idle = new IdleTimer(() => {
    this.sleep();
    this.#models.unload();
  });
  readonly #settings: KeptSettings;
  /** How the language model wants to be spoken to, where it does not like Parley's way. */
  #modelPrompt: string | undefined;
  readonly #listening: Listening;
  /** Resolves when what earlier visits have left is known, or is not waited for any longer. */
  readonly #recalled: Promise<unknown>;
  #view: AssistantView | null = null;
  #disposed = false;

  constructor(options: AssistantOptions) {
    super();
    this.#options = options;
    this.#settings = new KeptSettings(options, {
      changed: () => {
        this.#useSettings();
      },
      trouble: (error) => {
        this.#notices.settingsTrouble(error);
      },
    });
    this.#camera = new Camera(() => {
      this.#useCamera();
      this.#changed();
    });
    this.#pipeline = new Pipeline({
      report: (report) => {
        this.#onReport(report);
      },
      triedOut: (role, realTimeFactor, which) => {
        this.#models.rungs.triedOut(role, realTimeFactor, which);
      },
      workerLost: (role, error, loss) => {
        this.#onWorkerLost(role, error, loss);
      },
      prepared: () => {
        this.#switchOver();
      },
      preparedLost: (role, error) => {
        this.#models.rungs.aimLost(role, error);
      },
      microphoneLost: (error) => {
        this.#listening.failed(error);
      },
      changed: () => {
        // A voice on its way is worth waiting for: its words can be read meanwhile.
        this.#scheduler.setOptions({ voice: this.#pipeline.tts.state !== 'failed' });
        for (const [role, { state }] of Object.entries(this.#pipeline.hosts)) if (state === 'ready') this.#notices.drop(role);
        this.#changed();
      },
    });
    this.#listening = new Listening(this.#pipeline, this.#notices, {
      changed: () => {
        this.#changed();
      },
      tryAgain: () => void this.start(),
    });
    this.#models = new Models(this.#pipeline, this.#notices, options, {
      chosen: ({ contextTokens, system }) => {
        this.#modelPrompt = system;
        this.#scheduler.setOptions({ contextTokens, system: this.#systemPrompt });
        this.#useCamera();
      },
      waiting: () => {
        this.#switchOver();
      },
      replacing: (role) => {
        if (role !== 'eou') this.#scheduler.dispatch({ kind: 'worker-lost', role, at: now() });
      },
    });
    this.#offlineCopy = new OfflineCopy(this.#models, () => {
      this.#changed();
    });
    this.#conversation = new Conversation(this.#turnOptions(), {
      ...this.#pipeline.outlets,
      still: () => this.#camera.still(),
      notice: (notice) => {
        this.#notices.ofConversation(notice);
      },
      changed: () => {
        this.#switchOver();
        this.#changed();
      },
    });
    this.#scheduler = this.#conversation.scheduler;
    document.addEventListener('visibilitychange', this.#onVisibility);
    const all = Promise.all([this.#settings.recalled, this.#conversation.recalled]);
    this.#recalled = Promise.race([all, new Promise((resolve) => setTimeout(resolve, RECALL_PATIENCE_MS))]);
  }

  get view(): AssistantView {
    this.#view ??= this.#makeView();
    return this.#view;
  }

  get settings(): ChosenSettings {
    return this.#settings.chosen;
  }

  change(settings: Partial<Settings>): void {
    this.#settings.change(settings);
    if (settings.voice !== undefined) this.#notices.drop('voice');
  }

  async start(): Promise<void> {
    if (this.#listening.isWanted) return;
    // Inside the gesture: a browser lets an AudioContext sound only then.
    const speaking = this.#pipeline.speaker.start();
    const loading = this.#load();
    await this.#listening.open(speaking);
    await loading;
    this.#changed();
  }

  sleep(): void {
    this.#scheduler.dispatch({ kind: 'stop', at: now() });
    this.#listening.close();
  }

  stop(): void {
    this.#scheduler.dispatch({ kind: 'stop', at: now() });
  }

  setMuted(muted: boolean): void {
    this.#listening.mute(muted);
  }

  async setCamera(on: boolean): Promise<void> {
    this.#notices.drop('camera');
    if (!on) {
      this.#camera.close();
      return;
    }
    try {
      await this.#camera.open();
    } catch (error) {
      this.#notices.error('camera', toErrorData(error, 'camera-absent'));
    }
  }

  sendText(text: string): boolean {
    const most = longestMessage({ ...this.#scheduler.state.options, replyTokens: TURN_SETTINGS.maxReplyTokens });
    if (text.length > most) {
      this.#notices.tooLong(text.length, most);
      return false;
    }
    this.#notices.drop('too-long');
    void this.#pipeline.speaker.start();
    const at = now();
    // How a model wants to be spoken to is known once it is chosen.
    void this.#load().then(() => {
      if (!this.#disposed) this.#scheduler.dispatch({ kind: 'typed', text, at });
    });
    return true;
  }

  prepareOffline(): void {
    void this.#offlineCopy.prepare(() => this.#load());
  }

  storeChanged(): void {
    void this.#models.storeChanged();
  }

  holdToTalk(down: boolean): void {
    this.#listening.hold(down);
  }

  clear(): void {
    this.#conversation.clear();
    this.#changed();
  }

  recording(words: boolean): SessionRecording {
    return this.#scheduler.recorder.recording(words);
  }

  dispose(): void {
    this.#disposed = true;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#idle.set(null);
    this.#conversation.dispose();
    this.#settings.dispose();
    this.#camera.close();
    this.#models.dispose();
    this.#pipeline.dispose();
  }

  readonly #onVisibility = (): void => {
    if (document.visibilityState === 'visible') this.#pipeline.resume();
    this.#watchIdle();
  };

  /** Without a microphone, or behind other tabs, models that take no part in a turn are only in the way of others. */
  #watchIdle(): void {
    const isAlone = !this.#listening.isWanted || document.visibilityState === 'hidden';
    const isIdle = isAlone && this.#models.canSleep && isBetweenTurns(this.#scheduler.state);
    this.#idle.set(isIdle ? idleAfterMs(this.#settings.values.idleUnloadMinutes) : null);
  }

  async #load(): Promise<void> {
    await this.#recalled;
    if (!this.#disposed) await this.#models.load();
  }

  /** Has everybody go by the settings as they are now. */
  #useSettings(): void {
    this.#models.change({ ...this.#options, ...this.#settings.options });
    this.#scheduler.setOptions({ language: this.#settings.values.language, system: this.#systemPrompt });
    this.#changed();
  }

  get #systemPrompt(): string {
    return this.#settings.values.systemPrompt || (this.#modelPrompt ?? DEFAULT_PROMPT);
  }

  /** A model that was fetched meanwhile takes over where that disturbs nothing. */
  #switchOver(): void {
    if (isBetweenTurns(this.#scheduler.state)) this.#models.switchOver();
  }

  /** Pictures go along where there are some, and a model that sees. */
  #useCamera(): void {
    const isOn = this.#camera.state === 'on';
    this.#scheduler.setOptions({ camera: isOn && this.#models.sees });
    if (isOn && !this.#models.sees) this.#notices.blindModel();
    else this.#notices.drop('blind');
  }

  #onWorkerLost(role: Role, error: ErrorData, loss: Loss): void {
    if (role === 'eou') return; // Endpointing does without it.
    const isReplaced = this.#models.rungs.replace(role, error, loss);
    // What waits for a model that could not be loaded waits for the next.
    if (isReplaced && loss === 'while-loading') return;
    this.#scheduler.dispatch({ kind: 'worker-lost', role, at: now() });
    if (!isReplaced) this.#models.lost(role, error);
  }

  #onReport(report: Report): void {
    // A turn has its own way to tell of it; this one is of a voice that was chosen.
    if (report.kind === 'speech-failed' && report.turn === 0) this.#notices.error('voice', report.error);
    if (report.kind === 'level') this.#listening.heard(report.rms);
    // A server may refuse one answer and give the next; other engines are replaced when they fail, and say so themselves.
    if (report.kind === 'generation-failed' && this.#models.leaves !== null) this.#notices.answerFailed(report.error);
    if (report.kind === 'first-token') this.#notices.drop('answer');
    const event = turnEventOf(report, now());
    if (event) this.#scheduler.dispatch(event);
  }

  // --------------------------------------------------------------------------------------------------------------- view

  #turnOptions(): TurnOptions {
    return {
      language: this.#settings.values.language,
      system: this.#systemPrompt,
      contextTokens: 2048,
      voice: true,
      camera: false,
    };
  }

  #changed(): void {
    if (this.#disposed) return;
    this.#watchIdle();
    this.#view = null;
    this.#offlineCopy.look();
    this.dispatchEvent(new Event('change'));
  }

  #makeView(): AssistantView {
    return {
      phase: phaseOf({
        models: this.#models.stage,
        stateOf: (role) => this.#pipeline.hosts[role].state,
        isListening: this.#listening.state === 'on',
        turn: this.#scheduler.state,
      }),
      ...this.#models.view,
      ...this.#listening.view,
      ...this.#camera.view,
      offline: this.#offlineCopy.view,
      ...this.#conversation.view,
      notices: this.#notices.list,
    };
  }
}
