/** The whole assistant as one element: what the app shows, and what another site can put into its own page. */
import { LitElement, html, type PropertyValues } from 'lit';
import { createAssistant } from '../session/assistant.ts';
import type { AssistantControl, AssistantView } from '../session/view.ts';
import type { SettingsPanel } from './settings-panel.ts';
import './caption-log.ts';
import './notice-list.ts';
import './settings-panel.ts';
import './talk-button.ts';
import './text-box.ts';
import './timing-strip.ts';
import { icons } from './icons.ts';
import { KeyControls } from './key-controls.ts';
import { styles } from './parley-assistant.styles.ts';
import { comingLine, loadProgress, statusLine } from './status.ts';
import { tokens } from './tokens.styles.ts';

/**
 * A voice assistant. Nothing is loaded and no device is opened before the user presses its button or types.
 *
 * Attributes, read when the element is connected: `stt`, `llm`, `tts` (ids of the model table), `voice`, `speed`, `lang`,
 * `system-prompt`, `hub` (model hub, '' for none), `ask-above-mb` (bigger downloads of a model are asked about first, 100 by
 * default), `idle-unload-minutes`: what stands there the user can't change; `base` (where the app's files are),
 * `allow-software-gpu`. `whole-page`: the element is all there is, so
 * its keys (hold Space to talk, Escape to stop the answer) work wherever the focus is.
 *
 * @cssproperty --parley-accent - Colour of the button and of the user's words.
 * @cssproperty --parley-background - Colour behind everything.
 * @cssproperty --parley-ink - Colour of text.
 * @cssproperty --parley-font - Font family.
 */
export class ParleyAssistant extends LitElement {
  static override properties = { control: { attribute: false }, wholePage: { type: Boolean, attribute: 'whole-page' } };
  static override styles = [tokens, styles];

  /** The conversation; made from the attributes unless it is set before the element is connected. */
  declare control: AssistantControl | null;
  declare wholePage: boolean;
  #own = false;

  constructor() {
    super();
    this.control = null;
    this.wholePage = false;
    new KeyControls(this, {
      canHold: () => this.control?.view.microphone === 'on' && !this.#settings?.isOpen,
      hold: (down) => this.control?.holdToTalk(down),
      // Escape closes the settings first.
      canStop: () => this.control !== null && isBusy(this.control.view) && !this.#settings?.isOpen,
      stop: () => this.control?.stop(),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.control) {
      this.control = createAssistant(this.#options());
      this.#own = true;
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.control?.removeEventListener('change', this.#onChange);
    if (!this.#own) return;
    this.control?.dispose();
    this.control = null;
    this.#own = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('control')) return;
    changed.get('control')?.removeEventListener('change', this.#onChange);
    this.control?.addEventListener('change', this.#onChange);
  }

  override render() {
    const control = this.control;
    if (!control) return null;
    const view = control.view;
    const { phase, captions, muted, camera, coming, level, notices, timings } = view;
    return html`<section
      aria-label="Parley"
      @toggle-listening=${this.#onToggle}
      @hold-to-talk=${(event: CustomEvent<boolean>) => {
        control.holdToTalk(event.detail);
      }}
      @send-text=${(event: CustomEvent<string>) => {
        if (!control.sendText(event.detail)) event.preventDefault();
      }}
    >
      <header>
        <h1>Parley</h1>
        ${
          view.leaves === null
            ? html`<span class="private">Everything stays in this tab.</span>`
            : html`<strong class="leaves">Text and pictures go to ${view.leaves}.</strong>`
        }
        <button aria-label="Settings" title="Settings" aria-haspopup="dialog" @click=${() => this.#settings?.show()}>
          ${icons.settings}
        </button>
      </header>
      ${
        captions.length === 0
          ? html`<div class="empty"><strong>Say something.</strong><span>Interrupt whenever you like.</span></div>`
          : html`<parley-caption-log .captions=${captions}></parley-caption-log>`
      }
      ${camera === 'on' ? html`<video autoplay muted playsinline .srcObject=${view.cameraStream} aria-label="What the camera sees"></video>` : null}
      <footer>
        <div class="controls">
          <div class="side">
            <button
              aria-label="Mute microphone"
              title="Mute microphone"
              aria-pressed=${muted}
              ?disabled=${view.microphone !== 'on'}
              @click=${() => {
                control.setMuted(!muted);
              }}
            >
              ${muted ? icons.muted : icons.microphone}
            </button>
          </div>
          <parley-talk-button phase=${phase} .level=${level} .progress=${loadProgress(view)}></parley-talk-button>
          <div class="side">
            <button
              aria-label="Camera"
              title="Camera"
              aria-pressed=${camera === 'on'}
              @click=${() => {
                void control.setCamera(camera !== 'on');
              }}
            >
              ${icons.camera}
            </button>
            <button
              aria-label="Stop the answer"
              title="Stop the answer"
              ?disabled=${!isBusy(view)}
              @click=${() => {
                control.stop();
              }}
            >
              ${icons.stop}
            </button>
          </div>
        </div>
        <p class="status" role="status">${statusLine(view)}</p>
        <parley-timing-strip .timings=${timings}></parley-timing-strip>
        ${
          coming
            ? html`<label class="coming">
                <progress max=${coming.totalBytes} .value=${coming.loadedBytes}></progress>
                ${comingLine(coming)}
              </label>`
            : null
        }
        <parley-notice-list .notices=${notices}></parley-notice-list>
        <parley-text-box></parley-text-box>
      </footer>
      <parley-settings .control=${control} .view=${view}></parley-settings>
    </section>`;
  }

  get #settings(): SettingsPanel | null {
    return this.renderRoot.querySelector('parley-settings');
  }

  #options() {
    const attribute = (name: string) => this.getAttribute(name) ?? undefined;
    const entries = {
      stt: attribute('stt'),
      llm: attribute('llm'),
      tts: attribute('tts'),
      voice: attribute('voice'),
      language: attribute('lang'),
      systemPrompt: attribute('system-prompt'),
      base: attribute('base'),
      hub: attribute('hub'),
    };
    const number = (name: string) => {
      const value = Number.parseFloat(this.getAttribute(name) ?? '');
      return Number.isNaN(value) ? undefined : value;
    };
    const askAboveMb = number('ask-above-mb');
    const numbers = {
      speed: number('speed'),
      askAboveBytes: askAboveMb === undefined ? undefined : askAboveMb * 1e6,
      idleUnloadMinutes: number('idle-unload-minutes'),
    };
    const given = Object.fromEntries(Object.entries({ ...entries, ...numbers }).filter(([, value]) => value !== undefined));
    return { ...given, allowSoftwareGpu: this.hasAttribute('allow-software-gpu') };
  }

  readonly #onChange = (): void => {
    this.requestUpdate();
  };

  readonly #onToggle = (): void => {
    const { control } = this;
    if (!control) return;
    if (control.view.microphone === 'on') control.sleep();
    else void control.start();
  };
}

/** Whether there is an answer to stop. */
function isBusy({ phase }: AssistantView): boolean {
  return phase === 'thinking' || phase === 'speaking';
}

customElements.define('parley-assistant', ParleyAssistant);

declare global {
  interface HTMLElementTagNameMap {
    'parley-assistant': ParleyAssistant;
  }
}
