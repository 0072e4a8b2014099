/** For those without a microphone, or with somebody asleep next door. */
import { LitElement, css, html } from 'lit';
import { icons } from './icons.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { msg } from '../locales/words.ts';

/**
 * @fires give-picture - `detail` is the file of a picture that goes along.
 * @fires send-text - `detail` is what was typed. Cancelled, it stays in the box.
 */
export class TextBox extends LitElement {
  static override properties = { alone: { type: Boolean } };

  /** There is no microphone beside it. */
  declare alone: boolean;

  constructor() {
    super();
    this.alone = false;
  }

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      /* What is typed in it is kept, whatever the page makes of its parts. */
      :host([hidden]) {
        display: none !important;
      }
      form {
        display: flex;
        align-items: end;
        gap: 0.4rem;
        padding: 0.3rem;
        border: 1px solid var(--edge);
        border-radius: 1.7rem;
        background: var(--raised);
      }
      /* One ring, around the whole of it. */
      form:has(textarea:focus-visible) {
        outline: 3px solid var(--accent);
        outline-offset: -1px;
      }
      textarea:focus-visible {
        outline: none;
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        field-sizing: content;
        max-block-size: 8rem;
        resize: none;
        border: 0;
        padding: 0.65rem 0.3rem;
        font: inherit;
        line-height: 1.35;
        color: inherit;
        background: none;
      }
      textarea::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      button {
        inline-size: 44px;
        block-size: 44px;
        flex: none;
        border: 0;
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: var(--accent);
        color: var(--on-accent);
      }
      /* It points to where the words go. */
      button:not(.plain):dir(rtl) {
        scale: -1 1;
      }
      .plain {
        color: var(--quiet);
        background: none;
      }
      .plain:hover {
        color: var(--ink);
      }
    `,
  ];

  override render() {
    return html`<form @submit=${this.#onSubmit}>
      <button class="plain" type="button" aria-label=${msg('Show a picture')} title=${msg('Show a picture')} @click=${this.#pick}>
        ${icons.add}
      </button>
      <input type="file" accept="image/*" hidden @change=${this.#onPicked} />
      <textarea
        rows="1"
        aria-label=${msg('Type a message')}
        placeholder=${this.alone ? msg('Type a message') : msg('…or type')}
        dir="auto"
        enterkeyhint="send"
        @keydown=${this.#onKey}
      ></textarea>
      <button aria-label=${msg('Send')} title=${msg('Send')}>${icons.send}</button>
    </form>`;
  }

  readonly #pick = (): void => {
    this.renderRoot.querySelector('input')?.click();
  };

  readonly #onPicked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const picture = input.files?.[0];
    if (picture) this.dispatchEvent(new CustomEvent('give-picture', { detail: picture, bubbles: true }));
    // The same one again is a choice too.
    input.value = '';
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // While an input method composes, Enter chooses a candidate.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTakenByIme(event)) return;
    event.preventDefault();
    this.send();
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.send();
  };

  /** Puts this there to be changed and sent; whatever was there gives way. */
  fill(text: string): void {
    const field = this.renderRoot.querySelector('textarea');
    if (!field) return;
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
  }

  /** Sends what is typed, if there is anything. */
  send(): void {
    const field = this.renderRoot.querySelector('textarea');
    const text = field?.value.trim() ?? '';
    if (!field || text === '') return;
    const event = new CustomEvent('send-text', { detail: text, bubbles: true, cancelable: true });
    if (this.dispatchEvent(event)) field.value = '';
  }

  /** It could not be sent after all: it is here again, before what was typed since. */
  giveBack(text: string): void {
    const field = this.renderRoot.querySelector('textarea');
    if (field) field.value = [text, field.value].filter(Boolean).join('\n');
  }
}

/** By the old code of every key that an input method takes, which is all that Safari says of the Enter that ends a composition. */
function isTakenByIme({ keyCode }: { keyCode?: number }): boolean {
  return keyCode === 229;
}

part('parley-text-box', TextBox);

declare global {
  interface HTMLElementTagNameMap {
    'parley-text-box': TextBox;
  }
}
