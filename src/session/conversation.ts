/** What is said: the conversation as it goes on, what is kept of it, and what the page shows of it. */
import type { Line } from '../turn/history.ts';
import { initialState, isFresh, type TurnOptions, type TurnState } from '../turn/state.ts';
import { Captions, PictureUrls, timingsOf } from './captions.ts';
import type { Happenings } from './happenings.ts';
import { Memory } from './memory.ts';
import { now, Scheduler, type Outlets } from '../turn/page/scheduler.ts';
import { happeningsOf } from './turn-happenings.ts';
import { withTurn, type LoggedTurn } from './turn-log.ts';
import type { CaptionsView, ModelView, TurnTimings } from './view.ts';

/** Where a conversation's effects go, and what it needs to know. */
export type ConversationOutlets = Outlets & {
  /** It is another one, or a private one. */
  memoryChanged: () => void;
  /** Those that answer now. */
  models: () => readonly ModelView[];
};

export class Conversation {
  readonly scheduler: Scheduler;
  readonly happenings: Happenings;
  /** What is kept of this conversation and others. */
  readonly memory: Memory;
  readonly #pictureUrls = new PictureUrls();
  readonly #captions = new Captions((picture) => this.#pictureUrls.of(picture, this.scheduler.pictures.get(picture)));
  #timings: TurnTimings | null = null;
  #turns: readonly LoggedTurn[] = [];
  readonly #models: ConversationOutlets['models'];
  /** Up to here it was told what happened. */
  #told: TurnState;
  #isRecalling = false;

  /**
   * Goes on with the last one as soon as that is read, unless something was said before. Pages of another `purpose` at the same origin
   * have others. `happenings` are told what happens.
   */
  constructor(options: TurnOptions, outlets: ConversationOutlets, happenings: Happenings, purpose?: string) {
    this.happenings = happenings;
    this.#told = initialState(options);
    this.#models = outlets.models;
    this.scheduler = new Scheduler(this.#told, {
      ...outlets,
      changed: () => {
        this.#look();
        outlets.changed();
      },
    });
    this.memory = new Memory(
      {
        recalled: (history) => {
          const isInTime = isFresh(this.scheduler.state);
          // What was said on an earlier visit happens no second time.
          this.#isRecalling = true;
          this.scheduler.dispatch({ kind: 'recalled', history, at: now() });
          this.#isRecalling = false;
          return isInTime;
        },
        forgotten: () => {
          this.#empty();
          outlets.changed();
        },
        changed: outlets.memoryChanged,
      },
      purpose,
    );
  }

  /** Resolves when what there was of earlier visits is known. Never rejects. */
  get recalled(): Promise<void> {
    return this.memory.recalled;
  }

  get captions(): CaptionsView {
    return this.#captions.of(this.scheduler.state);
  }

  get timings(): TurnTimings | null {
    return this.#timings;
  }

  /** Where the time of the last turns went. */
  get turns(): readonly LoggedTurn[] {
    return this.#turns;
  }

  /** Remembers what was said elsewhere. Nothing of it happens here; an answer that is being given ends. */
  tell(lines: readonly Line[]): void {
    const at = now();
    if (this.scheduler.state.reply?.committed) this.scheduler.dispatch({ kind: 'stop', at });
    this.#isRecalling = true;
    this.scheduler.dispatch({ kind: 'told', lines, at });
    this.#isRecalling = false;
  }

  /** Forgets all of it. */
  clear(): void {
    this.#empty();
    this.memory.forget();
  }

  /** Forgets this conversation and all others that are kept, those of other tabs too. */
  clearAll(): void {
    this.#empty();
    void this.memory.forgetAll();
  }

  #empty(): void {
    this.scheduler.dispatch({ kind: 'clear', at: now() });
    this.#timings = null;
    this.#pictureUrls.clear();
  }

  dispose(): void {
    this.scheduler.dispose();
    this.memory.dispose();
    this.#pictureUrls.clear();
  }

  #look(): void {
    const { state } = this.scheduler;
    const { history, reply } = state;
    if (!this.#isRecalling) this.happenings.tell(happeningsOf(this.#told, state));
    this.#told = state;
    this.memory.look(history);
    if (reply?.committed) {
      const models = this.#models().map(({ role, id, backend }) => ({ role, id, backend }));
      this.#turns = withTurn(this.#turns, reply.turn, reply.marks, models);
    }
    if (reply?.marks.startedAt !== undefined) this.#timings = timingsOf(reply.turn, reply.marks);
  }
}
