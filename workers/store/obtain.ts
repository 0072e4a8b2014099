/** Fetches a file of a hub once, whatever happens on the way, and has it on this device from then on. */
import { judge, linkedSha256, waitMsOf, type Expected, type FileRecord } from '../../src/store/answers.ts';
import { discard, fileLock, modelLock, readData, readRecord, writeRecord } from '../../src/store/shelf.ts';
import { storeRoot } from '../../src/store/store-root.ts';
import { corrupt, cutOff, forbidden, noRoom, noStore, unreachable, webPage } from './failures.ts';
import { askHowFar, tellHowFar } from './how-far.ts';
import { PartialFile } from './partial-file.ts';

/** How long to wait before each new try, ms. Tries count only while nothing comes: a byte that gets through starts them anew. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** A connection on which nothing comes for so long counts as cut, ms. Longer than any hub takes to answer. */
export const STALL_MS = 60_000;

export type Wanted = {
  /** `modelKey` of the hub model. */
  model: string;
  path: string;
  address: string;
  /** Asked while the file is fetched, more than once. */
  expected?: () => Promise<Expected>;
};

export type ObtainOptions = {
  /** Bytes here so far, and of the whole file (0 while unknown). May go back when a host makes us start over. */
  progress?: (loadedBytes: number, totalBytes: number) => void;
  waitsMs?: readonly number[];
  /** The host asks to be left alone for so long, ms; 0: it is asked again. */
  hostWaits?: (ms: number) => void;
};

/**
 * The file from this device, fetched first if it is not there or only a part of it is. Null when the host says that there is none.
 * While another tab fetches it, this waits and reports that one's progress. Rejects with a ParleyError.
 */
export async function obtain(
  wanted: Wanted,
  { progress = () => {}, waitsMs = WAITS_MS, hostWaits = () => {} }: ObtainOptions = {},
): Promise<File | null> {
  const { model, path } = wanted;
  // Fails where the browser keeps no files; everything below may rely on it.
  try {
    await storeRoot();
  } catch (error) {
    throw noStore(error);
  }
  return navigator.locks.request(modelLock(model), { mode: 'shared' }, () => {
    const stopAsking = askHowFar(model, path, progress);
    return navigator.locks
      .request(fileLock(model, path), async () => {
        stopAsking();
        for (;;) {
          const file = await find(model, path);
          if (file) {
            progress(file.size, file.size);
            return file;
          }
          const record = await readRecord(model, path);
          const partial = await PartialFile.open(model, path);
          if (partial) return new Download(wanted, record, partial, { progress, waitsMs, hostWaits }).run();
          // Another place fetches it that shares this store, but not its locks.
          progress((await readData(model, path))?.size ?? 0, record?.bytes ?? 0);
        }
      })
      .finally(stopAsking);
  });
}

/** The file, if all of it is on this device; null otherwise. No network is needed. */
export async function find(model: string, path: string): Promise<File | null> {
  const record = await readRecord(model, path);
  if (record?.state !== 'complete') return null;
  const file = await readData(model, path);
  if (file?.size !== record.bytes) return null;
  // Only a date: a full disk must not keep a model from being used.
  await writeRecord(model, { ...record, usedAt: Date.now() }).catch(() => undefined);
  return file;
}

/** A try that came to nothing but may be repeated. The message says what it came to. */
class Interrupted extends Error {
  /** What the host asks to be left alone for, ms. */
  waitMs = 0;
}

class Download {
  /** Those that are under way in this worker, which fetches the files of one model. */
  static readonly #running = new Set<Download>();
  readonly #wanted: Wanted;
  readonly #progress: Required<ObtainOptions>['progress'];
  readonly #waitsMs: readonly number[];
  readonly #hostWaits: Required<ObtainOptions>['hostWaits'];
  #record: FileRecord;
  readonly #isKnownAbsent: boolean;
  #expected: Expected = {};
  /** What is here of it. */
  readonly #file: PartialFile;
  /** Most bytes that were ever here: only more than that is progress. */
  #reached = 0;

