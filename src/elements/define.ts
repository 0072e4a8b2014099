/** Makes `<parley-assistant>` an element of this page. */
import { ParleyAssistant } from './parley-assistant.ts';

const NAME = 'parley-assistant';

/** The first to come wins: a page that loads Parley twice has one of them, and is told where they are of different versions. */
export function defineParley(): void {
  // On a server there are no elements, and nothing is to be done.
  if (!('customElements' in globalThis)) return;
  const known = customElements.get(NAME) as { version?: unknown } | undefined;
  if (!known) customElements.define(NAME, ParleyAssistant);
  else if (known !== ParleyAssistant && known.version !== ParleyAssistant.version) {
    console.warn(`Parley ${String(known.version)} is in this page already, so that ${ParleyAssistant.version} is not used.`);
  }
}
