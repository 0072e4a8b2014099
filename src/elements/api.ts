/**
 * Everything that a page can set, hear and ask of `<parley-assistant>`, as types and nothing else. It becomes the package's own types as it stands, and
 * custom-elements.json and docs/element.md are made from what is written here and above the class.
 */

/** What Parley is doing. `loading`: models are on their way. `hearing`: the user speaks. `paused`: the user speaks into an answer, which waits. `trouble`: it can't go on, and a notice says why. */
export type ParleyState = 'idle' | 'loading' | 'listening' | 'hearing' | 'thinking' | 'speaking' | 'paused' | 'trouble';

/**
 * Something that was said, or done. `interrupted`: `text` is what was heard of an answer that was cut off. With `role` `tool` it is a call that is over, before
 * the words of its turn: `text` has it in words for the user.
 */
export interface ParleyEntry {
  role: 'user' | 'assistant' | 'tool';
  text: string;
  turn: number;
  interrupted: boolean;
  /** With `role` `tool` alone. */
  call?: ParleyCall;
}

/** How a call of a tool went. `result`: JSON, as the language model was told. */
export interface ParleyCall {
  name: string;
  arguments: Record<string, unknown>;
  outcome: 'done' | 'failed' | 'refused' | 'cancelled';
  result: string;
}

/** Something that Parley can do in the page, in the shape of WebMCP’s tools. */
export interface ParleyTool {
  /** Letters, digits, `_`, `-` and `.`, at most 64. */
  readonly name: string;
  /** For the user; the name in words where it is missing. */
  readonly title?: string;
  /** For the language model: what it does, and when to use it. At most 1,000 characters. */
  readonly description: string;
  /** JSON Schema of an object of arguments, at most 2,800 characters; without one there are none. */
  readonly inputSchema?: object;
  /**
   * Does it. What it returns, or resolves with, is told to the model as JSON, 1,500 characters at most; what it throws, as an error. `signal` is aborted where
   * the user interrupts, or after 30 seconds.
   */
  readonly execute: (args: Record<string, unknown>, context: { readonly signal: AbortSignal }) => unknown;
  /**
   * `readOnlyHint`: it only looks. `consequentialHint`: the user is asked before each call. `untrustedContentHint`: what it answers was written by
   * strangers.
   */
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly consequentialHint?: boolean;
    readonly untrustedContentHint?: boolean;
  };
}

/**
 * Each is an attribute too, and read whenever it changes; null where nothing is set. What can't be used counts for nothing, and is named by a notice
 * and a `parley-error`. Of the settings among them the user can't change what is set.
 */
export interface ParleyProperties {
  /** Model that hears, an id of docs/models.md; otherwise what suits the device. */
  stt: string | null;
  /** Language model, an id of docs/models.md; otherwise what suits the device. */
  llm: string | null;
  /** Model that speaks, an id of docs/models.md; otherwise what suits the device. */
  tts: string | null;
  /** Voice of Kokoro’s, `af_heart` by default. */
  voice: string | null;
  /** Of speaking, 0.5 to 2; 1 is natural, and the default. */
  speed: number | string | null;
  /** How loud Parley is, 0 to 1, the default. */
  volume: number | string | null;
  /**
   * Parley listens only while Space or its button is held; `toggle`: from one press to the next; `off`: all the time, the default. With nothing set it is as the
   * user wants it.
   */
  pushToTalk: boolean | string | null;
  /** Speech over an answer does nothing; its button, Escape and the talk key still end it. `false`: it interrupts, the default. */
  noInterrupt: boolean | string | null;
  /**
   * Language of all that is read, `en` or `es`; `auto`, the default: as the user has it, or else that of the page (`<html lang>`) or of the browser.
   * All elements of a page are in one: that of the last that says.
   */
  pageLanguage: string | null;
  /** Instructions to the language model, at most 2,000 characters. */
  systemPrompt: string | null;
  /** Model hub, an address of https; empty for none. */
  hub: string | null;
  /** Downloads of a model above so many megabytes are asked about first, 100 by default. */
  askAboveMb: number | string | null;
  /** Minutes of idleness after which models give their memory back, 30 by default; 0 for never. */
  idleUnloadMinutes: number | string | null;
  /** Tools of Parley’s own that are on: `get_time`, `set_timer`; otherwise as the user has it, and none by default. */
  ownTools: string | null;
  /** Said once Parley listens for the first time, unless there is a conversation from before. */
  greeting: string | null;
  /** Shown before anything is loaded or opened; the user has to agree, once for each text. */
  consentText: string | null;
  /** `voice`: no text box. `text`: no microphone. `both`, the default. */
  mode: string | null;
  /** `full`, the default: as high as the page makes it. `bar`: low, and as high as what is in it, for the edge of a page; what was said is above it. */
  layout: string | null;
  /** `karaoke`, the default: words brighten as they are heard. `sentence`: each is shown as it begins to be heard. `off`: none are shown. */
  captions: string | null;
  /** `light` or `dark`; `auto`, the default: as the system has it. */
  theme: string | null;
  /** Elements with another one have conversations of their own, at the same origin too. Counts before the first start. */
  memoryId: string | null;
  /** The folder with the package’s files, models among them; where the script came from by default. One for the whole page, before the first start. */
  assetBase: string | null;
  /** The element is all there is, so that its keys work wherever the focus is. Counts before it is connected. */
  wholePage: boolean;
  /** The screen may go off in the middle of a conversation by voice; otherwise it is kept on. */
  noWakeLock: boolean;
  /** A graphics card made of software will do; for tests. Counts before the first start. */
  allowSoftwareGpu: boolean;
  /** The tools that the page has registered by WebMCP (`document.modelContext`) may be called too. */
  usePageTools: boolean;
  /** The user is asked before each call of a tool that does not say that it only looks (`readOnlyHint`). */
  confirmTools: boolean;
}

