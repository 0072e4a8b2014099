/** The whole assistant as one element: what the app shows, and what another site can put into its own page. */
import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { readGiven } from '../session/given.ts';
import type { SessionOptions } from '../session/parts.ts';
import { createSession } from '../session/session.ts';
import type { Phase, Session } from '../session/view.ts';
import type { SettingsPanel } from './settings-panel.ts';
import './caption-log.ts';
import './notice-list.ts';
import './settings-panel.ts';
import './talk-button.ts';
import './text-box.ts';
import './timing-strip.ts';
import { follow } from './follow.ts';
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
 * default), `idle-unload-minutes`: what stands there the user can't change; `asset-base` (where Parley's files are),
 * `memory-id` (elements with different ones, at the same origin, have conversations of their own), `allow-software-gpu`.
 * `whole-page`: the element is all there is, so
 * its keys (hold Space to talk, Escape to stop the answer) work wherever the focus is.
 *
 * @cssproperty --parley-accent - Colour of the button and of the user's words.
 * @cssproperty --parley-background - Colour behind everything.
 * @cssproperty --parley-ink - Colour of text.
 * @cssproperty --parley-font - Font family.
 */
export class ParleyAssistant extends LitElement {
  static override properties = {
    control: { attribute: false },
    wholePage: { type: Boolean, attribute: 'whole-page' },
  };
  static override styles = [tokens, styles];

  /** The conversation; made from the attributes unless it is set before the element is connected. */
  declare control: Session | null;
  declare wholePage: boolean;
  /**
   * Parameters of the page's address; some of what they want takes a yes from the user first. Read when the element is connected: no reactive
   * property, since one that is set before the element comes to life has its value only later.
   */
  declare fromAddress?: URLSearchParams;
  /** The one that was made here, and ends here. */
  #own: Session | null = null;

