/** Files of the app's own host that are too big to fetch before they are wanted: asked for every time, kept for when the network is gone. */

/** What to answer with, and the copy that is made of it meanwhile. */
export type Kept = { response: Response; copied: Promise<void> };

const NOTHING_TO_COPY = Promise.resolve();

/**
 * How long a host may take to begin its answer where there is a copy, ms. A network that is there and carries nothing keeps a request for minutes. Smaller: on
 * a slow line a new file is not found before the next visit. Larger: the start without a network waits for so long.
 */
const PATIENCE_MS = 5_000;

/**
 * The host's answer if there is one, and a copy of it into `cache` if it is new. Without an answer, in time: the copy that is there.
 * Rejects as `fetch` does when there is neither.
 */
export async function fromHostOrCopy(request: Request, cache: Cache): Promise<Kept> {
  const copy = await cache.match(request.url, { ignoreVary: true });
  // Parts and heads are answered with a whole file's copy if need be, but are none to keep.
  const isWhole = request.method === 'GET' && !request.headers.has('range');
  let response: Response;
  try {
    const asked = isWhole ? ifChanged(request, copy) : request;
    response = await (copy ? inTime(asked) : fetch(asked));
  } catch (error) {
    if (copy) return { response: answerTo(request, copy), copied: NOTHING_TO_COPY };
    throw error;
  }
  if (copy && isWhole && (response.status === 304 || isNoAnswer(response) || isSame(response, copy))) {
    // The host may be sending it all over again.
    void response.body?.cancel();
    return { response: copy, copied: NOTHING_TO_COPY };
  }
  if (response.status === 404 || response.status === 410) return { response, copied: cache.delete(request.url).then(() => {}) };
  if (!isWhole || !response.body || !isKeepable(response)) return { response, copied: NOTHING_TO_COPY };
  const { status, statusText, headers } = response;
  const [forPage, forCopy] = split(response.body);
  return {
    response: new Response(forPage, { status, statusText, headers }),
    // Without a copy the file is fetched again next time: a full disk, or a page that was left, costs no more than that.
    copied: cache.put(request.url, new Response(forCopy, { status, statusText, headers })).catch(() => {}),
  };
}

/** Rejects where the host does not begin its answer in time; once it has, it may take as long as it wants. */
async function inTime(request: Request): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, PATIENCE_MS);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, late.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Two readers of one stream, the first of which sets the pace. Neither gets ahead of the other by more than a piece, where `tee`
 * would hold in memory whatever the slower one has not read. The second may give up; if the first does, both end.
 */
export function split(source: ReadableStream<Uint8Array>): [ReadableStream<Uint8Array>, ReadableStream<Uint8Array>] {
  const reader = source.getReader();
  const side = new TransformStream<Uint8Array, Uint8Array>();
  const writer = side.writable.getWriter();
  // Each write below is looked after by itself.
  writer.closed.catch(() => {});
  const first = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch(async (error: unknown) => {
        await writer.abort(error).catch(() => {});
        throw error;
      });
      if (done) {
        controller.close();
        await writer.close().catch(() => {});
      } else {
        controller.enqueue(value);
        await writer.write(value).catch(() => {});
      }
    },
    async cancel(reason) {
      await writer.abort(reason).catch(() => {});
      await reader.cancel(reason);
    },
  });
  return [first, side.readable];
}

/**
 * The request, with the question whether the copy is still right. It goes around the HTTP cache, which would keep the file once
 * more, or not, if it is bigger than an eighth of that cache.
 */
function ifChanged(request: Request, copy: Response | undefined): Request {
  const headers = new Headers(request.headers);
  const [etag, modified] = [copy?.headers.get('etag'), copy?.headers.get('last-modified')];
  if (etag) headers.set('if-none-match', etag);
  else if (modified) headers.set('if-modified-since', modified);
  return new Request(request, { headers, cache: 'no-store' });
}

/** A host in trouble, or the web page that a hotel's network puts in the way. */
function isNoAnswer(response: Response): boolean {
  return response.status >= 500 || isWebPage(response);
}

/** Whether the host sent what we have, though asked to say so: hosts without ETags do. */
function isSame(response: Response, copy: Response): boolean {
  const told = ['etag', 'last-modified', 'content-length'].filter((name) => response.headers.has(name));
  return (
    response.status === 200 && told.length > 0 && told.every((name) => response.headers.get(name) === copy.headers.get(name))
  );
}

function isKeepable(response: Response): boolean {
  const isForbidden = response.headers.get('cache-control')?.includes('no-store') ?? false;
  return response.status === 200 && !isWebPage(response) && !isForbidden;
}

function isWebPage(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/html') ?? false;
}

/** HTTP lets a host answer a range with the whole file; a HEAD gets the headers alone. */
function answerTo(request: Request, copy: Response): Response {
  return request.method === 'HEAD' ? new Response(null, { headers: copy.headers }) : copy;
}
