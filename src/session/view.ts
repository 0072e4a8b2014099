/** What the page shows and what it can ask for: the whole of what an element needs to know of a conversation. */
import type { DevicesView } from '../devices/page/devices.ts';
import type { InputState, Kind as DeviceKind } from '../devices/state.ts';
import type { ErrorData } from '../protocol/errors.ts';
import type { Backend, Role } from '../protocol/messages.ts';
import type { ToolDefinition } from '../tools/page/tool-definition.ts';
import type { CallView, ToolRequest, ToolsView as ToolboxView, ToolView } from '../tools/page/toolbox.ts';
import type { CallState } from '../tools/call-words.ts';
import type { Args } from '../tools/tool.ts';
import type { Line } from '../turn/history.ts';
import type { SessionRecording } from '../turn/recording.ts';
import type { GivenProblem } from './given.ts';
import type { Happenings } from './happenings.ts';
import type { Memory, MemoryItem } from './memory.ts';
import type { ChosenSettings, Settings } from './settings.ts';
import type { Slice } from './slice.ts';
import type { LoggedTurn } from './turn-log.ts';

/** `pageTools`: those that the page has registered by WebMCP count too. `confirm`: the user is asked about every tool that does not only look. */
export type ToolWishes = { pageTools: boolean; confirm: boolean };

/** The tools there are, and what was done with them; `isAble`: the language model can call any. */
export type ToolsView = ToolboxView & { isAble: boolean };

export type { CallView, ToolDefinition, ToolRequest, ToolView };
export type { Happening, Happenings } from './happenings.ts';
export type { DeviceKind, DevicesView, InputState, MemoryItem };

/**
 * What Parley is doing now. `asleep`: not started (an AudioContext needs a gesture), or the models were ended to save memory. `loading`:
 * models are on their way and nothing can be answered yet. `ready`: text can be answered, the microphone is off. `paused`: the user speaks into an
 * answer, which waits for what that comes to. The rest speak for themselves.
 */
export type Phase = 'asleep' | 'loading' | 'ready' | 'listening' | 'hearing' | 'thinking' | 'speaking' | 'paused' | 'trouble';

export type ModelView = {
  role: Role;
  id: string;
  name: string;
  backend: Backend;
  /** What its licence wants to be shown. */
  notice?: string;
  state: 'waiting' | 'loading' | 'ready' | 'failed';
  loadedBytes: number;
  /** 0 while unknown. */
  totalBytes: number;
  error?: ErrorData;
};

export type CaptionView = {
  /** Stable key for rendering. */
  id: string;
  who: 'user' | 'assistant' | 'tool';
  turn: number;
  text: string;
  /** Tag of the language of `text`, as far as that can be told. */
  language?: string;
  /** How many characters of `text` have been heard so far (assistant only); the rest is shown dimmer. */
  heard: number;
  /** `live` while it still grows; `interrupted` when the user cut it off (text is then what was heard). */
  state: 'live' | 'final' | 'interrupted';
  /** Object URL of the still that went along. */
  imageUrl?: string;
  /** Of a tool: what it was called with, how that went, and what came of it, as JSON; null before. */
  call?: { name: string; args: Args; is: CallState; result: string | null };
};

/** A line the user should read, with a way on. */
export type NoticeView = {
  id: string;
  level: 'info' | 'warning' | 'error';
  text: string;
  advice?: string;
  /** A button beside it. */
  action?: { label: string; run: () => void };
  /** Another one, to be rid of it. */
  dismiss?: { label: string; run: () => void };
};

/** Models that are fetched behind those that serve: bytes together, and the seconds it will take yet, null while nobody can tell. */
export type Coming = { loadedBytes: number; totalBytes: number; secondsLeft: number | null };

/** How far everything is that a start without a network needs; `about` says it in words. */
export type OfflineView = { is: 'unasked' | 'preparing' | 'ready' | 'failed'; about: string };

