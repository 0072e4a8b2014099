/** A conversation that is only shown: it has the view that it was given, and remembers what was asked of it. */
import type { SessionRecording } from '../../../src/turn/recording.ts';
import { mergeSettings, type ChosenSettings, type Settings } from '../../../src/session/settings.ts';
import { Happenings } from '../../../src/session/happenings.ts';
import type { Slice } from '../../../src/session/slice.ts';
import { makeSlices } from '../../../src/session/slices.ts';
import type { Conversations, MemoryItem, Session, SessionView, Slices } from '../../../src/session/view.ts';

const said = (text: string, answer: string): MemoryItem['history'] => [
  { role: 'user', text, turn: 1 },
  { role: 'assistant', text: answer, interrupted: false, turn: 1 },
];
const other = { isCurrent: false, isElsewhere: false };
const KEPT_CONVERSATIONS: readonly MemoryItem[] = [
  { ...other, id: 'one', title: '', usedAt: 1.79e12, history: said('What is the capital of France?', 'Paris.'), isCurrent: true },
  {
    ...other,
    id: 'two',
    title: 'The week',
    usedAt: 1.78e12,
    history: said('How many days has a week?', 'Seven: a <b>week</b>.'),
  },
  { ...other, id: 'three', title: 'Über Cafés', usedAt: 1.77e12, history: said('Ein Café?', 'Gern.'), isElsewhere: true },
];

export class FakeControl implements Session {
  /** What was asked for, as `[method, ...arguments]`. */
  readonly calls: unknown[][] = [];
  readonly slices: Slices;
  readonly happenings = new Happenings();
  view: SessionView;
  settings: ChosenSettings;
  /** How loud its voice is, RMS 0..1. */
  level = 0;
  /** Subscriptions that are not ended. */
  followers = 0;
  isPrivate = false;
  readonly #page: Partial<Settings>;
  #choices: Partial<Settings> = {};

  /** `page`: what the page has decided. */
  constructor(view: SessionView, page: Partial<Settings> = {}) {
    this.view = view;
    this.#page = page;
    this.settings = mergeSettings(page, {});
    this.slices = makeSlices(() => ({
      phase: () => this.view.phase,
      captions: () => ({
        said: this.view.captions.filter(({ state }) => state !== 'live'),
        live: this.view.captions.find(({ state }) => state === 'live') ?? null,
      }),
      models: () => pick(this.view, ['models', 'gpuMb', 'coming', 'why', 'vramMb', 'findings', 'leaves']),
      devices: () =>
        pick(this.view, [
          'microphone',
          'muted',
          'isScreen',
          'talk',
          'held',
          'camera',
          'cameraStream',
          'loudspeaker',
          'chosenDevices',
          'availableDevices',
        ]),
      picture: () => this.view.picture,
      notices: () => this.view.notices,
      timings: () => this.view.timings,
      turns: () => (this.view.timings ? [{ ...this.view.timings, askedAfterMs: 600, models: [] }] : []),
      loudness: () => this.view.level,
      offline: () => this.view.offline,
      settings: () => this.settings,
      tools: () => this.view.tools,
      memory: () => ({ id: 'one', isPrivate: this.isPrivate }),
    }));
    for (const slice of Object.values(this.slices)) this.#count(slice);
  }

  /** Three conversations, of which one is this tab's and one another's. */
  readonly conversations: Conversations = {
    list: () => Promise.resolve([...KEPT_CONVERSATIONS]),
    rename: (id, title) => this.#asked('rename', id, title),
    goOn: (id) => this.#asked('goOn', id).then(() => id !== 'three'),
    setPrivate: (isOn) => {
      this.isPrivate = isOn;
      this.slices.memory.look();
      return this.#asked('setPrivate', isOn);
    },
    remove: (id) => this.#asked('remove', id).then(() => []),
    removeAll: () => this.#asked('removeAll').then(() => []),
    restore: (deleted) => this.#asked('restore', deleted),
    add: (conversations) => this.#asked('add', conversations),
  };

