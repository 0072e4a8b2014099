/** Where a model's files come from: the app's own origin first, then the hub by way of the store on this device. */
import { isFatal } from '../src/models/files.ts';
import { ParleyError } from '../src/protocol/errors.ts';
import type { Expected } from '../src/store/answers.ts';
import { HubList } from '../src/store/hub-list.ts';
import { modelKey, usableKeys } from '../src/store/model-key.ts';
import { modelKeys } from '../src/store/shelf.ts';
import { endingByItself } from './life.ts';
import type { LoadJob } from './serve.ts';
import { missing, unreachable } from './store/failures.ts';
import { find, obtain, STALL_MS } from './store/obtain.ts';

/** Finds, fetches and counts the files of one model. What the app's own origin serves is left to the HTTP cache. */
export class ModelFiles {
  readonly #job: LoadJob;
  readonly #hubList: HubList;
  /** Files that could be had nowhere, with what each place answered. */
  readonly #missing = new Map<string, string[]>();
  /** Most bytes reported of each file: what is shown never goes back, even if a host makes us start over. */
  readonly #reported = new Map<string, number>();
  /** How long the hub asks to be left alone, by file, ms; 0: no longer. */
  readonly #waits = new Map<string, number>();
  readonly #elsewhere: ReadonlyMap<string, string>;
  /** Names of the models of which something is on this device; null before it was looked. */
  #names: Promise<string[]> | null = null;
  #failure: unknown = null;

  /** `elsewhere`: addresses of files that are not in the hub's repository; they are kept with those that are. */
  constructor(job: LoadJob, elsewhere: ReadonlyMap<string, string> = new Map()) {
    this.#job = job;
    this.#elsewhere = elsewhere;
    this.#hubList = new HubList(job.origin.hub, job.spec.repo, job.spec.revision);
  }

