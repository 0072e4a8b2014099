/** Performs what the reducer asks for: the one place where the rules of conversation meet workers, sound and clocks. */
import type { PlaybackCommand } from '../../protocol/audio-messages.ts';
import type { ChatMessage, LlmCommand, TtsCommand, VadCommand } from '../../protocol/messages.ts';
import type { Effect, Picture, PromptMessage, TimerName, ToolTimer, TurnEvent } from '../events.ts';
import { Recorder } from '../recording.ts';
import { reduce } from '../reducer.ts';
import { TURN_SETTINGS } from '../settings.ts';
import { withOptions, type TurnState } from '../state.ts';
import { pageTimers, type Timers } from './timers.ts';

/** Where effects go. Small commands only: no sound and no text of the assistant's passes through here. */
export type Outlets = {
  vad: (command: VadCommand) => void;
  llm: (command: LlmCommand) => void;
  tts: (command: TtsCommand) => void;
  playback: (command: PlaybackCommand) => void;
  /** Has the voice speak this text as the turn's. */
  say: (turn: number, text: string) => void;
  /** Whether the language model is loaded. */
  canAnswer: () => boolean;
  /** Carries calls out, asks about them, and ends those of a turn. */
  tools: (command: ToolCommand) => void;
  /** What the camera sees now; null without a picture. */
  still: () => Promise<Blob | null>;
  notice: (notice: Extract<Effect, { kind: 'notice' }>['notice']) => void;
  /** The state may have changed. */
  changed: () => void;
};

export type ToolCommand =
  | Extract<Effect, { kind: 'run-tool' | 'ask-tool' | 'asked-tool' }>
  /** This turn and all before it are over. */
  | { kind: 'cancel'; turn: number };

/** Stills kept, the newest: for prompts, which take four, and for the captions. Some 150 kB each; more is memory that nobody looks at. */
const MAX_STILLS = 20;

/** How long an answer waits for its still, ms. It takes some tens; a camera that hangs must not take the answer with it. */
const STILL_PATIENCE_MS = 1_000;

/**
 * A timer that comes later than this, ms, was held up by a page that was frozen or asleep. Smaller: a busy page is taken for a frozen one.
 * Larger: a short sleep in mid-answer costs its voice.
 */
const STANDSTILL_MS = 2_000;

/** Now, in ms, on the page's clock, which workers' times are turned into (src/protocol/clock.ts). */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Turns events into effects, one at a time and in order. */
export class Scheduler {
  /** What happened so far. */
  readonly recorder = new Recorder();
  #state: TurnState;
  readonly #outlets: Outlets;
  readonly #timers: Timers;
  /** Ends a timer that runs. */
  readonly #running = new Map<TimerName | ToolTimer | 'watch', () => void>();
  readonly #pictures = new Map<Picture, Blob>();
  #cancelledTurn = 0;

  constructor(state: TurnState, outlets: Outlets, timers: Timers = pageTimers) {
    this.#state = state;
    this.#outlets = outlets;
    this.#timers = timers;
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
    const before = this.#state;
    const { state, effects } = reduce(before, event);
    this.#state = state;
    if (event.kind === 'clear') this.recorder.restart(state);
    else this.recorder.add({ event });
    for (const effect of effects) this.#perform(effect);
    if (state.history !== before.history || state.reply?.turn !== before.reply?.turn) this.#dropPictures();
    this.#outlets.changed();
  }

  /** Options take effect with the next turn. */
  setOptions(options: Partial<TurnState['options']>): void {
    this.recorder.add({ options });
    this.#state = withOptions(this.#state, { ...this.#state.options, ...options });
  }

