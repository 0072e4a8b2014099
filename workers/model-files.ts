/** Where a model's files come from: the app's own origin first, then the hub. */
import { ParleyError } from '../src/protocol/errors.ts';
import type { LoadJob } from './serve.ts';

/** Hub downloads are kept here; what the app's own origin serves is left to the HTTP cache. */
const CACHE = 'parley-models';

/** Finds, fetches and counts the files of one model. */
export class ModelFiles {
  readonly #job: LoadJob;
  /** Files that could be had nowhere, with what each place answered. */
  readonly #missing = new Map<string, string[]>();

  constructor(job: LoadJob) {
    this.#job = job;
  }

  /** Every address of this file, in the order in which they are tried. */
  addresses(path: string): string[] {
    const { spec, origin } = this.#job;
    const addresses = [`${origin.app}models/${spec.folder}/${path}`];
    if (origin.hub && spec.repo) addresses.push(`${origin.hub}${spec.repo}/resolve/${spec.revision}/${path}`);
    return addresses;
  }

  /**
   * Fetches one file, counting its bytes into the job's progress. A file that no place has is a 404 response, since engines
   * ask for optional files too; `explain` then names it if the load fails.
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const answers: string[] = [];
    for (const address of this.addresses(path)) {
      const answer = await this.#try(address, init);
      if (answer instanceof Response) return this.#counted(path, answer);
      answers.push(`${address} (${answer})`);
    }
    this.#missing.set(path, answers);
    return new Response(`${path} is nowhere to be had`, { status: 404 });
  }

  /** The first place that has `path`, as the URL of the model's folder, for engines that fetch by themselves. */
  async base(path: string): Promise<string> {
    const answers: string[] = [];
    for (const address of this.addresses(path)) {
      const answer = await this.#try(address, { method: 'HEAD' });
      if (answer instanceof Response) return address.slice(0, -path.length);
      answers.push(`${address} (${answer})`);
    }
    throw missing(path, answers);
  }

  /** The error to report for a failed load: the missing file if that was it, otherwise what the engine threw. */
  explain(thrown: unknown): unknown {
    // Engines name the file they gave up on, with or without its folder.
    const text = String(thrown);
    for (const [path, answers] of this.#missing) {
      if (text.includes(path) || text.includes(path.slice(path.lastIndexOf('/') + 1))) return missing(path, answers);
    }
    return thrown;
  }

  /** A good response, or why there is none. */
  async #try(address: string, init: RequestInit): Promise<Response | string> {
    const own = address.startsWith(this.#job.origin.app);
    const cacheable = !own && (init.method ?? 'GET') === 'GET' && 'caches' in globalThis;
    try {
      const cache = cacheable ? await caches.open(CACHE) : undefined;
      const kept = await cache?.match(address);
      if (kept) return kept;
      const response = await fetch(address, init);
      if (!response.ok) return `HTTP ${String(response.status)}`;
      // A static host that answers every path with its index page has no such file either.
      if (response.headers.get('content-type')?.startsWith('text/html')) return 'a web page, not the file';
      if (!cache) return response;
      await cache.put(address, response.clone());
      return response;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #counted(path: string, response: Response): Response {
    const total = Number(response.headers.get('content-length') ?? 0);
    const body = response.body;
    if (!body) return response;
    let loaded = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        loaded += chunk.byteLength;
        this.#job.progress(path, loaded, total);
        controller.enqueue(chunk);
      },
    });
    return new Response(body.pipeThrough(counter), { status: response.status, headers: response.headers });
  }
}

/** The error for a file that could be had nowhere; `answers` is every address that was tried, with what it said. */
export function missing(path: string, answers: string[]): ParleyError {
  const forbidden = answers.some((answer) => /HTTP 40[13]/.test(answer));
  return new ParleyError(
    forbidden ? 'model-file-forbidden' : 'model-file-missing',
    `${path} is not to be had. Looked at ${answers.join(', ')}.`,
    {
      advice: forbidden
        ? 'The host wants an account for this model: choose another one, or put its files into models/local/.'
        : 'Check the connection, put the file into models/local/, or choose the starter set.',
    },
  );
}
