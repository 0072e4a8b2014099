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
import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

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
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// ---------------------------------------------------------------- memory
/** Chromium's processes below this one: resident bytes, and its share of what is shared where `exact`. */
function processes(root, exact) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))[1]));
    } catch {}
  }
  const below = (pid) => pid === root || (parents.has(pid) && below(parents.get(pid)));
  const found = [];
  for (const pid of parents.keys()) {
    if (!below(pid)) continue;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const kind = /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser';
      const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
      const pss = exact
        ? Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024
        : undefined;
      found.push({ pid, kind: /utility-sub-type=([\w.]+)/.exec(command)?.[1] ?? kind, rss, pss });
    } catch {}
  }
  return found;
}
const GB = (bytes) => (bytes / 1e9).toFixed(2);

// ---------------------------------------------------------------- browser
const server = await preview({
  root: app,
  logLevel: 'error',
  preview: { host: '127.0.0.1', port: Number(args.port), strictPort: true },
});
const url = `${server.resolvedUrls.local[0]}?${args.query}`;
const context = await chromium.launchPersistentContext(path.resolve(args.profile), {
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
const childOf = (pid) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => {
      try {
        return Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${each}/stat`, 'utf8'))[1]) === pid;
      } catch {
        return false;
      }
    });
const browserPid = childOf(process.pid).find((pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(path.resolve(args.profile));
  } catch {
    return false;
  }
});
let page,
  isGone = null;
context.on('close', () => {
  isGone ??= 'closed';
});
await context.addInitScript(() => {
  const watched = (window.watched = { tasks: [], lags: [], ticks: { last: performance.now(), worst: 0 }, reports: [] });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watched.tasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  setInterval(() => {
    const now = performance.now();
    watched.ticks.worst = Math.max(watched.ticks.worst, now - watched.ticks.last - 100);
    watched.ticks.last = now;
  }, 100);
  window.Worker = class extends Worker {
    constructor(address, options) {
      super(address, options);
      const role = /(\w+)\.worker/.exec(String(address))?.[1] ?? '';
      this.addEventListener('message', ({ data }) => {
        if (data.kind === 'level') watched.lags.push([performance.now(), data.lagMs]);
        else if (/^(loaded|failed|first-token|generated|generation-failed)$/.test(data.kind))
          watched.reports.push({ role, ...data });
      });
    }
  };
  // A microphone that is silent until it is told to say something.
  let microphone;
  const openReal = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (!constraints.audio) return openReal(constraints);
    const audio = (microphone ??= new AudioContext());
    microphone.out ??= audio.createMediaStreamDestination();
    return microphone.out.stream;
  };
  window.speak = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
    const source = new AudioBufferSourceNode(microphone, { buffer: await microphone.decodeAudioData(bytes.buffer) });
    source.connect(microphone.out);
    source.start();
  };
});

/** Bytes of heap and of array buffers, the page's and every worker's, as they come in; a worker that computes answers late. */
const heaps = new Map();
const targets = new Map();
let cdp;
async function openPage() {
  page = page ? await context.newPage() : (context.pages()[0] ?? (await context.newPage()));
  page.on('crash', () => {
    isGone = 'crash';
    say('THE PAGE CRASHED');
  });
  page.on('pageerror', (error) => say(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) say(`console ${message.type()}: ${message.text().slice(0, 400)}`);
  });
  heaps.clear();
  targets.clear();
  cdp = await context.newCDPSession(page);
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => targets.set(sessionId, targetInfo));
  cdp.on('Target.detachedFromTarget', ({ sessionId }) => {
    targets.delete(sessionId);
    heaps.delete(sessionId);
  });
  cdp.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { result } = JSON.parse(message);
    if (result?.usedSize !== undefined)
      heaps.set(sessionId, {
        worker: /(\w+)\.worker/.exec(targets.get(sessionId)?.url ?? '')?.[1] ?? '?',
        used: result.usedSize,
        buffers: result.backingStorageSize ?? 0,
      });
  });
  await cdp
    .send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
    .catch(() => undefined);
  if (args['fresh-app'])
    await cdp.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'service_workers,cache_storage' });
  if (args.quota)
    await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: Number(args.quota) });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('parley-assistant')?.control, undefined, { timeout: 60_000 });
  if (args.hub) await page.evaluate((hub) => document.querySelector('parley-assistant').control.change({ hub }), args.hub);
  say(`opened ${url}`);
}
let nextId = 0;
/** The biggest pieces of memory of the renderer: a WASM memory is one piece, an array buffer another. */
function sayMappings() {
  const renderer = processes(browserPid, false)
    .filter(({ kind }) => kind === 'renderer')
    .sort((a, b) => b.rss - a.rss)[0];
  const pieces = readFileSync(`/proc/${renderer.pid}/smaps`, 'utf8')
    .split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)
    .map((text) => ({
      rss: Number(/^Rss:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1024,
      what: /^\S+ (\S+) \S+ \S+ \S+ *(.*)$/m.exec(text)?.slice(1).join(' ') ?? '',
    }));
  const big = pieces.filter(({ rss }) => rss > 5e7).sort((a, b) => b.rss - a.rss);
  say(
    `the renderer's pieces above 50 MB: ${big.map(({ rss, what }) => `${GB(rss)} ${what.trim()}`).join(', ')}; all others ${GB(pieces.reduce((sum, { rss }) => sum + (rss > 5e7 ? 0 : rss), 0))}`,
  );
}
function askHeaps() {
  for (const [sessionId, { type }] of targets)
    if (type === 'worker')
      cdp
        ?.send('Target.sendMessageToTarget', {
          sessionId,
          message: JSON.stringify({ id: ++nextId, method: 'Runtime.getHeapUsage' }),
        })
        .catch(() => undefined);
  cdp
    ?.send('Runtime.getHeapUsage')
    .then((result) => heaps.set('page', { worker: 'page', used: result.usedSize, buffers: result.backingStorageSize ?? 0 }))
    .catch(() => undefined);
}

// ---------------------------------------------------------------- the loop
let last = null,
  lastSaid = '',
  peaks = {},
  phaseOf = 'start',
  pictures = 0,
  shot = '',
  sampling = true;
const readView = () =>
  page
    .evaluate(() => {
      const view = document.querySelector('parley-assistant')?.control?.view;
      if (!view) return null;
      const { watched } = window;
      const ticks = watched.ticks;
      const worst = Math.max(ticks.worst, performance.now() - ticks.last - 100);
      ticks.worst = 0;
      return JSON.parse(
        JSON.stringify({
          phase: view.phase,
          models: view.models,
          coming: view.coming,
          notices: view.notices.map(({ id, level, text, advice, action }) => ({
            id,
            level,
            text,
            advice,
            action: action?.label,
          })),
          captions: view.captions,
          timings: view.timings,
          gpuMb: view.gpuMb,
          lateMs: worst,
          lags: watched.lags.splice(0),
          tasks: watched.tasks.splice(0),
          reports: watched.reports.splice(0),
          status: document.querySelector('parley-assistant').renderRoot.querySelector('.status')?.textContent.trim(),
          coming2: document.querySelector('parley-assistant').renderRoot.querySelector('.coming')?.textContent.trim(),
        }),
      );
    })
    .catch(() => null);
const picture = async (name) => {
  const file = outFile(`-${String(++pictures).padStart(2, '0')}-${name}.png`);
  await page.screenshot({ path: file, timeout: 20_000 }).then(
    () => say(`picture ${path.basename(file)}`),
    () => say(`no picture of ${name}: the page does not paint`),
  );
};

let mostSaid = 2e9;
async function memoryLoop() {
  for (let count = 0; sampling; count += 1) {
    const all = processes(browserPid, count % 4 === 0);
    const sum = (kind) =>
      all.filter((each) => kind === undefined || each.kind === kind).reduce((total, { rss }) => total + rss, 0);
    const largestRenderer = Math.max(0, ...all.filter(({ kind }) => kind === 'renderer').map(({ rss }) => rss));
    if (largestRenderer > mostSaid + 4e8) {
      mostSaid = largestRenderer;
      sayMappings();
    }
    const pss = all.some((each) => each.pss !== undefined) ? all.reduce((total, each) => total + (each.pss ?? 0), 0) : undefined;
    const buffers = [...heaps.values()].reduce((total, each) => total + each.buffers, 0),
      heap = [...heaps.values()].reduce((total, each) => total + each.used, 0);
    const available = Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))[1]) * 1024;
    const now = {
      renderer: largestRenderer,
      gpu: sum('gpu-process'),
      browser: sum('browser'),
      others: sum() - largestRenderer - sum('gpu-process') - sum('browser'),
      all: sum(),
      pss,
      buffers,
      heap,
      available,
    };
    const peak = (peaks[phaseOf] ??= { from: seconds() });
    peak.to = seconds();
    for (const [name, value] of Object.entries(now))
      if (value !== undefined)
        peak[name] = name === 'available' ? Math.min(peak[name] ?? Infinity, value) : Math.max(peak[name] ?? 0, value);
    appendFileSync(
      outFile('.jsonl'),
      `${JSON.stringify({ t: Number(seconds().toFixed(1)), step: phaseOf, ...now, heaps: [...heaps.values()] })}\n`,
    );
    if (count % 4 === 2) askHeaps();
    await sleep(500);
  }
}

