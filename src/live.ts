/** The page of the bridge (`npm run live-bridge`): Parley shows a conversation that a program on this machine has with it. */
import { readGiven } from './session/given.ts';
import { LiveHost } from './live/page/live-host.ts';
import { joinBridge } from './live/page/bridge-tab.ts';

const query = new URLSearchParams(location.search);
const { settings, problems } = readGiven((name) => query.get(name));
const host = new LiveHost({
  ...settings,
  problems,
  allowSoftwareGpu: query.has('allow-software-gpu'),
  dropped: (ms) => {
    console.warn(`A client sends sound faster than it can be heard: ${Math.round(ms)} ms of it were thrown away.`);
  },
});

const { defineParley } = await import('./elements/define.ts');
const assistant = document.querySelector('parley-assistant');
if (assistant) assistant.control = host.session;
defineParley();

// Behind '#' it is sent to no server and stands in no log.
const token = new URLSearchParams(location.hash.slice(1)).get('tab');
if (token !== null) joinBridge(host, token);

// Closed or loaded anew: who talks learns of it, and can go on by the name that it was given.
addEventListener('pagehide', () => {
  host.endIn(0);
});
