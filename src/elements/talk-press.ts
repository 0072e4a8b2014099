/** What presses of the big button mean, by the way to talk. */
import type { DevicesView, Phase } from '../session/view.ts';
import { HoldGesture } from './hold-gesture.ts';
import { msg } from '../locales/words.ts';

type TalkMode = DevicesView['talk'];

/** What the button is when it is pressed. */
export type Pressed = { phase: Phase; talk: TalkMode; held: boolean };

export type PressActions = {
  state(): Pressed;
  /** The talk key goes down, or up. */
  hold(down: boolean): void;
  toggleListening(): void;
};

/** Whether the button is the talk key now, and not what starts and ends listening. */
export function isTalkKey({ phase, talk }: Pick<Pressed, 'phase' | 'talk'>): boolean {
  return talk !== 'open' && !['asleep', 'loading', 'ready', 'trouble'].includes(phase);
}

/** What the talk key is called, in `hold` and in `toggle`. */
export function talkKeyLabel(talk: TalkMode): string {
  return talk === 'toggle' ? msg('Press to talk') : msg('Hold to talk');
}

/** Gets the events of the button. A pointer that is lost, by the system or to another window, counts as lifted. */
export class TalkPress {
  readonly #actions: PressActions;
  readonly #gesture: HoldGesture;
  /** The click that follows the release belongs to the hold. */
  #swallowClick = false;
  /** The pointer that holds the talk key down, and what it waits for. */
  #pointer: { id: number; lost: AbortController } | null = null;

  constructor(actions: PressActions) {
    this.#actions = actions;
    this.#gesture = new HoldGesture((down) => {
      actions.hold(down);
    });
  }

  readonly down = (event: PointerEvent): void => {
    this.#swallowClick = false;
    const state = this.#actions.state();
    if (!isTalkKey(state)) {
      if (state.phase !== 'asleep') this.#gesture.press();
    } else if (state.talk === 'hold' && event.button === 0 && !this.#pointer) {
      const button = event.currentTarget as HTMLElement;
      // So that it is told of its end, wherever that is.
      if (event.isTrusted) button.setPointerCapture(event.pointerId);
      const lost = new AbortController();
      this.#pointer = { id: event.pointerId, lost };
      button.ownerDocument.defaultView?.addEventListener('blur', this.release, { signal: lost.signal });
      this.#actions.hold(true);
    }
  };

  readonly up = (event: PointerEvent): void => {
    if (this.#pointer) {
      if (this.#pointer.id === event.pointerId) this.release();
    } else this.#swallowClick = this.#gesture.release() || this.#swallowClick;
  };

  readonly leave = (event: PointerEvent): void => {
    // One that holds the talk key is captured.
    if (!this.#pointer) this.up(event);
  };

  /** Long presses of fingers would open it. */
  readonly menu = (event: Event): void => {
    if (isTalkKey(this.#actions.state())) event.preventDefault();
  };

  readonly click = (): void => {
    const isSwallowed = this.#swallowClick;
    this.#swallowClick = false;
    if (isSwallowed) return;
    const state = this.#actions.state();
    if (!isTalkKey(state)) this.#actions.toggleListening();
    // Without a pointer nothing can be held: who presses it by Enter or by a screen reader presses it again to let go.
    else this.#actions.hold(state.talk === 'toggle' || !state.held);
  };

  /** Whatever is pressed counts as let go. */
  readonly release = (): void => {
    this.#gesture.release();
    if (!this.#pointer) return;
    this.#pointer.lost.abort();
    this.#pointer = null;
    this.#swallowClick = true;
    this.#actions.hold(false);
  };
}