const late = {}; // per step: worst lateness of the page's timer, VAD lags, long tasks
function note(view) {
  const each = (late[phaseOf] ??= { timerMs: 0, lags: [], tasks: [] });
  each.timerMs = Math.max(each.timerMs, view.lateMs);
  each.lags.push(...view.lags.map(([, lag]) => lag));
  each.tasks.push(...view.tasks.map(([, ms]) => ms));
  for (const { role, kind, ...report } of view.reports)
    say(
      `worker ${role}: ${kind} ${JSON.stringify({ ...report, error: report.error && `${report.error.reason}: ${report.error.message}` }).slice(0, 400)}`,
    );
}

async function watch(isOver, limitS) {
  const until = seconds() + limitS;
  let lastReadAt = seconds();
  while (seconds() < until && !isGone) {
    const view = await Promise.race([readView(), sleep(5_000).then(() => undefined)]);
    if (isGone) break;
    if (!view) {
      if (view === undefined) say(`the page has not answered for ${(seconds() - lastReadAt).toFixed(0)} s`);
      await sleep(300);
      continue;
    }
    lastReadAt = seconds();
    note(view);
    const llm = view.models.find(({ role }) => role === 'llm');
    const said = JSON.stringify([
      view.phase,
      view.status?.replace(/[\d.,]+/g, '#'),
      view.coming2?.replace(/[\d.,]+/g, '#'),
      view.models.map(({ id, state }) => [id, state]),
      view.notices.map(({ text, action }) => [text, action]),
    ]);
    if (said !== lastSaid) {
      lastSaid = said;
      say(
        `[${view.phase}] "${view.status}" | ${view.models.map(({ role, id, state, backend }) => `${role} ${id}/${backend} ${state}`).join(', ')} | gpu ${view.gpuMb} MB`,
      );
      if (view.coming2) say(`        coming: ${view.coming2}`);
      for (const { level, text, advice, action } of view.notices)
        say(`        ${level}: ${text}${advice ? ` — ${advice}` : ''}${action ? ` [${action}]` : ''}`);
      const key = JSON.stringify([view.phase, view.notices.map(({ text }) => text), llm?.state, llm?.id]);
      if (key !== shot) {
        shot = key;
        await picture(`${view.phase}`);
      }
    }
    last = view;
    const result = await isOver(view, llm);
    if (result) return result;
    await sleep(300);
  }
  return isGone ?? 'limit';
}

