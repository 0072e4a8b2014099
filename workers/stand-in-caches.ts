/** In place of this worker's Cache API, for engines that fetch by themselves but look there first (WebLLM, kokoro-js). */

export type CacheStandIn = {
  /** The file at this address, or undefined if there is none to be had but by the engine itself. */
  match(address: string): Promise<Response | undefined>;
  /** The engine wants this address to be kept, and asks for it again later. Rejects when it can't be had. */
  add?(address: string): Promise<void>;
};

/** Has every cache that is opened in this worker from now on ask `standIn`. Nothing is kept in the real Cache API any more. */
export function replaceCaches(standIn: CacheStandIn): void {
  const addressOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request));
  const cache = {
    match: (request: RequestInfo | URL) => standIn.match(addressOf(request)),
    add: (request: RequestInfo | URL) => standIn.add?.(addressOf(request)) ?? Promise.resolve(),
    put: () => Promise.resolve(),
    keys: () => Promise.resolve([]),
    delete: () => Promise.resolve(false),
  };
  const caches = { open: () => Promise.resolve(cache), match: cache.match };
  Object.defineProperty(globalThis, 'caches', { configurable: true, value: caches });
}

/** A response whose body is opened when it is first read: an engine may ask only whether there is one. */
export function lazily(open: () => Promise<Response>): Response {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        reader ??= (await open()).body?.getReader();
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (value) controller.enqueue(value);
        if (done) controller.close();
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body);
}
