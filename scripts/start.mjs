/** `npm start`: installs what is missing, builds what is stale, serves the app and prints its address. */
import { buildIfStale } from './build.mjs';
import { ROOT, ensureInstall } from './ensure-install.mjs';

const PREFERRED_PORT = 5173;

ensureInstall();
buildIfStale();
const { preview } = await import('vite');
const server = await preview({
  root: ROOT,
  preview: { host: '127.0.0.1', port: Number(process.env.PORT ?? PREFERRED_PORT) },
  logLevel: 'error',
});
console.log(`Parley is at ${server.resolvedUrls?.local[0] ?? 'an unknown address'}`);
