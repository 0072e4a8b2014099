/** What a host's answer means for a download, without a host. */
import { describe, expect, it } from 'vitest';
import { judge, linkedSha256 } from '../../src/store/answers.ts';

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

describe('a sum', () => {
  const SUM = 'AB'.repeat(32);
  it('is taken from x-linked-etag, never from an ETag', () => {
    expect(linkedSha256(answer(200, { 'x-linked-etag': `"${SUM}"` }))).toBe(SUM.toLowerCase());
    expect(linkedSha256(answer(200, { etag: `"${SUM}"` }))).toBeNull();
    expect(linkedSha256(answer(200, { 'x-linked-etag': '"abc"' }))).toBeNull();
  });
});