/** Where the time of one turn went, ms, named as LiveKit names them. `undefined` where the stage did not take part. */
export type TurnTimings = {
  turn: number;
  /** End of speech → turn committed. */
  endOfUtteranceMs?: number;
  /** Transcription, the model alone. */
  sttMs?: number;
  /** Generation asked for → first token. */
  ttftMs?: number;
  /** First clause complete → its sound in the queue. */
  ttsTtfbMs?: number;
  /** End of speech (or text sent) → first sample played. */
  totalMs?: number;
};

/** What the page shows of the models. */
export type ModelsView = {
  models: readonly ModelView[];
  /** Graphics memory that these models take, MB; an estimate. */
  gpuMb: number;
  coming: Coming | null;
  /** Why it is these models, in one line; null before they are chosen. */
  why: string | null;
  /** Graphics memory that they take together, estimated; 0 before they are chosen. */
  vramMb: number;
  /** What was found out about models on this device and is kept, as `testAgain` knows them. */
  findings: readonly { readonly key: string; readonly text: string }[];
  /** The host to which words and pictures go, because the language model is there; null when everything stays in this tab. */
  leaves: string | null;
};

/** What was said, oldest first, and the answer that is being given. Each caption is the same object until it has something else to show. */
export type CaptionsView = { said: readonly CaptionView[]; live: CaptionView | null };

/** What goes along with the next turn. `url` of a picture that was given, null for none; `seenBy`: the model that looks at it, null where none does. */
export type PictureView = { url: string | null; seenBy: string | null };

/** Which conversation this tab has, null before that is known. `isPrivate`: nothing of it is kept. */
export type MemoryView = { id: string | null; isPrivate: boolean };

/** Everything that is shown, by the name of its slice. */
export type Shown = {
  phase: Phase;
  captions: CaptionsView;
  models: ModelsView;
  devices: DevicesView;
  picture: PictureView;
  notices: readonly NoticeView[];
  timings: TurnTimings | null;
  /** Of the last turns of this visit, oldest first. */
  turns: readonly LoggedTurn[];
  /** Of the microphone, RMS 0..1. */
  loudness: number;
  offline: OfflineView;
  settings: ChosenSettings;
  tools: ToolsView;
  memory: MemoryView;
};

/** What is shown, in parts that are followed one by one, so that each report draws only what it is about. */
export type Slices = { readonly [Name in keyof Shown]: Slice<Shown[Name]> };

/** All that is shown but the settings, in one. */
export type SessionView = ModelsView &
  DevicesView &
  Pick<Shown, 'phase' | 'notices' | 'timings' | 'offline' | 'picture' | 'tools'> & {
    captions: readonly CaptionView[];
    /** Loudness of the microphone, RMS 0..1. */
    level: number;
  };

/** The conversations that are kept on this device: what can be asked of them. */
export type Conversations = Pick<Memory, 'list' | 'rename' | 'goOn' | 'setPrivate' | 'remove' | 'removeAll' | 'restore' | 'add'>;

/** How speech is told from silence, ms. */
export type ListeningOptions = {
  /** Silence that ends a turn, whatever was said. */
  silenceMs?: number;
  /** Sound kept from before the speech. */
  prerollMs?: number;
  /** Speech in a row that silences Parley. */
  confirmMs?: number;
};

