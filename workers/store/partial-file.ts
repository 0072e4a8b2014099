/** A file that grows on the disk, and the hash of what it holds. */
import { createSHA256 } from 'hash-wasm';
import { openData } from '../../src/store/shelf.ts';

/** How much is read at once to hash what is on the disk already, bytes. */
const SLICE_BYTES = 4 * 1024 * 1024;
/** The lock of a worker that was just ended outlives it by a moment: how often and how long to wait for it, ms. */
const LOCK_TRIES = 50;
const LOCK_WAIT_MS = 100;

type Hasher = Awaited<ReturnType<typeof createSHA256>>;

export class PartialFile {
  readonly #access: FileSystemSyncAccessHandle;
  readonly #hasher: Hasher;
  #bytes = 0;
  #sum: string | null = null;
  #isClosed = false;

  private constructor(access: FileSystemSyncAccessHandle, hasher: Hasher) {
    this.#access = access;
    this.#hasher = hasher.init();
  }

  /**
   * Opens it for writing at its end. Only one can, in all tabs and frames; close it. Null while another has it: those who know of each other wait for a
   * lock before, but a frame that shares this store has locks of its own.
   */
  static async open(model: string, path: string): Promise<PartialFile | null> {
    const hasher = await createSHA256();
    const handle = await openData(model, path);
    for (let tries = 1; ; tries += 1) {
      try {
        return new PartialFile(await handle.createSyncAccessHandle(), hasher);
      } catch (error) {
        const isLocked = error instanceof DOMException && error.name === 'NoModificationAllowedError';
        if (!isLocked) throw error;
        if (tries === LOCK_TRIES) return null;
        await pause(LOCK_WAIT_MS);
      }
    }
  }

  /** Bytes that count so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes over what an earlier visit left, reading it once for the hash. */
  async takeOver(): Promise<void> {
    const slice = new Uint8Array(SLICE_BYTES);
    const size = this.#access.getSize();
    while (this.#bytes < size) {
      const read = this.#access.read(slice, { at: this.#bytes });
      this.#hasher.update(slice.subarray(0, read));
      this.#bytes += read;
      // Reading blocks: the page's heartbeat must be answered in between.
      await pause(0);
    }
  }

  /** Drops what there is. */
  clear(): void {
    this.#access.truncate(0);
    this.#hasher.init();
    this.#bytes = 0;
    this.#sum = null;
  }

  /** Adds bytes at the end. Throws a QuotaExceededError when there is no room. */
  append(chunk: Uint8Array<ArrayBuffer>): void {
    const written = this.#access.write(chunk, { at: this.#bytes });
    // Chromium 156 does not throw when the quota is used up: it returns the error's number, -8, as 4294967288.
    if (written !== chunk.byteLength) throw new DOMException('The disk is full.', 'QuotaExceededError');
    this.#hasher.update(chunk);
    this.#bytes += written;
  }

  /**
   * How many of the next `bytes` there is room for, in place of any behind those that count. Growing the file is the only way to know: what `navigator.storage.estimate` calls
   * a quota is made up in Chromium (10 GiB more than is used, whatever the disk holds).
   */
  roomFor(bytes: number): number {
    if (this.#canGrowBy(bytes)) return bytes;
    let [least, most] = [0, bytes];
    while (most - least > 1) {
      const middle = Math.floor((least + most) / 2);
      if (this.#canGrowBy(middle)) least = middle;
      else most = middle;
    }
    return least;
  }

  #canGrowBy(bytes: number): boolean {
    const before = this.#access.getSize();
    const size = Math.max(before, this.#bytes + bytes);
    try {
      this.#access.truncate(size);
      // Chromium 156 does not throw here either: the file just does not grow.
      return this.#access.getSize() === size;
    } catch (error) {
      if (error instanceof Error && error.name === 'QuotaExceededError') return false;
      throw error;
    } finally {
      this.#access.truncate(before);
    }
  }

  /** The SHA-256 of all of it, 64 hex digits. Nothing can be added after that but by `clear`. */
  sha256(): string {
    this.#sum ??= this.#hasher.digest();
    return this.#sum;
  }

  /** Once it is closed, closing it again does nothing. Throws where not all of it is on the disk; it is let go of all the same. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#access.flush();
    } finally {
      this.#access.close();
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
