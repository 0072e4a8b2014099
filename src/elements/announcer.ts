/** Says to screen readers what goes on. */
import { LitElement } from 'lit';
import type { Slices } from '../session/view.ts';
import { announce, NOTHING_HEARD, noteLines } from './announcing.ts';
import { part } from './parts.ts';

/** A state that is left sooner is not told, ms: the voice that follows would begin in the middle of it. */
const SETTLE_MS = 400;

/** How long a line stays in the page, ms. It is read when it comes; sooner, a browser that is busy would not have told of it. */
const STAYS_MS = 5_000;

export class Announcer extends LitElement {
  static override properties = { slices: { attribute: false } };

  declare slices: Slices | null;
  #heard = NOTHING_HEARD;
  #phase = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #following = new AbortController();

  constructor() {
    super();
    this.slices = null;
  }

  /** What is said is there as text, in no shadow. */
  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-live', 'polite');
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
    clearTimeout(this.#timer);
  }

  override updated(): void {
    this.#follow();
  }

  /** Says this, once. */
  say(line: string): void {
    const said = this.ownerDocument.createElement('p');
    said.textContent = line;
    this.append(said);
    setTimeout(() => {
      said.remove();
    }, STAYS_MS);
  }

  #follow(): void {
    this.#following.abort();
    this.#following = new AbortController();
    const { slices } = this;
    if (!slices || !this.isConnected) return;
    for (const name of ['phase', 'captions'] as const) slices[name].subscribe(this.#look, this.#following);
    this.#look();
  }

  readonly #look = (): void => {
    if (!this.slices) return;
    const { phase, captions, devices } = this.slices;
    const { lastId } = this.#heard;
    this.#heard = noteLines(this.#heard, { phase: phase.value, captions: captions.value, devices: devices.value });
    if (phase.value === this.#phase && this.#heard.lastId === lastId) return;
    this.#phase = phase.value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#announce, SETTLE_MS);
  };

  readonly #announce = (): void => {
    if (!this.slices) return;
    const { phase, captions, devices } = this.slices;
    const { heard, lines } = announce(this.#heard, {
      phase: phase.value,
      captions: captions.value,
      devices: devices.value,
    });
    this.#heard = heard;
    for (const line of lines) this.say(line);
  };
}

part('parley-announcer', Announcer);

declare global {
  interface HTMLElementTagNameMap {
    'parley-announcer': Announcer;
  }
}
