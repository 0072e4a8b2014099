/** What goes with the report of a problem. */
import { LitElement, css, html } from 'lit';
import type { Session } from '../session/view.ts';
import { copyText } from './copy-text.ts';
import { panelParts } from './panel-parts.styles.ts';
import { askForPanel } from './panels.ts';
import { part } from './parts.ts';
import { saveFile } from './save-file.ts';
import { tokens } from './tokens.styles.ts';
import { msg } from '../locales/words.ts';

export class HelpSection extends LitElement {
  static override properties = { control: { attribute: false }, withWords: { state: true }, copied: { state: true } };
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
  /** What became of the report that was asked for last. */
  declare copied: string;

  constructor() {
    super();
    this.control = null;
    this.withWords = false;
    this.copied = '';
  }

  override render() {
    return html`<p class="about">
        ${msg('A report has versions, models, the graphics card, notices and times in it, and no word that was said. Paste it where you tell of the problem.')}
      </p>
      <div class="buttons">
        <button @click=${this.#copy}>${msg('Copy a report')}</button>
        <button
          @click=${(event: Event) => {
            askForPanel(event.currentTarget as Element, 'timings');
          }}
        >
          ${msg('Where the time went…')}
        </button>
      </div>
      <p class="about" role="status">${this.copied}</p>
      <p class="about">
        ${msg('To go with the report of a problem: a file with every event of this visit and its time. It stays on this device until you hand it on.')}
      </p>
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.withWords}
          @change=${(event: Event) => {
            this.withWords = (event.target as HTMLInputElement).checked;
          }}
        />
        ${msg('with the words that were said')}
      </label>
      <div class="buttons">
        <button
          @click=${() => {
            if (this.control) saveFile('parley-session.json', JSON.stringify(this.control.recording(this.withWords)));
          }}
        >
          ${msg('Save what happened')}
        </button>
      </div>`;
  }

  readonly #copy = async (): Promise<void> => {
    const { control } = this;
    if (!control) return;
    const { makeReport } = await import('../session/report.ts');
    this.copied = await copyText(await makeReport(control), 'parley-report.json');
  };
}

part('parley-help', HelpSection);

declare global {
  interface HTMLElementTagNameMap {
    'parley-help': HelpSection;
  }
}
