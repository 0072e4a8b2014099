/** The microphone, as the user sees it: on or why not, muted, how loud, held to talk. */
import { toErrorData } from '../../protocol/errors.ts';
import type { Notices } from '../../session/notices.ts';
import type { Pipeline } from '../../session/pipeline.ts';
import type { InputState, MicrophoneView } from '../../session/view.ts';

/** `heard`: it is louder or quieter than it was. */
export type ListeningEvents = { changed: () => void; heard: () => void; tryAgain: () => void };

export class Listening {
  readonly #pipeline: Pipeline;
  readonly #notices: Notices;
  readonly #events: ListeningEvents;
  #state: InputState = 'off';
  #muted = false;
  #level = 0;

  /** Nothing is opened before `open`. */
  constructor(pipeline: Pipeline, notices: Notices, events: ListeningEvents) {
    this.#pipeline = pipeline;
    this.#notices = notices;
    this.#events = events;
  }

  get state(): InputState {
    return this.#state;
  }

  /** Whether it is open, or being opened. */
  get isWanted(): boolean {
    return this.#state === 'on' || this.#state === 'starting';
  }

  get view(): MicrophoneView {
    return { microphone: this.#state, muted: this.#muted };
  }

  /** Loudness, RMS 0..1. */
  get level(): number {
    return this.#level;
  }

  /** Asks for it; it is on once the loudspeaker is on too. Failures of either end as a notice, never as a rejection. */
  async open(loudspeaker: Promise<void>): Promise<void> {
    this.#set('starting');
    try {
      await Promise.all([loudspeaker, this.#pipeline.openMicrophone()]);
      this.#notices.drop('microphone');
      this.#set('on');
    } catch (error) {
      this.failed(error);
    }
  }

  close(): void {
    this.#pipeline.closeMicrophone();
    this.#set('off');
  }

  /** It could not be opened, or is gone. */
  failed(error: unknown): void {
    const data = toErrorData(error, 'microphone-absent');
    const { reason } = data;
    this.#notices.error('microphone', data, { label: 'Try again', run: this.#events.tryAgain });
    this.#set(reason === 'microphone-denied' ? 'denied' : reason === 'microphone-lost' ? 'lost' : 'absent');
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    this.#pipeline.vad.set({ kind: 'mute', muted });
    this.#events.changed();
  }

  hold(down: boolean): void {
    if (this.#state === 'on') this.#pipeline.vad.post({ kind: 'hold-to-talk', down });
  }

  heard(rms: number): void {
    this.#level = this.#muted ? 0 : rms;
    this.#events.heard();
  }

  #set(state: InputState): void {
    this.#state = state;
    this.#level = 0;
    this.#events.changed();
  }
}