/** Where a promise is of a boolean, false means that consent was refused, or that the element was removed meanwhile. */
export interface ParleyMethods {
  /** Listens, in `mode="text"` only loads. Call it in a user’s gesture. Resolves once models are chosen. */
  startConversation(): Promise<boolean>;
  /** Stops what is being said, and lets go of the microphone; the models stay. */
  stopConversation(): void;
  /** Asks this, as if the user had typed it. False, too, where it is too long for the language model. */
  sendText(text: string): Promise<boolean>;
  /** Parley says this, as its own words. */
  sayText(text: string): Promise<boolean>;
  /** Stops the answer that is being made or heard. */
  interruptReply(): void;
  /**
   * The language model knows this from the next turn on, until the conversation is forgotten. The last 1,000 characters of what is told are kept; false
   * where one text is longer.
   */
  addContext(text: string): boolean;
  /**
   * From the next turn on the language model may call this, until `signal` is aborted; one of the same name is replaced. Throws where it is no tool, and
   * says why.
   */
  registerTool(tool: ParleyTool, options?: { signal?: AbortSignal }): void;
  /** These are all the tools that the page has registered. Throws as `registerTool`, and then changes nothing. */
  setTools(tools: readonly ParleyTool[]): void;
  /** What was said and done, oldest first. */
  getHistory(): ParleyEntry[];
  /** Forgets what was said, and what `addContext` told. */
  clearHistory(): void;
  /** Loads the models. Resolves when they are there, or can’t be had. */
  preloadModels(): Promise<boolean>;
  /** Opens the settings. */
  openSettings(): void;
  /** What the attribute `state` says. */
  getState(): ParleyState;
}

/** All bubble and are composed. */
export interface ParleyEvents {
  /** Methods do something from now on. Told again where the element was removed and is in a page again. */
  'parley-ready': CustomEvent<{ version: string }>;
  /** There is another state. */
  'parley-state': CustomEvent<{ state: ParleyState; before: ParleyState }>;
  /**
   * Something is to be loaded or opened for the first time. Cancelled, it is not, and this is asked again next time. `text`: what the user will be
   * shown to agree to, null for nothing.
   */
  'parley-consent': CustomEvent<{ text: string | null }>;
  /** Models are on their way; bytes of all of them. `done`: there are no more to come. */
  'parley-download': CustomEvent<{ loadedBytes: number; totalBytes: number; done: boolean }>;
  /** It is Parley’s turn. */
  'parley-turn-start': CustomEvent<{ turn: number }>;
  /** What the user said or typed, once that is final. */
  'parley-user-said': CustomEvent<{ turn: number; text: string }>;
  /** More of the answer can be read; `text` is all of it so far. It is heard later. */
  'parley-reply-delta': CustomEvent<{ turn: number; delta: string; text: string }>;
  /** A tool is about to be called, after the user’s yes where one is needed. Cancelled, it is not. `from`: who brought it along. */
  'parley-tool-call': CustomEvent<{
    turn: number;
    name: string;
    arguments: Readonly<Record<string, unknown>>;
    from: 'page' | 'web-mcp' | 'parley';
  }>;
  /** The answer is over; `text` is what is remembered of it. `unheard`: nothing, as it was stopped too early or failed. */
  'parley-reply-end': CustomEvent<{ turn: number; text: string; reason: 'complete' | 'interrupted' | 'unheard' }>;
  /** The answer was cut off; `heard` of all that was `written`. Its `parley-reply-end` follows. */
  'parley-interrupted': CustomEvent<{ turn: number; heard: string; written: string }>;
  /** A notice that the user should read. `id` says what it is about. */
  'parley-error': CustomEvent<{ id: string; level: 'warning' | 'error'; message: string; advice: string }>;
  /** Where the time of a turn went, in ms; undefined for what took no part in it. `totalMs`: from the end of speech to the first sound. */
  'parley-latency': CustomEvent<{
    turn: number;
    endOfUtteranceMs?: number;
    sttMs?: number;
    ttftMs?: number;
    ttsTtfbMs?: number;
    totalMs?: number;
  }>;
}

/** The element, as far as a page needs to know it. */
export interface ParleyElement extends HTMLElement, ParleyProperties, ParleyMethods {}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- An interface is the only thing that adds to another.
  interface HTMLElementEventMap extends ParleyEvents {}
}
