/** The app: one element, set up from the page's address (`?llm=tiny-gemma3&voice=bf_emma` …). */

/** Attributes of the element that the address may set. */
const FROM_ADDRESS = ['stt', 'llm', 'tts', 'voice', 'lang', 'system-prompt', 'hub', 'allow-software-gpu'] as const;

const query = new URLSearchParams(location.search);
const assistant = document.querySelector('parley-assistant');
for (const name of FROM_ADDRESS) {
  const value = query.get(name);
  if (value !== null) assistant?.setAttribute(name, value);
}

// The element reads its attributes when it comes to life, so they have to stand there first.
await import('./elements/parley-assistant.ts');
