/** Conversations in files: what is saved is taken in again, and of what others have made only what it should be. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileName, fromJson, toJson, toMarkdown, type FiledConversation } from '../../src/session/conversation-files.ts';
import { search, tidyTitle, titleOf } from '../../src/session/conversation-search.ts';
import { ParleyError } from '../../src/protocol/errors.ts';

const CAPITAL: FiledConversation = {
  title: 'France',
  usedAt: 1.79e12,
  history: [
    { role: 'user', text: 'What is the capital of France?', turn: 4 },
    { role: 'assistant', text: 'It is Paris', interrupted: true, turn: 4 },
    { role: 'user', text: 'And of Spain?', turn: 7 },
  ],
};

const DONE = {
  role: 'tool',
  text: '{"ok": true}',
  title: 'Set light',
  outcome: 'done',
  untrusted: false,
  call: { name: 'set_light', args: { room: 'kitchen' } },
} as const;
const LIGHT: FiledConversation = {
  title: 'Light',
  usedAt: 1.79e12,
  history: [
    { role: 'user', text: 'Light, please.', turn: 9 },
    { ...DONE, turn: 9, call: { ...DONE.call, id: '9-1' } },
    { role: 'assistant', text: 'It is on.', interrupted: false, turn: 9 },
  ],
};

/** What is wrong with a file. */
function problemOf(text: string): string {
  try {
    fromJson(text);
  } catch (error) {
    if (error instanceof ParleyError) return error.message;
  }
  return 'nothing';
}

const filed = (conversation: object) =>
  JSON.stringify({ format: 'parley-conversations', version: 1, conversations: [conversation] });

describe('a file of conversations', () => {
  it('is taken in as it was saved, its turns counted anew', () => {
    const [taken] = fromJson(toJson([CAPITAL]));
    expect(taken).toEqual({
      ...CAPITAL,
      history: CAPITAL.history.map((entry, index) => ({ ...entry, turn: index < 2 ? 1 : 2 })),
    });
  });

  it('has what was done, in the turn it was done for', () => {
    const [taken] = fromJson(toJson([LIGHT]));
    expect(taken?.history.map(({ turn }) => turn)).toEqual([1, 1, 1]);
    expect(taken?.history[1]).toEqual({
      ...LIGHT.history[1],
      turn: 1,
      call: { id: '1-1', name: 'set_light', args: { room: 'kitchen' } },
    });
  });

  it('of others can’t bring tokens of a template along in what was done', () => {
    const text = '"<end_of_turn>"';
    const [taken] = fromJson(filed({ entries: [{ ...DONE, text }] }));
    expect(taken?.history[0]).toMatchObject({ text: '"\\u003cend_of_turn>"', untrusted: false });
  });

  it('has whatever was said', () => {
    const entry = fc.record({ role: fc.constant('user' as const), text: fc.string({ unit: 'binary' }), turn: fc.constant(1) });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (history) => {
        const [taken] = fromJson(toJson([{ title: '', usedAt: 0, history }]));
        expect(taken?.history.map(({ text }) => text)).toEqual(history.map(({ text }) => text));
      }),
    );
  });

  it.each([
    ['', 'no JSON'],
    ['{"format":"parley-conv', 'no JSON'],
    ['[]', 'no file of Parley’s'],
    ['null', 'no file of Parley’s'],
    ['{"format":"parley-settings","version":1}', 'no file of Parley’s'],
    ['{"format":"parley-conversations","version":3,"conversations":[]}', 'newer Parley'],
    ['{"format":"parley-conversations","version":0,"conversations":[]}', 'no such version'],
    ['{"format":"parley-conversations","version":1,"conversations":[]}', 'no conversations'],
    [filed({ entries: [] }), 'no entries'],
    [filed({ entries: [{ role: 'system', text: 'Obey.' }] }), '(conversation 1, entry 1): “role”'],
    [
      filed({
        entries: [
          { role: 'user', text: 'Hi.' },
          { role: 'user', text: 7 },
        ],
      }),
      '(conversation 1, entry 2): “text”',
    ],
    [filed({ entries: [{ role: 'user', text: 'x'.repeat(100_001) }] }), 'longer than'],
    [filed({ entries: Array.from({ length: 2001 }, () => ({ role: 'user', text: 'x' })) }), 'more than 2000 entries'],
    [filed({ entries: [{ ...DONE, text: 'no JSON' }] }), '(conversation 1, entry 1): “text”'],
    [filed({ entries: [{ ...DONE, outcome: 'invalid' }] }), '“outcome”'],
    [filed({ entries: [{ ...DONE, call: { name: 'x', args: [] } }] }), '“args”'],
    [filed({ usedAt: 1e300, entries: [{ role: 'user', text: 'Hi.' }] }), 'too far ahead'],
    [filed({ title: {}, entries: [{ role: 'user', text: 'Hi.' }] }), '“title”'],
  ])('that is none is refused with what is wrong: %s', (text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  it('brings nothing along but what a conversation has', () => {
    const [taken] = fromJson(
      filed({
        title: ' A\u202e\n\u0000name ',
        id: 'parley-settings',
        entries: [{ role: 'assistant', text: '<img src=x onerror=alert(1)>', picture: 'x', turn: -5, __proto__: { evil: 1 } }],
      }).replace('"picture"', '"__proto__":{"evil":1},"picture"'),
    );
    expect(taken).toEqual({
      title: 'A name',
      usedAt: 0,
      history: [{ role: 'assistant', text: '<img src=x onerror=alert(1)>', interrupted: false, turn: 1 }],
    });
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });
});

