/** Lines that the user should read, each with what to do about it. */
import { LitElement, css, html } from 'lit';
import type { NoticeView } from '../session/view.ts';
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
        padding: 0;
        display: grid;
        gap: 0.4rem;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.9rem;
        padding: 0.55rem 0.9rem;
        border-radius: 10px;
        border: 1px solid var(--line);
        border-inline-start: 4px solid var(--quiet);
        background: var(--raised);
        font-size: 0.9rem;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .warning {
        border-inline-start-color: var(--warm);
      }
      .error {
        border-inline-start-color: var(--alarm);
      }
      p {
        flex: 1 1 14rem;
        margin: 0;
      }
      small {
        display: block;
        color: var(--quiet);
        font-size: 0.85rem;
      }
      button {
        min-block-size: 44px;
        padding: 0 1rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: none;
      }
    `,
  ];

  override render() {
    return html`<ul aria-live="polite">
      ${this.notices.map(
        ({ level, text, advice, action, dismiss }) =>
          html`<li class=${level} part="notice">
            <p>${text}${advice ? html`<small>${advice}</small>` : null}</p>
            ${[action, dismiss].map((each) => each && html`<button @click=${each.run}>${each.label}</button>`)}
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
