/**
 * `npm run live-bridge`: Parley in a tab of this machine's browser, spoken to by programs that talk to the Gemini Live API.
 *
 * `--visible` shows the browser, `--no-browser` leaves it to you to open the printed address; `--port` is for ws:, the next one for wss:; `--origin` lets pages
 * of that origin connect (more than once if need be); `--query` is added to the page's address (`llm=tiny-gemma3`). PARLEY_BRIDGE_TOKEN is the
 * token, which is drawn anew each time otherwise.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import path from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { URL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ROOT, ensureInstall } from './ensure-install.mjs';

const { values } = parseArgs({
  options: {
    visible: { type: 'boolean', default: false },
    'no-browser': { type: 'boolean', default: false },
    port: { type: 'string', default: '8780' },
    origin: { type: 'string', multiple: true, default: [] },
    query: { type: 'string', default: '' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65534)
  throw new Error(`--port ${values.port} is no port: a number from 1 to 65534.`);
// A browser sends its origin in this form alone: any other would never be let in.
for (const origin of values.origin) {
  if (URL.canParse(origin) && new URL(origin).origin === origin) continue;
  throw new Error(`--origin ${origin} is no origin: one is https://site.example, in small letters and without a path.`);
}

ensureInstall();
buildIfStale();
const { preview, runnerImport } = await import('vite');
const load = (file) => runnerImport(path.join(ROOT, file), { root: ROOT, configFile: false, logLevel: 'error' });
const { Relay } = (await load('scripts/live-bridge/relay.ts')).module;
const { certificateIn } = (await load('scripts/live-bridge/certificate.ts')).module;

const token = process.env.PARLEY_BRIDGE_TOKEN || randomBytes(24).toString('base64url');
const tabToken = randomBytes(24).toString('base64url');
const certificate = await certificateIn(path.join(ROOT, '.cache/live-bridge'));
const relay = new Relay({ token, tabToken, origins: values.origin, log: (line) => console.log(line) });

// The tab's page and its socket are of one origin, so that the page's policy need not allow any other.
const app = await preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port, strictPort: true } });
relay.attach(app.httpServer);
const secure = createServer({ cert: certificate.cert, key: certificate.key }, (_request, response) => {
  response.writeHead(426, { 'content-type': 'text/plain' }).end('WebSockets only.\n');
});
relay.attach(secure);

secure.listen(port + 1, '127.0.0.1');
const query = values.query === '' ? '' : `?${values.query}`;
const page = `http://127.0.0.1:${port}/live.html${query}#tab=${tabToken}`;

let browser;
if (values['no-browser']) console.log(`Open this page in Chrome, and leave it open: ${page}`);
else {
  const { chromium } = await import('playwright-core');
  browser = await chromium.launch({
    executablePath: ensureChromium(),
    headless: !values.visible,
    args: ['--no-first-run'],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  await (await browser.newPage()).goto(page);
}
console.log(`Clients that speak ws: connect to ws://127.0.0.1:${port} with this key: ${token}`);
console.log('An unchanged Python program on google-genai talks to Parley with these three:');
console.log(`export GOOGLE_GEMINI_BASE_URL=https://localhost:${port + 1}`);
console.log(`export SSL_CERT_FILE=${certificate.certFile}`);
console.log(`export GOOGLE_API_KEY=${token}`);

/** How long a client has to end by itself once this ends, ms. */
const ENDING_MS = 2_000;

/** A second signal ends it at once. */
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    if (relay.clients > 0) {
      relay.endIn(ENDING_MS);
      await pass(ENDING_MS);
    }
    relay.close();
    secure.close();
    await browser?.close();
    await app.close();
    process.exit(0);
  });
}
