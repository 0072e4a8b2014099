/** The whole assistant as one element: what the app shows, and what another site can put into its own page. */
import type { PropertyValues } from 'lit';
import type { SessionOptions } from '../session/parts.ts';
import { SessionOnDemand } from '../session/session-on-demand.ts';
import { isSame } from '../session/slice.ts';
import { version } from '../session/version.ts';
import type { Session } from '../session/view.ts';
import type { ParleyEntry, ParleyMethods, ParleyState, ParleyTool } from './api.ts';
import { assistant, isBusy, type Actions } from './assistant-view.ts';
import { AssistantAttributes, givenTo, saysAnything } from './assistant-attributes.ts';
import { readLook, type Look } from './attributes.ts';
import { Consent } from './consent.ts';
import { hidden } from './hidden.styles.ts';
import { KeyControls } from './key-controls.ts';
import { LaterParts, conversationParts, type ConversationParts } from './later-parts.ts';
import './notice-list.ts';
import { styles } from './parley-assistant.styles.ts';
import { PageWords } from './page-words.ts';
import { Panels } from './panels.ts';
import { defineParts } from './parts.ts';
import { RegisteredTools } from './registered-tools.ts';
import './talk-button.ts';
import { Telling } from './telling.ts';
import { entryOf } from './told.ts';
import type { TextBox } from './text-box.ts';
import './text-box.ts';
import { talkPictureStyles } from './talk-picture.ts';
import { tokens } from './tokens.styles.ts';
import { optionsOf, wishesOf } from './wishes.ts';

/** What the page shows first goes first, and this waits for no longer than that, ms. */
const IDLE_PATIENCE_MS = 1_000;

/** Properties that a session is made with: it takes another one to change them. */
const FOR_A_NEW_SESSION = ['assetBase', 'memoryId', 'allowSoftwareGpu'] as const;

/**
 * A voice assistant. Nothing is loaded and no device is opened before the user presses its button or types, or the page asks for it. What a page
 * can set, hear and ask is in api.ts, with `lang`, which is a property of every element: it is what the user speaks, and `page-language` what is read.
 *
 * @attribute lang - Language that the user speaks, as a tag like `en` or `pt-BR`, or `auto`: found out of each turn; `en` by default.
 * @attribute state - What Parley is doing, as `getState` has it. To be read only.
 * @attribute data-muted - There while the microphone is muted. To be read only.
 * @cssstate idle
 * @cssstate loading
 * @cssstate listening
 * @cssstate hearing
 * @cssstate thinking
 * @cssstate speaking
 * @cssstate paused
 * @cssstate trouble
 * @cssstate muted - The user has muted the microphone.
 * @slot header - In place of the name.
 * @slot empty - Shown before anything was said.
 * @slot consent - What the user has to agree to, in place of `consent-text`.
 * @slot footer - Below everything.
 * @slot icon-talk - The picture on the big button.
 * @csspart root - Everything.
 * @csspart captions - What was said.
 * @csspart turn - Something that was said.
 * @csspart turn-user - Something that the user said.
 * @csspart turn-model - Something that Parley said.
 * @csspart turn-tool - Something that Parley did, by a tool.
 * @csspart talk-button - The big button.
 * @csspart meter - The ring around it, which shows how loud it is.
 * @csspart text-box - Where the user types.
 * @csspart notice - A line that the user should read.
 * @csspart consent - What the user is asked to agree to.
 * @csspart settings - The dialog of the settings.
 * @cssproperty --parley-accent - Colour of the button and of the user's words.
 * @cssproperty --parley-background - Colour behind everything.
 * @cssproperty --parley-ink - Colour of text.
 * @cssproperty --parley-font - Font family.
 * @cssproperty --parley-radius - Of corners.
 */
export class ParleyAssistant extends AssistantAttributes implements ParleyMethods {
  static readonly version: string = version;
  static override properties = { control: { attribute: false } };
  static override styles = [tokens, hidden, styles, talkPictureStyles];

