/** What is kept on this device, whether it stays, and what to do so that no network is needed. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import type { Session, Shown } from '../session/view.ts';
import { isPersistent } from '../session/this-device.ts';
import './folder-copy.ts';
import { follow } from './follow.ts';
import { panelParts } from './panel-parts.styles.ts';
import { comingLine } from './status-line.ts';
import './stored-models.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { msg } from '../locales/words.ts';

export class StorageSection extends LitElement {
  static override properties = { control: { attribute: false }, isPersistent: { state: true } };
  static override styles = [
    tokens,
    panelParts,
    css`
      :host,
      .part {
        display: grid;
        gap: 0.7rem;
      }
      :host {
        gap: 1.3rem;
      }
    `,
  ];

  declare control: Session | null;
  /** Whether the browser has promised to keep what is stored; null while that is not known. */
  declare isPersistent: boolean | null;

  constructor() {
    super();
    this.control = null;
    this.isPersistent = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render() {
    const { control } = this;
    return html`<div class="part">
        <parley-stored-models @store-changed=${this.#onStoreChanged}></parley-stored-models>
        ${
          this.isPersistent === null
            ? null
            : html`<p class="about">
                ${
                  this.isPersistent
                    ? msg('What is stored is kept until you delete it.')
                    : msg('The browser may clear what is stored when the disk is full.')
                }
              </p>`
        }
      </div>
      ${control ? follow(control.slices, ['offline', 'models'], (shown) => renderOffline(control, shown)) : null}
      <parley-folder-copy @store-changed=${this.#onStoreChanged}></parley-folder-copy>`;
  }

  readonly #onStoreChanged = (): void => {
    this.control?.storeChanged();
    void this.#look();
  };

  async #look(): Promise<void> {
    void this.renderRoot.querySelector('parley-stored-models')?.refresh();
    this.isPersistent = await isPersistent();
  }
}

function renderOffline(control: Session, { offline, models: { coming } }: Pick<Shown, 'offline' | 'models'>): TemplateResult {
  const isPreparing = offline.is === 'preparing';
  return html`<div class="part">
    <p class="about">
      ${msg('Offline, Parley runs on what is on this device. This fetches all that is chosen above, whatever its size, and keeps the page too.')}
    </p>
    <div class="buttons">
      <button
        ?disabled=${isPreparing}
        @click=${(event: Event) => {
          if (mayLoad(event.currentTarget)) control.prepareOffline();
        }}
      >
        ${msg('Prepare offline')}
      </button>
    </div>
    ${
      isPreparing && coming
        ? html`<label class="progress">
            <progress max=${coming.totalBytes} .value=${coming.loadedBytes}></progress>
            ${comingLine(coming)}
          </label>`
        : null
    }
    <p class=${offline.is === 'failed' ? 'problem' : 'about'} role="status">${offline.about}</p>
  </div>`;
}

/** Asks whoever shows it; nobody's word is a yes. */
function mayLoad(button: EventTarget | null): boolean {
  return button?.dispatchEvent(new CustomEvent('prepare-offline', { bubbles: true, composed: true, cancelable: true })) !== false;
}

part('parley-storage', StorageSection);

declare global {
  interface HTMLElementTagNameMap {
    'parley-storage': StorageSection;
  }
}
