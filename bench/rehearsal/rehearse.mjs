/**
 * Runs the built app with a big model in a real Chromium and writes down what happens: memory of every process, what the page says, how
 * long each step takes, how late its own thread and its microphone are.
 *
 *   node rehearse.mjs --app CHECKOUT --chrome FILE --profile FOLDER --out FOLDER [options]
 *
 *   --models FOLDER    served as the app's own models (PARLEY_MODELS)
 *   --query 'a=b&c'    of the page's address
 *   --hub URL          where models come from, in the settings
 *   --fetch            presses "Fetch" when the page offers a download
 *   --kill-at 0.5      ends the browser (SIGKILL) when this share of the bytes is here; `--kill-at loading` kills the renderer while the model goes
 *                      onto the card (`--kill-after` seconds after the last byte came, 5)
 *   --ask 'text'       asked so often as it is given, one after another, when the model serves
 *   --camera           on before the first question, so that a picture goes along
 *   --speak FILE       said into the microphone while the model loads (the microphone is always open, silent but for this)
 *   --fresh-app        forgets the app that the profile has kept: after a build its service worker would show the one before
 *   --quota 2.4e9      bytes that the browser lets the page keep
 *   --aim ID           the language model that is waited for, if it is not a Gemma
 *   --again 1          loads the page again so often when it crashed, and presses the button again
 *   --sleep            presses the button again after the last answer, so that the microphone is off
 *   --limit 900        seconds until it gives up; --stay 0: seconds to stay after the last answer
 *   --name run         of the files in --out: NAME.jsonl (every half second), NAME.txt (what is printed), NAME-*.png
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { childWith, GB, processes, tabOf } from './memory.mjs';
import { RehearsedPage } from './page.mjs';
import { sleep, Watch } from './watch.mjs';

const string = (value) => ({ type: 'string', default: value });
const { values: args } = parseArgs({
  options: {
    app: string('.'),
    chrome: string(''),
    profile: string('profile'),
    out: string('.'),
    name: string('run'),
    models: string(''),
    query: string(''),
    hub: string(''),
    'kill-at': string(''),
    again: string('0'),
    port: string('5310'),
    aim: string(''),
    quota: string(''),
    'kill-after': string('5'),
    limit: string('900'),
    stay: string('0'),
    speak: string(''),
    flags: string(''),
    wait: string('serving'),
    ask: { type: 'string', multiple: true, default: [] },
    fetch: { type: 'boolean', default: false },
    'no-mic': { type: 'boolean', default: false },
    camera: { type: 'boolean', default: false },
    sleep: { type: 'boolean', default: false },
    'fresh-app': { type: 'boolean', default: false },
  },
});
if (args.models) process.env.PARLEY_MODELS = path.resolve(args.models);
mkdirSync(args.out, { recursive: true });
const app = path.resolve(args.app);
for (const name of ['out', 'profile']) args[name] = path.resolve(args[name]);
if (args.speak) args.speak = path.resolve(args.speak);
process.chdir(app);
const required = createRequire(path.join(app, 'package.json'));
const { chromium } = required('playwright-core');
const { preview } = await import(path.join(app, 'node_modules/vite/dist/node/index.js'));
const outFile = (end) => path.resolve(args.out, `${args.name}${end}`);
writeFileSync(outFile('.txt'), '');
writeFileSync(outFile('.jsonl'), '');
const startedAt = performance.now();
const seconds = () => (performance.now() - startedAt) / 1000;
const say = (text) => {
  const line = `${seconds().toFixed(1).padStart(7)} s  ${text}`;
  console.log(line);
  appendFileSync(outFile('.txt'), `${line}\n`);
};

const server = await preview({
  root: app,
  logLevel: 'error',
  preview: { host: '127.0.0.1', port: Number(args.port), strictPort: true },
});
const url = `${server.resolvedUrls.local[0]}?${args.query}`;
const context = await chromium.launchPersistentContext(args.profile, {
  executablePath: args.chrome,
  viewport: { width: 900, height: 900 },
  args: [
    '--no-sandbox',
    '--enable-unsafe-webgpu',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    ...args.flags.split(' ').filter(Boolean),
  ],
});
const browserPid = childWith(args.profile);
const rehearsed = new RehearsedPage(context, { url, hub: args.hub, quota: args.quota, isFresh: args['fresh-app'], say });
const watch = new Watch(rehearsed, { browserPid, outFile, seconds, say });

/** All bytes of the model, about. */
const allBytes = Number(process.env.ALL_BYTES ?? 2.9e9);
const limitS = Number(args.limit);
/** How many bytes are here, and since when. */
let bytesAt = { bytes: 0, at: 0 };
let hasFetched = false;
let hasSpoken = false;
let hasKilled = false;

const llmOf = ({ models }) => models.find(({ role }) => role === 'llm');
const isAim = (id) => /gemma-3-4b|gemma-3-1b/.test(id) || args.aim === id;

