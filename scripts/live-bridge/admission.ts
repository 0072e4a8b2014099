/** Who may come in: exact names only. A page of any site can open a socket to this machine, and a name of any site can be made to mean it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLiveAddress } from '../../src/live/page/hand-over.ts';

/** Where the tab with Parley connects. */
export const TAB_PATH = '/parley-tab';

export type Admission = {
  /** The port that was connected to. */
  port: number;
  /** What a client has for a key. */
  token: string;
  /** What the tab has, and no client. */
  tabToken: string;
  /** Origins of pages that may connect, such as `https://site.example`. */
  origins: readonly string[];
};

export type Verdict = { as: 'client' | 'tab' } | { refused: number; why: string };

/** What to do with a request for a socket. */
export function admit(request: Pick<IncomingMessage, 'url' | 'headers'>, { port, token, tabToken, origins }: Admission): Verdict {
  const { host, origin } = request.headers;
  // Not by what it resolves to, nor by how it begins: 127.evil.example is a name like any other.
  if (!isThisMachine(host, port)) return { refused: 403, why: 'The Host is not this machine by one of its own names.' };
  // With whatever slashes it begins, it is a path of this server's.
  const address = `http://localhost:${port}${request.url ?? '/'}`;
  if (!URL.canParse(address)) return { refused: 400, why: 'The path can not be read.' };
  const url = new URL(address);
  if (url.pathname === TAB_PATH) {
    // The tab is of this very origin: whoever says it is another is none of ours.
    if (origin === undefined || !isOwnOrigin(origin, port)) return { refused: 403, why: 'Not the page of this bridge.' };
    return isSame(url.searchParams.get('token'), tabToken) ? { as: 'tab' } : { refused: 401, why: 'No tab of this bridge.' };
  }
  if (!isLiveAddress(url)) return { refused: 404, why: 'Not the Live API.' };
  if (origin !== undefined && !origins.includes(origin)) {
    return { refused: 403, why: 'Pages of this origin were not allowed: see --origin.' };
  }
  if (!keysIn(url, request.headers).some((key) => isSame(key, token)))
    return { refused: 401, why: 'The key is not the token of this bridge.' };
  return { as: 'client' };
}

/** Whether a Host header is one of these, to the letter. */
export function isThisMachine(host: string | undefined, port: number): boolean {
  return host !== undefined && [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`].includes(host.toLowerCase());
}

function isOwnOrigin(origin: string, port: number): boolean {
  return origin.startsWith('http://') && isThisMachine(origin.slice('http://'.length), port);
}

/** Every place where clients put their key. */
function keysIn(url: URL, headers: IncomingMessage['headers']): string[] {
  const named = headers['x-goog-api-key'];
  const [, authorized] = /^(?:Bearer|Token)\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const keys = [url.searchParams.get('key'), url.searchParams.get('access_token'), ...[named].flat(), authorized];
  return keys.filter((key) => typeof key === 'string');
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string | null, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  // No token is not a token of no characters.
  return given !== null && wanted !== '' && timingSafeEqual(digest(given), digest(wanted));
}
