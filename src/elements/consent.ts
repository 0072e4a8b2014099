/** Whether anything may be loaded or opened: the page is asked, and where it has a text for that the user is. */

/** Where the texts are kept that the user has agreed to. */
const KEY = 'parley-consent';

export type ConsentEvents = {
  /** What the user has to agree to; null for nothing. */
  text: () => string | null;
  /** Asks the page; false: no. */
  ask: (text: string | null) => boolean;
  /** Whether the user is being asked has changed. */
  changed: () => void;
};

export class Consent {
  readonly #events: ConsentEvents;
  #isGiven = false;
  /** Who waits for the user's word. */
  #waiting: ((yes: boolean) => void)[] = [];

  constructor(events: ConsentEvents) {
    this.#events = events;
  }

  /** Whether the user is being asked. */
  get isAsking(): boolean {
    return this.#waiting.length > 0;
  }

  /** True and false at once where they are known, so that a gesture is not spent on waiting; otherwise once the user has said so. */
  pass(): boolean | Promise<boolean> {
    if (this.#isGiven) return true;
    const text = this.#events.text();
    if (!this.#events.ask(text)) return false;
    this.#isGiven = text === null || agreed().includes(text);
    if (this.#isGiven) return true;
    const answered = new Promise<boolean>((resolve) => this.#waiting.push(resolve));
    this.#events.changed();
    return answered;
  }

  /** Nobody is there to answer any more. */
  withdraw(): void {
    if (this.isAsking) this.answer(false);
  }

  /** The user's word. A no holds until something is wanted again. */
  answer(yes: boolean): void {
    const text = this.#events.text();
    this.#isGiven = yes;
    if (yes && text !== null) keep(text);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const tell of waiting) tell(yes);
    this.#events.changed();
  }
}

function agreed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  } catch {
    // Nothing can be kept here, or somebody else has written there: the user is asked again.
    return [];
  }
}

function keep(text: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...agreed().filter((each) => each !== text), text].slice(-MOST_KEPT)));
  } catch {
    // It holds until the page is closed.
  }
}

/** Texts kept, the last: a page has one at a time. More would fill what other scripts of the page have to share. */
const MOST_KEPT = 5;
