/** Once for all browser tests: the built app and the test pages, served; the folders of models that are too big for the repository. */
import path from 'node:path';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../../scripts/build.mjs';
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
  buildIfStale();
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
