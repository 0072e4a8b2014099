/** What goes with the report of a problem. */
import { LitElement, css, html } from 'lit';
import type { Session } from '../session/view.ts';
import { panelParts } from './panel-parts.styles.ts';
import { part } from './parts.ts';
import { saveFile } from './save-file.ts';
import { tokens } from './tokens.styles.ts';

export class HelpSection extends LitElement {
  static override properties = { control: { attribute: false }, withWords: { state: true } };
  static override styles = [
    tokens,
    panelParts,
    css`
      :host {
        display: grid;
        gap: 0.7rem;
      }
    `,
  ];

  declare control: Session | null;
  declare withWords: boolean;

  constructor() {
    super();
    this.control = null;
    this.withWords = false;
  }

  override render() {
    return html`<p class="about">
        To go with the report of a problem: a file with every event of this visit and its time. It stays on this device until you
        hand it on.
      </p>
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.withWords}
          @change=${(event: Event) => {
            this.withWords = (event.target as HTMLInputElement).checked;
          }}
        />
        with the words that were said
      </label>
      <div class="buttons">
        <button
          @click=${() => {
            if (this.control) saveFile('parley-session.json', JSON.stringify(this.control.recording(this.withWords)));
          }}
        >
          Save what happened
        </button>
      </div>`;
  }
}

part('parley-help', HelpSection);

declare global {
  interface HTMLElementTagNameMap {
    'parley-help': HelpSection;
  }
}
