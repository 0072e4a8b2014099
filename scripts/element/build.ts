/** Builds the element as a package: the class in one file, its workers and worklets beside it, types and manifest. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';
import { ONE_ONNXRUNTIME } from '../one-onnxruntime.ts';
import { serveModels } from '../serve-models.ts';
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

const fileName = ({ name }: { name: string }) => `${name.endsWith('.worklet') ? 'worklets' : 'workers'}/[name].js`;

export async function buildElement(out: string, { withModels }: { withModels: boolean }): Promise<void> {
  // One after the other, since what two entries share would be a third file. The workers are the same both times.
  await bundle('index', out);
  await bundle('cdn', out);
  const write = (name: string, text: string) => {
    writeFileSync(path.join(out, name), text);
  };
  write('define.js', `import { defineParley } from './index.js';\ndefineParley();\n`);
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

async function bundle(name: 'index' | 'cdn', out: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    resolve: { alias: ONE_ONNXRUNTIME },
    plugins: [serveModels(), importableOnServers],
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
      emptyOutDir: name === 'index',
      assetsInlineLimit: 0,
      modulePreload: false,
      chunkSizeWarningLimit: 8_000,
      rolldownOptions: {
        input: { [name]: path.join(ROOT, `src/elements/${name}.ts`) },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
