/** Finds a Chromium to test with, or installs one by whatever means this machine has. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium, or undefined. CHROME_PATH comes first. */
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which is not there.`);
    return chosen;
  }
  const onPath = (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [...onPath, ...USUAL_PLACES, ...playwrightBrowsers()].find((file) => existsSync(file));
}

/** The path of a Chromium, installed first if there is none. Throws an error that says what to do when that fails. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.log('Installing Chromium …');
  for (const [command, ...args] of waysToInstall()) spawnSync(command, args, { stdio: 'inherit' });
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('No Chromium to be had. Install Chromium or Chrome, or set CHROME_PATH to one.');
}

function waysToInstall() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = existsSync('/usr/bin/apt-get')
    ? [
        [...sudo, 'apt-get', 'update', '-q'],
        [...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
      ]
    : [];
  return apt.length > 0 ? apt : [['npx', 'playwright-core', 'install', 'chromium']];
}

/** Browsers that Playwright has downloaded for other projects. */
function playwrightBrowsers() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(os.homedir(), '.cache/ms-playwright');
  if (!existsSync(cache)) return [];
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith('chromium-'))
    .sort()
    .reverse();
  return folders.flatMap((name) => ['chrome-linux/chrome', 'chrome-linux64/chrome'].map((file) => path.join(cache, name, file)));
}
