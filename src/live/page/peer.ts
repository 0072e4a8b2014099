/** Performs what a codec asks for: between a wire, on which frames come and go, and the conversation behind it. */
import { newId } from '../../protocol/new-id.ts';
import type { Codec, CodecEffect, CodecEvent, LiveConversation, Told } from '../neutral.ts';

/** The client's end of a connection. */
export type Wire = {
  send(frame: string): void;
  /** Nothing is sent afterwards. */
  close(code: number, reason: string): void;
};

/** Makes the conversation of one connection; `tell` is where it says what happens. */
export type Converse = (tell: (told: Told) => void) => LiveConversation;

/** One connection: what a server is to a client. */
export class LivePeer<State> {
  readonly #codec: Codec<State>;
  readonly #wire: Wire;
  readonly #conversation: LiveConversation;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #state: State;
  #isOver = false;
  /** Events are applied one after the other, also those that come of an effect. */
  readonly #events: CodecEvent[] = [];
  #isApplying = false;

  constructor(codec: Codec<State>, converse: Converse, wire: Wire) {
    this.#codec = codec;
    this.#wire = wire;
    this.#state = codec.initial(newId());
    this.#conversation = converse((told) => {
      this.#dispatch({ kind: 'told', told, at: performance.now() });
    });
    for (const effect of codec.opened()) this.#perform(effect);
  }

  /** A frame of the client's has come. */
  receive(text: string): void {
    this.#dispatch({ kind: 'frame', text, at: performance.now() });
  }

  /** The client has gone, or is to go without a word. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#conversation.end();
  }

  #dispatch(event: CodecEvent): void {
    this.#events.push(event);
    if (this.#isApplying) return;
    this.#isApplying = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#apply(next);
    } finally {
      this.#isApplying = false;
    }
  }

  #apply(event: CodecEvent): void {
    if (this.#isOver) return;
    const { state, effects } = this.#codec.reduce(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: CodecEffect): void {
    if (this.#isOver) return;
    switch (effect.kind) {
      case 'ask':
        this.#conversation.ask(effect.ask);
        break;
      case 'send':
        this.#wire.send(effect.frame);
        break;
      case 'close':
        this.end();
        this.#wire.close(effect.code, effect.reason);
        break;
      case 'set-timer':
        this.#setTimer(effect.timer, effect.ms);
    }
  }

  #setTimer(timer: string, ms: number | null): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
    if (ms === null) return;
    const started = setTimeout(() => {
      this.#timers.delete(timer);
      this.#dispatch({ kind: 'timer', timer, at: performance.now() });
    }, ms);
    this.#timers.set(timer, started);
  }
}
