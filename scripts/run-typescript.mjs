/** `node scripts/run-typescript.mjs FILE [arguments]`: runs a TypeScript file's default export beside the built app, served. */
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ROOT, ensureInstall } from './ensure-install.mjs';

const [file = '', ...args] = process.argv.slice(2);
ensureInstall();
const chromePath = ensureChromium();
buildIfStale();
const { preview, runnerImport } = await import('vite');
const server = await preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port: 0, strictPort: false } });
try {
  const { module } = await runnerImport(path.join(ROOT, file), { root: ROOT, configFile: false, logLevel: 'error' });
  await module.default(args, { chromePath, appUrl: server.resolvedUrls?.local[0] ?? '' });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await server.close();
}
