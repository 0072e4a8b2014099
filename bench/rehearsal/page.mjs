/** The page that is rehearsed: the app in a Chromium of its own, what it says, and what its threads hold. */
import { readFileSync } from 'node:fs';

/** Runs in the page before anything else: late tasks, late frames, what workers report, and a microphone that is silent until it is told to say something. */
function watchPage() {
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
}

/** Runs in the page: what it shows, and what was watched since it was asked last; null before the app is there. */
function viewInPage() {
  const assistant = document.querySelector('parley-assistant');
  const view = assistant?.control?.view;
  if (!view) return null;
  const { watched } = window;
  const { ticks } = watched;
  const lateMs = Math.max(ticks.worst, performance.now() - ticks.last - 100);
  ticks.worst = 0;
  const textOf = (selector) => assistant.renderRoot.querySelector(selector)?.textContent.trim();
  return JSON.parse(
    JSON.stringify({
      phase: view.phase,
      models: view.models,
      coming: view.coming,
      notices: view.notices.map(({ id, level, text, advice, action }) => ({ id, level, text, advice, action: action?.label })),
      captions: view.captions,
      timings: view.timings,
      gpuMb: view.gpuMb,
      lateMs,
      lags: watched.lags.splice(0),
      tasks: watched.tasks.splice(0),
      reports: watched.reports.splice(0),
      status: textOf('.status'),
      comingLine: textOf('.coming'),
    }),
  );
}

/** `say`: a line for whoever looks on. `hub`, `quota`, `isFresh` as rehearse.mjs has them. */
export class RehearsedPage {
  /** How it ended by itself: 'closed', 'crash'; null while it goes on. */
  gone = null;
  #context;
  #options;
  #page;
  #cdp;
  /** Bytes of heap and of array buffers, the page's and every worker's, as they come in; a worker that computes answers late. */
  #heaps = new Map();
  #targets = new Map();
  #lastId = 0;

  constructor(context, options) {
    this.#context = context;
    this.#options = options;
    context.on('close', () => {
      this.gone ??= 'closed';
    });
  }

  get page() {
    return this.#page;
  }

  get heaps() {
    return [...this.#heaps.values()];
  }

  /** Opens the app; again after it has crashed. */
  async open() {
    const { url, hub, quota, isFresh, say } = this.#options;
    const { origin } = new URL(url);
    const context = this.#context;
    if (!this.#page) await context.addInitScript(watchPage);
    const page = this.#page ? await context.newPage() : (context.pages()[0] ?? (await context.newPage()));
    this.#page = page;
    this.gone = null;
    page.on('crash', () => {
      this.gone = 'crash';
      say('THE PAGE CRASHED');
    });
    page.on('pageerror', (error) => say(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) say(`console ${message.type()}: ${message.text().slice(0, 400)}`);
    });
    await this.#watchHeaps();
    if (isFresh) await this.#cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers,cache_storage' });
    if (quota) await this.#cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Number(quota) });
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector('parley-assistant')?.control, undefined, { timeout: 60_000 });
    if (hub) await page.evaluate((address) => document.querySelector('parley-assistant').control.change({ hub: address }), hub);
    say(`opened ${url}`);
  }

  /** As `viewInPage`; undefined when the page has not answered for five seconds. Never rejects. */
  view() {
    const view = this.#page.evaluate(viewInPage).catch(() => null);
    return Promise.race([view, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  }

  /** Says the recording into the microphone. */
  speak(file) {
    return this.#page.evaluate((base64) => window.speak(base64), readFileSync(file).toString('base64'));
  }

  /** The button that begins and ends talking. */
  pressTalk() {
    return this.#page.locator('parley-talk-button button').click();
  }

  pressButton(name) {
    return this.#page.getByRole('button', { name }).click();
  }

  async ask(question) {
    await this.#page.locator('parley-text-box textarea').fill(question);
    await this.#page.keyboard.press('Enter');
  }

  /** Has every thread say what it holds; what it says is in `heaps` later. */
  askHeaps() {
    for (const [sessionId, { type }] of this.#targets) {
      if (type !== 'worker') continue;
      const message = JSON.stringify({ id: ++this.#lastId, method: 'Runtime.getHeapUsage' });
      this.#cdp?.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => undefined);
    }
    this.#cdp
      ?.send('Runtime.getHeapUsage')
      .then((usage) => this.#noteHeap('page', 'page', usage))
      .catch(() => undefined);
  }

  async #watchHeaps() {
    this.#heaps.clear();
    this.#targets.clear();
    const cdp = await this.#context.newCDPSession(this.#page);
    this.#cdp = cdp;
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => this.#targets.set(sessionId, targetInfo));
    cdp.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#targets.delete(sessionId);
      this.#heaps.delete(sessionId);
    });
    cdp.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      const { result } = JSON.parse(message);
      const worker = /(\w+)\.worker/.exec(this.#targets.get(sessionId)?.url ?? '')?.[1] ?? '?';
      if (result?.usedSize !== undefined) this.#noteHeap(sessionId, worker, result);
    });
    await cdp
      .send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
      .catch(() => undefined);
  }

  #noteHeap(key, worker, { usedSize, backingStorageSize = 0 }) {
    this.#heaps.set(key, { worker, used: usedSize, buffers: backingStorageSize });
  }
}