  constructor() {
    super();
    this.control = null;
    this.wholePage = false;
    new KeyControls(this, {
      canHold: () => this.#isListening && !this.#settings?.isOpen,
      hold: (down) => this.control?.holdToTalk(down),
      // Escape closes the settings first.
      canStop: () => this.control !== null && isBusy(this.control.slices.phase.value) && !this.#settings?.isOpen,
      stop: () => this.control?.stop(),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.control) return;
    this.control = createSession(this.#options());
    this.#own = this.control;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('control') && this.control !== this.#own) this.#endOwn();
  }

  /** An element that is only moved keeps its conversation, and with it gigabytes that are loaded. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected || !this.#own) return;
      this.#endOwn();
      this.control = null;
    });
  }

  /** Being there is what makes `moveBefore` leave the element connected; there is nothing to do. */
  connectedMoveCallback(): void {}

  override render() {
    const { control } = this;
    if (!control) return null;
    const { slices } = control;
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
        ${follow(slices, ['models'], ({ models: { leaves } }) =>
          leaves === null
            ? html`<span class="private">Everything stays in this tab.</span>`
            : html`<strong class="leaves">Text and pictures go to ${leaves}.</strong>`,
        )}
        <button aria-label="Settings" title="Settings" aria-haspopup="dialog" @click=${() => this.#settings?.show()}>
          ${icons.settings}
        </button>
      </header>
      ${follow(slices, ['captions'], ({ captions }) =>
        captions.said.length === 0 && captions.live === null
          ? html`<div class="empty"><strong>Say something.</strong><span>Interrupt whenever you like.</span></div>`
          : html`<parley-caption-log .captions=${captions}></parley-caption-log>`,
      )}
      ${follow(slices, ['devices'], ({ devices: { camera, cameraStream } }) =>
        camera === 'on'
          ? html`<video autoplay muted playsinline .srcObject=${cameraStream} aria-label="What the camera sees"></video>`
          : null,
      )}
      <footer>
        ${this.#renderControls(control)}
        <p class="status" role="status">${follow(slices, ['phase', 'models', 'devices'], statusLine)}</p>
        <parley-timing-strip .timings=${follow(slices, ['timings'], ({ timings }) => timings)}></parley-timing-strip>
        ${follow(slices, ['models'], ({ models: { coming } }) =>
          coming
            ? html`<label class="coming">
                <progress max=${coming.totalBytes} .value=${coming.loadedBytes}></progress>
                ${comingLine(coming)}
              </label>`
            : null,
        )}
        <parley-notice-list .notices=${follow(slices, ['notices'], ({ notices }) => notices)}></parley-notice-list>
        <parley-text-box></parley-text-box>
      </footer>
      <parley-settings .control=${control}></parley-settings>
    </section>`;
  }

  #renderControls(control: Session): TemplateResult {
    const { slices } = control;
    return html`<div class="controls">
      <div class="side">
        ${follow(
          slices,
          ['devices'],
          ({ devices: { microphone, muted } }) =>
            html`<button
              aria-label="Mute microphone"
              title="Mute microphone"
              aria-pressed=${muted}
              ?disabled=${microphone !== 'on'}
              @click=${() => {
                control.setMuted(!muted);
              }}
            >
              ${muted ? icons.muted : icons.microphone}
            </button>`,
        )}
      </div>
      <parley-talk-button
        phase=${follow(slices, ['phase'], ({ phase }) => phase)}
        .level=${follow(slices, ['loudness'], ({ loudness }) => loudness)}
        .progress=${follow(slices, ['models'], ({ models }) => loadProgress(models))}
      ></parley-talk-button>
      <div class="side">
        ${follow(
          slices,
          ['devices'],
          ({ devices: { camera } }) =>
            html`<button
              aria-label="Camera"
              title="Camera"
              aria-pressed=${camera === 'on'}
              @click=${() => {
                control.setCamera(camera !== 'on' && camera !== 'starting');
              }}
            >
              ${icons.camera}
            </button>`,
        )}
        <button
          aria-label="Stop the answer"
          title="Stop the answer"
          ?disabled=${follow(slices, ['phase'], ({ phase }) => !isBusy(phase))}
          @click=${() => {
            control.stop();
          }}
        >
          ${icons.stop}
        </button>
      </div>
    </div>`;
  }

  #endOwn(): void {
    this.#own?.dispose();
    this.#own = null;
  }

  get #isListening(): boolean {
    return this.control?.slices.devices.value.microphone === 'on';
  }

  /** Whether the microphone is open, or being opened. */
  get #isWanted(): boolean {
    const { microphone = 'off' } = this.control?.slices.devices.value ?? {};
    return ['starting', 'on', 'silent', 'blocked'].includes(microphone);
  }

  get #settings(): SettingsPanel | null {
    return this.renderRoot.querySelector('parley-settings');
  }

  #options(): SessionOptions {
    const { settings, problems } = readGiven((name) => this.getAttribute(name));
    const address = readGiven((name) => this.fromAddress?.get(name) ?? null);
    const text = (name: string) => this.getAttribute(name) ?? undefined;
    const assetBase = text('asset-base');
    const memoryId = text('memory-id');
    return {
      ...settings,
      problems: [...problems, ...address.problems],
      fromAddress: address.settings,
      ...(assetBase === undefined ? {} : { assetBase }),
      ...(memoryId === undefined ? {} : { memoryId }),
      allowSoftwareGpu: this.hasAttribute('allow-software-gpu'),
    };
  }

  readonly #onToggle = (): void => {
    const { control } = this;
    if (!control) return;
    if (this.#isWanted) control.sleep();
    else void control.start();
  };
}

/** Whether there is an answer to stop. */
function isBusy(phase: Phase): boolean {
  return phase === 'thinking' || phase === 'speaking';
}

customElements.define('parley-assistant', ParleyAssistant);

declare global {
  interface HTMLElementTagNameMap {
    'parley-assistant': ParleyAssistant;
  }
}
