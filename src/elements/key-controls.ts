/** The keys of the whole element: hold Space to talk, Escape to stop the reply. What is typed in it stays in it. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { HoldGesture } from './hold-gesture.ts';

type Host = ReactiveControllerHost & HTMLElement & { wholePage: boolean };

export type KeyActions = {
  /** Whether hold-to-talk would be heard; if not, Space stays an ordinary key. */
  canHold(): boolean;
  hold(down: boolean): void;
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

  constructor(host: Host, actions: KeyActions) {
    this.#host = host;
    this.#actions = actions;
    this.#gesture = new HoldGesture((down) => {
      actions.hold(down);
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
    this.#host.ownerDocument.defaultView?.addEventListener('blur', () => this.#gesture.release(), { signal });
  }

  hostDisconnected(): void {
    this.#gesture.release();
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
    // A focused button still gets its click when the key is let go early; anything else must not scroll the page.
    if (event.repeat || !isControl(event)) this.#take(event);
    if (!event.repeat) this.#gesture.press();
  };

  readonly #onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !this.#gesture.pressed) return;
    // Without it, letting go of Space after a hold would click the focused button.
    if (this.#gesture.release()) this.#take(event);
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

function isControl(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && target.matches('button, summary, a[href]');
}
