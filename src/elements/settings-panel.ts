/** Everything that can be chosen and looked after, in a dialog: voice and language, models, storage, the conversation. */
import { LitElement, html, type TemplateResult } from 'lit';
import { toErrorData } from '../session/errors.ts';
import { problemOf, type ChosenSettings, type SettingName, type Settings } from '../session/settings.ts';
import type { Session } from '../session/view.ts';
import { follow } from './follow.ts';
import { icons } from './icons.ts';
import { modelSection } from './model-section.ts';
import './notice-list.ts';
import { panelParts } from './panel-parts.styles.ts';
import type { Fields } from './setting-fields.ts';
import { styles } from './settings-panel.styles.ts';
import './storage-section.ts';
import { tokens } from './tokens.styles.ts';
import { voiceSection } from './voice-section.ts';
import { part } from './parts.ts';

/** Shows nothing before `show`. The page is out of reach while it is open; Escape, its button and a click beside it close it. */
export class SettingsPanel extends LitElement {
  static override properties = {
    control: { attribute: false },
    shown: { state: true },
    problems: { state: true },
    withWords: { state: true },
  };
  static override styles = [tokens, panelParts, styles];

  declare control: Session | null;
  declare shown: boolean;
  declare problems: Partial<Record<SettingName, string>>;
  declare withWords: boolean;

  constructor() {
    super();
    this.control = null;
    this.shown = false;
    this.problems = {};
    this.withWords = false;
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
        this.withWords = false;
      }}
    >
      ${this.shown && control ? this.#renderContent(control) : null}
    </dialog>`;
  }

  #renderContent(control: Session): TemplateResult {
    const { slices } = control;
    const fields = (settings: ChosenSettings): Fields => ({ ...settings, problems: this.problems, change: this.#change });
    return html`<header>
        <h2 id="title">Settings</h2>
        <button class="round" aria-label="Close" title="Close" autofocus @click=${() => this.#dialog?.close()}>
          ${icons.close}
        </button>
      </header>
      <div class="content">
        ${follow(slices, ['notices'], ({ notices }) =>
          notices.length > 0 ? html`<parley-notice-list exportparts="notice" .notices=${notices}></parley-notice-list>` : null,
        )}
        ${section(
          'Voice & language',
          follow(slices, ['settings'], ({ settings }) => voiceSection(fields(settings))),
        )}
        ${section(
          'Models',
          follow(slices, ['settings', 'models'], ({ settings, models }) =>
            modelSection(fields(settings), models, (key) => {
              control.testAgain(key);
            }),
          ),
        )}
        ${section('Storage', html`<parley-storage .control=${control}></parley-storage>`)}
        ${section('Conversation', this.#renderConversation(control))}
      </div>`;
  }

  #renderConversation(control: Session): TemplateResult {
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
            this.#saveRecording(control);
          }}
        >
          Save what happened
        </button>
        <button
          @click=${() => {
            control.clear();
          }}
        >
          Forget the conversation
        </button>
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

  #saveRecording(control: Session): void {
    const recording = JSON.stringify(control.recording(this.withWords));
    const link = this.ownerDocument.createElement('a');
    link.href = URL.createObjectURL(new Blob([recording], { type: 'application/json' }));
    link.download = 'parley-session.json';
    link.click();
    URL.revokeObjectURL(link.href);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }
}

function section(title: string, content: unknown): TemplateResult {
  return html`<section>
    <h3>${title}</h3>
    ${content}
  </section>`;
}

part('parley-settings', SettingsPanel);

declare global {
  interface HTMLElementTagNameMap {
    'parley-settings': SettingsPanel;
  }
}
