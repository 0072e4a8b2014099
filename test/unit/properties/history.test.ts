import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PromptMessage } from '../../../src/turn/events.ts';
import { heardLength, toPrompt, type Entry, type PromptLimits, type SpokenClause } from '../../../src/turn/history.ts';
import { limitOf, walksOf } from './seed.ts';

const RUNS = { numRuns: walksOf(5_000) };

describe('heardLength', { timeout: limitOf(60_000) }, () => {
  const word = fc.oneof(
    fc.constantFrom(
      'Paris',
      'is',
      'the',
      'capital',
      "don't",
      'naïve',
      '42',
      '3.5',
      'नमस्ते',
      'façade',
      'we’ll',
      '𝒜𝓫𝓬',
      '🙂',
      '👩‍🚀',
      '東京',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  );
  const mark = fc.constantFrom(' ', ' ', ' ', ', ', '. ', '\n', ' — ', '! ');

  /** Text cut into clauses before words, as the splitter cuts it, each with a length of sound. */
  const spoken = fc
    .array(fc.record({ word, mark, cut: fc.boolean(), samples: fc.oneof(fc.constant(0), fc.nat({ max: 50_000 })) }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((parts) => {
      let text = '';
      const clauses: SpokenClause[] = [];
      for (const [index, part] of parts.entries()) {
        text += part.word + part.mark;
        if (!part.cut && index < parts.length - 1) continue;
        clauses.push({ from: clauses.at(-1)?.to ?? 0, to: text.length, samples: part.samples });
      }
      return { text, clauses, total: clauses.reduce((sum, { samples }) => sum + samples, 0) };
    });
  const heard = fc
    .record({ spoken, percent: fc.integer({ min: 0, max: 110 }) })
    .map(({ spoken: { text, clauses, total }, percent }) => {
      const played = Math.floor((total * percent) / 100);
      return { text, clauses, total, played, length: heardLength(text, clauses, played) };
    });

  it('never counts more than the clause that is playing', () => {
    fc.assert(
      fc.property(heard, ({ clauses, played, length }) => {
        let before = 0;
        const playing = clauses.find(({ samples }) => played < (before += samples));
        expect(length).toBeLessThanOrEqual(playing?.to ?? clauses.at(-1)?.to ?? 0);
        if (played > 0) expect(length).toBeGreaterThanOrEqual(playing?.from ?? clauses.at(-1)?.to ?? 0);
      }),
      RUNS,
    );
  });

  it('cuts behind a whole word, and never through a character', () => {
    fc.assert(
      fc.property(heard, ({ text, clauses, length }) => {
        const prefix = text.slice(0, length);
        expect(prefix.isWellFormed()).toBe(true);
        if (clauses.some(({ from, to }) => length === from || length === to)) return;
        expect(/[\p{L}\p{N}'’]$/u.test(prefix) && /^[\p{L}\p{M}\p{N}'’]/u.test(text.slice(length))).toBe(false);
        expect(prefix).toBe(prefix.trimEnd());
      }),
      RUNS,
    );
  });

  it('only grows while playback goes on', () => {
    fc.assert(
      fc.property(heard, fc.nat({ max: 30_000 }), ({ text, clauses, played, length }, more) => {
        expect(heardLength(text, clauses, played + more)).toBeGreaterThanOrEqual(length);
      }),
      RUNS,
    );
  });

  it('counts nothing before the first sample, and everything once the last was played', () => {
    fc.assert(
      fc.property(spoken, ({ text, clauses, total }) => {
        expect(heardLength(text, clauses, 0)).toBe(0);
        expect(heardLength(text, [], total)).toBe(0);
        if (total > 0) expect(heardLength(text, clauses, total)).toBe(text.length);
      }),
      RUNS,
    );
  });
});

describe('toPrompt', { timeout: limitOf(60_000) }, () => {
  const LIMITS: PromptLimits = { system: 'You are Parley. Be brief.', contextTokens: 2048, replyTokens: 400 };
  const words = (max: number) => fc.integer({ min: 1, max }).map((length) => 'lorem ipsum '.repeat(length).trimEnd());

  /** Conversations of whole and of broken turns: questions without an answer, with and without a picture. They end with a question. */
  const conversation = (longest: number, pictures = true) =>
    fc
      .array(fc.record({ asked: words(longest), answered: fc.option(words(longest)), picture: fc.boolean() }), {
        minLength: 1,
        maxLength: 40,
        size: 'max',
      })
      .map((turns) =>
        turns.flatMap(({ asked, answered, picture }, index): Entry[] => {
          const turn = index + 1;
          const question: Entry = {
            role: 'user',
            text: `${turn}: ${asked}`,
            turn,
            ...(pictures && picture ? { picture: turn } : {}),
          };
          if (answered === null || turn === turns.length) return [question];
          return [question, { role: 'assistant', text: answered, interrupted: false, turn }];
        }),
      );

  /** Tokens as a tokenizer might count them that is a little kinder than the estimate: what must not exceed the window. */
  const tokens = (prompt: readonly PromptMessage[]) =>
    prompt.reduce((sum, { text, picture }) => sum + text.length / 3 + 8 + (picture === undefined ? 0 : 260), 0);

  const last = (history: readonly Entry[]) => history.at(-1)?.text ?? '';
  const picturesOf = (prompt: readonly PromptMessage[]) => prompt.flatMap(({ picture }) => picture ?? []);
  /** The prompts of one conversation, question after question. */
  const prompts = (history: readonly Entry[], limits: PromptLimits) =>
    history.flatMap((entry, index) => (entry.role === 'user' ? [toPrompt(history.slice(0, index + 1), limits)] : []));
  /** Without the questions that got no answer: they are joined with the next one, which changes a message that is there already. */
  const answeredOf = (history: readonly Entry[]) =>
    history.filter((entry, index) => entry.role === 'assistant' || history[index + 1]?.role !== 'user');
  /** As the engine's prefix cache sees it. */
  const rendered = (prompt: readonly PromptMessage[]) =>
    prompt.map(({ role, text, picture }) => `<${role}${picture ?? ''}>${text}`).join('');

  it('begins with the system prompt, takes turns, and ends with the question', () => {
    fc.assert(
      fc.property(conversation(60), (history) => {
        const prompt = toPrompt(history, LIMITS);
        expect(prompt[0]).toEqual({ role: 'system', text: LIMITS.system });
        expect(prompt.slice(1).map(({ role }) => role)).toEqual(
          prompt.slice(1).map((_, index) => (index % 2 ? 'assistant' : 'user')),
        );
        expect(prompt.at(-1)?.role).toBe('user');
        expect(prompt.at(-1)?.text.endsWith(last(history))).toBe(true);
        const question = history.at(-1);
        if (question?.role === 'user' && question.picture !== undefined) expect(prompt.at(-1)?.picture).toBe(question.picture);
      }),
      RUNS,
    );
  });

  it('leaves room for the reply', () => {
    fc.assert(
      fc.property(conversation(60), (history) => {
        expect(tokens(toPrompt(history, LIMITS))).toBeLessThanOrEqual(LIMITS.contextTokens - LIMITS.replyTokens);
      }),
      RUNS,
    );
  });

  it('keeps the newest of the history without a gap', () => {
    fc.assert(
      fc.property(conversation(60), (history) => {
        const whole = history.map(({ text }) => text).join(' ');
        const kept = toPrompt(history, LIMITS)
          .slice(1)
          .map(({ text }) => text)
          .join(' ');
        expect(whole.endsWith(kept)).toBe(true);
      }),
      RUNS,
    );
  });

  it('a question that fills the window alone is still asked', () => {
    const question: Entry = { role: 'user', text: 'lorem ipsum '.repeat(1000), turn: 3 };
    const prompt = toPrompt(
      [{ role: 'user', text: 'Hello.', turn: 1 }, { role: 'assistant', text: 'Hi.', interrupted: false, turn: 1 }, question],
      LIMITS,
    );
    expect(prompt).toEqual([
      { role: 'system', text: LIMITS.system },
      { role: 'user', text: question.text },
    ]);
  });

  it('trims in big steps: between two cuts the prompt only grows at its end, for many turns', () => {
    const longest = 10;
    // Question and answer of at most 10 × 12 characters and the question's number, 8 tokens around each.
    const turnTokens = 2 * (Math.ceil((12 * longest + 4) / 3) + 8);
    const window = LIMITS.contextTokens - LIMITS.replyTokens - 30;
    let cuts = 0;
    fc.assert(
      fc.property(conversation(longest, false), (history) => {
        let grown = Infinity;
        let before = '';
        for (const prompt of prompts(answeredOf(history), LIMITS)) {
          const now = rendered(prompt);
          if (now.startsWith(before)) grown += 1;
          else {
            expect(grown).toBeGreaterThanOrEqual(Math.floor(window / 2 / turnTokens) - 1);
            grown = 0;
            cuts += 1;
          }
          before = now;
        }
      }),
      { numRuns: walksOf(1_500) },
    );
    expect(cuts).toBeGreaterThan(20);
  });

  it('pictures of old turns leave before text does, together, and the newest stays', () => {
    let cuts = 0;
    fc.assert(
      fc.property(conversation(30), fc.constantFrom(2048, 4096), (history, contextTokens) => {
        let before: PromptMessage[] = [];
        for (const prompt of prompts(answeredOf(history), { ...LIMITS, contextTokens })) {
          const pictures = picturesOf(prompt);
          expect(pictures.length).toBeLessThanOrEqual(4);
          // Those that stay are the newest ones.
          const lost = picturesOf(before).filter((picture) => !pictures.includes(picture));
          if (lost.length > 0 && pictures.length > 0) expect(Math.max(...lost)).toBeLessThan(Math.min(...pictures));
          const textLeft = before.length > 0 && !prompt[1]?.text.startsWith(before[1]?.text ?? '');
          if (textLeft) cuts += 1;
          // The newest one at the cut, and the one that came with this question.
          if (textLeft || lost.length > 0) expect(pictures.length).toBeLessThanOrEqual(2);
          before = prompt;
        }
      }),
      { numRuns: walksOf(1_500) },
    );
    expect(cuts).toBeGreaterThan(20);
  });

  it('a camera takes no text away: what fits well without pictures stays with them', () => {
    let pictured = 0;
    fc.assert(
      fc.property(conversation(20), (history) => {
        const window = LIMITS.contextTokens - LIMITS.replyTokens;
        const text = history.reduce((sum, entry) => sum + Math.ceil(entry.text.length / 3) + 8, 0);
        fc.pre(text < window / 2);
        if (history.filter((entry) => entry.role === 'user' && entry.picture !== undefined).length > 4) pictured += 1;
        expect(toPrompt(history, LIMITS)[1]?.text.startsWith('1: ')).toBe(true);
      }),
      RUNS,
    );
    expect(pictured).toBeGreaterThan(20);
  });
});
