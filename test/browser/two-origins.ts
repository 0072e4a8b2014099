/** Two origins: a site with pages of its own, and the host that has the package. Neither is isolated, and only the second allows CORS. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { standinFiles } from './standins.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** The package as `npm run build:element` makes it, outside the tree that is linted. */
export const PACKAGE = path.join(ROOT, 'node_modules/.cache/parley-element');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A page of the host's own, to be shown in a frame. */
const FRAMED = `<!doctype html><title>Parley</title><script type="module" src="cdn.js"></script>
  <parley-assistant llm="tiny-gemma3" hub=""></parley-assistant>`;

type Answer = { body: Uint8Array | string; headers?: Record<string, string> } | undefined;

export type Origin = { url: string; close(): Promise<void> };

export function buildPackage(): void {
  execFileSync(process.execPath, ['scripts/build-element.mjs', '--out', PACKAGE], { cwd: ROOT, stdio: 'pipe' });
}

/** The package as a registry gets it: the path of its tarball. */
export function packPackage(): string {
  const folder = path.dirname(PACKAGE);
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: PACKAGE,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  return path.join(folder, filename);
}

/** One of examples/ as somebody would copy it, with the package's address in it, and a model that is here. */
export function exampleAt(name: string, packageUrl: string): string {
  return readFileSync(path.join(ROOT, 'examples', name), 'utf8')
    .replaceAll('https://your.host/parley/', packageUrl)
    .replaceAll('https://your.host', new URL(packageUrl).origin)
    .replace('<parley-assistant', '$& llm="tiny-gemma3" hub=""');
}

/** The package, with the stand-ins and the tiny test models for what is asked of `models/`. */
export async function servePackage(): Promise<Origin> {
  const standins = await standinFiles();
  return serve((name) => {
    if (name === 'framed.html') return { body: FRAMED };
    const model = /^models\/(.*)$/.exec(name)?.[1];
    const places =
      model === undefined
        ? [path.join(PACKAGE, name)]
        : ['starter', 'test'].map((each) => path.join(ROOT, 'models', each, model));
    const file = places.find((place) => existsSync(place));
    const body = standins.get(model ?? '') ?? (file === undefined ? undefined : readFileSync(file));
    return body && { body, headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } };
  });
}

/** The site: its pages by name, and whatever of the package it has copied. */
export function serveSite(pages: Readonly<Record<string, { html: string; policy?: string }>>): Promise<Origin> {
  return serve((name) => {
    const page = pages[name];
    if (page)
      return { body: page.html, ...(page.policy === undefined ? {} : { headers: { 'content-security-policy': page.policy } }) };
    const [, copied] = /^copied\/((?:later\/)?[\w-]+\.js)$/.exec(name) ?? [];
    return copied === undefined ? undefined : { body: readFileSync(path.join(PACKAGE, copied)) };
  });
}

async function serve(answer: (name: string) => Answer): Promise<Origin> {
  const server = http.createServer(({ url = '/' }, response) => {
    const name = decodeURIComponent(new URL(url, 'http://localhost').pathname.slice(1));
    const found = name.includes('..') ? undefined : answer(name);
    const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
    response.writeHead(found ? 200 : 404, {
      'content-type': type,
      ...(found?.headers ?? { 'access-control-allow-origin': '*' }),
    });
    response.end(found?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
