/**
 * The living centre of the page: starts and ends listening, and shows what is going on by form and movement. Whose voice is heard moves it, as loud
 * as it is.
 */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import type { DevicesView, Phase } from '../session/view.ts';
import { followLevel, LEVEL_MS, visibleLoudness } from './loudness.ts';
import { styles } from './talk-button.styles.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { isTalkKey, talkKeyLabel, TalkPress } from './talk-press.ts';
import { msg } from '../locales/words.ts';

const labels = (): Record<Phase, string> => ({
  asleep: msg('Start talking'),
  loading: msg('Loading. Press to stop'),
  ready: msg('Start talking'),
  listening: msg('Stop listening'),
  hearing: msg('Stop listening'),
  thinking: msg('Stop listening'),
  speaking: msg('Stop listening'),
  paused: msg('Stop listening'),
  trouble: msg('Try again'),
});

/** Length of the ring's line: its circle has a radius of 47. */
const AROUND = 2 * Math.PI * 47;

/**
 * @slot icon - Its picture.
 * @fires toggle-listening - The button was pressed.
 * @fires hold-to-talk - Held down (`detail: true`) or let go (`detail: false`).
 */
export class TalkButton extends LitElement {
  static override properties = {
    phase: { type: String, reflect: true },
    muted: { type: Boolean, reflect: true },
    hears: { type: Boolean, reflect: true },
    progress: { type: Number },
    talk: { type: String },
    held: { type: Boolean, reflect: true },
    voice: { attribute: false },
  };
  static override styles = [tokens, styles];

  declare phase: Phase;
  declare muted: boolean;
  /** While the models load: what is said is heard already. */
  declare hears: boolean;
  /** Of the models, 0..1. */
  declare progress: number;
  /** What the button is for while Parley listens: to stop that, or to talk. */
  declare talk: DevicesView['talk'];
  /** The talk key is down. */
  declare held: boolean;
  /** How loud Parley is now, RMS 0..1; asked before each step of the picture while it speaks. */
  declare voice: () => number;
  #level = 0;
  /** What is shown, 0..1: it runs after the true level. */
  #shown = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #press = new TalkPress({
    state: () => this,
    hold: (down) => {
      this.#tell('hold-to-talk', down);
    },
    toggleListening: () => {
      this.#tell('toggle-listening', null);
    },
  });

  constructor() {
    super();
    this.phase = 'asleep';
    this.muted = false;
    this.hears = false;
    this.progress = 0;
    this.talk = 'open';
    this.held = false;
    this.voice = () => 0;
  }

  /** Microphone loudness, RMS 0..1. Nothing is rendered for it: a step sets one custom property. */
  get level(): number {
    return this.#level;
  }

  set level(rms: number) {
    this.#level = rms;
    this.#move();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('phase')) this.#move();
  }

  override render() {
    const isKey = isTalkKey(this);
    const label = isKey ? talkKeyLabel(this.talk) : labels()[this.phase];
    return html`
      <span class="wave" part="meter"></span>
      <span class="wave second"></span>
      ${
        this.phase === 'loading'
          ? html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
              <circle cx="50" cy="50" r="47" />
              <circle
                class="done"
                cx="50"
                cy="50"
                r="47"
                stroke-dasharray=${AROUND}
                stroke-dashoffset=${AROUND * (1 - Math.max(0.02, this.progress))}
              />
            </svg>`
          : null
      }
      <button
        part="talk-button"
        aria-label=${label}
        aria-pressed=${isKey ? String(this.held) : nothing}
        title=${label}
        @click=${this.#press.click}
        @pointerdown=${this.#press.down}
        @pointerup=${this.#press.up}
        @pointercancel=${this.#press.up}
        @lostpointercapture=${this.#press.up}
        @pointerleave=${this.#press.leave}
        @contextmenu=${this.#press.menu}
      >
        <slot name="icon"></slot>
      </button>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#press.release();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Runs after the level, step by step, for as long as there is a way to go. Who wants no motion sees none. */
  #move(): void {
    if (this.isConnected) this.#timer ??= setTimeout(this.#step, LEVEL_MS);
  }

  readonly #step = (): void => {
    this.#timer = undefined;
    const isSpeaking = this.phase === 'speaking';
    const isCalm = this.#calm.matches;
    const rms = isSpeaking ? this.voice() : this.#level;
    const shown = followLevel(this.#shown, isCalm ? 0 : visibleLoudness(rms));
    const isThere = shown === this.#shown;
    if (!isThere) {
      this.#shown = shown;
      // A style that is set as an attribute is against a strict content policy.
      this.style.setProperty('--level', shown.toFixed(3));
    }
    if (!isCalm && (isSpeaking || !isThere)) this.#move();
  };

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

part('parley-talk-button', TalkButton);

declare global {
  interface HTMLElementTagNameMap {
    'parley-talk-button': TalkButton;
  }
}
