/** Where an answer is cut for the voice. */
import { describe, expect, it } from 'vitest';
import { ClauseSplitter } from '../../../src/text/clauses.ts';
import { speakable } from '../../../src/text/speakable.ts';
import { trimClause } from '../../../workers/tts/trim.ts';

function said(text: string): string[] {
  const splitter = new ClauseSplitter();
  const clauses = [...text.split('').flatMap((letter) => splitter.push(letter)), ...splitter.end()];
  expect(clauses.map((clause) => clause.text).join('')).toBe(text);
  return clauses.map((clause) => speakable(clause.text.slice(clause.skip ?? 0)).spoken).filter(Boolean);
}

describe('what belongs together is not cut (B25)', () => {
  it.each([
    [
      'Check out the [official documentation page](https://docs.example.com/guide) for more.',
      ['Check out the official documentation page for more.'],
    ],
    [
      'https://www.amazon.com/dp/B0ABCDEFGHIJK?tag=parley-20&keywords=usb+cable here it is. Good.',
      ['amazon dot com here it is.', 'Good.'],
    ],
    ['Really, [this one](https://example.com/a/very/long/address/that/goes/on) is. Yes.', ['Really, this one is.', 'Yes.']],
    ['*sighs deeply, then laughs* Well that is it.', ['Well that is it.']],
    ['You can use `a, b, c` there, and that is it.', ['You can use a, b, c there,', 'and that is it.']],
    [`See https://a.org/${'x1'.repeat(200)} for it. And more.`, ['See', 'a dot org', 'for it.', 'And more.']],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it('nor a number from what it counts, where there is another place', () => {
    const clauses = said(`This is a rather long beginning without any comma of about 25 kilometers and more.`);
    expect(clauses).toHaveLength(2);
    expect(clauses[0]).not.toMatch(/\d$/);
  });

  it.each([
    ['en', 'Of course, I can tell you a story about a lighthouse by the sea.', 'by the sea.'],
    ['en', 'The little boat that we had seen from the window was gone in the morning.', 'in the morning.'],
    ['fr', 'Bien sûr, je peux vous raconter une histoire de phare au bord de la mer.', 'au bord de la mer.'],
    ['es', 'Claro, puedo contarte una historia sobre un faro junto al mar.', 'sobre un faro junto al mar.'],
    ['it', 'Certo, posso raccontarti una storia su un vecchio faro in riva al mare.', 'in riva al mare.'],
    [
      'de',
      'Natürlich kann ich dir noch eine lange Geschichte von einem Leuchtturm am Meer erzählen.',
      'von einem Leuchtturm am Meer erzählen.',
    ],
  ])('nor an article from its word, or the end of a phrase from its beginning (%s): %s', (language, text, last) => {
    const splitter = new ClauseSplitter(undefined, language);
    expect([...splitter.push(text), ...splitter.end()].at(-1)?.text.trim()).toBe(last);
  });

  it('an open bracket holds up no more than its line', () => {
    expect(said('One [two three. Four five six.\nSeven eight nine. Ten.').at(-1)).toBe('Ten.');
  });
});

it.each([
  ['"It is me—Dr. Fenwick," she said.', 1],
  ['See the Treaty, Art. 231. It is long.', 2],
  ['After 1. e4 e5 2. Nf3 Nc6 3. Bb5 it is fine.', 1],
  ['He had 32 points, 8 reb. & 11 more.', 1],
  ['You said no. Then we left the place.', 2],
  ['It took us 30 min. Then we left the place.', 2],
  ['This is at the max. Then it stops working.', 2],
  ['See No. 5 and ch. 3 of it, max. 10 pages.', 1],
  ['It was Adm. Nelson, as in Smith et al. 2020.', 1],
])('short forms of numbers end a sentence where no number follows: %s', (text, sentences) => {
  const splitter = new ClauseSplitter();
  const clauses = [...splitter.push(`Well then. ${text}`), ...splitter.end()].map((clause) => clause.text.trim());
  expect(clauses.slice(clauses[0] === 'Well then.' ? 1 : 0).filter((clause) => /[.]$/.test(clause))).toHaveLength(sentences);
});

it('sentences end without a space where words have none (R29)', () => {
  expect(said('今日は。元気です！そう')).toEqual(['今日は。', '元気です！', 'そう']);
});

describe('a line’s end is a sentence’s (B26)', () => {
  const sound = new Float32Array(24_000).fill(0.1);
  it.each(['Apples\n', 'Results\n\n', 'Done.'])('%j', (text) => {
    expect(trimClause(sound, text).length).toBe(trimClause(sound, 'Done.').length);
    expect(trimClause(sound, text).length).toBeGreaterThan(trimClause(sound, 'Apples').length);
  });

  it('items and headings are clauses of their own', () => {
    expect(said('## Fruit\n1. Apples\n2. Pears\n- Plums\nDone')).toEqual(['Fruit', '1. Apples', '2. Pears', 'Plums', 'Done']);
  });
});
