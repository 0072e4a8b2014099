import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ClauseSplitter, cutInTwo, type Clause } from '../../../src/text/clauses.ts';
import { Pace } from '../../../workers/tts/pace.ts';
import { speakable } from '../../../src/text/speakable.ts';
import { wordLists } from '../../../src/text/words/word-lists.ts';
import { filterTranscript } from '../../../src/text/transcript-filter.ts';
import { EN } from '../../../src/text/words/en.ts';
import { HALLUCINATIONS } from '../../../src/text/words/hallucinations.ts';
import { plainWords } from '../../../src/text/words/word-lists.ts';
import { judge } from '../../../src/turn/judgement.ts';
import { limitOf, walksOf } from './seed.ts';

const RUNS = { numRuns: walksOf(1_500) };

/** What models write: prose, markdown, code, and whatever else. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      'Paris',
      'Dr.',
      'e.g.',
      'J. S. Bach',
      'Yes.',
      'No!',
      'Sure,',
      'well',
      '3.14',
      '1.',
      'U.S.',
      'the',
      'naïve',
      '東京。',
      'so…',
      'why?"',
    ],
    ...[
      '**bold**',
      '*',
      '_it_',
      '`code`',
      '```',
      '```python\n',
      '# Title\n',
      '- item\n',
      '> quote\n',
      '| a | b |\n',
      '|---|---|\n',
      '~~no~~',
    ],
    ...[
      '[link](https://example.com/a_b)',
      'https://www.example.com/x?y=1#z',
      'HTTPS://EXAMPLE.COM',
      'www.a.org',
      '<b>',
      '<https://a.b>',
    ],
    ...['![cat](cat.png)', '🙂', '👩‍🚀', '🇫🇷', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '✔︎', 'a -> b', 'x => y', 'a_b_c', '2 * 3', '---\n', '&', '***'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary-ascii', maxLength: 6 }),
  fc.nat({ max: 400 }).map((length) => 'x'.repeat(length)),
);
const gaps = fc.constantFrom('', ' ', ' ', ' ', ', ', '. ', '\n', '\n\n', '; ', '! ', ' — ');
const written = fc
  .array(fc.tuple(pieces, gaps), { maxLength: 40, size: 'max' })
  .map((parts) => parts.map(([piece, gap]) => piece + gap).join(''));

/** A text and the places, in thousandths of its length, where a stream cuts it into deltas. */
const streamed = fc.record({
  text: written,
  cuts: fc.array(fc.nat({ max: 1000 }), { maxLength: 60, size: 'max' }),
});

function clausesOf(deltas: readonly string[]): Clause[] {
  const splitter = new ClauseSplitter();
  return [...deltas.flatMap((delta) => splitter.push(delta)), ...splitter.end()];
}

function deltasOf(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => Math.round((cut / 1000) * text.length)), text.length].toSorted(
    (left, right) => left - right,
  );
  return places.map((place, index) => text.slice(place, places[index + 1]));
}

/** What the voice is given, clause by clause. */
function spokenOf(clauses: readonly Clause[]): string[] {
  let code = false;
  return clauses.map(({ text }) => {
    const { spoken, inCode } = speakable(text, code);
    code = inCode;
    return spoken;
  });
}

