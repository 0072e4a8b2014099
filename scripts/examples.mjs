/**
 * `npm run examples`, or of some: `npm run examples -- vue`: packs the element, and installs, builds and opens the examples for React and Vue with it, each in a temporary folder; those for a
 * server are rendered by one first. With `--pictures` it takes a picture of each, docs/pictures/example-<name>.png. Needs the npm registry. The other examples are opened by the tests.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { ensureChromium } from './chromium.mjs';
import { ROOT } from './ensure-install.mjs';

const given = process.argv.slice(2);
const wanted = given.filter((name) => name !== '--pictures');
const folder = mkdtempSync(path.join(tmpdir(), 'parley-examples-'));
// Vite's preview makes it 'production', for which npm leaves out what builds.
const env = { ...process.env, NODE_ENV: '' };
const call = (command, args, cwd, environment = env) =>
  execFileSync(command, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
try {
  const built = path.join(folder, 'package');
  call(process.execPath, [path.join(ROOT, 'scripts/build-element.mjs'), '--out', built], ROOT);
  const [{ filename }] = JSON.parse(call('npm', ['pack', '--json', '--pack-destination', folder], built));
  for (const name of wanted.length > 0 ? wanted : ['react', 'vue', 'server-react', 'server-vue']) {
    const example = path.join(folder, name);
    cpSync(path.join(ROOT, 'examples', name), example, { recursive: true });
    call('npm', ['install', '--no-audit', '--no-fund', path.join(folder, filename)], example);
    cpSync(path.join(example, 'node_modules/parley-assistant'), path.join(example, 'public/parley'), { recursive: true });
    build(example);
    await open(example, name);
    console.log(`${name}: the element is there, and its events are heard`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What a server has rendered is in the page; and the frameworks are those for development, which say what they find otherwise than they left it. */
function build(example) {
  const isOnServer = existsSync(path.join(example, 'server.mjs'));
  const environment = { ...env, NODE_ENV: isOnServer ? 'development' : '' };
  call(
    'npx',
    ['vite', 'build', '--logLevel', 'error', '--mode', isOnServer ? 'development' : 'production'],
    example,
    environment,
  );
  if (!isOnServer) return;
  const page = path.join(example, 'dist/index.html');
  const rendered = call(process.execPath, ['server.mjs'], example, environment).trim();
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<!-- What server.*?-->/, rendered));
}

/** Throws where the element does not come to life, its event is not heard by the page, or something went wrong. */
async function open(example, name) {
  const server = await preview({ root: example, configFile: false, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const errors = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    const isOurs = !message.location().url.endsWith('/favicon.ico');
    if (isOurs && ['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  try {
    await page.goto(server.resolvedUrls.local[0]);
    await page.locator('parley-text-box textarea').waitFor();
    const prompt = await page.locator('parley-assistant').evaluate((element) => {
      element.dispatchEvent(new globalThis.CustomEvent('parley-user-said', { detail: { turn: 1, text: 'Hello' } }));
      return element.systemPrompt;
    });
    await page.locator('li').getByText('Hello').waitFor();
    if (prompt === null || errors.length > 0) throw new Error(`${example}: ${errors.join(' ') || 'the attributes are not read'}`);
    if (given.includes('--pictures')) await page.screenshot({ path: path.join(ROOT, 'docs/pictures', `example-${name}.png`) });
  } finally {
    await page.close();
    await server.close();
  }
}
