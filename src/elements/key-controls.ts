/**
 * The keys of the whole element: Space to talk, Escape to stop the reply. What is typed in it stays in it. Where the microphone counts all the time, Space
 * talks once it is held for a moment; where it counts by key, at once, but on other buttons than the big one.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DevicesView } from '../session/view.ts';
import { HOLD_MS, HoldGesture } from './hold-gesture.ts';

type Host = ReactiveControllerHost & HTMLElement & { wholePage: boolean };

export type KeyActions = {
  /** Whether hold-to-talk would be heard; if not, Space stays an ordinary key. */
  canHold(): boolean;
  talk(): DevicesView['talk'];
  /** The talk key is down, for so many ms by now, or up. */
  hold(down: boolean, forMs: number): void;
  /** Shows the keys. */
  help(): void;
  canStop(): boolean;
  stop(): void;
};

/**
 * Listens on the element itself, so that an embedding page keeps its keys; on the document when the element is the whole page, where
 * nothing has focus at first. All listeners go when the element is disconnected.
 */
export class KeyControls implements ReactiveController {
  readonly #host: Host;
  readonly #actions: KeyActions;
  readonly #gesture: HoldGesture;
  #listening: AbortController | undefined;
  /** Space is down, and has been the talk key from the first moment. */
  #isDown = false;

  constructor(host: Host, actions: KeyActions) {
    this.#host = host;
    this.#actions = actions;
    this.#gesture = new HoldGesture((down) => {
      actions.hold(down, down ? HOLD_MS : 0);
    });
    host.addController(this);
  }

  hostConnected(): void {
    const target: HTMLElement | Document = this.#host.wholePage ? this.#host.ownerDocument : this.#host;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    target.addEventListener('keydown', this.#onKeyDown as EventListener, { signal });
    target.addEventListener('keyup', this.#onKeyUp as EventListener, { signal });
    if (!this.#host.wholePage) {
      for (const name of ['keydown', 'keypress', 'keyup'])
        target.addEventListener(name, this.#keepTyped as EventListener, { signal });
    }
    // A key let go in another window is never reported here.
    const view = this.#host.ownerDocument.defaultView;
    view?.addEventListener('blur', this.#letGo, { signal });
    // Nor is one here, where the focus has moved out of the element meanwhile.
    view?.addEventListener('keyup', this.#onKeyUpElsewhere, { signal, capture: true });
  }

  hostDisconnected(): void {
    this.#letGo();
    this.#listening?.abort();
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.#actions.canStop()) {
      this.#take(event);
      this.#actions.stop();
      return;
    }
    if (event.key === '?' && !isTextField(event)) {
      this.#take(event);
      this.#actions.help();
      return;
    }
    if (event.key !== ' ' || isTextField(event) || !this.#actions.canHold()) return;
    if (this.#actions.talk() !== 'open' && (!isControl(event) || isTalkButton(event))) {
      this.#take(event);
      if (event.repeat || this.#isDown) return;
      this.#isDown = true;
      this.#actions.hold(true, 0);
      return;
    }
    // A focused button still gets its click when the key is let go early; anything else must not scroll the page.
    if (event.repeat || !isControl(event)) this.#take(event);
    if (!event.repeat) this.#gesture.press();
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !(this.#gesture.pressed || this.#isDown)) return;
    // Without it, letting go of Space after a hold would click the focused button.
    if (this.#letGo()) this.#take(event);
  };

  readonly #onKeyUpElsewhere = (event: KeyboardEvent): void => {
    const isHere = this.#host.wholePage || event.composedPath().includes(this.#host);
    if (event.key === ' ' && !isHere) this.#letGo();
  };

  /** True where it was the talk key. */
  readonly #letGo = (): boolean => {
    if (!this.#isDown) return this.#gesture.release();
    this.#isDown = false;
    this.#actions.hold(false, 0);
    return true;
  };

  /** What is typed here is no shortcut of the page's. Keys by which one leaves a field stay everybody's, and so do combinations. */
  readonly #keepTyped = (event: KeyboardEvent): void => {
    const isForAll = event.ctrlKey || event.metaKey || event.key === 'Escape' || event.key === 'Tab';
    if (!isForAll && isTextField(event) && isWithin(event, this.#host.shadowRoot)) event.stopPropagation();
  };

  /** It has been of use, and is of none to anybody else. */
  #take(event: KeyboardEvent): void {
    event.preventDefault();
    if (!this.#host.wholePage) event.stopPropagation();
  }
}

function isTextField(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Whether it comes from this tree, or from one in it; what the page has put into a slot does not. */
function isWithin(event: Event, tree: ShadowRoot | null): boolean {
  const target = event.composedPath()[0];
  let root = target instanceof Node ? target.getRootNode() : null;
  while (root instanceof ShadowRoot && root !== tree) root = root.host.getRootNode();
  return tree !== null && root === tree;
}

function isTalkButton(event: Event): boolean {
  return event.composedPath().some((target) => target instanceof HTMLElement && target.localName === 'parley-talk-button');
}

function isControl(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && target.matches('button, summary, a[href]');
}
