/** `npm start`: installs what is missing, builds what is stale, serves the app and prints its address. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, ensureInstall, run } from './ensure-install.mjs';

/** What a build is made of. */
const SOURCES = ['index.html', 'package-lock.json', 'public', 'scripts/serve-models.ts', 'src', 'vite.config.ts', 'workers'];
const PREFERRED_PORT = 5173;

ensureInstall();
if (newest('dist/index.html') < Math.max(...SOURCES.map(newest))) {
  const status = run('npx', ['vite', 'build', '--logLevel', 'warn']);
  if (status !== 0) process.exit(status);
}
const { preview } = await import('vite');
const server = await preview({
  root: ROOT,
  preview: { host: '127.0.0.1', port: Number(process.env.PORT ?? PREFERRED_PORT) },
  logLevel: 'error',
});
console.log(`Parley is at ${server.resolvedUrls?.local[0] ?? 'an unknown address'}`);

/** When the newest file at or below this path was changed, ms; 0 when there is none. */
function newest(name) {
  const file = path.join(ROOT, name);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((entry) => newest(path.join(name, entry))));
}