  #asked(...call: unknown[]): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }

  /** Has another view from now on. */
  show(changed: Partial<SessionView>): void {
    this.view = { ...this.view, ...changed };
    for (const slice of Object.values(this.slices)) slice.look();
  }

  change(settings: Partial<Settings>): void {
    this.calls.push(['change', settings]);
    this.#choices = { ...this.#choices, ...settings };
    this.settings = mergeSettings(this.#page, this.#choices);
    this.slices.settings.look();
  }

  resetSettings(): Partial<Settings> {
    const before = this.#choices;
    this.calls.push(['resetSettings']);
    this.#choices = {};
    this.settings = mergeSettings(this.#page, {});
    this.slices.settings.look();
    return before;
  }

  deleteEverything(): Promise<void> {
    return this.#asked('deleteEverything');
  }

  give(settings: Partial<Settings>, problems: readonly unknown[]): void {
    this.calls.push(['give', settings, problems]);
  }

  say(text: string): void {
    this.calls.push(['say', text]);
  }

  addContext(text: string): boolean {
    this.calls.push(['addContext', text]);
    return true;
  }

  setTools(tools: readonly unknown[], wishes: object): void {
    this.calls.push(['setTools', tools, wishes]);
  }

  guardTools(): void {}

  tell(lines: readonly unknown[]): void {
    this.calls.push(['tell', lines]);
  }

  answer(): void {
    this.calls.push(['answer']);
  }

  setSpoken(spoken: boolean): void {
    this.calls.push(['setSpoken', spoken]);
  }

  listenBy(options: unknown): void {
    this.calls.push(['listenBy', options]);
  }

  preload(): Promise<void> {
    this.calls.push(['preload']);
    return Promise.resolve();
  }

  start(): Promise<void> {
    this.calls.push(['start']);
    return Promise.resolve();
  }

  sleep(): void {
    this.calls.push(['sleep']);
  }

  stop(): void {
    this.calls.push(['stop']);
  }

  setMuted(muted: boolean): void {
    this.calls.push(['setMuted', muted]);
  }

  testSound(): void {
    this.calls.push(['testSound']);
  }

  setCamera(on: boolean, isScreen?: boolean): void {
    this.calls.push(['setCamera', on, ...(isScreen === undefined ? [] : [isScreen])]);
  }

  showPicture(picture: Blob | null): Promise<void> {
    this.calls.push(['showPicture', picture?.type ?? null]);
    return Promise.resolve();
  }

  voiceLevel(): number {
    return this.level;
  }

  chooseDevice(device: string, id: string): void {
    this.calls.push(['chooseDevice', device, id]);
  }

  sendText(text: string): boolean {
    this.calls.push(['sendText', text]);
    return true;
  }

  holdToTalk(down: boolean): void {
    this.calls.push(['holdToTalk', down]);
  }

  clear(): void {
    this.calls.push(['clear']);
  }

  clearAll(): void {
    this.calls.push(['clearAll']);
  }

  recording(words: boolean): SessionRecording {
    return { format: 'parley-session', version: 1, words, truncated: false, steps: [] };
  }

  prepareOffline(): void {
    this.calls.push(['prepareOffline']);
  }

  storeChanged(): void {
    this.calls.push(['storeChanged']);
  }

  testAgain(key?: string): void {
    this.calls.push(['testAgain', key]);
  }

  dispose(): void {
    this.calls.push(['dispose']);
  }

  #count(slice: Slice<unknown>): void {
    const subscribe = slice.subscribe.bind(slice);
    slice.subscribe = (listener, { signal }) => {
      this.followers += 1;
      signal.addEventListener('abort', () => (this.followers -= 1));
      subscribe(listener, { signal });
    };
  }
}

function pick<T extends object, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, Key>;
}
