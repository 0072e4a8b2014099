/** Whether what an encoder makes of two plain pictures tells them apart. */
import { expect, it } from 'vitest';
import { isApart } from '../../../workers/llm/vision.ts';

const features = (of: (at: number) => number) => Float32Array.from({ length: 512 }, (_, at) => of(at));
const red = features((at) => Math.sin(at));

it.each([
  ['others', features((at) => Math.sin(at + 1)), true],
  ['the same', red, false],
  ['the same but for rounding', features((at) => Math.sin(at) * (1 + 1e-5)), false],
  ['something that is no number', features((at) => (at === 7 ? NaN : Math.sin(at + 1))), false],
  ['something without end', features((at) => (at === 7 ? Infinity : Math.sin(at + 1))), false],
])('%s of red and of blue', (_, blue, apart) => {
  expect(isApart(red, blue)).toBe(apart);
});

it('nothing at all of both', () => {
  expect(isApart(new Float32Array(512), new Float32Array(512))).toBe(false);
});