const isAim = (id) => /gemma-3-4b|gemma-3-1b/.test(id) || args.aim === id;
/** The step that loads: bytes still come, all are here, or it serves. */
function stepOf(view) {
  const llm = view.models.find(({ role }) => role === 'llm');
  const coming =
    view.coming ??
    (llm && isAim(llm.id) && llm.state === 'loading' ? { loadedBytes: llm.loadedBytes, totalBytes: llm.totalBytes } : null);
  if (llm && isAim(llm.id) && llm.state === 'ready') return { step: 'serving', coming };
  if (!coming) return { step: 'others', coming };
  return { step: coming.loadedBytes >= allBytes * 0.98 ? 'onto the card' : 'bytes', coming };
}
const allBytes = Number(process.env.ALL_BYTES ?? 2.9e9);
let bytesAt = [0, 0];

void memoryLoop();
await openPage();
phaseOf = 'open';
await picture('open');
if (!args['no-mic']) await page.locator('parley-talk-button button').click();
let spoken = false,
  killed = false,
  firstSeen = null,
  prefix = '';
const step = async (view) => {
  const { step, coming } = stepOf(view);
  if (coming && coming.loadedBytes !== bytesAt[0]) bytesAt = [coming.loadedBytes, seconds()];
  phaseOf = step;
  if (prefix) phaseOf = prefix + phaseOf;
  if (args.fetch && !firstSeen && view.notices.some(({ action }) => action === 'Fetch')) {
    firstSeen = seconds();
    await page.getByRole('button', { name: 'Fetch' }).click();
    say('pressed Fetch');
  }
  if (args.speak && !spoken && coming && coming.loadedBytes > 1e8 && view.phase === 'listening') {
    spoken = true;
    await page.evaluate((b) => window.speak(b), readFileSync(args.speak).toString('base64'));
    say('said the recording');
  }
  if (args['kill-at'] && !killed && coming) {
    const share = coming.loadedBytes / Math.max(allBytes, coming.totalBytes);
    if (args['kill-at'] !== 'loading' && share >= Number(args['kill-at'])) {
      killed = true;
      await picture('before-kill');
      say(`killing the browser at ${(share * 100).toFixed(1)} %, ${coming.loadedBytes} bytes`);
      process.kill(browserPid, 'SIGKILL');
      return 'killed';
    }
    if (
      args['kill-at'] === 'loading' &&
      phaseOf.endsWith('onto the card') &&
      seconds() - bytesAt[1] > Number(args['kill-after'])
    ) {
      killed = true;
      const renderer = processes(browserPid, false)
        .filter(({ kind }) => kind === 'renderer')
        .sort((a, b) => b.rss - a.rss)[0];
      say(`killing the renderer, which has ${GB(renderer.rss)} GB`);
      process.kill(renderer.pid, 'SIGKILL');
      for (let i = 0; i < 20 && !isGone; i += 1) await sleep(500);
      isGone ??= 'crash';
      return 'renderer killed';
    }
  }
  if (step === 'serving' && args.wait === 'serving') return 'serving';
  if (view.notices.some(({ id, level }) => level === 'error' && !/offer/.test(id)) && args.wait !== 'limit')
    return 'error notice';
  const llm = view.models.find(({ role }) => role === 'llm');
  if (llm?.state === 'failed') return 'failed';
  return null;
};
let result = await watch(step, Number(args.limit));
for (let again = 1; isGone === 'crash' && again <= Number(args.again); again += 1) {
  await sleep(3000);
  await picture('crashed');
  isGone = null;
  killed = true;
  phaseOf = `visit ${again + 1}: open`;
  bytesAt = [0, seconds()];
  await openPage();
  await sleep(2000);
  const view = await readView();
  if (view)
    say(
      `after 2 s: [${view.phase}] "${view.status}" ${view.models.length} models, notices ${JSON.stringify(view.notices.map(({ text }) => text))}`,
    );
  await picture('again');
  await page.locator('parley-talk-button button').click();
  say('pressed the button');
  prefix = `visit ${again + 1}: `;
  result = await watch(step, Number(args.limit));
}
say(`over: ${result}`);
if (result === 'serving') {
  sayMappings();
  phaseOf = 'serving';
  await sleep(2000);
  if (args.camera) {
    await page.getByRole('button', { name: 'Camera' }).click();
    await sleep(3000);
    say('camera on');
  }
  for (const question of args.ask) {
    phaseOf = `answering ${args.ask.indexOf(question) + 1}`;
    const before = last.captions.length;
    await page.locator('parley-text-box textarea').fill(question);
    await page.keyboard.press('Enter');
    say(`asked: ${question}`);
    const over = await watch((view) => {
      const caption = view.captions.at(-1);
      return view.captions.length > before &&
        caption?.who === 'assistant' &&
        caption.state !== 'live' &&
        !/thinking|speaking|loading/.test(view.phase)
        ? 'answered'
        : null;
    }, Number(args.limit));
    say(`${over}: ${JSON.stringify(last.captions.at(-1)?.text)} ${JSON.stringify(last.timings)}`);
    await picture('answered');
  }
}
if (args.sleep && !isGone) {
  await page.locator('parley-talk-button button').click();
  say('pressed the button: the microphone is off');
}
if (Number(args.stay) > 0 && !isGone) {
  phaseOf = 'after';
  await watch(() => null, Number(args.stay));
}

