import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type Connect, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { ONE_ONNXRUNTIME } from './scripts/one-onnxruntime.ts';
import { headersFile, PAGE_HEADERS, SECURITY_HEADERS } from './scripts/security-headers.ts';
import { serveModels } from './scripts/serve-models.ts';
import { smallTemplates } from './scripts/small-templates.ts';

/** What the app fetches when it is installed: a conversation with the default voice. The models come when they are used. */
const KEPT_FROM_THE_START = [
  '*.{html,css,svg,webmanifest}',
  'assets/*.{js,mjs,css,wasm}',
  'self-test.wav',
  'vad/silero_vad_v5.onnx',
  'voices/af_heart.bin',
];

const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  // Ours is in public/; and src/main.ts registers, since the element must do without on other sites.
  manifest: false,
  injectRegister: false,
  injectManifest: {
    rollupFormat: 'iife',
    globPatterns: KEPT_FROM_THE_START,
    // For browsers of before 137 only; kept when it is used.
    globIgnores: ['assets/*asyncify*.wasm'],
    // onnxruntime has 27 MB. What does not fit would be left out without a word.
    maximumFileSizeToCacheInBytes: 50_000_000,
  },
});

const sendPageHeaders: Connect.NextHandleFunction = ({ url = '' }, response, next) => {
  for (const [name, value] of Object.entries(PAGE_HEADERS[url.split('?')[0] ?? ''] ?? {})) response.setHeader(name, value);
  next();
};

/** Sends those of the pages, and puts all beside the app, for the host that serves it. */
const headers: Plugin = {
  name: 'parley-headers',
  configureServer: ({ middlewares }) => void middlewares.use(sendPageHeaders),
  configurePreviewServer: ({ middlewares }) => void middlewares.use(sendPageHeaders),
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
  },
};

/** What a browser shows of the app before it is installed, from docs/pictures. */
const manifestPictures: Plugin = {
  name: 'parley-manifest-pictures',
  generateBundle() {
    const { screenshots } = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8')) as { screenshots: { src: string }[] };
    for (const { src } of screenshots)
      this.emitFile({ type: 'asset', fileName: src, source: readFileSync(path.join('docs', src)) });
  },
};

/** On a slow machine it would tell whoever starts the app which plugin took longest. */
const QUIET = { checks: { bundlerTimings: false } };

export default defineConfig(({ mode }) => ({
  base: './',
  resolve: { alias: ONE_ONNXRUNTIME },
  // Only the app has a service worker: the development server must never be answered from a cache, and test pages have no app.
  plugins: [serveModels(), smallTemplates, headers, ...(mode === 'production' ? [manifestPictures, serviceWorker] : [])],
  server: { headers: SECURITY_HEADERS },
  preview: { headers: SECURITY_HEADERS },
  worker: { format: 'es', rolldownOptions: QUIET },
  build: {
    target: 'esnext',
    // A worklet or a wasm file inlined as a data URL would need a looser content policy and block the page's thread.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8_000,
    // Test pages have their own.
    rolldownOptions: { ...QUIET, ...(mode === 'production' ? { input: ['index.html', 'embed.html', 'live.html'] } : {}) },
  },
}));
