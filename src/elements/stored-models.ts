/** What was fetched from the hub and is kept on this device, with a way to be rid of it. */
import { LitElement, css, html } from 'lit';
import { errorLine } from '../session/errors.ts';
import { deleteModel, listModels, otherHost, parseModelKey, type StoredModel } from '../session/this-device.ts';
import { formatBytes } from '../text/bytes.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';
import { moment } from '../locales/formats.ts';
import { msg, str } from '../locales/words.ts';

/**
 * Shows the store as it was when `refresh` was called last; nothing while it is empty.
 *
 * @fires store-changed - A model was deleted.
 */
export class StoredModels extends LitElement {
  static override properties = { models: { state: true }, problem: { state: true } };
  declare models: readonly StoredModel[];
  declare problem: string;

  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        font-size: 0.9rem;
        color: var(--quiet);
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        text-align: start;
        padding-block-end: 0.3rem;
        font-size: 0.85rem;
      }
      td {
        text-align: start;
        padding-block: 0.4rem;
        padding-inline: 0 0.5rem;
        border-block-start: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      td:first-child {
        color: var(--ink);
      }
      td:last-child {
        text-align: end;
        padding-inline-end: 0;
      }
      button {
        font: inherit;
        color: inherit;
        background: none;
        border: 1px solid var(--edge);
        border-radius: 999px;
        padding: 0 0.9rem;
        min-block-size: 44px;
      }
    `,
  ];

  constructor() {
    super();
    this.models = [];
    this.problem = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.refresh();
  }

  /** Looks again at what is kept. Where the browser keeps no files there is nothing to show. */
  async refresh(): Promise<void> {
    this.models = await listModels().catch(() => []);
  }

  override render() {
    if (this.models.length === 0) return null;
    const total = this.models.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
    return html`<table>
        <caption>
          ${msg(str`Kept on this device: ${formatBytes(total)}`)}
        </caption>
        ${this.models.map(({ model, storedBytes, usedAt, files }) => {
          const state = files.every(({ isComplete }) => isComplete) ? '' : `, ${msg('not complete')}`;
          return html`<tr>
            <td>${nameOf(model)}</td>
            <td>${formatBytes(storedBytes)}${state}</td>
            <td>${msg(str`used ${moment(usedAt, { dateStyle: 'short' })}`)}</td>
            <td>
              <button aria-label=${msg(str`Delete ${nameOf(model)}`)} @click=${() => this.#delete(model)}>
                ${msg('Delete')}
              </button>
            </td>
          </tr>`;
        })}
      </table>
      ${this.problem === '' ? null : html`<p role="alert">${this.problem}</p>`}`;
  }

  async #delete(model: string): Promise<void> {
    try {
      await deleteModel(model);
      this.problem = '';
      this.dispatchEvent(new Event('store-changed'));
    } catch (error) {
      this.problem = errorLine(error);
    }
    await this.refresh();
  }
}

/** The repository, without the commit it is pinned to, and the host that it is from unless that is the default. */
function nameOf(model: string): string {
  const { repo, hub } = parseModelKey(model);
  const host = otherHost(hub);
  return host === null ? repo : msg(str`${repo} from ${host}`);
}

part('parley-stored-models', StoredModels);

declare global {
  interface HTMLElementTagNameMap {
    'parley-stored-models': StoredModels;
  }
}
