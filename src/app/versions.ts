/** Lines below the app: that a newer version waits, and that WASM has one thread only. They interrupt nothing. */
import type { ParleyAssistant } from '../elements/parley-assistant.ts';
import { msg } from '../locales/words.ts';

/** Nothing of a conversation would be lost by another load of the page. */
function isIdle(assistant: ParleyAssistant): boolean {
  return assistant.getState() === 'idle';
}

/** Tells once a version waits, now or later; and of a page that is not isolated. */
export async function tellOfVersions(assistant: ParleyAssistant): Promise<void> {
  const isOwnCopy = navigator.serviceWorker.controller !== null;
  const registration = await navigator.serviceWorker.ready;
  // In a frame it is the page around that decides.
  if (!crossOriginIsolated && window.top === window) tellOfThreads(assistant, isOwnCopy);
  const look = () => {
    const { waiting } = registration;
    if (waiting && navigator.serviceWorker.controller) offer(assistant, waiting);
  };
  const follow = () => registration.installing?.addEventListener('statechange', look);
  registration.addEventListener('updatefound', follow);
  // One that was found before anybody followed is on its way too.
  follow();
  look();
}

/** The first visit has what the host sends; each later one the headers of the service worker. */
function tellOfThreads(assistant: ParleyAssistant, isOwnCopy: boolean): void {
  if (isOwnCopy) {
    showLine(assistant, 'threads', msg('Parley runs on one thread here, which is slow: this browser does not isolate the page.'));
    return;
  }
  showLine(
    assistant,
    'threads',
    msg('Parley runs on one thread, which is slow: this host sends no isolation headers. Loaded again, the page has its own.'),
    {
      label: msg('Load again'),
      act: () => {
        location.reload();
      },
    },
  );
}

function offer(assistant: ParleyAssistant, waiting: ServiceWorker): void {
  showLine(assistant, 'version', msg('A new version of Parley is here. It begins once all of its tabs are closed.'), {
    label: msg('Use it now'),
    act: (say) => {
      begin(waiting, () => {
        say(msg('Parley is open in another tab too: close that first.'));
      });
    },
  });
}

/** Begins with the new version where this page is the only one. */
function begin(waiting: ServiceWorker, refused: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: begins }: MessageEvent<boolean>) => {
    if (!begins) refused();
  };
  navigator.serviceWorker.addEventListener(
    'controllerchange',
    () => {
      location.reload();
    },
    { once: true },
  );
  waiting.postMessage('begin', [port2]);
}

/** A button of a line. `act`: loads the page anew, or has the line say why not. */
type Way = { label: string; act: (say: (text: string) => void) => void };

/** In the slot below everything; one line of each name, with what to do about it where that can be done: not in the middle of a conversation. */
function showLine(assistant: ParleyAssistant, name: string, text: string, way?: Way): void {
  assistant.querySelector(`[data-line="${name}"]`)?.remove();
  const line = document.createElement('p');
  line.slot = 'footer';
  line.className = 'app-line';
  line.dataset['line'] = name;
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.textContent = text;
  line.append(said);
  if (way) {
    const say = (why: string) => {
      said.textContent = why;
    };
    const button = document.createElement('button');
    button.textContent = way.label;
    button.addEventListener('click', () => {
      if (isIdle(assistant)) way.act(say);
      else say(msg('Not in the middle of a conversation: stop listening first.'));
    });
    line.append(' ', button);
  }
  assistant.append(line);
}
