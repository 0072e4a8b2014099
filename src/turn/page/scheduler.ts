/** Performs what the reducer asks for: the one place where the rules of conversation meet workers, sound and clocks. */
import type { PlaybackCommand } from '../../protocol/audio-messages.ts';
import type { ChatMessage, LlmCommand, TtsCommand, VadCommand } from '../../protocol/messages.ts';
import type { Effect, Picture, PromptMessage, TimerName, TurnEvent } from '../events.ts';
import { Recorder } from '../recording.ts';
import { reduce } from '../reducer.ts';
import { TURN_SETTINGS } from '../settings.ts';
import type { TurnState } from '../state.ts';

/** Where effects go. Small commands only: no sound and no text of the assistant's passes through here. */
export type Outlets = {
  vad: (command: VadCommand) => void;
  llm: (command: LlmCommand) => void;
  tts: (command: TtsCommand) => void;
  playback: (command: PlaybackCommand) => void;
  /** What the camera sees now; null without a picture. */
  still: () => Promise<Blob | null>;
  notice: (notice: Extract<Effect, { kind: 'notice' }>['notice']) => void;
  /** The state may have changed. */
  changed: () => void;
};

/** Now, in ms, on the clock that all threads share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Turns events into effects, one at a time and in order. */
export class Scheduler {
  /** What happened so far. */
  readonly recorder = new Recorder();
  #state: TurnState;
  readonly #outlets: Outlets;
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  readonly #pictures = new Map<Picture, Blob>();
  #cancelledTurn = 0;

  constructor(state: TurnState, outlets: Outlets) {
    this.#state = state;
    this.#outlets = outlets;
    this.recorder.add({ options: state.options });
  }

  get state(): TurnState {
    return this.#state;
  }

  /** Stills that went along with turns, by the name history has for them. */
  get pictures(): ReadonlyMap<Picture, Blob> {
    return this.#pictures;
  }

  dispatch(event: TurnEvent): void {
    this.recorder.add({ event });
    const { state, effects } = reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#outlets.changed();
  }

  /** Options take effect with the next turn. */
  setOptions(options: Partial<TurnState['options']>): void {
    const changed = { ...this.#state.options, ...options };
    this.#state = { ...this.#state, options: changed };
    this.recorder.add({ options: changed });
  }

  /** Replaces the conversation so far: one that was kept from an earlier visit. */
  setState(state: TurnState): void {
    this.#state = state;
  }

  /** Stops every timer. Nothing is dispatched afterwards. */
  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #perform(effect: Effect): void {
    const { vad, llm, tts, playback, notice } = this.#outlets;
    switch (effect.kind) {
      case 'generate':
        void this.#generate(effect);
        break;
      case 'read-ahead':
        llm({ kind: 'read-ahead', messages: this.#withPictures(effect.prompt) });
        break;
      case 'open':
        playback({ kind: 'open', turn: effect.turn });
        break;
      case 'cancel':
        this.#cancelledTurn = effect.turn;
        // The loudspeaker first: it is what the user hears.
        playback({ kind: 'cancel', turn: effect.turn });
        tts({ kind: 'cancel', turn: effect.turn });
        llm({ kind: 'cancel', turn: effect.turn });
        break;
      case 'unspoken':
        playback({ kind: 'cancel', turn: effect.turn });
        tts({ kind: 'cancel', turn: effect.turn });
        llm({ kind: 'go', turn: effect.turn });
        break;
      case 'duck':
        playback({ kind: 'duck', ducked: true });
        break;
      case 'hold':
        playback({ kind: 'pause' });
        llm({ kind: 'hold', turn: effect.turn });
        tts({ kind: 'hold', turn: effect.turn });
        break;
      case 'release':
        playback({ kind: 'resume' });
        playback({ kind: 'duck', ducked: false });
        llm({ kind: 'go', turn: effect.turn });
        tts({ kind: 'go', turn: effect.turn });
        break;
      case 'peek':
      case 'close':
        vad(effect);
        break;
      case 'set-timer':
        this.#setTimer(effect);
        break;
      case 'clear-timer':
        clearTimeout(this.#timers.get(effect.timer));
        this.#timers.delete(effect.timer);
        break;
      case 'notice':
        notice(effect.notice);
        break;
    }
  }

  async #generate({ turn, prompt, spoken }: Extract<Effect, { kind: 'generate' }>): Promise<void> {
    if (prompt.at(-1)?.picture === turn) {
      const still = await this.#outlets.still();
      if (still) this.#pictures.set(turn, still);
      if (turn <= this.#cancelledTurn) return;
    }
    // Text that nobody is to speak must not wait in the voice's queue.
    if (!spoken) this.#outlets.tts({ kind: 'cancel', turn });
    const messages = this.#withPictures(prompt);
    this.#outlets.llm({ kind: 'generate', turn, messages, maxTokens: TURN_SETTINGS.maxReplyTokens });
  }

  #withPictures(prompt: readonly PromptMessage[]): ChatMessage[] {
    return prompt.map(({ role, text, picture }) => {
      const image = picture === undefined ? undefined : this.#pictures.get(picture);
      return { role, text, ...(image ? { image } : {}) };
    });
  }

  #setTimer({ timer, ms, utterance, revision }: Extract<Effect, { kind: 'set-timer' }>): void {
    clearTimeout(this.#timers.get(timer));
    const handle = setTimeout(() => {
      this.#timers.delete(timer);
      this.dispatch({ kind: 'timer', timer, utterance, revision, at: now() });
    }, ms);
    this.#timers.set(timer, handle);
  }
}
