/** The keys, on a sheet. */
import { LitElement, css, html } from 'lit';
import { icons } from './icons.ts';
import { part } from './parts.ts';
import { tokens } from './tokens.styles.ts';
import { msg } from '../locales/words.ts';

const keys = (): readonly (readonly [keys: string, what: string])[] => [
  [msg('Space, held'), msg('Talk until you let go')],
  [msg('Escape'), msg('Stop the answer')],
  [msg('Enter'), msg('Send what is typed')],
  [msg('Shift Enter'), msg('A new line in it')],
  [msg('Ctrl V'), msg('Show a picture that was copied')],
  ['↑ ↓', msg('In the conversation: from one to the next, then Tab to copy, say again or ask again')],
  ['?', msg('This sheet')],
];

export class KeysSheet extends LitElement {
  static override styles = [
    tokens,
    css`
      dialog {
        inline-size: min(30rem, 100vw - 2rem);
        max-block-size: calc(100dvh - 2rem);
        box-sizing: border-box;
        padding: 0.6rem 1.4rem 1.4rem;
        border: 1px solid var(--line);
        border-radius: calc(var(--radius) + 4px);
        background: var(--paper);
        color: var(--ink);
        box-shadow: 0 24px 60px rgb(0 0 0 / 0.28);
      }
      dialog::backdrop {
        background: rgb(10 10 20 / 0.45);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      h2 {
        margin: 0;
        font-size: 1.1rem;
        font-weight: 650;
      }
      button {
        inline-size: 44px;
        block-size: 44px;
        padding: 0;
        display: grid;
        place-items: center;
        border: 0;
        border-radius: 50%;
        background: none;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.7rem 1.2rem;
        margin: 0.6rem 0 0;
        line-height: 1.4;
      }
      dt {
        white-space: nowrap;
      }
      kbd {
        font: inherit;
        font-size: 0.85rem;
        padding: 0.15rem 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: var(--raised);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any">
      <header>
        <h2 id="title">${msg('Keys')}</h2>
        <button aria-label=${msg('Close')} title=${msg('Close')} autofocus @click=${() => this.#dialog?.close()}>
          ${icons.close}
        </button>
      </header>
      <dl>
        ${keys().map(
          ([keys, what]) =>
            html`<dt><kbd>${keys}</kbd></dt>
              <dd>${what}</dd>`,
        )}
      </dl>
    </dialog>`;
  }

  get isOpen(): boolean {
    return this.#dialog?.open ?? false;
  }

  /** In front of the page; Escape, its button and a click beside it close it. */
  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.isOpen) this.#dialog?.showModal();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}

part('parley-keys', KeysSheet);

declare global {
  interface HTMLElementTagNameMap {
    'parley-keys': KeysSheet;
  }
}
