import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { serveModels } from './scripts/serve-models.ts';

/** Isolation gives workers SharedArrayBuffer, and with it WASM threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

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
    // onnxruntime has 27 MB. What does not fit would be left out without a word.
    maximumFileSizeToCacheInBytes: 50_000_000,
  },
});

export default defineConfig(({ mode }) => ({
  base: './',
  // Only the app has a service worker: the development server must never be answered from a cache, and test pages have no app.
  plugins: [serveModels(), mode === 'production' ? serviceWorker : []],
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  worker: { format: 'es' },
  build: {
    target: 'esnext',
    // A worklet or a wasm file inlined as a data URL would need a looser content policy and block the page's thread.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8_000,
  },
}));
