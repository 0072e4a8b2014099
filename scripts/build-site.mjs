/**
 * `npm run build`: the app in dist/, for any static host, with the starter models in it.
 * After `--`: `--without-models` leaves them out, 266 MB less, for a host that has them elsewhere or sends its users to a hub;
 * `--out FOLDER` writes to another folder.
 */
import { cpSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, ensureInstall, run } from './ensure-install.mjs';

const { values } = parseArgs({
  options: { 'without-models': { type: 'boolean', default: false }, out: { type: 'string', default: 'dist' } },
});
const folder = path.resolve(ROOT, values.out);
ensureInstall();
// As in build.mjs: under vitest it would be a build without a service worker.
const status = run('npx', ['vite', 'build', '--outDir', folder, '--emptyOutDir'], { NODE_ENV: 'production' });
if (status !== 0) process.exit(status);
if (!values['without-models']) cpSync(path.join(ROOT, 'models/starter'), path.join(folder, 'models'), { recursive: true });
