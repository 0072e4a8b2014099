/** Vite plugin: serves model files and files that live inside packages, in development, in preview, and in a build. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import { espeak, pronunciation } from './pronunciation.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Folders inside packages that the app needs at run time, by the path it asks for. */
const PACKAGE_FOLDERS: Readonly<Record<string, { folder: string; files: RegExp }>> = {
  '/voices/': { folder: path.join(ROOT, 'node_modules/kokoro-js/voices'), files: /\.bin$/ },
  '/vad/': { folder: path.join(ROOT, 'node_modules/@ricky0123/vad-web/dist'), files: /^silero_vad_v5\.onnx$/ },
};

/** What pronounces for some of the voices, beside them: a script of its own, and what it has to know. */
const PRONUNCIATION: Readonly<Record<string, { type: string; read: () => Buffer }>> = {
  '/voices/espeak-ng.js': { type: 'text/javascript', read: espeak },
  '/voices/pronunciation.bin': { type: 'application/octet-stream', read: pronunciation },
};

/** Where `/models/` is looked for, in this order. */
function modelFolders(): string[] {
  const chosen = process.env['PARLEY_MODELS'];
  return [
    ...(chosen ? chosen.split(path.delimiter) : []),
    ...['local', 'starter', 'test'].map((name) => path.join(ROOT, 'models', name)),
  ];
}

/**
 * Serves `/models/<folder>/<path>`, and `/models/<folder>/resolve/<revision>/<path>`, the only form WebLLM asks for.
 * What is not there is a plain 404: the app tells the user, instead of parsing the index page as a model.
 */
export function serveModels(): Plugin {
  return {
    name: 'parley-models',
    configureServer: ({ middlewares }) => {
      middlewares.use(middleware);
    },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use(middleware);
    },
    async writeBundle({ dir }) {
      for (const [prefix, { folder, files }] of Object.entries(PACKAGE_FOLDERS)) {
        const target = path.join(dir ?? 'dist', prefix);
        await mkdir(target, { recursive: true });
        for (const name of await readdir(folder)) {
          if (files.test(name)) await cp(path.join(folder, name), path.join(target, name));
        }
      }
      for (const [name, { read }] of Object.entries(PRONUNCIATION)) await writeFile(path.join(dir ?? 'dist', name), read());
    },
  };
}

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  const pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const made = PRONUNCIATION[pathname];
  if (made) {
    response.writeHead(200, {
      'content-type': made.type,
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : made.read());
    return;
  }
  const packaged = Object.entries(PACKAGE_FOLDERS).find(([prefix]) => pathname.startsWith(prefix));
  if (packaged) {
    const [prefix, { folder, files }] = packaged;
    const name = pathname.slice(prefix.length);
    send(request, response, files.test(name) ? [inside(folder, name)] : []);
  } else if (pathname.startsWith('/models/')) {
    const name = pathname.slice('/models/'.length).replace(/^([^/]+)\/resolve\/[^/]+\//, '$1/');
    send(
      request,
      response,
      modelFolders().map((folder) => inside(folder, name)),
    );
  } else {
    next();
  }
};

/** The file, or undefined when the name leads out of the folder. */
function inside(folder: string, name: string): string | undefined {
  const file = path.resolve(folder, name);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : undefined;
}

/** Answers with the first candidate that is a file, whole or the range that was asked for. */
function send(request: IncomingMessage, response: ServerResponse, candidates: readonly (string | undefined)[]): void {
  const file = candidates.find((name) => name !== undefined && existsSync(name) && statSync(name).isFile());
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`No such model file: ${request.url ?? ''}\n`);
    return;
  }
  const { size, mtimeMs } = statSync(file);
  const headers: Record<string, string | number> = {
    'content-type': file.endsWith('.json')
      ? 'application/json'
      : file.endsWith('.wasm')
        ? 'application/wasm'
        : 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'cross-origin',
    etag: `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`,
  };
  if (request.headers['if-none-match'] === headers['etag']) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (range && start >= size) {
    response.writeHead(416, { 'content-range': `bytes */${String(size)}` }).end();
    return;
  }
  if (range) headers['content-range'] = `bytes ${String(start)}-${String(end)}/${String(size)}`;
  headers['content-length'] = end - start + 1;
  response.writeHead(range ? 206 : 200, headers);
  if (request.method === 'HEAD') response.end();
  else createReadStream(file, { start, end }).pipe(response);
}