sampling = false;
await sleep(600);
say('memory, GB, highest (available: lowest) in each step');
say(
  ['step', 'from', 'to', 'renderer', 'gpu', 'browser', 'others', 'sum RSS', 'sum PSS', 'JS heap', 'buffers', 'available'].join(
    '\t',
  ),
);
for (const [name, p] of Object.entries(peaks))
  say(
    [
      name,
      p.from.toFixed(0),
      p.to.toFixed(0),
      ...['renderer', 'gpu', 'browser', 'others', 'all', 'pss', 'heap', 'buffers', 'available'].map((key) => GB(p[key] ?? 0)),
    ].join('\t'),
  );
say("lateness, ms: the page's own timer, worst; microphone frames p50/p99/most and how many; tasks above 50 ms: count, longest");
for (const [name, each] of Object.entries(late)) {
  const lags = each.lags.toSorted((a, b) => a - b),
    at = (share) => lags[Math.min(lags.length - 1, Math.floor(share * lags.length))]?.toFixed(0) ?? '-';
  say(
    `${name}\ttimer ${each.timerMs.toFixed(0)}\tframes ${at(0.5)}/${at(0.99)}/${at(1)} of ${lags.length}\ttasks ${each.tasks.length}, ${Math.max(0, ...each.tasks).toFixed(0)}`,
  );
}
await Promise.race([context.close().catch(() => undefined), sleep(10_000)]);
await server.close();
process.exit(0);