  /** The conversation; made from the attributes unless it is set before the element is connected. */
  declare control: Session | null;
  /**
   * Parameters of the page's address; some of what they want takes a yes from the user first. Read when the element is connected: no reactive
   * property, since one that is set before the element comes to life has its value only later.
   */
  declare fromAddress?: URLSearchParams;
  /** The one that was made here, and ends here. */
  #own: SessionOnDemand | null = null;
  /** What that was made with. */
  #madeWith: SessionOptions | null = null;
  readonly #later = new LaterParts((isNew) => {
    if (isNew) {
      const { id, level, text: message, advice } = isNew;
      this.#telling.tell('parley-error', { id, level, message, advice });
    }
    this.requestUpdate();
  });
  readonly #panels = new Panels(this, this.#later);
  /** What shows and tells a conversation, once it was fetched. */
  #parts: ConversationParts | null = null;
  #look: Look = readLook(() => null).look;
  /** What this machine can do is there to be shown. */
  #hasWelcome = false;
  #isGreeted = false;
  /** Whether the page was told that methods do something. */
  #isReady = false;
  readonly #words = new PageWords(this);
  readonly #telling: Telling;
  readonly #tools = new RegisteredTools(() => {
    this.#tellTools();
  });
  /** Whether the conversation was told anything of tools: without any there is nothing to tell. */
  #hasToldTools = false;
  readonly #consent: Consent;

  constructor() {
    super();
    defineParts();
    this.control = null;
    this.#telling = new Telling(this, (state) => {
      if (state === 'listening') this.#greet();
    });
    this.#consent = new Consent({
      text: () => this.#consentText,
      ask: (text) => this.#telling.tell('parley-consent', { text }, true),
      changed: () => {
        this.requestUpdate();
      },
    });
    // Before the press is over, or the first letter is typed.
    for (const name of ['pointerdown', 'focusin']) this.addEventListener(name, this.#fetchOwn);
    new KeyControls(this, {
      canHold: () => this.#isListening && !this.#panels.isOpen,
      talk: () => this.control?.slices.devices.value.talk ?? 'open',
      hold: (down, forMs) => this.control?.holdToTalk(down, forMs),
      // Escape closes what lies over the page first.
      canStop: () => this.control !== null && isBusy(this.control.slices.phase.value) && !this.#panels.isOpen,
      stop: () => this.control?.stop(),
      help: () => void this.#panels.showKeys(),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.control) this.#makeOwn();
    else if (this.hasUpdated) this.#telling.follow(this.control);
  }

  /** The first picture is in the right language. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await this.#words.known();
    await super.scheduleUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (this.#own && this.control === this.#own) this.#useAttributes(changed);
    if (changed.has('control') && this.control !== this.#own) {
      this.#endOwn();
      if (this.control) void this.#bringConversation();
    }
    this.#look = readLook(givenTo(this)).look;
    if (changed.has('control')) this.#telling.follow(this.control);
    if (changed.has('control')) this.#hasToldTools = false;
    if ((['control', 'usePageTools', 'confirmTools'] as const).some((name) => changed.has(name))) this.#tellTools();
    if (changed.has('mode') && this.#look.mode === 'text' && this.#isWanted) this.control?.sleep();
  }

  override updated(): void {
    if (!this.#isReady && this.control && this.isConnected) {
      this.#isReady = true;
      this.#telling.tell('parley-ready', { version });
      if (this.wholePage) whenIdle(() => void this.#bringWelcome());
    }
    if (this.#consent.isAsking) this.renderRoot.querySelector<HTMLElement>('.agree')?.focus();
  }

  /** An element that is only moved keeps its conversation, and with it gigabytes that are loaded. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#consent.withdraw();
      this.#telling.follow(null);
      if (!this.#own) return;
      this.#endOwn();
      this.control = null;
      this.#isReady = false;
    });
  }

  /** Being there is what makes `moveBefore` leave the element connected; there is nothing to do. */
  connectedMoveCallback(): void {}

  startConversation(): Promise<boolean> {
    return this.#ifAgreed(() => this.#start());
  }

  stopConversation(): void {
    this.control?.sleep();
  }

  async sendText(text: string): Promise<boolean> {
    return isText(text) && this.#ifAgreed((control) => control.sendText(text));
  }

  async sayText(text: string): Promise<boolean> {
    return (
      isText(text) &&
      this.#ifAgreed((control) => {
        control.say(text);
      })
    );
  }

  interruptReply(): void {
    this.control?.stop();
  }

  addContext(text: string): boolean {
    return isText(text) && (this.control?.addContext(text) ?? false);
  }

  registerTool(tool: ParleyTool, { signal }: { signal?: AbortSignal } = {}): void {
    this.#tools.add(tool, signal);
  }

  setTools(tools: readonly ParleyTool[]): void {
    this.#tools.set(tools);
  }

  getHistory(): ParleyEntry[] {
    this.#fetchOwn();
    const { said = [] } = this.control?.slices.captions.value ?? {};
    return said.flatMap((caption) => entryOf(caption) ?? []);
  }

  clearHistory(): void {
    this.control?.clear();
  }

  preloadModels(): Promise<boolean> {
    return this.#ifAgreed((control) => control.preload());
  }

  openSettings(): void {
    this.#fetchOwn();
    void this.#panels.showSettings();
  }

  getState(): ParleyState {
    return this.#telling.state;
  }

  override render() {
    const { control } = this;
    if (!control) return null;
    const shows = {
      look: this.#look,
      isAskingConsent: this.#consent.isAsking,
      consentText: givenTo(this)('consent-text'),
      allowsSoftware: this.allowSoftwareGpu,
      hasWelcome: this.#hasWelcome,
      parts: this.#parts,
      notice: this.#later.notice,
    };
    return assistant(control, shows, this.#actions);
  }

  readonly #actions: Actions = {
    toggle: () => {
      if (this.#isWanted) this.control?.sleep();
      else void this.startConversation();
    },
    hold: (down) => this.control?.holdToTalk(down),
    send: (text) => {
      const may = this.#consent.pass();
      if (typeof may === 'boolean') return may && this.#send(text);
      // It stays in its box meanwhile, so that nothing is lost by a no.
      void may.then((yes) => {
        if (yes) this.#textBox?.send();
      });
      return false;
    },
    camera: (on, isScreen) => {
      void this.#ifAgreed((control) => {
        control.setCamera(on, isScreen);
      });
    },
    picture: (picture) => {
      void this.control?.showPicture(picture);
    },
    keys: () => {
      void this.#panels.showKeys();
    },
    sayAgain: (text) => {
      void this.sayText(text);
    },
    askAgain: (text) => {
      if (this.#look.mode !== 'voice') this.#textBox?.fill(text);
      else void this.sendText(text);
    },
    announce: (line) => {
      this.renderRoot.querySelector('parley-announcer')?.say(line);
    },
    settings: () => {
      this.openSettings();
    },
    panel: (name) => {
      void this.#panels.show(name);
    },
    consent: (yes) => {
      this.#consent.answer(yes);
    },
    prepareOffline: () => {
      const may = this.#consent.pass();
      if (typeof may === 'boolean') return may;
      // What is to be agreed to is behind them.
      this.#panels.closeSettings();
      void may.then((yes) => {
        if (yes) this.control?.prepareOffline();
      });
      return false;
    },
  };

  /** Does it in the gesture that is under way, where nobody has to be asked. False where it may not be done, or could not. */
  async #ifAgreed(act: (control: Session) => unknown): Promise<boolean> {
    let may = this.#consent.pass();
    if (typeof may !== 'boolean') may = await may;
    const { control } = this;
    if (!may || !control) return false;
    return (await act(control)) !== false && this.control === control;
  }

  /** False where the text has to stay in its box. Where that is not known yet, it comes back to it if it must. */
  #send(text: string): boolean {
    const sent = this.control?.sendText(text) ?? false;
    if (typeof sent === 'boolean') return sent;
    void sent.then((isSent) => {
      if (!isSent) this.#textBox?.giveBack(text);
    });
    return true;
  }

  readonly #fetchOwn = (): void => {
    if (!this.#own) return;
    void this.#own.fetch();
    void this.#bringConversation();
  };

  async #bringConversation(): Promise<void> {
    if (!(await this.#later.has('parley-caption-log', () => void this.#bringConversation()))) return;
    const parts = await conversationParts();
    if (this.#parts) return;
    this.#parts = parts;
    new parts.Awake(this);
    this.requestUpdate();
  }

  async #start(): Promise<void> {
    if (this.#look.mode !== 'text') return this.control?.start();
    const { control } = this;
    await control?.preload();
    if (this.control === control) this.#greet();
  }

  #greet(): void {
    const { control } = this;
    const greeting = givenTo(this)('greeting');
    if (this.#isGreeted || !control) return;
    this.#isGreeted = true;
    const { said, live } = control.slices.captions.value;
    if (greeting && said.length === 0 && !live) control.say(greeting);
  }

  #tellTools(): void {
    const { control, usePageTools: pageTools, confirmTools: confirm } = this;
    const { all } = this.#tools;
    if (!control || !(this.#hasToldTools || all.length > 0 || pageTools || confirm)) return;
    this.#hasToldTools = true;
    control.setTools(all, { pageTools, confirm });
  }

  #makeOwn(): void {
    this.#madeWith = optionsOf(this, this.fromAddress);
    this.#own = new SessionOnDemand(this.#madeWith);
    this.control = this.#own;
    if (this.wholePage) whenIdle(this.#fetchOwn);
  }

  #endOwn(): void {
    this.#own?.dispose();
    this.#own = null;
  }

  /** What has changed counts from now on; what a session is made with makes another one, as long as nothing has been loaded. */
  #useAttributes(changed: PropertyValues<this>): void {
    // Read where it is asked for: most updates are about something else.
    const options = () => optionsOf(this, this.fromAddress);
    const madeWith = this.#madeWith;
    // At first it is what the session was made with, but for properties that were set before the element came to life, or since.
    if (!this.hasUpdated && isSame(options(), madeWith)) return;
    const isAsleep = this.#own?.slices.phase.value === 'asleep';
    if (isAsleep && FOR_A_NEW_SESSION.some((name) => changed.has(name) && options()[name] !== madeWith?.[name])) {
      this.#endOwn();
      this.#makeOwn();
      this.#telling.follow(this.control);
    } else if (saysAnything(changed)) {
      const { settings, problems } = wishesOf(this, this.fromAddress);
      this.#own?.give(settings, problems);
    }
  }

  /** What this machine can do is fetched once the page itself is there. On pages of others, the element says nothing of it. */
  async #bringWelcome(): Promise<void> {
    if (!(await this.#later.has('parley-welcome', () => void this.#bringWelcome()))) return;
    this.#hasWelcome = true;
    this.requestUpdate();
  }

  get #consentText(): string | null {
    const slotted = this.querySelector(':scope > [slot="consent"]')?.textContent.trim();
    return slotted ?? (givenTo(this)('consent-text') || null);
  }

  get #isListening(): boolean {
    return this.control?.slices.devices.value.microphone === 'on';
  }

  /** Whether the microphone is open, or being opened. */
  get #isWanted(): boolean {
    const { microphone = 'off' } = this.control?.slices.devices.value ?? {};
    return ['starting', 'on', 'silent', 'blocked'].includes(microphone);
  }

  get #textBox(): TextBox | null {
    return this.renderRoot.querySelector('parley-text-box');
  }
}

/** Scripts of the page are not all checked by a compiler. */
function isText(text: unknown): text is string {
  if (typeof text === 'string') return true;
  console.warn(`Parley was given a text that is none, but of the type ${typeof text}.`);
  return false;
}

/** Once, when the page has nothing better to do: Safari has no word for that. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: IDLE_PATIENCE_MS });
  else setTimeout(act, IDLE_PATIENCE_MS);
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-assistant': ParleyAssistant;
  }
}