/** A conversation: what there is to see of it, and what can be asked of it. */
export interface Session {
  readonly slices: Slices;
  /** What happens in the conversation, from now on. */
  readonly happenings: Pick<Happenings, 'subscribe'>;
  /** The slices as they are now, for tests and scripts: an element follows those that it shows. */
  readonly view: SessionView;
  /** Those that are kept, this one among them. */
  readonly conversations: Conversations;
  /** As the slice. What the user chose earlier is read after the start. */
  readonly settings: ChosenSettings;
  /**
   * Choose something else, now and for later visits; what the page has decided stays as it is. Loads nothing before the first start.
   * Throws a ParleyError `bad-input` that names a value of no use.
   */
  change(settings: Partial<Settings>): void;
  /** All settings are Parley's own again, but for the personas. Returns what they were; a promise where they have yet to be read. */
  resetSettings(): Partial<Settings> | Promise<Partial<Settings>>;
  /** Deletes all that Parley keeps on this device: models, conversations, settings, the copy of the page. Rejects where something can't be deleted. */
  deleteEverything(): Promise<void>;
  /** The page's attributes say this now, and nothing else; what of it is of no use is named. */
  give(settings: Partial<Settings>, problems: readonly GivenProblem[]): void;
  /** Start listening. Must be called from a user gesture; loads what is not loaded yet. */
  start(): Promise<void>;
  /** Stop listening and let go of the microphone; the models stay. */
  sleep(): void;
  /** Stop the reply that is being made or heard. */
  stop(): void;
  setMuted(muted: boolean): void;
  /** Plays a short sound, to find out which loudspeaker it is. In a user gesture, or the browser keeps it silent. */
  testSound(): void;
  /** `isScreen`: a screen or window to be shared, in the camera's place; inside a user gesture. */
  setCamera(on: boolean, isScreen?: boolean): void;
  /** This picture goes along with the next turn; null: none does. Resolves when it is shown, or a notice says why it can't be. */
  showPicture(picture: Blob | null): Promise<void>;
  /** How loud what is played is at this moment, before the volume: RMS 0..1. Cheap enough to be asked for each step of a picture. */
  voiceLevel(): number;
  /** Use this device from now on, and on later visits; ids as in the `devices` slice, '' for the system's choice. */
  chooseDevice(device: DeviceKind, id: string): void;
  /** A typed turn. Loads the language model if it must. False when the text is too long for it: a notice says how much. A promise where there is nobody yet to tell. */
  sendText(text: string): boolean | Promise<boolean>;
  /** Parley says this, as its own words; whatever was under way makes room. Loads what is not loaded yet. */
  say(text: string): void;
  /** Remember what was said elsewhere, oldest first; nothing answers it. An answer that is being given ends. */
  tell(lines: readonly Line[]): void;
  /** Answer what was told last, where that is the user's. */
  answer(): void;
  /** Whether answers are spoken, where there is a voice; otherwise they are there to read. */
  setSpoken(spoken: boolean): void;
  /** How speech is told from silence; what is missing is Parley's own way. Until it is said otherwise. */
  listenBy(options: ListeningOptions): void;
  /**
   * Have the language model know this from the next turn on, until the conversation is forgotten; of much that is told the last stays. False where
   * the text is longer than all that can be kept.
   */
  addContext(text: string): boolean;
  /** These are all the tools that the page has registered; what else it wants of tools. Counts from the next turn on. */
  setTools(tools: readonly ToolDefinition[], wishes: ToolWishes): void;
  /** Asks `guard` before each call of a tool, until `signal` is aborted: it is not carried out where that answers false. */
  guardTools(guard: (request: ToolRequest) => boolean, options: { signal: AbortSignal }): void;
  /** Load what a conversation needs. Resolves when it is there, or can't be had. */
  preload(): Promise<void>;
  /** The talk key, or the big button, goes down or up. `forMs`: how long it has been down by now. */
  holdToTalk(down: boolean, forMs?: number): void;
  /** Fetch and keep whatever a start without a network needs; loads what is not loaded yet. The view says how far it is. */
  prepareOffline(): void;
  /** Model files were put into the store, or taken out of it, by others than the models themselves. */
  storeChanged(): void;
  /** Forget what was found out about a model on this device, by its key in `findings`, or about all of them, and try it again. */
  testAgain(key?: string): void;
  /** Forget the conversation. */
  clear(): void;
  /** Forget every conversation that is kept on this device, those of other tabs too. */
  clearAll(): void;
  /** What happened in this visit, for a report of a problem; without `words` nothing that was said is in it. */
  recording(words: boolean): SessionRecording;
  dispose(): void;
}
