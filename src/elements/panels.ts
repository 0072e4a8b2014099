/** The dialogs of the assistant: asking for them, and opening them. */
import type { Session } from '../session/view.ts';
import type { KeysSheet } from './keys-sheet.ts';
import type { LaterParts } from './later-parts.ts';
import type { Panel } from './panel.ts';
import type { SettingsPanel } from './settings-panel.ts';

export type PanelName = 'conversations' | 'timings';

/** Asks whatever stands around for a panel. */
export function askForPanel(from: EventTarget, name: PanelName): void {
  from.dispatchEvent(new CustomEvent<PanelName>('open-panel', { detail: name, bubbles: true, composed: true }));
}

type Host = { readonly renderRoot: ParentNode; readonly control: Session | null };

/** The dialogs over the page, each of which is fetched when it is opened for the first time. */
export class Panels {
  readonly #host: Host;
  readonly #parts: LaterParts;

  constructor(host: Host, parts: LaterParts) {
    this.#host = host;
    this.#parts = parts;
  }

  /** Whether one of them lies over the page. */
  get isOpen(): boolean {
    return [...(this.#root?.children ?? [])].some((each) => (each as { isOpen?: boolean }).isOpen);
  }

  async showSettings(): Promise<void> {
    if (await this.#parts.has('parley-settings', () => void this.showSettings()))
      await this.#oneOf<SettingsPanel>('parley-settings')?.show();
  }

  closeSettings(): void {
    this.#oneOf<SettingsPanel>('parley-settings')?.close();
  }

  async showKeys(): Promise<void> {
    if (!(await this.#parts.has('parley-keys', () => void this.showKeys()))) return;
    await this.#oneOf<KeysSheet>('parley-keys')?.show();
  }

  async show(name: PanelName): Promise<void> {
    const tag = `parley-${name}` as const;
    const { control } = this.#host;
    if (!(await this.#parts.has(tag, () => void this.show(name))) || !control) return;
    const panel = this.#oneOf<Panel>(tag);
    if (!panel) return;
    panel.setAttribute('exportparts', 'settings, notice');
    panel.control = control;
    await panel.show();
  }

  /** There is one of each, from the first time on; the settings are there always. */
  #oneOf<Kind extends HTMLElement>(tag: string): Kind | null {
    const root = this.#root;
    return root && (root.querySelector<Kind>(`:scope > ${tag}`) ?? (root.appendChild(document.createElement(tag)) as Kind));
  }

  get #root(): Element | null {
    return this.#host.renderRoot.querySelector('section');
  }
}
