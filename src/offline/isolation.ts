/** Headers that isolate a page, for hosts that can't send any: with them WASM runs on all cores. */

/** As scripts/security-headers.ts has them for hosts that can. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** The same answer with those headers that it lacks. What can't be read, such as an answer to another origin, stays as it is. */
export function isolated(response: Response): Response {
  const lacks = Object.entries(ISOLATION).filter(([name]) => !response.headers.has(name));
  if (lacks.length === 0 || response.type === 'opaque' || response.type === 'opaqueredirect' || response.status === 0)
    return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of lacks) headers.set(name, value);
  const { status, statusText, body } = response;
  // These have no body, and none may be given to them.
  const isEmpty = [101, 204, 205, 304].includes(status);
  return new Response(isEmpty ? null : body, { status, statusText, headers });
}
