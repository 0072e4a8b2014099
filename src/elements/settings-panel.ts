/**
 * Everything that can be chosen and looked after, in a dialog, section by section (settings-sections.ts). All of it is in the page, so that the
 * browser’s own search finds it.
 */
import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { errorInWords, toErrorData } from '../session/errors.ts';
import { problemOf } from '../session/setting-problems.ts';
import type { ChosenSettings, SettingName, Settings } from '../session/settings.ts';
import type { Session } from '../session/view.ts';
import { follow } from './follow.ts';
import './notice-list.ts';
import { Panel } from './panel.ts';
import type { Fields } from './setting-fields.ts';
import { styles } from './settings-panel.styles.ts';
import { sections } from './settings-sections.ts';
import { part } from './parts.ts';
import { msg } from '../locales/words.ts';

export class SettingsPanel extends Panel {
  static override properties: PropertyDeclarations = { ...Panel.properties, problems: { state: true } };
  static override styles = [...Panel.styles, styles];

  declare problems: Partial<Record<SettingName, string>>;

  get heading(): string {
    return msg('Settings');
  }

  constructor() {
    super();
    this.problems = {};
  }

  protected override closed(): void {
    super.closed();
    this.problems = {};
  }

  protected override renderContent(control: Session): TemplateResult {
    const fields = (settings: ChosenSettings): Fields => ({ ...settings, problems: this.problems, change: this.#change });
    return html`<nav aria-label=${msg('Sections')}>
        ${sections().map(
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
        ${sections().map(({ id, title, render }) => section(id, title, render({ control, fields })))}
      </div>`;
  }

  readonly #change = <Name extends SettingName>(name: Name, value: Settings[Name]): void => {
    const problem = problemOf(name, value);
    try {
      if (problem === null) this.control?.change({ [name]: value });
      this.problems = { ...this.problems, [name]: problem ?? '' };
    } catch (error) {
      this.problems = { ...this.problems, [name]: errorInWords(toErrorData(error)).message };
    }
  };

  /** Brings a section to the top, and the focus to it: whoever goes on with the keyboard goes on there. */
  #goTo(id: string): void {
    const heading = this.renderRoot.querySelector<HTMLElement>(`#section-${id}`);
    heading?.focus({ preventScroll: true });
    heading?.closest('section')?.scrollIntoView({ block: 'start' });
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
