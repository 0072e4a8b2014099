/** Once for all browser tests: the built app and the test pages, served; the folders of models that are too big for the repository. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { buildPages, servePages } from './pages-server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  export interface ProvidedContext {
    /** The built app, ends in '/'. */
    appUrl: string;
    /** The pages of test/browser/pages, ends in '/'. */
    pagesUrl: string;
    chromePath: string;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(path.join(ROOT, 'dist/index.html'))) await build({ root: ROOT, logLevel: 'warn' });
  await buildPages();
  const app = await preview({ root: ROOT, logLevel: 'error', preview: { host: '127.0.0.1', port: 0, strictPort: false } });
  const pages = await servePages();
  provide('appUrl', app.resolvedUrls?.local[0] ?? '');
  provide('pagesUrl', pages.url);
  provide('chromePath', ensureChromium());
  return async () => {
    await app.close();
    await pages.close();
  };
}
