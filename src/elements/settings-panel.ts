/** Everything that can be chosen and looked after, in a dialog, section by section (settings-sections.ts). All of it is in the page, so that the browser's own search finds it. */
import { LitElement, html, type TemplateResult } from 'lit';
import { toErrorData } from '../session/errors.ts';
import { problemOf, type ChosenSettings, type SettingName, type Settings } from '../session/settings.ts';
import type { Session } from '../session/view.ts';
import { follow } from './follow.ts';
import { icons } from './icons.ts';
import './notice-list.ts';
import { panelParts } from './panel-parts.styles.ts';
import type { Fields } from './setting-fields.ts';
import { styles } from './settings-panel.styles.ts';
import { SECTIONS } from './settings-sections.ts';
import { tokens } from './tokens.styles.ts';
import { part } from './parts.ts';

/** Shows nothing before `show`. The page is out of reach while it is open; Escape, its button and a click beside it close it. */
export class SettingsPanel extends LitElement {
  static override properties = {
    control: { attribute: false },
    shown: { state: true },
    problems: { state: true },
  };
  static override styles = [tokens, panelParts, styles];

  declare control: Session | null;
  declare shown: boolean;
  declare problems: Partial<Record<SettingName, string>>;

  constructor() {
    super();
    this.control = null;
    this.shown = false;
    this.problems = {};
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
        this.shown = false;
        this.toggleAttribute('open', false);
        this.problems = {};
      }}
    >
      ${this.shown && control ? this.#renderContent(control) : null}
    </dialog>`;
  }

  #renderContent(control: Session): TemplateResult {
    const fields = (settings: ChosenSettings): Fields => ({ ...settings, problems: this.problems, change: this.#change });
    return html`<header>
        <h2 id="title">Settings</h2>
        <button class="round" aria-label="Close" title="Close" autofocus @click=${() => this.#dialog?.close()}>
          ${icons.close}
        </button>
      </header>
      <nav aria-label="Sections">
        ${SECTIONS.map(
          ({ id, title }) =>
            html`<button
              @click=${() => {
                this.#goTo(id);
              }}
            >
              ${title}
            </button>`,
        )}
      </nav>
      <div class="content">
        ${follow(control.slices, ['notices'], ({ notices }) =>
          notices.length > 0 ? html`<parley-notice-list exportparts="notice" .notices=${notices}></parley-notice-list>` : null,
        )}
        ${SECTIONS.map(({ id, title, render }) => section(id, title, render({ control, fields })))}
      </div>`;
  }

  readonly #change = <Name extends SettingName>(name: Name, value: Settings[Name]): void => {
    const problem = problemOf(name, value);
    try {
      if (problem === null) this.control?.change({ [name]: value });
      this.problems = { ...this.problems, [name]: problem ?? '' };
    } catch (error) {
      this.problems = { ...this.problems, [name]: toErrorData(error).message };
    }
  };

  /** Brings a section to the top, and the focus to it: whoever goes on with the keyboard goes on there. */
  #goTo(id: string): void {
    const heading = this.renderRoot.querySelector<HTMLElement>(`#section-${id}`);
    heading?.focus({ preventScroll: true });
    heading?.closest('section')?.scrollIntoView({ block: 'start' });
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}

function section(id: string, title: string, content: unknown): TemplateResult {
  return html`<section aria-labelledby="section-${id}">
    <h3 id="section-${id}" tabindex="-1">${title}</h3>
    ${content}
  </section>`;
}

part('parley-settings', SettingsPanel);

declare global {
  interface HTMLElementTagNameMap {
    'parley-settings': SettingsPanel;
  }
}
