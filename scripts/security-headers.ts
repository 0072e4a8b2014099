/** The headers that every host of Parley sends: the development server, `npm start`, the tests, and by dist/_headers whoever serves a build. */

/** Isolation gives workers SharedArrayBuffer, and with it WASM threads. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/**
 * What this page may do: run its own scripts and compile WASM, and nothing that came in as text. It may fetch from any https host, since the hub and the
 * server of a model of one's own are the user's choice, which no header can know (decision 0023).
 */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  // Stills of the camera; data for icons in style sheets.
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  // Engines read what they hold in memory by these two.
  'connect-src': "'self' blob: data: https: http://localhost:* http://127.0.0.1:*",
  'base-uri': "'none'",
  'form-action': "'none'",
};

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...ISOLATION,
  'Content-Security-Policy': Object.entries(POLICY)
    .map((directive) => directive.join(' '))
    .join('; '),
  'X-Content-Type-Options': 'nosniff',
};

/** No `frame-ancestors` above: a host that finds two policies for one page sends both, and then the frame's could allow nothing more. */
const IN_OWN_FRAMES_ONLY = { 'X-Frame-Options': 'SAMEORIGIN' };

/**
 * What pages send beyond that, by path. The frame is isolated by itself, so that it has WASM threads in a page of any site, which need not be
 * isolated.
 */
export const PAGE_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/': IN_OWN_FRAMES_ONLY,
  '/index.html': IN_OWN_FRAMES_ONLY,
  '/live.html': IN_OWN_FRAMES_ONLY,
  '/embed.html': { 'Document-Isolation-Policy': 'isolate-and-credentialless' },
};

/** As a file `_headers`, which static hosts such as Netlify and Cloudflare Pages read. */
export function headersFile(): string {
  return Object.entries({ '/*': SECURITY_HEADERS, ...PAGE_HEADERS })
    .map(([path, headers]) => {
      const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
      return `${path}\n${lines.join('\n')}\n`;
    })
    .join('');
}
