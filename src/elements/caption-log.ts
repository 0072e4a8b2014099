/** Both sides of the conversation as they come; what was not heard yet is dimmer than what was. */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CaptionsView, CaptionView } from '../session/view.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';

/** Closer to the end than this the reader is following, px. */
const FOLLOWING_PX = 48;

/** So many captions are shown at first, the newest. Fewer: the button for more is pressed often. More: each layout of the page takes longer. */
const WINDOW = 100;

export class CaptionLog extends LitElement {
  static override properties = { captions: { attribute: false }, mode: { type: String, reflect: true }, shown: { state: true } };

  declare captions: CaptionsView;
  /** `karaoke`: what was not heard yet is dimmer. */
  declare mode: 'karaoke' | 'sentence';
  /** How many of those that are said are shown, the newest. */
  declare shown: number;
  #following = true;
  /** Where it was scrolled to last, px. */
  #scrollTop = 0;
  /** The space for it changes too: notices come and go, the text box grows. */
  readonly #resized = new ResizeObserver(() => {
    this.#follow();
  });

  constructor() {
    super();
    this.captions = { said: [], live: null };
    this.mode = 'karaoke';
    this.shown = WINDOW;
  }

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
      }
      ol {
        list-style: none;
        margin: 0 auto;
        padding: 1rem;
        max-inline-size: 44rem;
        min-block-size: 100%;
        display: flex;
        flex-direction: column;
        justify-content: flex-end;
        gap: 0.7rem;
      }
      button {
        display: block;
        min-block-size: 44px;
        margin: 0.6rem auto 0;
        padding: 0 1rem;
        border: 1px solid var(--edge);
        border-radius: 999px;
        background: none;
      }
      li {
        max-inline-size: 84%;
        padding: 0.6rem 0.95rem;
        border-radius: var(--radius);
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      .words {
        white-space: pre-wrap;
      }
      .user {
        align-self: flex-end;
        background: color-mix(in oklab, var(--accent), transparent 86%);
        border-end-end-radius: 4px;
      }
      .assistant {
        align-self: flex-start;
        background: var(--raised);
        border: 1px solid var(--line);
        border-end-start-radius: 4px;
      }
      :host([mode='karaoke']) .ahead {
        color: var(--quiet);
      }
      .tag {
        display: block;
        margin-block-start: 0.25rem;
        font-size: 0.78rem;
        color: var(--quiet);
      }
      img {
        display: block;
        max-inline-size: 10rem;
        border-radius: 8px;
        margin-block-end: 0.4rem;
      }
      .tool {
        align-self: flex-start;
        padding: 0 0.35rem;
        font-size: 0.88rem;
        color: var(--quiet);
      }
      summary {
        min-block-size: 44px;
        align-content: center;
        cursor: pointer;
      }
      pre {
        margin: 0 0 0.4rem;
        padding: 0.5rem 0.7rem;
        border: 1px solid var(--line);
        border-radius: 8px;
        white-space: pre-wrap;
        font-size: 0.82rem;
      }
      .who {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('tabindex', '0');
    this.setAttribute('role', 'log');
    this.setAttribute('aria-label', 'Conversation');
    this.addEventListener('scroll', this.#onScroll);
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('scroll', this.#onScroll);
    this.#resized.disconnect();
  }

  override render() {
    const { said, live } = this.captions;
    const newest = said.slice(-this.shown);
    return html`${newest.length < said.length ? html`<button @click=${this.#showEarlier}>Show earlier</button>` : null}
      <ol>
        ${repeat(
          live ? [...newest, live] : newest,
          ({ id }) => id,
          // A caption is another object when there is something else to show of it.
          (caption) => guard([caption], () => item(caption)),
        )}
      </ol>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('captions')) return;
    this.#sweep();
    this.#follow();
  }

  /** What was in view stays where it is. */
  readonly #showEarlier = async (): Promise<void> => {
    const fromEnd = this.scrollHeight - this.scrollTop;
    this.shown += WINDOW;
    await this.updateComplete;
    this.scrollTop = this.scrollHeight - fromEnd;
    // The button is gone once there is nothing earlier, and the keyboard's place must not go with it.
    if (!this.renderRoot.querySelector('button')) this.focus();
  };

  /**
   * Takes away what lit 3.3.3 leaves of captions that have left: `removePart` forgets the comment behind each, so that a list whose oldest items go
   * would grow for ever. Those are the comments before the first caption that are neither the list's own marker nor that caption's.
   */
  #sweep(): void {
    const first = this.renderRoot.querySelector('li')?.previousSibling;
    for (let node = first?.previousSibling; node instanceof Comment && node.data === ''; node = first?.previousSibling)
      node.remove();
  }

  #follow(): void {
    const end = this.scrollHeight - this.clientHeight;
    if (this.#following && this.scrollTop < end) this.scrollTop = end;
  }

  /** Only scrolling up means that the reader wants to stay there: layout alone can move the end away too. */
  readonly #onScroll = (): void => {
    const { scrollTop } = this;
    if (this.scrollHeight - scrollTop - this.clientHeight < FOLLOWING_PX) this.#following = true;
    else if (scrollTop < this.#scrollTop) this.#following = false;
    this.#scrollTop = scrollTop;
  };
}

function item(caption: CaptionView): TemplateResult {
  return caption.call ? toolItem(caption, caption.call) : spokenItem(caption);
}

/** How a call went, in a word or two behind its line. */
const STATES: Readonly<Record<NonNullable<CaptionView['call']>['is'], string>> = {
  waiting: 'waits',
  asking: 'waits for your yes',
  running: 'under way…',
  done: 'done',
  failed: 'did not work',
  refused: 'not done',
  cancelled: 'interrupted',
  invalid: 'did not work',
};

function toolItem({ text }: CaptionView, { name, args, is, result }: NonNullable<CaptionView['call']>): TemplateResult {
  return html`<li class="tool" part="turn turn-tool">
    <details>
      <summary>${text} · ${STATES[is]}</summary>
      <pre>${name} ${JSON.stringify(args, null, 2)}</pre>
      ${result === null ? null : html`<pre>${result}</pre>`}
    </details>
  </li>`;
}

function spokenItem({ who, text, heard, state, imageUrl }: CaptionView): TemplateResult {
  return html`<li class=${who} part=${who === 'user' ? 'turn turn-user' : 'turn turn-model'}>
    <span class="who">${who === 'user' ? 'You: ' : 'Parley: '}</span
    >${imageUrl ? html`<img src=${imageUrl} alt="What the camera saw" />` : null}<span class="words">${text.slice(0, heard)}</span
    ><span class="words ahead">${text.slice(heard)}</span
    >${state === 'interrupted' ? html`<span class="tag">interrupted</span>` : null}
  </li>`;
}

part('parley-caption-log', CaptionLog);

declare global {
  interface HTMLElementTagNameMap {
    'parley-caption-log': CaptionLog;
  }
}