  /** Stops every timer. Nothing is dispatched afterwards. */
  dispose(): void {
    for (const end of this.#running.values()) end();
    this.#running.clear();
  }

  #perform(effect: Effect): void {
    const { vad, llm, tts, playback, notice } = this.#outlets;
    switch (effect.kind) {
      case 'generate':
        void this.#generate(effect);
        break;
      case 'say':
        this.#outlets.say(effect.turn, effect.text);
        break;
      case 'read-ahead':
        llm({ kind: 'read-ahead', messages: this.#withPictures(effect.prompt), ...this.#tools });
        break;
      case 'run-tool':
      case 'ask-tool':
      case 'asked-tool':
        this.#outlets.tools(effect);
        break;
      case 'insert':
        llm(effect);
        break;
      case 'set-tool-timer': {
        const { timer, turn, id } = effect;
        this.#setTimer(timer, effect.ms, () => {
          this.dispatch({ kind: 'tool-timer', timer, turn, id, at: now() });
        });
        break;
      }
      case 'open':
        playback({ kind: 'open', turn: effect.turn });
        this.#watch(effect.turn);
        break;
      case 'cancel':
        this.#cancelledTurn = effect.turn;
        // The loudspeaker first: it is what the user hears.
        playback({ kind: 'cancel', turn: effect.turn });
        tts({ kind: 'cancel', turn: effect.turn });
        llm({ kind: 'cancel', turn: effect.turn });
        this.#outlets.tools({ kind: 'cancel', turn: effect.turn });
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
        this.#setTimer(effect.timer, effect.ms, () => {
          const { timer, utterance, revision } = effect;
          this.dispatch({ kind: 'timer', timer, utterance, revision, at: now() });
        });
        break;
      case 'clear-timer':
        this.#running.get(effect.timer)?.();
        this.#running.delete(effect.timer);
        break;
      case 'notice':
        notice(effect.notice);
        break;
    }
  }

  async #generate({ turn, prompt, spoken }: Extract<Effect, { kind: 'generate' }>): Promise<void> {
    if (prompt.at(-1)?.picture === turn) {
      const still = await inTime(this.#outlets.still());
      if (turn <= this.#cancelledTurn) return;
      if (still) this.#pictures.set(turn, still);
    }
    // Text that nobody is to speak must not wait in the voice's queue.
    if (!spoken) this.#outlets.tts({ kind: 'cancel', turn });
    const messages = this.#withPictures(prompt);
    this.#outlets.llm({ kind: 'generate', turn, messages, maxTokens: TURN_SETTINGS.maxReplyTokens, ...this.#tools });
  }

  /** What the language model may call. */
  get #tools(): Pick<Extract<LlmCommand, { kind: 'generate' }>, 'tools'> {
    const { tools = [] } = this.#state.options;
    return tools.length === 0 ? {} : { tools };
  }

  #withPictures(prompt: readonly PromptMessage[]): ChatMessage[] {
    return prompt.map(({ picture, ...message }) => {
      const image = picture === undefined ? undefined : this.#pictures.get(picture);
      return { ...message, ...(image ? { image } : {}) };
    });
  }

  /** While the turn is open the reducer is asked time and again whether anything is overdue. */
  #watch(turn: number): void {
    const dueAt = now() + TURN_SETTINGS.unheardMs;
    this.#setTimer('watch', TURN_SETTINGS.unheardMs, () => {
      // Later than this the page itself stood still, frozen or asleep, which proves nothing.
      const canAnswer = this.#outlets.canAnswer();
      if (now() - dueAt < STANDSTILL_MS) this.dispatch({ kind: 'watched', turn, canAnswer, at: now() });
      if (this.#state.reply?.turn === turn) this.#watch(turn);
    });
  }

  #setTimer(timer: TimerName | ToolTimer | 'watch', ms: number, fire: () => void): void {
    this.#running.get(timer)?.();
    const end = this.#timers(ms, () => {
      this.#running.delete(timer);
      fire();
    });
    this.#running.set(timer, end);
  }

  /** Stills of turns that left no trace go, and of the others all but the newest. */
  #dropPictures(): void {
    if (this.#pictures.size === 0) return;
    const { history, reply } = this.#state;
    const pictured = history.flatMap((entry) => (entry.role === 'user' && entry.picture !== undefined ? [entry.picture] : []));
    const kept = new Set([...pictured.slice(-MAX_STILLS), reply?.turn]);
    for (const picture of this.#pictures.keys()) if (!kept.has(picture)) this.#pictures.delete(picture);
  }
}

/** The still, or null where there is none in time: an answer without it is better than none. */
async function inTime(still: Promise<Blob | null>): Promise<Blob | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, STILL_PATIENCE_MS, null);
  });
  try {
    return await Promise.race([still, late]);
  } catch {
    // The graphics context is lost, or the camera went in this very moment.
    return null;
  } finally {
    clearTimeout(timer);
  }
}