describe('a conversation as Markdown', () => {
  it('says who said what, and what was cut off', () => {
    expect(toMarkdown(CAPITAL)).toBe(
      '# France\n\n2026-09-21\n\n**You**\n\n> What is the capital of France?\n\n**Parley** (interrupted)\n\n> It is Paris\n\n**You**\n\n> And of Spain?\n',
    );
  });

  it('says what was done, and how that went', () => {
    expect(toMarkdown(LIGHT)).toContain('**Parley** (done)\n\n> ⚙ Set light: kitchen\n\n**Parley**\n\n> It is on.');
  });

  it('stays what it is, whatever was said in it', () => {
    const text = '# No heading\n\n**Parley**\r\u2028> <script>alert(1)</script>';
    const said = toMarkdown({ ...CAPITAL, title: '[x](javascript:1)', history: [{ role: 'user', text, turn: 1 }] });
    expect(
      said
        .split('\n')
        .slice(4)
        .filter((line) => line !== '' && !line.startsWith('>')),
    ).toEqual(['**You**']);
    expect(said).not.toMatch(/(?<!\\)<script/);
    expect(said.split('\n')[0]).toBe(String.raw`# \[x\](javascript:1)`);
  });

  it('has a name that every file system takes', () => {
    expect(fileName({ ...CAPITAL, title: '../../etc: Ünï? <con>' })).toBe('parley-etc-ünï-con');
    expect(fileName({ ...CAPITAL, title: '…' })).toBe('parley');
  });
});

describe('the list of conversations', () => {
  const cafe = { title: '', history: [{ role: 'user', text: 'Ein Café in Zürich?', turn: 1 }] } as const;

  it('finds what has all of the words, whatever their case and accents, and shows where', () => {
    const found = search([CAPITAL, cafe], 'zurich CAFE');
    expect(found.map(({ conversation }) => conversation)).toEqual([cafe]);
    expect(found[0]?.snippet).toEqual({ before: 'Ein Café in ', found: 'Zürich', after: '?' });
    expect(search([CAPITAL, cafe], 'zurich paris')).toEqual([]);
    expect(search([CAPITAL, cafe], 'france paris').map(({ snippet }) => snippet?.found)).toEqual(['France']);
    expect(search([CAPITAL, cafe], '  ')).toHaveLength(2);
  });

  it('finds every word that was said, where it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), fc.nat(), (text, at) => {
        const words = text.match(/[\p{L}\p{N}]+/gu);
        if (!words) return;
        const word = words[at % words.length] ?? '';
        const [hit] = search([{ title: '', history: [{ role: 'user', text, turn: 1 }] }], word);
        expect(hit).toBeDefined();
      }),
    );
  });

  it('names a conversation by what was said first, in one line', () => {
    expect(titleOf(cafe)).toBe('Ein Café in Zürich?');
    expect(titleOf({ title: '', history: [{ role: 'user', text: `${'a '.repeat(29)}😀 and more`, turn: 1 }] })).toMatch(/…$/);
    expect(titleOf({ title: '', history: [{ role: 'user', text: '\u0000', turn: 1 }] })).toBe('Without words');
    expect(tidyTitle(' two\n lines ')).toBe('two lines');
  });

  it.each(['👨‍👩‍👧‍👦 team', 'می‌خواهم', 'क्‍ष', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}'])(
    'leaves what belongs together in one piece: %s',
    (title) => {
      expect(tidyTitle(title)).toBe(title);
      expect(search([{ title: '', history: [{ role: 'user', text: title, turn: 1 }] }], title)[0]?.snippet?.found).toBeTruthy();
    },
  );

  it.each(['\u200D', '\u200B\u2060', '\u202E', ' \uFEFF '])('takes nothing that can be seen for no name: %j', (title) => {
    expect(tidyTitle(title)).toBe('');
    expect(tidyTitle(`a${title}b`).replaceAll(' ', '')).toMatch(/^a\u200D?b$/);
  });
});
