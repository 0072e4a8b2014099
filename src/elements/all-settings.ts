/** Settings as a whole: carried in a file, put back to Parley's own; and everything that is kept here, deleted. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { errorLine } from '../session/errors.ts';
import { settingsFrom, settingsToJson, type FiledSettings } from '../session/settings-files.ts';
import type { Settings } from '../session/settings.ts';
import type { Session } from '../session/view.ts';
import { panelParts } from './panel-parts.styles.ts';
import { part } from './parts.ts';
import { saveFile } from './save-file.ts';
import { tokens } from './tokens.styles.ts';
import { msg, str } from '../locales/words.ts';

/** What is asked, or was done. */
type State =
  | { is: 'idle'; line: string; undo?: Partial<Settings> }
  | { is: 'taking'; file: FiledSettings }
  | { is: 'deleting' }
  | { is: 'problem'; line: string };

/** Names for people, of those that are called otherwise than their fields. */
const names = (): Partial<Record<string, string>> => ({
  stt: msg('ears'),
  llm: msg('language model'),
  tts: msg('voice model'),
  own: msg('your own model'),
  systemPrompt: msg('instructions'),
  askAboveBytes: msg('ask before downloads above'),
  idleUnloadMinutes: msg('give memory back when idle for'),
  topP: msg('top-p'),
  contextTokens: msg('context length'),
  pageLanguage: msg('language of the page'),
});

export class AllSettings extends LitElement {
  static override properties = { control: { attribute: false }, state: { state: true } };
  static override styles = [
    tokens,
    panelParts,
    css`
      :host {
        display: grid;
        gap: 0.7rem;
      }
      p,
      ul {
        margin: 0;
        overflow-wrap: anywhere;
      }
      ul {
        padding-inline-start: 1.2rem;
      }
    `,
  ];

  declare control: Session | null;
  declare state: State;
  /** What had the focus before something else was shown. */
  #focused: Element | null = null;

  constructor() {
    super();
    this.control = null;
    this.state = { is: 'idle', line: '' };
  }

  override willUpdate(): void {
    this.#focused = (this.renderRoot as ShadowRoot | undefined)?.activeElement ?? null;
  }

  /** The answer to a question goes with its buttons: the focus goes to what was said of it. */
  override updated(): void {
    if (this.#focused && !this.#focused.isConnected) this.renderRoot.querySelector<HTMLElement>('[tabindex]')?.focus();
    this.#focused = null;
  }

  override render() {
    const { control } = this;
    if (!control) return null;
    return html`<div class="buttons">
        <button
          @click=${() => {
            saveFile('parley-settings.json', settingsToJson(control.settings));
          }}
        >
          ${msg('Export settings')}
        </button>
        <button @click=${() => this.renderRoot.querySelector('input')?.click()}>${msg('Import settings…')}</button>
        <input type="file" accept=".json,application/json" aria-label=${msg('File of settings')} hidden @change=${this.#import} />
        <button @click=${this.#reset}>${msg('Reset settings')}</button>
        <button
          @click=${() => {
            this.state = { is: 'deleting' };
          }}
        >
          ${msg('Delete everything…')}
        </button>
      </div>
      <p class="about">
        ${msg('An exported file has your instructions and personas in it, and no key of a server. Reset leaves your personas, conversations and models.')}
      </p>
      ${this.#renderState(control, this.state)}`;
  }

  #renderState(control: Session, state: State): TemplateResult {
    switch (state.is) {
      case 'idle': {
        const { line, undo } = state;
        return html`<p role="status" tabindex="-1" class="about">${line}</p>
          ${
            undo
              ? html`<div class="buttons">
                  ${this.#button(msg('Undo'), () => {
                    this.#use(undo, msg('As it was.'));
                  })}
                </div>`
              : null
          }`;
      }
      case 'taking': {
        const { settings, refused } = state.file;
        const changes = Object.entries(settings);
        const left = refused.length === 0 ? '' : msg(str`Of no use here: ${refused.join(', ')}.`);
        if (changes.length === 0) return html`<p role="status">${msg('Nothing in it is other than it is.')} ${left}</p>`;
        return html`<div role="group" aria-label=${msg('Settings of the file')}>
            <p>${msg('The file wants:')}</p>
            <ul>
              ${changes.map(([name, value]) => html`<li>${names()[name] ?? name}: ${inWords(value)}</li>`)}
            </ul>
            <p class="about">${left} ${msg('Use it only if you trust whoever made it.')}</p>
          </div>
          <div class="buttons">
            ${this.#button(msg('Use them'), () => {
              this.#use(settings, msg('They are in use.'));
            })}
            ${this.#button(msg('Don’t'), this.#nothing)}
          </div>`;
      }
      case 'deleting':
        return html`<p role="alert">
            ${msg('This deletes the models, the conversations, the settings, what was found out about this device, and the copy of the page that starts offline. It can’t be undone.')}
          </p>
          <div class="buttons">
            ${this.#button(msg('Delete all of it'), () => this.#deleteEverything(control))}
            ${this.#button(msg('Keep it'), this.#nothing)}
          </div>`;
      case 'problem':
        return html`<p role="alert" tabindex="-1" class="problem">${state.line}</p>`;
    }
  }

  #button(label: string, act: () => unknown): TemplateResult {
    return html`<button @click=${act}>${label}</button>`;
  }

  readonly #nothing = (): void => {
    this.state = { is: 'idle', line: '' };
  };

  readonly #reset = async (): Promise<void> => {
    const undo = (await this.control?.resetSettings()) ?? {};
    const isAnything = Object.keys(undo).length > 0;
    this.state = {
      is: 'idle',
      line: isAnything ? msg('All settings are Parley’s own.') : msg('They were Parley’s own already.'),
      ...(isAnything ? { undo } : {}),
    };
  };

  readonly #import = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file || !this.control) return;
    try {
      this.state = { is: 'taking', file: settingsFrom(await file.text(), this.control.settings) };
    } catch (error) {
      this.#fail(error);
    }
    // So that the same file can be chosen again.
    input.value = '';
  };

  #use(settings: Partial<Settings>, line: string): void {
    try {
      this.control?.change(settings);
      this.state = { is: 'idle', line };
    } catch (error) {
      this.#fail(error);
    }
  }

  async #deleteEverything(control: Session): Promise<void> {
    try {
      await control.deleteEverything();
      this.state = { is: 'idle', line: msg('Everything is deleted. What is loaded is used until this page is closed.') };
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.state = { is: 'problem', line: errorLine(error) };
  }
}

function inWords(value: unknown): string {
  if (value === '' || value === null) return msg('Parley’s choice');
  if (Array.isArray(value)) return msg(str`${value.length} in all`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

part('parley-all-settings', AllSettings);

declare global {
  interface HTMLElementTagNameMap {
    'parley-all-settings': AllSettings;
  }
}
