/** The heart of the page: starts and ends listening, and shows by its form what is going on. */
import { LitElement, css, html, nothing } from 'lit';
import type { DevicesView, Phase } from '../session/view.ts';
import { icons } from './icons.ts';
import { visibleLoudness } from './loudness.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { isTalkKey, talkKeyLabel, TalkPress } from './talk-press.ts';

const LABELS: Record<Phase, string> = {
  asleep: 'Start talking',
  loading: 'Loading. Press to stop',
  ready: 'Start talking',
  listening: 'Stop listening',
  hearing: 'Stop listening',
  thinking: 'Stop listening',
  speaking: 'Stop listening',
  trouble: 'Try again',
};

/**
 * @slot icon - Its picture.
 * @fires toggle-listening - The button was pressed.
 * @fires hold-to-talk - Held down (`detail: true`) or let go (`detail: false`).
 */
export class TalkButton extends LitElement {
  static override properties = {
    phase: { type: String, reflect: true },
    level: { type: Number },
    progress: { type: Number },
    talk: { type: String },
    held: { type: Boolean, reflect: true },
  };

  declare phase: Phase;
  /** Microphone loudness, RMS 0..1. */
  declare level: number;
  /** Of the models, 0..1. */
  declare progress: number;
  declare talk: DevicesView['talk'];
  /** The talk key is down. */
  declare held: boolean;
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
    this.level = 0;
    this.progress = 0;
    this.talk = 'open';
    this.held = false;
  }

  static override styles = [
    tokens,
    css`
      :host {
        display: inline-grid;
        place-items: center;
        --whole: var(--size, 11rem);
        inline-size: var(--whole);
        aspect-ratio: 1;
        --tint: var(--accent);
      }
      :host([phase='trouble']) {
        --tint: var(--alarm);
      }
      :host([phase='hearing']) {
        --tint: var(--calm);
      }
      :host([phase='speaking']) {
        --tint: var(--warm);
      }
      button,
      .halo,
      svg.ring {
        grid-area: 1 / 1;
      }
      button {
        inline-size: calc(var(--whole) * 0.64);
        aspect-ratio: 1;
        border: 0;
        border-radius: 50%;
        display: grid;
        place-items: center;
        color: var(--on-accent);
        background: radial-gradient(circle at 32% 26%, color-mix(in oklab, var(--tint), white 22%), var(--tint) 72%);
        box-shadow: 0 10px 30px color-mix(in oklab, var(--tint), transparent 65%);
        transition:
          background 0.3s,
          box-shadow 0.3s,
          transform 0.15s;
        touch-action: none;
        user-select: none;
        -webkit-touch-callout: none;
      }
      button:active {
        transform: scale(0.96);
      }
      button svg,
      ::slotted(*) {
        inline-size: 2.6rem;
        block-size: 2.6rem;
      }
      .halo {
        inline-size: calc(var(--whole) * 0.64);
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--tint);
        opacity: 0.16;
        pointer-events: none;
        transform: scale(calc(1 + var(--loudness, 0) * 0.55));
        transition: transform 0.12s ease-out;
      }
      svg.ring {
        inline-size: calc(var(--whole) * 0.85);
        block-size: calc(var(--whole) * 0.85);
        transform: rotate(-90deg);
        pointer-events: none;
        fill: none;
        stroke: var(--line);
        stroke-width: 3;
      }
      .ring .done {
        stroke: var(--tint);
        stroke-linecap: round;
        transition: stroke-dashoffset 0.3s;
      }
      :host([phase='thinking']) .halo,
      :host([phase='speaking']) .halo {
        animation: breathe 1.5s ease-in-out infinite alternate;
      }
      :host([phase='speaking']) .halo {
        animation-duration: 0.5s;
      }
      @keyframes breathe {
        from {
          transform: scale(1.06);
        }
        to {
          transform: scale(1.42);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .halo,
        button {
          animation: none !important;
          transition: none;
        }
      }
      @media (forced-colors: active) {
        button {
          border: 2px solid ButtonText;
        }
      }
    `,
  ];

  /** A style that is set as an attribute is against a strict content policy, Lit's `styleMap` among them. */
  override updated(): void {
    this.renderRoot.querySelector<HTMLElement>('.halo')?.style.setProperty('--loudness', String(visibleLoudness(this.level)));
  }

  override render() {
    const circumference = 2 * Math.PI * 72;
    const isKey = isTalkKey(this);
    const label = isKey ? talkKeyLabel(this.talk) : LABELS[this.phase];
    const picture = this.phase === 'speaking' ? icons.wave : icons.microphone;
    return html`
      <span class="halo" part="meter"></span>
      ${
        this.phase === 'loading'
          ? html`<svg class="ring" viewBox="0 0 150 150" aria-hidden="true">
              <circle cx="75" cy="75" r="72" />
              <circle
                class="done"
                cx="75"
                cy="75"
                r="72"
                stroke-dasharray=${circumference}
                stroke-dashoffset=${circumference * (1 - this.progress)}
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
        <slot name="icon">${picture}</slot>
      </button>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#press.release();
  }

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
