/** A conversation that is only shown: it has the view that it was given, and remembers what was asked of it. */
import type { SessionRecording } from '../../../src/turn/recording.ts';
import type { AssistantControl, AssistantView } from '../../../src/session/view.ts';

export class FakeControl extends EventTarget implements AssistantControl {
  /** What was asked for, as `[method, ...arguments]`. */
  readonly calls: unknown[][] = [];
  view: AssistantView;

  constructor(view: AssistantView) {
    super();
    this.view = view;
  }

  /** Changes the view as the real one does: a new object, then 'change'. */
  change(part: Partial<AssistantView>): void {
    this.view = { ...this.view, ...part };
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

  setIdleUnload(minutes: number): void {
    this.calls.push(['setIdleUnload', minutes]);
  }

  clear(): void {
    this.calls.push(['clear']);
  }

  recording(words: boolean): SessionRecording {
    return { format: 'parley-session', version: 1, words, truncated: false, steps: [] };
  }

  dispose(): void {
    this.calls.push(['dispose']);
  }
}
