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
  'frame-ancestors': "'self'",
};

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  ...ISOLATION,
  'Content-Security-Policy': Object.entries(POLICY)
    .map((directive) => directive.join(' '))
    .join('; '),
  'X-Content-Type-Options': 'nosniff',
};

/** As a file `_headers`, which static hosts such as Netlify and Cloudflare Pages read. */
export function headersFile(): string {
  const lines = Object.entries(SECURITY_HEADERS).map(([name, value]) => `  ${name}: ${value}`);
  return `/*\n${lines.join('\n')}\n`;
}