/** The step that loads: bytes still come, all are here, or it serves; and the bytes, null when none are waited for. */
function stepOf(view) {
  const llm = llmOf(view);
  const isAimed = llm !== undefined && isAim(llm.id);
  const coming = view.coming ?? (isAimed && llm.state === 'loading' ? llm : null);
  if (isAimed && llm.state === 'ready') return { step: 'serving', coming };
  if (!coming) return { step: 'others', coming };
  return { step: coming.loadedBytes >= allBytes * 0.98 ? 'onto the card' : 'bytes', coming };
}

/** Does what a user would while it loads. A name when that is over. `visit`: before the step's name, in visits after a crash. */
async function lookAtLoad(view, visit) {
  const { step, coming } = stepOf(view);
  if (coming && coming.loadedBytes !== bytesAt.bytes) bytesAt = { bytes: coming.loadedBytes, at: seconds() };
  watch.step = visit + step;
  if (args.fetch && !hasFetched && view.notices.some(({ action }) => action === 'Fetch')) {
    hasFetched = true;
    await rehearsed.pressButton('Fetch');
    say('pressed Fetch');
  }
  if (args.speak && !hasSpoken && coming && coming.loadedBytes > 1e8 && view.phase === 'listening') {
    hasSpoken = true;
    await rehearsed.speak(args.speak);
    say('said the recording');
  }
  const killed = args['kill-at'] && !hasKilled && coming ? await kill(step, coming) : null;
  if (killed) return killed;
  if (step === 'serving' && args.wait === 'serving') return 'serving';
  if (args.wait !== 'limit' && view.notices.some(({ id, level }) => level === 'error' && !/offer/.test(id)))
    return 'error notice';
  return llmOf(view)?.state === 'failed' ? 'failed' : null;
}

/** Kills what is to be killed, if it is time. A name when it was. */
async function kill(step, { loadedBytes, totalBytes }) {
  if (args['kill-at'] !== 'loading') {
    const share = loadedBytes / Math.max(allBytes, totalBytes);
    if (share < Number(args['kill-at'])) return null;
    hasKilled = true;
    await watch.picture('before-kill');
    say(`killing the browser at ${(share * 100).toFixed(1)} %, ${loadedBytes} bytes`);
    process.kill(browserPid, 'SIGKILL');
    return 'killed';
  }
  if (step !== 'onto the card' || seconds() - bytesAt.at <= Number(args['kill-after'])) return null;
  hasKilled = true;
  const tab = tabOf(processes(browserPid));
  say(`killing the renderer, which has ${GB(tab.rss)} GB`);
  process.kill(tab.pid, 'SIGKILL');
  for (let i = 0; i < 20 && !rehearsed.gone; i += 1) await sleep(500);
  rehearsed.gone ??= 'crash';
  return 'renderer killed';
}

/** The same page again, after it has crashed. Returns how that ended. */
async function visitAgain(number) {
  const visit = `visit ${number}: `;
  await sleep(3000);
  await watch.picture('crashed');
  hasKilled = true;
  watch.step = `${visit}open`;
  bytesAt = { bytes: 0, at: seconds() };
  await rehearsed.open();
  await sleep(2000);
  const view = await rehearsed.view();
  if (view) {
    const notices = JSON.stringify(view.notices.map(({ text }) => text));
    say(`after 2 s: [${view.phase}] "${view.status}" ${view.models.length} models, notices ${notices}`);
  }
  await watch.picture('again');
  await rehearsed.pressTalk();
  say('pressed the button');
  return watch.until((each) => lookAtLoad(each, visit), limitS);
}

async function ask(question, number) {
  watch.step = `answering ${number}`;
  const before = watch.last.captions.length;
  await rehearsed.ask(question);
  say(`asked: ${question}`);
  const over = await watch.until(({ captions, phase }) => {
    const caption = captions.at(-1);
    const isThere = captions.length > before && caption?.who === 'assistant' && caption.state !== 'live';
    return isThere && !/thinking|speaking|loading/.test(phase) ? 'answered' : null;
  }, limitS);
  say(`${over}: ${JSON.stringify(watch.last.captions.at(-1)?.text)} ${JSON.stringify(watch.last.timings)}`);
  await watch.picture('answered');
}

void watch.sample();
await rehearsed.open();
watch.step = 'open';
await watch.picture('open');
if (!args['no-mic']) await rehearsed.pressTalk();
let result = await watch.until((view) => lookAtLoad(view, ''), limitS);
for (let again = 1; rehearsed.gone === 'crash' && again <= Number(args.again); again += 1) result = await visitAgain(again + 1);
say(`over: ${result}`);
if (result === 'serving') {
  watch.sayPieces();
  watch.step = 'serving';
  await sleep(2000);
  if (args.camera) {
    await rehearsed.pressButton('Camera');
    await sleep(3000);
    say('camera on');
  }
  for (const [index, question] of args.ask.entries()) await ask(question, index + 1);
}
if (args.sleep && !rehearsed.gone) {
  await rehearsed.pressTalk();
  say('pressed the button: the microphone is off');
}
if (Number(args.stay) > 0 && !rehearsed.gone) {
  watch.step = 'after';
  await watch.until(() => null, Number(args.stay));
}
watch.stop();
await sleep(600);
watch.sayTables();
await Promise.race([context.close().catch(() => undefined), sleep(10_000)]);
await server.close();
process.exit(0);