  /**
   * Fetches one file, counting its bytes into the job's progress. A file that no place has is a 404 response, since engines
   * ask for optional files too; `explain` then names it if the load fails. Rejects with a ParleyError when a file that is there,
   * or may be, can't be had.
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const own = await this.#own(path, init);
    if (own instanceof Response) return this.#counted(path, own);
    const stored = await this.#stored(path);
    if (stored) return answerOf(stored);
    this.#noteMissing(path, own);
    return new Response(`${path} is nowhere to be had`, { status: 404 });
  }

  /** A file that can't be done without, unread. Rejects with a ParleyError where it can't be had. */
  async blob(path: string): Promise<Blob> {
    const own = await this.#own(path, {});
    if (own instanceof Response) return this.#counted(path, own).blob();
    const stored = await this.#stored(path);
    if (stored) return stored;
    throw missing(path, this.#noteMissing(path, own));
  }

  /** A small file as text; null where no place has it. Rejects as `fetch` does. */
  async text(path: string): Promise<string | null> {
    const response = await this.fetch(path);
    return response.ok ? response.text() : null;
  }

  /** Sees to it that `fetch` will find the file without a hub. Rejects with a ParleyError if it can't be had. */
  async provide(path: string): Promise<void> {
    const own = await this.#own(path, { method: 'HEAD' });
    if (own instanceof Response || (await this.#stored(path))) return;
    throw missing(path, this.#noteMissing(path, own));
  }

  /** The error to report for a failed load: the file that could not be had if that was it, otherwise what the engine threw. */
  explain(thrown: unknown): unknown {
    if (thrown instanceof ParleyError) return thrown;
    if (this.#failure) return this.#failure;
    // Engines name the file they gave up on, with or without its folder.
    const text = String(thrown);
    for (const [path, answers] of this.#missing) {
      if (text.includes(path) || text.includes(path.slice(path.lastIndexOf('/') + 1))) return missing(path, answers);
    }
    // Where they name none, it is one that they can't do without.
    for (const [path, answers] of this.#missing) if (isFatal(path)) return missing(path, answers);
    return thrown;
  }

  /** The app's own copy, or why there is none. */
  async #own(path: string, init: RequestInit): Promise<Response | string> {
    const address = `${this.#job.origin.app}models/${this.#job.spec.folder}/${path}`;
    const answer = await getFile(address, init);
    return typeof answer === 'string' ? `${address} (${answer})` : answer;
  }

  /** The hub's file, from this device or fetched now; null if the hub has none, or if it is not here and there is no hub to ask. */
  async #stored(path: string): Promise<File | null> {
    const address = this.#hubAddress(path);
    const { spec, origin } = this.#job;
    const { repo, revision } = spec;
    if (repo === '') return null;
    const model = modelKey(repo, revision, origin.hub);
    const kept = await this.#kept(path, address === null ? null : model);
    if (kept || address === null) return kept;
    try {
      // It gives up by itself, after waits that hubs may ask for.
      const file = await endingByItself(
        obtain(
          { model, path, address, expected: () => this.#expected(path) },
          {
            progress: (loadedBytes, totalBytes) => {
              // Its last byte counts when the file is known to be right, and kept: whoever hears of it may end this worker.
              this.#report(path, totalBytes > 0 ? Math.min(loadedBytes, totalBytes - 1) : loadedBytes, totalBytes);
            },
            hostWaits: (ms) => {
              this.#waits.set(path, ms);
              this.#job.hubWaits?.(Math.max(...this.#waits.values()));
            },
          },
        ),
      );
      if (file) this.#report(path, file.size, file.size);
      return file;
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
  }

  /** A file that is here, of a model that may be run in place of the one that is asked for; `but`: that is looked at by whoever fetches. */
  async #kept(path: string, but: string | null): Promise<File | null> {
    const { repo, revision } = this.#job.spec;
    // Where the browser keeps no files there is none. One look does for all files of a load.
    this.#names ??= modelKeys().catch(() => []);
    const keys = usableKeys(await this.#names, { repo, revision, hub: this.#job.origin.hub });
    for (const key of keys) {
      const file = key === but ? null : await find(key, path).catch(() => null);
      if (!file) continue;
      this.#report(path, file.size, file.size);
      return file;
    }
    return null;
  }

  #hubAddress(path: string): string | null {
    const { spec, origin } = this.#job;
    if (!origin.hub || !spec.repo) return null;
    return this.#elsewhere.get(path) ?? `${origin.hub}${spec.repo}/resolve/${spec.revision}/${path}`;
  }

  /** What the hub says of a file, unless the catalogue has its sum. */
  #expected(path: string): Promise<Expected> {
    const { spec, backend } = this.#job;
    const known = spec.variants[backend]?.files?.[path];
    if (known?.sha256 !== undefined) return Promise.resolve(known);
    return this.#elsewhere.has(path) ? Promise.resolve({}) : this.#hubList.of(path);
  }

  /** Remembers what each place answered, and returns it. */
  #noteMissing(path: string, own: string): string[] {
    const hub = this.#hubAddress(path);
    const answers = hub === null ? [own] : [own, `${hub} (HTTP 404)`];
    this.#missing.set(path, answers);
    return answers;
  }

  #report(path: string, loadedBytes: number, totalBytes: number): void {
    const most = Math.max(loadedBytes, this.#reported.get(path) ?? 0);
    this.#reported.set(path, most);
    this.#job.progress(path, most, totalBytes);
  }

  #counted(path: string, response: Response): Response {
    const total = Number(response.headers.get('content-length') ?? 0);
    const reader = response.body?.getReader();
    if (!reader) return response;
    let loaded = 0;
    const counted = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await this.#read(reader, response.url);
        if (done) {
          controller.close();
          return;
        }
        loaded += value.byteLength;
        this.#report(path, loaded, total);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(counted, { status: response.status, headers: response.headers });
  }

  /** The next piece. A host that is cut off, or on which nothing comes any more, says nothing of the model: rejects with a ParleyError. */
  async #read(reader: ReadableStreamDefaultReader<Uint8Array>, address: string): Promise<ReadableStreamReadResult<Uint8Array>> {
    const watchdog = new Watchdog();
    try {
      return await Promise.race([reader.read(), watchdog.barks]);
    } catch (error) {
      reader.cancel().catch(() => undefined);
      const failure = unreachable(address || this.#job.origin.app, String(error));
      this.#failure ??= failure;
      throw failure;
    } finally {
      watchdog.stop();
    }
  }
}

/** An answer whose `arrayBuffer` holds the file once in memory: by way of a stream, as a Response does it, it is twice. */
function answerOf(file: File): Response {
  const response = new Response(file, { headers: { 'content-length': String(file.size) } });
  return Object.defineProperty(response, 'arrayBuffer', { value: () => file.arrayBuffer() });
}

/** A good answer of the app's own host, or why there is none. */
export async function getFile(address: string, init: RequestInit = {}): Promise<Response | string> {
  const ending = new AbortController();
  const watchdog = new Watchdog();
  watchdog.barks.catch((error: unknown) => {
    ending.abort(error);
  });
  try {
    const signal = init.signal ? AbortSignal.any([init.signal, ending.signal]) : ending.signal;
    const response = await fetch(address, { ...init, signal });
    if (!response.ok) return `HTTP ${String(response.status)}`;
    // A static host that answers every path with its index page has no such file either.
    if (response.headers.get('content-type')?.startsWith('text/html')) return 'a web page, not the file';
    return response;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    watchdog.stop();
  }
}

/** Barks, which is to reject, when it was not stopped for as long as nothing may come. */
class Watchdog {
  readonly barks: Promise<never>;
  #timer = 0;

  constructor() {
    this.barks = new Promise((_, reject) => {
      this.#timer = self.setTimeout(() => {
        reject(new Error(`nothing came for ${String(STALL_MS / 1000)} s`));
      }, STALL_MS);
    });
  }

  stop(): void {
    self.clearTimeout(this.#timer);
  }
}
