/** What a host's answer means for a download, without a host. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { filesOf, HubList } from '../../src/store/hub-list.ts';
import { forbidden, missing } from '../../workers/store/failures.ts';
import { judge, linkedSha256, waitMsOf } from '../../src/store/answers.ts';

const NEW = { etag: '', bytes: 0 };
const BEGUN = { etag: '"a"', bytes: 1000 };

const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers: new Headers(headers) });
const part = (range: string, etag = '"a"') => answer(206, { 'content-range': `bytes ${range}`, etag });

describe('an answer', () => {
  it.each([
    ['the whole file', answer(200, { 'content-length': '1000', etag: '"a"' }), 0, NEW, { kind: 'take', from: 0, ...BEGUN }],
    ['all of it as a range', part('0-999/1000'), 0, NEW, { kind: 'take', from: 0, ...BEGUN }],
    ['the rest', part('400-999/1000'), 400, BEGUN, { kind: 'take', from: 400, ...BEGUN }],
    ['the rest, whole size hidden', part('400-999/*'), 400, BEGUN, { kind: 'take', from: 400, etag: '"a"', bytes: 0 }],
    [
      'the rest, headers hidden',
      answer(206, { 'content-length': '600' }),
      400,
      BEGUN,
      { kind: 'take', from: 400, etag: '', bytes: 1000 },
    ],
    [
      'the whole file in place of the rest',
      answer(200, { 'content-length': '9' }),
      4,
      BEGUN,
      { kind: 'take', from: 0, bytes: 9, etag: '' },
    ],
    ['the rest of another version', part('400-999/1000', '"b"'), 400, BEGUN, { kind: 'changed' }],
    ['the rest of a longer file', part('400-1999/2000'), 400, BEGUN, { kind: 'changed' }],
    ['another part than was asked for', part('0-999/1000'), 400, BEGUN, { kind: 'changed' }],
    ['a part of a file not begun', part('5-999/1000'), 0, NEW, { kind: 'refused' }],
    ['no more bytes', answer(416, { 'content-range': 'bytes */1000' }), 1000, NEW, { kind: 'nothing-left' }],
    ['fewer bytes than are here', answer(416, { 'content-range': 'bytes */10' }), 1000, BEGUN, { kind: 'changed' }],
    ['an empty file', answer(416, { 'content-range': 'bytes */0' }), 0, NEW, { kind: 'nothing-left' }],
    ['none', answer(404), 0, NEW, { kind: 'absent' }],
    ['a wall', answer(401), 0, NEW, { kind: 'forbidden' }],
    ['a page', answer(200, { 'content-type': 'text/html; charset=utf-8' }), 0, NEW, { kind: 'web-page' }],
    ['too many', answer(429), 0, NEW, { kind: 'later' }],
    ['down', answer(503), 0, NEW, { kind: 'later' }],
    ['what?', answer(400), 0, NEW, { kind: 'refused' }],
  ])('%s', (_, given, here, record, verdict) => {
    expect(judge(given, here, record)).toEqual(verdict);
  });
});

describe('the rest under another ETag (6)', () => {
  const other = part('400-999/1000', '"b"');

  it('is of the same file where its size is the same and its sum is known, to be looked at in the end', () => {
    expect(judge(other, 400, BEGUN, { hasSum: true })).toEqual({ kind: 'take', from: 400, etag: '"b"', bytes: 1000 });
    expect(judge(other, 400, BEGUN)).toEqual({ kind: 'changed' });
    expect(judge(part('400-1999/2000', '"b"'), 400, BEGUN, { hasSum: true })).toEqual({ kind: 'changed' });
  });

  it('that is only a weak one of the same is the same', () => {
    expect(judge(part('400-999/1000', 'W/"a"'), 400, BEGUN)).toMatchObject({ kind: 'take', from: 400 });
  });
});

