/** Builds and serves the pages of test/browser/pages with the app's own Vite settings: models, isolation, worker bundles. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { SECURITY_HEADERS } from '../../scripts/security-headers.ts';
import { build, loadConfigFromFile, mergeConfig, preview, type Connect, type InlineConfig, type Plugin } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PAGES = path.join(ROOT, 'test/browser/pages');
const AUDIO = path.join(ROOT, 'test/audio');

/** Where the built pages lie: outside the tree that is linted and formatted. */
const OUT = path.join(ROOT, 'node_modules/.cache/parley-pages');

/** Builds the pages; takes some seconds, so once for all test files. */
export async function buildPages(): Promise<void> {
  await build(await config());
}

/** Serves the pages that were built, on a free port. `url` ends in '/'; clips are at `<url>audio/<name>`. */
export async function servePages(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await preview(await config());
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server has no address');
  return { url, close: () => server.close() };
}

async function config(): Promise<InlineConfig> {
  // Not 'production': that would build a service worker too.
  const app = await loadConfigFromFile({ command: 'build', mode: 'pages' }, path.join(ROOT, 'vite.config.ts'));
  const pages = readdirSync(PAGES).filter((name) => name.endsWith('.html'));
  // Tests put scripts of their own into these pages; content-policy.test.ts has the app under its policy.
  const headers = { ...SECURITY_HEADERS, 'Content-Security-Policy': '' };
  return mergeConfig(app?.config ?? {}, {
    configFile: false,
    root: PAGES,
    publicDir: path.join(ROOT, 'public'),
    logLevel: 'error',
    plugins: [serveClips()],
    build: { outDir: OUT, emptyOutDir: true, rolldownOptions: { input: pages.map((name) => path.join(PAGES, name)) } },
    preview: { host: '127.0.0.1', port: 0, strictPort: false, headers },
  } satisfies InlineConfig);
}

function serveClips(): Plugin {
  const middleware: Connect.NextHandleFunction = (request, response, next) => {
    const file = path.join(AUDIO, decodeURIComponent((request.url ?? '').split('?')[0] ?? ''));
    if (!file.startsWith(AUDIO + path.sep) || !existsSync(file)) next();
    else createReadStream(file).pipe(response.setHeader('content-type', 'application/octet-stream'));
  };
  return {
    name: 'parley-test-clips',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use('/audio', middleware);
    },
  };
}
