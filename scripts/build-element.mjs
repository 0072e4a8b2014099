/**
 * `npm run build:element`: the element as a package in dist-element/, ready for `npm publish` or any static host, and its table in docs/element.md.
 * After `--`: `--with-models` puts the starter models in it, 266 MB; `--out FOLDER` writes to another folder.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, ensureInstall } from './ensure-install.mjs';

const { values } = parseArgs({
  options: { 'with-models': { type: 'boolean', default: false }, out: { type: 'string', default: 'dist-element' } },
});
ensureInstall();
// Before Vite looks: otherwise it is a build for developers, with Lit's warnings in it.
process.env['NODE_ENV'] = 'production';
const { runnerImport } = await import('vite');
const { module } = await runnerImport(path.join(ROOT, 'scripts/element/build.ts'), {
  root: ROOT,
  configFile: false,
  logLevel: 'error',
});
// First, since the package has that page as its own.
module.writeTable();
await module.buildElement(path.resolve(ROOT, values.out), { withModels: values['with-models'] });
