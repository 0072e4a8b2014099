import { describe, expect, it } from 'vitest';
import { keepAllowed, sampleToken, type Sampling } from '../../workers/llm/sampling.ts';
import { TokenGuide } from '../../workers/llm/token-guide.ts';

const GREEDY: Sampling = { temperature: 0, topP: 1, repetitionPenalty: 1 };
const WARM: Sampling = { temperature: 1, topP: 1, repetitionPenalty: 1 };

describe('tokens that a guide allows', () => {
  it('the likeliest of them is chosen, however unlikely it is', () => {
    const logits = Float32Array.from({ length: 1_000 }, (_, id) => id / 10);
    const asked: number[] = [];
    expect(keepAllowed(logits, (id) => (asked.push(id), id === 3 || id === 7), 0)).toBe(true);
    expect(sampleToken(logits, [], GREEDY)).toBe(7);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('where the likeliest is allowed no other is asked about', () => {
    const logits = Float32Array.of(1, 5, 3);
    const asked: number[] = [];
    keepAllowed(logits, (id) => (asked.push(id), true), 0);
    expect(asked).toEqual([1]);
  });

  it('with a temperature, each that is allowed and not negligible can be chosen, and no other', () => {
    const chosen = new Set<number>();
    for (let at = 0; at < 1; at += 0.01) {
      const logits = Float32Array.of(9, 2, 1.5, 8, 1, -40);
      keepAllowed(logits, (id) => id !== 0 && id !== 3, 1);
      chosen.add(sampleToken(logits, [], WARM, () => at));
    }
    expect([...chosen].sort()).toEqual([1, 2, 4]);
  });

  it('where none is, nothing is changed', () => {
    const logits = Float32Array.of(1, 2);
    expect(keepAllowed(logits, () => false, 0)).toBe(false);
    expect([...logits]).toEqual([1, 2]);
  });
});

describe('a guide of text, asked about tokens', () => {
  const TEXTS = ['x', ' kitchen', 'kit', '<end>', '', '\uFFFD'];
  const tokens = new TokenGuide({
    encode: () => [0],
    // As some do it: without a space at the beginning.
    decode: (ids) =>
      ids
        .map((id) => TEXTS[id])
        .join('')
        .trimStart(),
    isEnd: (id) => id === 3,
    isSilent: (id) => id === 4,
  });

  it('by what they add to the text, spaces too', () => {
    const allows = tokens.allows({ allows: (next) => ' kitchen'.startsWith(next), mayEnd: false }, '');
    expect(TEXTS.map((_, id) => allows(id))).toEqual([false, true, false, false, false, false]);
  });

  it('an end where the answer may end, and none that says nothing', () => {
    const allows = tokens.allows({ allows: () => true, mayEnd: true }, '');
    expect(TEXTS.map((_, id) => allows(id))).toEqual([true, true, true, true, false, true]);
  });

  it('behind half a character', () => {
    const allows = tokens.allows({ allows: (next) => '\uFFFDkit'.startsWith(next), mayEnd: false }, '\uFFFD');
    expect(allows(2)).toBe(true);
  });
});
