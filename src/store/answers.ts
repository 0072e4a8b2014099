/** What a host's answer means for a file of which some bytes may be here already. Pure: it knows no network and no disk. */

/** What is kept beside a file: where it came from and how far it is. */
export type FileRecord = {
  path: string;
  address: string;
  /** The host's mark for this very content, '' if it gave none. */
  etag: string;
  /** Size of the whole file, 0 while unknown. */
  bytes: number;
  /** Of a complete file, 64 hex digits; files that were kept by earlier versions have none. */
  sha256?: string;
  /** `absent`: the host said that there is no such file, which is worth knowing when it can't be asked. */
  state: 'partial' | 'complete' | 'absent';
  /** When it was last asked for, ms since 1970. */
  usedAt: number;
};

/** What is known of a file before it is fetched. Its absence means: not known. */
export type Expected = {
  bytes?: number;
  /** 64 hex digits. */
  sha256?: string;
};

/** The part of a `Response` that is judged. */
export type Answer = { status: number; headers: { get(name: string): string | null } };

export type Verdict =
  /** Its body belongs at byte `from` (0: whatever is here is replaced) of a file of `bytes` (0: it does not say). */
  | { kind: 'take'; from: number; bytes: number; etag: string }
  /** There is another file now than the one that was begun. */
  | { kind: 'changed' }
  /** Every byte is here already. */
  | { kind: 'nothing-left' }
  | { kind: 'absent' }
  | { kind: 'forbidden' }
  | { kind: 'web-page' }
  /** Not now; worth another try. */
  | { kind: 'later' }
  | { kind: 'refused' };

/** Whether a host that answers with this HTTP status may answer otherwise when it is asked again. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/**
 * Judges the answer to a request for everything from byte `here` on. A host is free to ignore the range and send the whole file (200).
 * That a part goes on from the same file is told by ETag and size: `If-Range` would say it too, but is a header that makes browsers ask
 * for permission first, and hosts that redirect to another one don't give it.
 */
export function judge(
  answer: Answer,
  here: number,
  record: Pick<FileRecord, 'etag' | 'bytes'>,
  { hasSum = false }: { hasSum?: boolean } = {},
): Verdict {
  const { status, headers } = answer;
  const range = parseRange(headers.get('content-range'));
  const length = Number(headers.get('content-length') ?? 0);
  const etag = (headers.get('etag') ?? '').replace(/^W\//, '');
  if (status === 404 || status === 410) return { kind: 'absent' };
  if (status === 401 || status === 403 || status === 451) return { kind: 'forbidden' };
  if (isPassing(status)) return { kind: 'later' };
  if (status === 416) {
    // An empty file has no byte 0 to begin at.
    const bytes = range?.bytes ?? 0;
    return bytes === here ? { kind: 'nothing-left' } : { kind: here > 0 ? 'changed' : 'refused' };
  }
  if (status !== 200 && status !== 206) return { kind: 'refused' };
  if (headers.get('content-type')?.startsWith('text/html')) return { kind: 'web-page' };
  if (status === 200) return { kind: 'take', from: 0, bytes: length, etag };
  const from = range?.from ?? here;
  const bytes = range?.bytes ?? (length > 0 ? from + length : 0);
  if (from !== here) return { kind: here > 0 ? 'changed' : 'refused' };
  // A CDN may have another ETag for the same file. Where its sum is known a wrong one is found at the end.
  const isOther = differ(bytes, record.bytes) || (!hasSum && differ(etag, record.etag.replace(/^W\//, '')));
  if (here > 0 && isOther) return { kind: 'changed' };
  return { kind: 'take', from, bytes, etag };
}

/**
 * What to do about a file that its host does not hand out: agree to the licence on the page of its model, where `address` is one of a hub
 * (`<hub><repo>/resolve/…`), and bring the files along, since Parley logs in nowhere.
 */
export function adviceForGated(address: string): string {
  const [page, rest] = address.split('/resolve/');
  const bring = 'and put its files into models/local/, or take them over from a folder in the settings';
  return page && rest !== undefined
    ? `The model is gated, or there is none of that name: agree to its licence at ${page} ${bring}. Or choose another model.`
    : `The host wants an account for this model: log in there, ${bring}. Or choose another model.`;
}

/** How long a hub without a word about it wants to be left alone after too many requests, ms. */
const RATE_LIMIT_MS = 60_000;
/** The longest that is waited on a hub's word, ms. Hugging Face counts in windows of five minutes. */
const LONGEST_WAIT_MS = 6 * 60_000;
/** The shortest where a hub that has no time names a date, ms: by this device's clock it may be over. */
const SHORTEST_WAIT_MS = 5_000;

/**
 * How long a host that has no time now asks to be left alone, ms: by `Retry-After` (seconds or a date), or by `RateLimit`, in its newer form or the older one. `now`: ms since
 * 1970, in place of the host's own `Date`, which other origins may not be allowed to read. Null where it does not say and need not be asked later
 * than usual.
 */
export function waitMsOf({ status, headers }: Answer, now: number): number | null {
  const after = headers.get('retry-after') ?? '';
  const reset = /(?:^|[;,\s])(?:t|reset)=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1] ?? headers.get('ratelimit-reset') ?? '';
  const seconds = [after, reset].find((each) => /^\d+(\.\d+)?$/.test(each.trim()));
  // Browsers take many a number for a date.
  const date = /[a-z]/i.test(after) ? Date.parse(after) : NaN;
  const hostNow = Date.parse(headers.get('date') ?? '');
  const ms = seconds !== undefined ? Number(seconds) * 1000 : Number.isNaN(date) ? null : date - (hostNow || now);
  if (ms === null) return status === 429 ? RATE_LIMIT_MS : null;
  const least = seconds === undefined && (status === 429 || status === 503) ? SHORTEST_WAIT_MS : 0;
  return Math.min(Math.max(ms, least), LONGEST_WAIT_MS);
}

/** The SHA-256 that some hubs send along. An ETag of 64 hex digits need not be one: Hugging Face's CDN has other hashes of that length. */
export function linkedSha256({ headers }: Answer): string | null {
  const digits = /^(?:W\/)?"?([0-9a-f]{64})"?$/i.exec(headers.get('x-linked-etag') ?? '')?.[1];
  return digits?.toLowerCase() ?? null;
}

/** `bytes 100-199/1000`, with an asterisk for the part that is not said. */
function parseRange(header: string | null): { from: number | null; bytes: number | null } | null {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(header ?? '');
  if (!found) return null;
  const [, from, bytes] = found;
  return { from: from === undefined ? null : Number(from), bytes: bytes === '*' ? null : Number(bytes) };
}

/** Whether both are known, and not the same. */
function differ<T extends string | number>(one: T, other: T): boolean {
  return Boolean(one) && Boolean(other) && one !== other;
}
