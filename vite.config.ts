import { defineConfig } from 'vite';
import { serveModels } from './scripts/serve-models.ts';

/** Isolation gives workers SharedArrayBuffer, and with it WASM threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export default defineConfig({
  base: './',
  plugins: [serveModels()],
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  worker: { format: 'es' },
  build: {
    target: 'esnext',
    // A worklet or a wasm file inlined as a data URL would need a looser content policy and block the page's thread.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 8_000,
  },
});
