/** What is kept on this device, whether it stays, and what is missing for a start without a network. */
import { LitElement, css, html } from 'lit';
import type { AssistantControl, AssistantView } from '../session/view.ts';
import './stored-models.ts';
import { tokens } from './tokens.styles.ts';

export class StorageSection extends LitElement {
  static override properties = { control: { attribute: false }, view: { attribute: false }, isPersistent: { state: true } };
  static override styles = [
    tokens,
    css`
      :host {
        display: grid;
        gap: 0.9rem;
      }
      p {
        margin: 0;
        font-size: 0.85rem;
        line-height: 1.45;
        color: var(--quiet);
      }
    `,
  ];

  declare control: AssistantControl | null;
  declare view: AssistantView | null;
  /** Whether the browser has promised to keep what is stored; null while that is not known. */
  declare isPersistent: boolean | null;

  constructor() {
    super();
    this.control = null;
    this.view = null;
    this.isPersistent = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render() {
    return html`<parley-stored-models></parley-stored-models> ${
        this.isPersistent === null
          ? null
          : html`<p>
              ${
                this.isPersistent
                  ? 'What is stored is kept until you delete it.'
                  : 'The browser may clear what is stored when the disk is full.'
              }
            </p>`
      }`;
  }

  async #look(): Promise<void> {
    this.isPersistent = await navigator.storage.persisted().catch(() => null);
  }
}

customElements.define('parley-storage', StorageSection);

declare global {
  interface HTMLElementTagNameMap {
    'parley-storage': StorageSection;
  }
}
