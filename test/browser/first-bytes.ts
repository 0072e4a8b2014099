/** What a page has to fetch before it shows anything: scripts, and what they import at once. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Of the build in this folder: these scripts with all that they import statically, sorted, and their bytes together, each compressed. */
export function firstBytes(folder: string, scripts: readonly string[]): { files: string[]; bytes: number } {
  const files = new Set<string>();
  const take = (name: string) => {
    if (files.has(name)) return;
    files.add(name);
    for (const imported of importsOf(read(folder, name))) take(path.posix.join(path.posix.dirname(name), imported));
  };
  for (const script of scripts) take(script);
  const bytes = [...files].map((name) => gzipSync(read(folder, name), { level: 9 }).length);
  return { files: [...files].sort(), bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

/** Scripts and modules that a page of HTML names, by their paths in the build. */
export function scriptsOf(folder: string, page: string): string[] {
  const tags = read(folder, page).match(/<(script|link)\b[^>]*>/g) ?? [];
  const wanted = tags.filter((tag) => tag.startsWith('<script') || tag.includes('modulepreload'));
  return wanted.map((tag) => path.posix.join(/(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? ''));
}

/** Static imports of a minified module stand alone or after a semicolon, and their addresses are relative. */
function importsOf(code: string): string[] {
  const found = code.matchAll(/(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w$*{][^;'"`]*?from\s*)?["'](\.[^"']+)["']/g);
  return [...found].map(([, address = '']) => address);
}

function read(folder: string, name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}
