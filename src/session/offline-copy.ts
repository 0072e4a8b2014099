/** Makes everything local that a start without a network needs, now instead of when it is first used. */
import { ParleyError } from '../protocol/errors.ts';

/** The copy is made while the file is read; how often and how long to look for it afterwards, ms. */
const LOOKS = 50;
const LOOK_MS = 100;

/**
 * Has the app's service worker keep itself and these files of the app's own host (it keeps what passes through it, see decision 0012).
 * Resolves with what there is to say about it. Rejects with a ParleyError when one of them could not be kept.
 */
export async function keepOwnFiles(addresses: readonly string[], progress: (about: string) => void): Promise<string> {
  if (!(await isOursInstalled())) {
    return 'The models are on this device. This site keeps no copy of the page itself, so it has to be reachable for the start.';
  }
  progress('Keeping the page itself.');
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    throw new ParleyError('storage-unavailable', 'This page was loaded past its own copy, so that nothing can be kept.', {
      advice: 'Load the page again, then try again.',
    });
  }
  for (const [index, address] of addresses.entries()) {
    progress(`Keeping file ${String(index + 1)} of ${String(addresses.length)}.`);
    if (!(await caches.match(address, { ignoreVary: true }))) await keep(address);
  }
  return 'Ready: Parley starts and talks without a network, with the models, the voice and the settings of now.';
}

/** Whether the app's own service worker is there, or on its way. */
async function isOursInstalled(): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !(await navigator.serviceWorker.getRegistration())) return false;
  return (await caches.keys()).some((name) => name.startsWith('parley-'));
}

async function keep(address: string): Promise<void> {
  const response = await fetch(address).catch(() => null);
  await response?.body?.pipeTo(new WritableStream()).catch(() => undefined);
  for (let looks = 0; response?.ok && looks < LOOKS; looks += 1) {
    if (await caches.match(address, { ignoreVary: true })) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new ParleyError('storage-full', `${address} could not be kept.`, {
    advice: 'Check the connection, delete models you no longer use or free disk space, then try again.',
  });
}
