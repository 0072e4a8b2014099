/** Builds the element as a package: what a page needs at first in one file, what comes later, workers and worklets beside it, types and manifest. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';
import { ONE_ONNXRUNTIME } from '../one-onnxruntime.ts';
import { serveModels } from '../serve-models.ts';
import { smallTemplates } from '../small-templates.ts';
import { manifestOf, readSurface } from './manifest.ts';
import { packageFile, typesOf } from './package-files.ts';

export { writeTable } from './table.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * On a server there are no elements to derive from, and importing the class must do no harm there. Names of this one file and no globals, since other
 * packages ask by those whether there is a browser.
 */
const ON_A_SERVER = `const { HTMLElement = class {}, document = { createTreeWalker: () => null, createElement: () => ({}) } } = globalThis;\n`;

const importableOnServers: Plugin = {
  name: 'parley-importable-on-servers',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk' && file.isEntry) file.code = ON_A_SERVER + file.code;
  },
};

/** Nothing of the package is loaded as a style sheet, and what comes later imports little: Vite's helper would be more than it brings. */
const withoutPreload: Plugin = {
  name: 'parley-without-preload',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
};

const fileName = ({ name }: { name: string }) => `${name.endsWith('.worklet') ? 'worklets' : 'workers'}/[name].js`;

export async function buildElement(out: string, { withModels }: { withModels: boolean }): Promise<void> {
  await bundle(out);
  const write = (name: string, text: string) => {
    writeFileSync(path.join(out, name), text);
  };
  // Entries have no more in them than what they are. What comes later imports the first file by its own address, which must be this file's however
  // the page asks for an entry: with a query, or by an address that leads elsewhere. Otherwise there would be two of it.
  write('index.js', `export { ParleyAssistant, defineParley } from './${FIRST}.js';\n`);
  for (const name of ['define', 'cdn']) write(`${name}.js`, `import { defineParley } from './${FIRST}.js';\ndefineParley();\n`);
  const { version, license, description } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Named;
  const surface = readSurface();
  write('package.json', toJson(packageFile({ version, license, description })));
  write('custom-elements.json', toJson(manifestOf(surface)));
  for (const [name, text] of Object.entries(typesOf(surface))) write(name, text);
  const copy = (from: string, to: string) => {
    cpSync(path.join(ROOT, from), path.join(out, to), {
      recursive: true,
      filter: (file) => !/\.(sh|patch)$|webllm\/README/.test(file),
    });
  };
  copy('public/self-test.wav', 'self-test.wav');
  copy('public/webllm', 'webllm');
  for (const name of ['LICENSE', 'THIRD_PARTY.md']) copy(name, name);
  copy('docs/element.md', 'README.md');
  if (withModels) copy('models/starter', 'models');
}

type Named = { version: string; license: string; description: string };

/** The file with all that a page needs before the first press. */
const FIRST = 'parley';

async function bundle(out: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    resolve: { alias: ONE_ONNXRUNTIME },
    plugins: [serveModels(), smallTemplates, importableOnServers, withoutPreload],
    worker: {
      format: 'es',
      rolldownOptions: {
        output: {
          entryFileNames: fileName,
          chunkFileNames: 'workers/[name]-[hash].js',
          assetFileNames: 'workers/[name]-[hash][extname]',
        },
      },
    },
    build: {
      target: 'esnext',
      outDir: out,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 8_000,
      rolldownOptions: {
        input: { [FIRST]: path.join(ROOT, 'src/elements/index.ts') },
        // It may export more than the class, for what comes later, and so is one file.
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'later/[name]-[hash].js',
          codeSplitting: { groups: [{ name: FIRST, tags: ['$initial'] }] },
        },
      },
    },
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
