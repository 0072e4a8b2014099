/** The app: one element, set up from the page's address (`?llm=tiny-gemma3&voice=bf_emma` …). */
import { defineParley } from './elements/define.ts';

import type { ParleyAssistant } from './elements/parley-assistant.ts';

const query = new URLSearchParams(location.search);
const assistant = document.querySelector('parley-assistant');
if (assistant) {
  assistant.fromAddress = query;
  assistant.toggleAttribute('allow-software-gpu', query.has('allow-software-gpu'));
}

// The element reads what it is given when it comes to life, so that has to be there first.
defineParley();
if (assistant) void beTheApp(assistant);

// The development server has none, and other sites that use the element bring their own or none.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  if (document.readyState === 'complete') keepForOffline();
  else window.addEventListener('load', keepForOffline, { once: true });
}

/** What an app has beyond the element: nothing that the first picture waits for. */
async function beTheApp(element: ParleyAssistant): Promise<void> {
  await customElements.whenDefined('parley-assistant');
  const [{ followPresence }, { launch }, { tellOfVersions }] = await Promise.all([
    import('./app/presence.ts'),
    import('./app/launch.ts'),
    import('./app/versions.ts'),
  ]);
  followPresence(element);
  await launch(element, query);
  if (import.meta.env.PROD && 'serviceWorker' in navigator) await tellOfVersions(element);
}

/** Sees to it that the app starts without a network from now on. Last, as this fetches what the page itself is waiting for. */
function keepForOffline(): void {
  navigator.serviceWorker.register('./sw.js').catch((error: unknown) => {
    console.warn('Parley will not start without a network:', error);
  });
}