  constructor(
    wanted: Wanted,
    record: FileRecord | null,
    file: PartialFile,
    { progress, waitsMs, hostWaits }: Required<ObtainOptions>,
  ) {
    const { path, address } = wanted;
    this.#wanted = wanted;
    this.#file = file;
    this.#progress = progress;
    this.#waitsMs = waitsMs;
    this.#hostWaits = hostWaits;
    this.#isKnownAbsent = record?.state === 'absent';
    const fresh: FileRecord = { path, address, etag: '', bytes: 0, state: 'partial', usedAt: Date.now() };
    this.#record = record ? { ...record, state: 'partial', usedAt: Date.now() } : fresh;
  }

  async run(): Promise<File | null> {
    const { model, path, address } = this.#wanted;
    const file = this.#file;
    Download.#running.add(this);
    const stopTelling = tellHowFar(model, path, () => ({ loadedBytes: file.bytes, totalBytes: this.#record.bytes }));
    try {
      await this.#note('partial');
      // Bytes of which nothing is known can't be gone on with.
      if (this.#record.etag || this.#record.bytes) await file.takeOver();
      else file.clear();
      this.#reached = file.bytes;
      this.#report(file);
      for (let isSecond = false; ; isSecond = true) {
        const isThere = await this.#fetchAll(file);
        if (!isThere) {
          file.clear();
          await this.#note('absent');
          return null;
        }
        if (await this.#isAsAnnounced(file)) break;
        file.clear();
        this.#record = { ...this.#record, etag: '', bytes: 0 };
        if (isSecond) throw corrupt(address);
      }
      this.#record = { ...this.#record, bytes: file.bytes, sha256: file.sha256() };
      file.close();
      await this.#note('complete');
      return await readData(model, path);
    } catch (error) {
      throw this.#named(error);
    } finally {
      Download.#running.delete(this);
      stopTelling();
      // Closing twice does no harm; leaving it open would lock out every later try. What went wrong before is what is told.
      try {
        file.close();
      } catch {
        // It went wrong for the same reason.
      }
      if (this.#record.state === 'partial' && file.bytes === 0) await discard(model, path).catch(() => undefined);
    }
  }

  /** Tries until the file is here in full. False when there is none. */
  async #fetchAll(file: PartialFile): Promise<boolean> {
    for (let failures = 0; ; failures += 1) {
      // A cut after the last byte leaves nothing to ask for.
      if (file.bytes > 0 && file.bytes === this.#record.bytes) return true;
      try {
        return await this.#fetchRest(file);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (this.#isKnownAbsent) return false;
        if (file.bytes > this.#reached) failures = 0;
        this.#reached = Math.max(this.#reached, file.bytes);
        const waitMs = this.#waitsMs[failures];
        if (waitMs === undefined) {
          const { address } = this.#wanted;
          throw this.#reached > 0
            ? cutOff(address, file.bytes, this.#record.bytes, error.message)
            : unreachable(address, error.message);
        }
        if (error.waitMs > 0) this.#hostWaits(error.waitMs);
        // A network that is back shortens only a wait of our own.
        await Promise.all([untilOnlineOr(waitMs), passed(error.waitMs)]);
        if (error.waitMs > 0) this.#hostWaits(0);
      }
    }
  }

  /** One request for what is missing. False when there is no such file. */
  async #fetchRest(file: PartialFile): Promise<boolean> {
    const { address } = this.#wanted;
    const abort = new AbortController();
    const watchdog = new Watchdog(abort);
    try {
      const response = await fetch(address, {
        // Asked for from byte 0 too: a range is never compressed, so the bytes counted are those announced.
        headers: { range: `bytes=${String(file.bytes)}-` },
        // The HTTP cache would keep a second copy.
        cache: 'no-store',
        credentials: 'omit',
        signal: abort.signal,
      }).catch(interrupted);
      const known = file.bytes > 0 ? await this.#wanted.expected?.() : undefined;
      const verdict = judge(response, file.bytes, this.#record, { hasSum: known?.sha256 !== undefined });
      switch (verdict.kind) {
        case 'absent':
          return false;
        case 'nothing-left':
          return true;
        case 'forbidden':
          // A licence that is not agreed to is told by the hub itself. A host that it led to lets nobody in whose ticket has run out; the next try has another.
          if (isElsewhere(response, address)) throw new Interrupted(`HTTP ${String(response.status)}`);
          throw forbidden(address, response.status);
        case 'web-page':
          throw webPage(address);
        case 'refused':
          throw unreachable(address, `HTTP ${String(response.status)}`);
        case 'later':
          throw later(response);
        case 'changed':
          file.clear();
          // Whatever comes now is progress again.
          this.#reached = 0;
          this.#record = { ...this.#record, etag: '', bytes: 0 };
          throw new Interrupted('the file has changed');
        case 'take':
      }
      if (verdict.from === 0) file.clear();
      const sha256 = linkedSha256(response);
      this.#expected = { ...(sha256 ? { sha256 } : {}), ...(await this.#wanted.expected?.()) };
      watchdog.feed();
      this.#record = { ...this.#record, address, etag: verdict.etag, bytes: verdict.bytes };
      await this.#note('partial');
      this.#makeSureOfRoom(file);
      this.#report(file);
      await this.#write(response, file, watchdog);
      if (file.bytes < this.#record.bytes) throw new Interrupted('the connection ended early');
      // An encoded answer announces other bytes than it brings.
      if (response.status === 200) this.#record.bytes = file.bytes;
      return true;
    } finally {
      watchdog.stop();
      abort.abort();
    }
  }

  async #write(response: Response, file: PartialFile, watchdog: Watchdog): Promise<void> {
    const reader = response.body?.getReader();
    if (!reader) return;
    for (;;) {
      const { done, value } = await reader.read().catch(interrupted);
      if (done) return;
      watchdog.feed();
      file.append(value);
      this.#report(file);
    }
  }

  async #isAsAnnounced(file: PartialFile): Promise<boolean> {
    const { bytes, sha256 } = { ...this.#expected, ...(await this.#wanted.expected?.()) };
    if (this.#record.bytes > 0 && file.bytes !== this.#record.bytes) return false;
    if (bytes !== undefined && bytes !== file.bytes) return false;
    return sha256 === undefined || sha256.toLowerCase() === file.sha256();
  }

  /** Better no room at the start than after an hour: for all that is being fetched, since each file alone may fit. */
  #makeSureOfRoom(file: PartialFile): void {
    const needed = [...Download.#running].reduce((sum, each) => sum + each.#missingBytes(), 0);
    const free = file.roomFor(needed);
    if (free < needed) throw noRoom(this.#wanted.path, needed, free);
  }

  /** The error for the page. */
  #named(error: unknown): unknown {
    if (!(error instanceof Error) || error.name !== 'QuotaExceededError') return error;
    return noRoom(this.#wanted.path, this.#missingBytes(), 0);
  }

  /** Bytes still to come, 0 if that is not known. */
  #missingBytes(): number {
    return Math.max(0, (this.#record.bytes || (this.#expected.bytes ?? 0)) - this.#file.bytes);
  }

  #report(file: PartialFile): void {
    this.#progress(file.bytes, this.#record.bytes);
  }

  #note(state: FileRecord['state']): Promise<void> {
    this.#record = { ...this.#record, state };
    return writeRecord(this.#wanted.model, this.#record);
  }
}

/** Aborts a request on which nothing comes any more. */
class Watchdog {
  readonly #abort: AbortController;
  #timer = 0;

  constructor(abort: AbortController) {
    this.#abort = abort;
    this.feed();
  }

  feed(): void {
    this.stop();
    this.#timer = self.setTimeout(() => {
      this.#abort.abort(new Error(`nothing came for ${String(STALL_MS / 1000)} s`));
    }, STALL_MS);
  }

  stop(): void {
    self.clearTimeout(this.#timer);
  }
}

/** Whether another host answered than the one that was asked. */
function isElsewhere({ url, redirected }: Response, address: string): boolean {
  return redirected && new URL(url).origin !== new URL(address).origin;
}

/** The host has no time now. */
function later(response: Response): Interrupted {
  const error = new Interrupted(`HTTP ${String(response.status)}`);
  error.waitMs = waitMsOf(response, Date.now()) ?? 0;
  return error;
}

function interrupted(error: unknown): never {
  throw new Interrupted(error instanceof Error ? error.message : String(error), { cause: error });
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    self.setTimeout(resolve, ms);
  });
}

/** Waits, but not longer than until the network is back. */
function untilOnlineOr(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      self.clearTimeout(timer);
      self.removeEventListener('online', end);
      resolve();
    };
    const timer = self.setTimeout(end, ms);
    self.addEventListener('online', end);
  });
}
