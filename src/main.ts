/** The app: one element, set up from the page's address (`?llm=tiny-gemma3&voice=bf_emma` …). */

/** Attributes of the element that the address may set. */
const FROM_ADDRESS = [
  'stt',
  'llm',
  'tts',
  'voice',
  'speed',
  'lang',
  'system-prompt',
  'hub',
  'ask-above-mb',
  'idle-unload-minutes',
  'allow-software-gpu',
] as const;

const query = new URLSearchParams(location.search);
const assistant = document.querySelector('parley-assistant');
for (const name of FROM_ADDRESS) {
  const value = query.get(name);
  if (value !== null) assistant?.setAttribute(name, value);
}

// The element reads its attributes when it comes to life, so they have to stand there first.
await import('./elements/parley-assistant.ts');

// The development server has none, and other sites that use the element bring their own or none.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  if (document.readyState === 'complete') keepForOffline();
  else window.addEventListener('load', keepForOffline, { once: true });
}

/** Sees to it that the app starts without a network from now on. Last, as this fetches what the page itself is waiting for. */
function keepForOffline(): void {
  navigator.serviceWorker.register('./sw.js').catch((error: unknown) => {
    console.warn('Parley will not start without a network:', error);
  });
}
