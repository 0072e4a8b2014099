/** Builds the app when something it is made of has changed. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './ensure-install.mjs';

/** What a build is made of. */
const SOURCES = [
  'embed.html',
  'index.html',
  'live.html',
  'package-lock.json',
  'public',
  'scripts/one-onnxruntime.ts',
  'scripts/security-headers.ts',
  'scripts/serve-models.ts',
  'src',
  'vite.config.ts',
  'workers',
];

/** Exits with the build's status if it fails. */
export function buildIfStale() {
  if (newest('dist/index.html') >= Math.max(...SOURCES.map(newest))) return;
  // Vitest says 'test', which would make a build without a service worker.
  const status = run('npx', ['vite', 'build', '--logLevel', 'warn'], { NODE_ENV: 'production' });
  if (status !== 0) process.exit(status);
}

/** When the newest file at or below this path was changed, ms; 0 when there is none. */
function newest(name) {
  const file = path.join(ROOT, name);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((entry) => newest(path.join(name, entry))));
}