describe('ClauseSplitter', { timeout: limitOf(60_000) }, () => {
  it('gives the same clauses however the text was cut into deltas', () => {
    fc.assert(
      fc.property(streamed, ({ text, cuts }) => {
        const whole = clausesOf([text]);
        expect(clausesOf(deltasOf(text, cuts))).toEqual(whole);
        expect(spokenOf(clausesOf(deltasOf(text, cuts)))).toEqual(spokenOf(whole));
      }),
      RUNS,
    );
  });

  it('and character by character', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(clausesOf(text.split(''))).toEqual(clausesOf([text]));
      }),
      { numRuns: 150 },
    );
  });

  it('loses nothing: clauses follow each other without a gap and make up the text', () => {
    fc.assert(
      fc.property(streamed, ({ text, cuts }) => {
        const clauses = clausesOf(deltasOf(text, cuts));
        expect(clauses.map((clause) => clause.text).join('')).toBe(text);
        let from = 0;
        for (const clause of clauses) {
          expect([clause.from, clause.text]).toEqual([from, text.slice(clause.from, clause.to)]);
          expect(clause.to).toBeGreaterThan(from);
          from = clause.to;
        }
      }),
      RUNS,
    );
  });

  it('no clause is longer than the voice can read, and none ends within a character', () => {
    fc.assert(
      fc.property(written, (text) => {
        for (const clause of clausesOf([text])) {
          expect(clause.text.length).toBeLessThanOrEqual(280);
          expect(clause.text.isWellFormed()).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('gives a sentence out as soon as two characters behind it are there', () => {
    const sentence = fc.constantFrom(
      'Paris is old.',
      'Is it raining today?',
      'Go there now!',
      'We met Dr. Who at 3.14 p.m. yesterday.',
    );
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 8 }), (sentences) => {
        const splitter = new ClauseSplitter();
        const given = `${sentences.join(' ')} A`.split('').map((character) => splitter.push(character));
        let end = 0;
        for (const text of sentences) {
          end += text.length + (end > 0 ? 1 : 0);
          expect(given[end + 1]?.map((clause) => clause.text.trim())).toEqual([text]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('cutInTwo', () => {
  const cut = (text: string, factor: number) => {
    const pace = new Pace();
    pace.start(factor);
    return cutInTwo({ from: 10, to: 10 + text.length, text }, pace, wordLists('en'));
  };
  const SENTENCE = 'The keeper of the lighthouse slept while the ships went by.';

  it('leaves the voice time to make the second part while the first is heard', () => {
    expect(cut(SENTENCE, 0.6).map(({ text }) => text)).toEqual([
      'The keeper of the lighthouse slept',
      ' while the ships went by.',
    ]);
    expect(cut('The capital of France is Paris.', 0.65).map(({ text }) => text)).toEqual(['The capital of France', ' is Paris.']);
    // A slower voice needs a longer first part, and here there is none.
    expect(cut(SENTENCE, 0.9)).toHaveLength(1);
    fc.assert(
      fc.property(written, fc.double({ min: 0.1, max: 3, noNaN: true }), (text, factor) => {
        const pace = new Pace();
        pace.start(factor);
        const [first, second] = cutInTwo({ from: 0, to: text.length, text }, pace, wordLists('en'));
        if (first && second)
          expect(pace.heardMs(first.text.length)).toBeGreaterThanOrEqual(pace.workMs(second.text.trim().length));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a voice that is hardly slow keeps its melody', SENTENCE, 0.25],
    ['a short sentence gains little', 'The capital is Paris.', 0.65],
    ['no first part is heard for long enough', 'The capital of France is Paris.', 1.5],
    ['the sentence goes on, and its gap would be longer', 'The keeper of the lighthouse slept while the ships went by,', 0.6],
    ['a link is whole', 'See [what is there](https://example.org/a) and go on with it.', 0.6],
    ['a number is whole', 'There are about 1 200 300 400 500 600 700 800 900 1000 1100.', 0.6],
  ])('not where %s', (_, text, factor) => {
    expect(cut(text, factor)).toHaveLength(1);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(written, fc.double({ min: 0.1, max: 3, noNaN: true }), (text, factor) => {
        const parts = cut(text, factor);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([10, 10 + text.length]);
        if (parts.length > 1) expect(parts[1]?.from).toBe(parts[0]?.to);
      }),
      { numRuns: 500 },
    );
  });
});

describe('speakable', { timeout: limitOf(60_000) }, () => {
  it('leaves no markdown, no addresses and no emoji', () => {
    fc.assert(
      fc.property(written, fc.boolean(), (text, inCode) => {
        for (const spoken of [speakable(text, inCode).spoken, ...spokenOf(clausesOf([text]))]) {
          expect(spoken).not.toMatch(/[*`~|\\^{}[\]<>#_]/);
          expect(spoken).not.toMatch(/:\/\/|\bwww\./i);
          expect(spoken).not.toMatch(
            /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200D|\u20E3|\uFE0E|\uFE0F/u,
          );
          expect(spoken).not.toMatch(/[\u{E0020}-\u{E007F}]/u);
        }
      }),
      RUNS,
    );
  });

  it('is one line of words, or nothing', () => {
    fc.assert(
      fc.property(written, (text) => {
        const { spoken } = speakable(text);
        expect(spoken).toBe(spoken.replace(/\s+/g, ' ').trim());
        if (spoken !== '') expect(spoken).toMatch(/[\p{L}\p{N}]/u);
      }),
      RUNS,
    );
  });

  it('leaves plain sentences as they are', () => {
    const word = fc.constantFrom(
      'Paris',
      'is',
      "don't",
      'naïve',
      '42',
      '3.5',
      'well-known',
      'Wörter',
      'नमस्ते',
      '50%',
      '$20',
      '10:30',
    );
    const sentence = fc
      .array(fc.tuple(word, fc.constantFrom('', '', '', ',', '.', '!', '?', ';', ':')), { minLength: 1, maxLength: 20 })
      .map((words) => words.map(([text, mark]) => text + mark).join(' '));
    fc.assert(
      fc.property(sentence, (text) => {
        expect(speakable(text).spoken).toBe(text);
      }),
      RUNS,
    );
  });

  it('keeps the words that markdown is put around', () => {
    const word = fc.constantFrom('river', 'Paris', 'lighthouse', 'seven');
    const dress = fc.constantFrom<(text: string) => string>(
      (text) => `**${text}**`,
      (text) => `*${text}*`,
      (text) => `__${text}__`,
      (text) => `_${text}_`,
      (text) => `\`${text}\``,
      (text) => `~~${text}~~`,
      (text) => `# ${text}\n`,
      (text) => `- ${text}\n`,
      (text) => `* [x] ${text}\n`,
      (text) => `> ${text}\n`,
      (text) => `[${text}](https://example.com/a_(b))`,
      (text) => `<b>${text}</b>`,
      (text) => `${text} 🙂`,
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, dress), { minLength: 1, maxLength: 6 }), (words) => {
        const spoken = speakable(words.map(([text, put]) => put(text)).join('\n')).spoken;
        expect(spoken.match(/[A-Za-z]+/g)).toEqual(words.map(([text]) => text));
      }),
      RUNS,
    );
  });

  it('code blocks are silent, however they are cut into clauses', () => {
    const code = fc.constantFrom(
      'print("secret")',
      'secret = 1',
      '# secret',
      'if secret:',
      '    return secret. And more, secret',
      '',
    );
    fc.assert(
      fc.property(fc.array(code, { maxLength: 30 }), fc.constantFrom('', 'python', 'ts'), (lines, language) => {
        const text = `Here is the code: it counts.\n\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\nThat is all there is.`;
        expect(
          spokenOf(clausesOf([text]))
            .filter(Boolean)
            .join(' '),
        ).toBe('Here is the code: it counts. That is all there is.');
      }),
      RUNS,
    );
  });

  it.each([
    ['From A -> B', 'From A to B'],
    ['x => y', 'x to y'],
    ['a → b', 'a to b'],
    ['See HTTPS://WWW.Example.com/page', 'See Example dot com'],
    ['ftp://files.example.org/a', 'files dot example dot org'],
    ['2 * 3 = 6', '2 times 3 equals 6'],
    ['England 🏴󠁧󠁢󠁥󠁮󠁧󠁿 won', 'England won'],
  ])('says %j as %j', (text, spoken) => {
    expect(speakable(text).spoken).toBe(spoken);
  });
});

/** As Whisper writes a short utterance. */
const dressed = (words: string) =>
  fc
    .record({
      capital: fc.boolean(),
      end: fc.constantFrom('', '.', '!', '?', '...', ','),
      times: fc.integer({ min: 1, max: 3 }),
      between: fc.constantFrom(', ', '. ', ' '),
      annotation: fc.constantFrom('', '[BLANK_AUDIO] ', '(music) ', '♪ '),
    })
    .map(({ capital, end, times, between, annotation }) => {
      const said = capital ? words.charAt(0).toUpperCase() + words.slice(1) : words;
      return annotation + Array.from({ length: times }, () => said).join(between) + end;
    });

describe('words that are meant', { timeout: limitOf(60_000) }, () => {
  const stock = HALLUCINATIONS['en'] ?? [];
  const saying = fc.constantFrom(
    '',
    'No, wait, stop. Yes, one, two, three, no no no, yes yes yes.',
    'Once upon a time there was a lighthouse.',
  );
  const speechMs = fc.integer({ min: 60, max: 3000 });

  const meant = fc.constantFrom(...EN.stops, ...EN.meant.filter((words) => !stock.includes(words)));

  it('are never filtered out, nor dropped as fillers', () => {
    fc.assert(
      fc.property(
        meant.chain((words) => fc.tuple(fc.constant(words), dressed(words))),
        speechMs,
        saying,
        ([words, text], ms, assistantText) => {
          const filtered = filterTranscript(text, ms, 'en');
          expect(plainWords(filtered)).toContain(words);
          const verdict = EN.stops.includes(words) ? 'stop' : 'turn';
          const once = filterTranscript(`${words}.`, ms, 'en');
          expect(judge({ text: once, speechMs: ms, language: 'en', saying: assistantText })).toBe(verdict);
          expect(judge({ text: filtered, speechMs: ms, language: 'en', saying: 'Once upon a time' })).toBe(verdict);
          expect(judge({ text: filtered, speechMs: ms, language: 'en', saying: null })).toBe('turn');
        },
      ),
      { numRuns: walksOf(5_000) },
    );
  });

  it.each(['stop', 'wait', 'no', 'yes', 'cancel'])('%j is among them', (word) => {
    expect([...EN.stops, ...EN.meant]).toContain(word);
    expect(stock).not.toContain(word);
  });

  it('that ask for silence still do when they come with a no, a please, or again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EN.stops), (words) => {
        for (const text of [`${words}, ${words}!`, `No, ${words}`, `${words}, please`]) {
          expect(judge({ text, speechMs: 600, language: 'en', saying: 'Once upon a time' })).toBe('stop');
        }
      }),
    );
  });

  it('a language without word lists drops no word over the reply that took time to say', () => {
    fc.assert(
      fc.property(fc.constantFrom('Arrête', 'nein', 'да', '待って', 'नहीं', 'stop'), (text) => {
        expect(judge({ text, speechMs: 500, language: 'xx', saying: 'Es war einmal' })).toBe('turn');
      }),
    );
  });
});

describe('filterTranscript', { timeout: limitOf(60_000) }, () => {
  const word = fc.constantFrom(
    'no',
    'wait',
    'Paris',
    'the',
    'one',
    'uh',
    'two,',
    'Thank',
    'you.',
    '-',
    '[music]',
    '(laughs)',
    '♪',
    '*sighs*',
    '5',
  );
  const transcripts = fc.array(word, { maxLength: 60, size: 'max' }).map((words) => words.join(' '));

  it('only takes words out, and what it took out once is out', () => {
    fc.assert(
      fc.property(transcripts, fc.nat({ max: 5000 }), (text, speechMs) => {
        const filtered = filterTranscript(text, speechMs, 'en');
        let rest = text.split(' ');
        for (const kept of filtered.split(' ').filter(Boolean)) {
          const at = rest.indexOf(kept);
          expect(at).toBeGreaterThanOrEqual(0);
          rest = rest.slice(at + 1);
        }
        expect(filterTranscript(filtered, 60_000, 'en')).toBe(filtered);
      }),
      RUNS,
    );
  });

  it('takes three times for stress, four for a loop, and of a single word seven and eight', () => {
    const round = fc.uniqueArray(fc.constantFrom('no', 'wait', 'thank', 'you', 'very', 'much'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(round, fc.integer({ min: 1, max: 12 }), (words, times) => {
        const said = words.join(' ');
        const text = Array.from({ length: times }, () => said).join(' ');
        expect(filterTranscript(`So ${text} Paris`, 9000, 'en')).toBe(
          `So ${times < (words.length === 1 ? 8 : 4) ? text : said} Paris`,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('takes two for a loop where nobody can have said it all, and the round that was cut off too', () => {
    const said = 'Press 1 to enter an extension.';
    expect(filterTranscript(`${said} ${said} Press 1 to`, 1500, 'en')).toBe(said);
    expect(filterTranscript(`${said} ${said}`, 4000, 'en')).toBe(`${said} ${said}`);
  });

  it('leaves speech alone that neither repeats itself nor is annotated', () => {
    const distinct = fc.uniqueArray(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(distinct, (words) => {
        expect(filterTranscript(words.join(' '), 5000, 'en')).toBe(words.join(' '));
      }),
      RUNS,
    );
  });
});

describe('judge', () => {
  it('looks at twice as much of babble that is twice as long, however it can be put together', () => {
    /** How often it compares the beginning of a text. Throws when that would go on for ever. */
    const comparisons = (words: number) => {
      // “mm hmm” is one sound, or two: of 60 words the ways to read them are too many to be tried.
      const babble = Array.from({ length: words / 2 }, () => 'mm hmm').join(' ');
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the text it belongs to
      const { startsWith } = String.prototype;
      let count = 0;
      const spy = vi.spyOn(String.prototype, 'startsWith').mockImplementation(function (this: string, beginning) {
        count += 1;
        if (count > 1_000_000) throw new Error('A million comparisons');
        return startsWith.call(this, beginning);
      });
      try {
        judge({ text: `${babble} Barcelona`, speechMs: 9000, language: 'en', saying: 'Once upon a time' });
      } finally {
        spy.mockRestore();
      }
      return count;
    };
    const [short, long] = [comparisons(60), comparisons(120)];
    expect(short).toBeGreaterThan(60);
    expect(long).toBeLessThan(3 * short);
  });
});
