/** A conversation that is only shown: it has the view that it was given, and remembers what was asked of it. */
import type { SessionRecording } from '../../../src/turn/recording.ts';
import { mergeSettings, type ChosenSettings, type Settings } from '../../../src/session/settings.ts';
import type { AssistantControl, AssistantView } from '../../../src/session/view.ts';

export class FakeControl extends EventTarget implements AssistantControl {
  /** What was asked for, as `[method, ...arguments]`. */
  readonly calls: unknown[][] = [];
  view: AssistantView;
  settings: ChosenSettings;
  readonly #page: Partial<Settings>;
  #choices: Partial<Settings> = {};

  /** `page`: what the page has decided. */
  constructor(view: AssistantView, page: Partial<Settings> = {}) {
    super();
    this.view = view;
    this.#page = page;
    this.settings = mergeSettings(page, {});
  }

  /** As the real one: other values, then 'change'. */
  change(settings: Partial<Settings>): void {
    this.calls.push(['change', settings]);
    this.#choices = { ...this.#choices, ...settings };
    this.settings = mergeSettings(this.#page, this.#choices);
    this.view = { ...this.view };
    this.dispatchEvent(new Event('change'));
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

  setCamera(on: boolean): Promise<void> {
    this.calls.push(['setCamera', on]);
    return Promise.resolve();
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

  recording(words: boolean): SessionRecording {
    return { format: 'parley-session', version: 1, words, truncated: false, steps: [] };
  }

  prepareOffline(): void {
    this.calls.push(['prepareOffline']);
  }

  storeChanged(): void {
    this.calls.push(['storeChanged']);
  }

  dispose(): void {
    this.calls.push(['dispose']);
  }
}
