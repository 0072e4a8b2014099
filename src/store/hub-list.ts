/** What a hub says of a model's files before one of them is fetched. */
import { isPassing, type Expected } from './answers.ts';

/** An answer that takes longer is not waited for, ms: the files can do without. */
const LIMIT_MS = 20_000;

/** One entry of the list, as far as a hub has it. */
type TreeEntry = { type?: unknown; path?: unknown; size?: unknown; lfs?: { oid?: unknown; size?: unknown } | null };

/**
 * Sizes and SHA-256 sums of one model's files, by the hub's own list (`api/models/<repo>/tree/<revision>`). A download itself can't tell:
 * the header that names the sum stands on a redirect, which pages may not read. A hub without such a list knows nothing.
 */
export class HubList {
  readonly #address: string;
  readonly #limitMs: number;
  #files: Promise<ReadonlyMap<string, Expected>> | null = null;

  constructor(hub: string, repo: string, revision: string, limitMs = LIMIT_MS) {
    this.#address = `${hub}api/models/${repo}/tree/${encodeURIComponent(revision)}?recursive=true`;
    this.#limitMs = limitMs;
  }

  /** Every file by its path; none where the list can't be had. Never rejects. */
  async files(): Promise<ReadonlyMap<string, Expected>> {
    this.#files ??= this.#fetch();
    try {
      return await this.#files;
    } catch {
      // Another try may find the network back.
      this.#files = null;
      return new Map();
    }
  }

  /** What is known of a file; nothing, as a rule, where only its name is. */
  async of(path: string): Promise<Expected> {
    return (await this.files()).get(path) ?? {};
  }

  async #fetch(): Promise<ReadonlyMap<string, Expected>> {
    const response = await fetch(this.#address, { credentials: 'omit', signal: AbortSignal.timeout(this.#limitMs) });
    // A hub that has no time now may have it for the next file.
    if (isPassing(response.status)) throw new Error(`HTTP ${String(response.status)}`);
    if (!response.ok) return new Map();
    return filesOf(await response.json());
  }
}

/** What a list says, file by file. A sum that is none, or of another kind, counts as not known: no file could ever be right by it. */
export function filesOf(list: unknown): Map<string, Expected> {
  const entries: readonly (TreeEntry | null)[] = Array.isArray(list) ? list : [];
  return new Map(
    entries.flatMap((entry) => {
      if (entry?.type !== 'file' || typeof entry.path !== 'string') return [];
      const bytes = entry.lfs?.size ?? entry.size;
      const sha256 = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(String(entry.lfs?.oid))?.[1];
      return [
        [entry.path, { ...(isCount(bytes) ? { bytes } : {}), ...(sha256 ? { sha256: sha256.toLowerCase() } : {}) }] as const,
      ];
    }),
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
