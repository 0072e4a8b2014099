/** The page for a frame of another site: one element, set up from the address, that the site can ask and hear by messages. */
import { defineParley } from './elements/define.ts';
import { listenTo, originsOf } from './frame-messages.ts';
import { awaitSharedStore } from './store/store-root.ts';

declare global {
  interface Document {
    requestStorageAccess(types?: { getDirectory: boolean }): Promise<{ getDirectory(): Promise<FileSystemDirectoryHandle> }>;
  }
}

/** How long a question of the browser's to the user holds up what loads, ms. Answered later it counts at the next visit. */
const PATIENCE_MS = 20_000;

const query = new URLSearchParams(location.search);
const assistant = document.querySelector('parley-assistant');
if (assistant) {
  assistant.fromAddress = query;
  if (window.parent !== window) {
    listenTo(window.parent, originsOf(query.getAll('origin')), assistant);
    shareStore();
  }
}

// The element reads what it is given when it comes to life, so that has to be there first.
defineParley();

/**
 * Asks in the first press for the store that this origin has outside of frames (https://privacycg.github.io/saa-non-cookie-storage/, Chrome 125 and newer).
 * Where third-party storage is allowed the browser says yes by itself; elsewhere it asks the user, and only who has used this origin's own page before.
 */
function shareStore(): void {
  // Other browsers give cookies alone, and would ask for those.
  if (!('hasUnpartitionedCookieAccess' in document)) return;
  const asked = new AbortController();
  const ask = () => {
    if (!navigator.userActivation.isActive) return;
    asked.abort();
    const access = document.requestStorageAccess({ getDirectory: true });
    const store = access.then((handle) => handle.getDirectory()).catch(() => null);
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    awaitSharedStore(Promise.race([store, late]));
  };
  // Before the element hears of the press, which may load models.
  for (const name of ['pointerdown', 'pointerup', 'keydown'])
    addEventListener(name, ask, { capture: true, signal: asked.signal });
}
