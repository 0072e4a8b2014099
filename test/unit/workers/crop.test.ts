/** Which caches can be cut; how they are is seen in test/browser/llm-worker.test.ts and webgpu.test.ts. */
import type { DynamicCache } from '@huggingface/transformers';
import { expect, it } from 'vitest';
import { isCroppable } from '../../../workers/llm/crop.ts';

const KEYS = [1, 2, 7, 4];

it.each([
  ['keys and values', [KEYS, KEYS], true],
  ['a state of the whole sequence', [KEYS, [1, 8, 3]], false],
  ['a window of the sequence', [KEYS, [1, 2, 4, 4]], false],
])('a cache of 7 positions with %s', (_, shapes, can) => {
  const tensors = shapes.map((dims, at) => [`past_${String(at)}`, { dims }]);
  expect(isCroppable(Object.fromEntries(tensors) as DynamicCache, 7)).toBe(can);
});
