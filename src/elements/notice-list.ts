/** Lines that the user should read, each with what to do about it. */
import { LitElement, css, html } from 'lit';
import type { NoticeView } from '../session/view.ts';
import { icons } from './icons.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';

export class NoticeList extends LitElement {
  static override properties = { notices: { attribute: false } };

  declare notices: readonly NoticeView[];

  constructor() {
    super();
    this.notices = [];
  }

  static override styles = [
    tokens,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0.3rem 0;
        display: grid;
        gap: 0.4rem;
      }
      li {
        --tint: var(--quiet);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.4rem 0.8rem;
        padding: 0.6rem 0.8rem;
        border-radius: var(--radius);
        border: 1px solid color-mix(in oklab, var(--tint), var(--line) 60%);
        background: color-mix(in oklab, var(--tint), var(--raised) 93%);
        font-size: 0.9rem;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .warning {
        --tint: var(--warm);
      }
      .error {
        --tint: var(--alarm);
      }
      .sign {
        display: grid;
        color: var(--tint);
        align-self: start;
      }
      p {
        margin: 0;
      }
      small {
        display: block;
        color: var(--quiet);
        font-size: 0.85rem;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
      }
      button {
        min-block-size: 44px;
        padding: 0 1rem;
        border: 1px solid var(--edge);
        border-radius: 999px;
        background: none;
      }
      .action {
        border-color: transparent;
        background: var(--ink);
        color: var(--paper);
      }
      @container (max-width: 40rem) {
        .ways {
          grid-column: 2 / -1;
        }
      }
    `,
  ];

  /** Style sheets outside can tell whether there is anything. */
  override updated(): void {
    this.toggleAttribute('filled', this.notices.length > 0);
  }

  override render() {
    return html`<ul aria-live="polite">
      ${this.notices.map(
        ({ level, text, advice, action, dismiss }) =>
          html`<li class=${level} part="notice">
            <span class="sign">${level === 'info' ? icons.info : icons.warning}</span>
            <p>${text}${advice ? html`<small>${advice}</small>` : null}</p>
            ${
              action || dismiss
                ? html`<span class="ways"
                    >${action ? html`<button class=${dismiss || level !== 'info' ? 'action' : ''} @click=${action.run}>${action.label}</button>` : null}${
                      dismiss ? html`<button @click=${dismiss.run}>${dismiss.label}</button>` : null
                    }</span
                  >`
                : null
            }
          </li>`,
      )}
    </ul>`;
  }
}

part('parley-notice-list', NoticeList);

declare global {
  interface HTMLElementTagNameMap {
    'parley-notice-list': NoticeList;
  }
}
