/** A dialog in front of the page, as the settings are. The page is out of reach while it is open; Escape, its button and a click beside it close it. */
import { LitElement, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Session } from '../session/view.ts';
import { icons } from './icons.ts';
import { panelParts } from './panel-parts.styles.ts';
import { panelStyles } from './panel.styles.ts';
import { tokens } from './tokens.styles.ts';
import { msg } from '../locales/words.ts';

/** Shows nothing before `show`. The attribute `open` is there while it is in front of the page. */
export abstract class Panel extends LitElement {
  static override properties: PropertyDeclarations = { control: { attribute: false }, shown: { state: true } };
  static override styles = [tokens, panelParts, panelStyles];

  declare control: Session | null;
  declare shown: boolean;

  constructor() {
    super();
    this.control = null;
    this.shown = false;
  }

  /** What it is called. */
  abstract get heading(): string;

  protected abstract renderContent(control: Session): TemplateResult;

  /** It is closed: what was only for this time goes. */
  protected closed(): void {
    this.shown = false;
    this.toggleAttribute('open', false);
  }

  /** Whether it is in front of the page now: its `close` event comes some time after it is closed. */
  get isOpen(): boolean {
    return this.#dialog?.open ?? false;
  }

  /** Opens it. */
  async show(): Promise<void> {
    this.shown = true;
    this.toggleAttribute('open', true);
    await this.updateComplete;
    const dialog = this.#dialog;
    if (!dialog?.open) dialog?.showModal();
  }

  close(): void {
    this.#dialog?.close();
  }

  /** What is taken off the page lies over nothing any more. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.toggleAttribute('open', false);
  }

  override render() {
    const { control } = this;
    return html`<dialog
      part="settings"
      aria-labelledby="title"
      closedby="any"
      @close=${() => {
        this.closed();
      }}
    >
      ${
        this.shown && control
          ? html`<header>
                <h2 id="title">${this.heading}</h2>
                <button
                  class="round"
                  aria-label=${msg('Close')}
                  title=${msg('Close')}
                  autofocus
                  @click=${() => {
                    this.close();
                  }}
                >
                  ${icons.close}
                </button>
              </header>
              ${this.renderContent(control)}`
          : null
      }
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}
