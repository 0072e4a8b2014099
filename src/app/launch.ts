/** What the app begins with: as a shortcut of its icon says, with a picture that was shared with it, or listening, if the user wants that. */
import type { ParleyAssistant } from '../elements/parley-assistant.ts';
import { SHARED_CACHE, SHARED_NAME } from '../offline/shared-picture.ts';

/** How long the settings of earlier visits are waited for, ms: IndexedDB takes 50. */
const PATIENCE_MS = 3_000;

/**
 * A link may come from anybody, so that its `start` opens no microphone: it only brings the focus to the button that does. It listens at once where
 * the user has chosen that in the settings, and only as an installed app.
 */
export async function launch(assistant: ParleyAssistant, query: URLSearchParams): Promise<void> {
  forgetQuery(query);
  const start = query.get('start');
  if (start === 'new') await assistant.control?.conversations.goOn(null);
  if (start === 'type') focusIn(assistant, 'parley-text-box', 'textarea');
  if (start === 'talk') focusIn(assistant, 'parley-talk-button', 'button');
  if (query.has('shared')) await takeShared(assistant);
  takeFiles(assistant);
  if (isInstalled() && (await wantsToListen(assistant))) void assistant.startConversation();
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone), (display-mode: window-controls-overlay)').matches;
}

/** As the settings have it, once they are known. */
async function wantsToListen({ control }: ParleyAssistant): Promise<boolean> {
  if (!control) return false;
  const { settings } = control.slices;
  if (settings.value.values.listenAtLaunch) return true;
  const known = new AbortController();
  const patience = setTimeout(() => {
    known.abort();
  }, PATIENCE_MS);
  return new Promise((resolve) => {
    settings.subscribe(
      () => {
        if (!settings.value.values.listenAtLaunch) return;
        clearTimeout(patience);
        known.abort();
        resolve(true);
      },
      { signal: known.signal },
    );
    known.signal.addEventListener('abort', () => {
      resolve(settings.value.values.listenAtLaunch);
    });
  });
}

/** What was begun with is not begun with again after a reload. */
function forgetQuery(query: URLSearchParams): void {
  if (!query.has('start') && !query.has('shared')) return;
  const address = new URL(location.href);
  address.searchParams.delete('start');
  address.searchParams.delete('shared');
  history.replaceState(history.state, '', address);
}

function focusIn(assistant: ParleyAssistant, tag: string, what: string): void {
  void assistant.updateComplete.then(() => {
    assistant.shadowRoot?.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(what)?.focus();
  });
}

/** A picture that waits since another app shared it; it waits no longer. */
async function takeShared(assistant: ParleyAssistant): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(SHARED_CACHE);
  const picture = await (await cache.match(new URL(SHARED_NAME, document.baseURI)))?.blob();
  await caches.delete(SHARED_CACHE);
  if (picture) await show(assistant, picture);
}

/** Pictures that the system opens with the app. */
function takeFiles(assistant: ParleyAssistant): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(async ({ files = [] }) => {
    const [first] = files;
    if (first) await show(assistant, await first.getFile());
  });
}

async function show({ control }: ParleyAssistant, picture: Blob): Promise<void> {
  await control?.showPicture(picture);
}

/** Chromium’s, of installed apps. */
type LaunchQueue = {
  setConsumer(consumer: (launched: { files?: readonly { getFile(): Promise<File> }[] }) => Promise<void>): void;
};