describe('a host that has no time now (7)', () => {
  const NOW = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['says for how many seconds', 429, { 'retry-after': '90' }, 90_000],
    ['says until when', 503, { 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT' }, 120_000],
    ['says so in a header of its own', 429, { ratelimit: '"resolvers";r=0;t=123' }, 123_000],
    ['says so in an older one', 429, { 'ratelimit-reset': '45' }, 45_000],
    ['says so in the form between them', 429, { ratelimit: 'limit=10, remaining=0, reset=42' }, 42_000],
    ['counts parts of a second', 429, { 'retry-after': '1.5' }, 1_500],
    ['counts backwards', 429, { 'retry-after': '-1' }, 60_000],
    ['wants too long', 429, { 'retry-after': '86400' }, 360_000],
    ['names a time that is over', 503, { 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 5_000],
    ['names a time that is over, and was asked too often', 429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:01 GMT' }, 5_000],
    ['names a time that is over, and is not too busy', 500, { 'retry-after': 'Wed, 31 Dec 2025 23:00:00 GMT' }, 0],
    [
      'says until when by its own clock, which is behind',
      429,
      { 'retry-after': 'Wed, 31 Dec 2025 23:02:00 GMT', date: 'Wed, 31 Dec 2025 23:00:00 GMT' },
      120_000,
    ],
    [
      'says until when by its own clock, which is ahead',
      503,
      { 'retry-after': 'Thu, 01 Jan 2026 01:00:20 GMT', date: 'Thu, 01 Jan 2026 01:00:00 GMT' },
      20_000,
    ],
    [
      'says until when, and has a clock of nonsense',
      503,
      { 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT', date: 'now' },
      120_000,
    ],
    ['was asked too often and says nothing', 429, {}, 60_000],
    ['is only busy', 503, {}, null],
    ['writes nonsense', 503, { 'retry-after': 'soon' }, null],
  ])('%s', (_, status, headers, expected) => {
    expect(waitMsOf(answer(status, headers as Record<string, string>), NOW)).toBe(expected);
  });
});

describe('a model that is gated', () => {
  const HUB = 'https://hub.example/';
  const PAGE = `${HUB}some/model`;
  const FILE = `${PAGE}/resolve/main/onnx/model.onnx`;

  it.each([401, 403])('names the page of its licence (HTTP %s)', (status) => {
    expect(forbidden(FILE, status)).toMatchObject({
      reason: 'model-file-forbidden',
      message: `hub.example does not hand out ${FILE} (HTTP ${String(status)}).`,
      advice: expect.stringContaining(`its licence at ${PAGE} and`) as string,
    });
    const answers = ['http://app/models/a/config.json (HTTP 404)', `${FILE} (HTTP ${String(status)})`];
    expect(missing('onnx/model.onnx', answers)).toMatchObject({
      reason: 'model-file-forbidden',
      advice: expect.stringContaining(`its licence at ${PAGE} and`) as string,
    });
  });

  it('names none where it is no hub that refuses', () => {
    const { reason, advice } = missing('config.json', ['http://app/models/a/config.json (HTTP 403)']);
    expect(reason).toBe('model-file-forbidden');
    expect(advice).toMatch(/^The host wants an account/);
    expect(missing('config.json', [`${FILE} (HTTP 404)`]).reason).toBe('model-file-missing');
  });
});

describe('a sum', () => {
  const SUM = 'AB'.repeat(32);
  it('is taken from x-linked-etag, never from an ETag', () => {
    expect(linkedSha256(answer(200, { 'x-linked-etag': `"${SUM}"` }))).toBe(SUM.toLowerCase());
    expect(linkedSha256(answer(200, { etag: `"${SUM}"` }))).toBeNull();
    expect(linkedSha256(answer(200, { 'x-linked-etag': '"abc"' }))).toBeNull();
  });
});

describe('a hub’s list', () => {
  const SUM = 'ab'.repeat(32);

  it.each<[string, unknown, object | undefined]>([
    ['has sizes and sums', { size: 130, lfs: { oid: SUM, size: 9 } }, { bytes: 9, sha256: SUM }],
    [
      'has sums with their kind before them',
      { size: 9, lfs: { oid: `sha256:${SUM.toUpperCase()}`, size: 9 } },
      { bytes: 9, sha256: SUM },
    ],
    [
      'has sums of another kind, which no file could ever match',
      { size: 9, lfs: { oid: 'ab'.repeat(20), size: 9 } },
      { bytes: 9 },
    ],
    ['has no sums', { size: 9, lfs: null }, { bytes: 9 }],
    ['has sizes that are none', { size: 'nine' }, {}],
  ])('%s', (_, entry, expected) => {
    const list = [{ type: 'directory', path: 'onnx' }, null, { type: 'file', path: 'a', ...(entry as object) }, { type: 'file' }];
    expect([...filesOf(list)]).toEqual([['a', expected]]);
  });

  it.each([null, 'busy', { error: 'Repository not found' }])('that is none says nothing: %j', (list) => {
    expect(filesOf(list).size).toBe(0);
  });
});

describe('a hub’s list', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    [429, 'is asked for again: it had no time', 10],
    [503, 'is asked for again: it was down', 10],
    [404, 'is not asked for again where there is none', undefined],
  ])('after HTTP %i %s', async (status, _, bytes) => {
    const answers = [new Response('no', { status }), Response.json([{ type: 'file', path: 'config.json', size: 10 }])];
    vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()));
    const list = new HubList('https://hub.example/', 'owner/name', 'main');
    expect(await list.of('config.json')).toEqual({});
    expect((await list.of('config.json')).bytes).toBe(bytes);
  });
});
