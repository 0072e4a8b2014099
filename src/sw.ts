/**
 * The service worker: the app starts and talks without a network. Two kinds of files of our own origin, see decision 0012:
 * what every conversation needs is fetched when this worker is installed, by version; the rest when it is used, by address.
 * Everything else, a hub's files among it, passes by: workers/store keeps those.
 */
import { cacheNames, setCacheNameDetails } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { isolated } from './offline/isolation.ts';
import { fromHostOrCopy } from './offline/kept-files.ts';
import { takeShared } from './offline/shared-picture.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Written by the build: every precached file with its version (vite.config.ts says which files). */
  readonly __WB_MANIFEST: (string | PrecacheEntry)[];
};

/** Folders below the app's address, wherever that is, whose files are kept once they have been used. */
const KEPT_FOLDERS = ['models/', 'voices/', 'webllm/'].map((folder) => new URL(folder, self.registration.scope).href);

/**
 * How long a request is held open for its copy, ms. Chromium ends a worker whose event takes five minutes, and with it the download
 * that the page is waiting for; a stream alone keeps it alive for as long as it takes (both measured, version 156).
 */
const PATIENCE_MS = 120_000;

setCacheNameDetails({ prefix: 'parley', runtime: 'files' });

// Pages and workers are what isolation is about, and all of them are among these.
addPlugins([{ handlerWillRespond: ({ response }) => Promise.resolve(isolated(response)) }]);
precacheAndRoute(self.__WB_MANIFEST, {
  // The page reads its query by itself: `./?llm=…` is index.html too, and so is a bare `./?`.
  urlManipulation: ({ url }) => [new URL(url.pathname.replace(/\/$/, '/index.html'), url)],
  cleanURLs: false,
});
cleanupOutdatedCaches();

/** What older browsers compute with: 27 MB that others do not need. */
const isForOlder = ({ pathname }: URL) => pathname.includes('asyncify');

for (const method of ['GET', 'HEAD'] as const) {
  registerRoute(
    ({ url }) => KEPT_FOLDERS.some((folder) => url.href.startsWith(folder)) || isForOlder(url),
    async ({ event, request }) => {
      const { response, copied } = await fromHostOrCopy(request, await caches.open(cacheNames.runtime));
      (event as FetchEvent).waitUntil(Promise.race([copied, passed(PATIENCE_MS)]));
      return response;
    },
    method,
  );
}

/** Where a share of another app is sent to (manifest.webmanifest). */
const SHARE = new URL('share', self.registration.scope).href;
registerRoute(
  ({ url }) => url.origin + url.pathname === SHARE,
  ({ request }) => takeShared(request, self.registration.scope),
  'POST',
);

// No skipWaiting: a page loads its workers as it goes, and those of a new version speak to an old page in messages it does not know.
// A new version is fetched in the background and waits until the last page of the old one is closed; the next start is its first.
// The very first version has no old pages: it takes the page that installed it under its care, so that what is loaded now is kept.
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

/** The user wants the new version now: it begins if no other page would go on with the old one. The answer says whether it does. */
self.addEventListener('message', (event) => {
  if (event.data !== 'begin') return;
  const begin = async () => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const isAlone = pages.length <= 1;
    event.ports[0]?.postMessage(isAlone);
    if (isAlone) await self.skipWaiting();
  };
  event.waitUntil(begin());
});

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
