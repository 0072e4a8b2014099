/** When graphics memory is short, and who gives way. */
import { describe, expect, it } from 'vitest';
import { findModel } from '../../src/models/catalogue.ts';
import { graphicsMb, isMemoryShort, whoGivesWay, type GpuTrouble } from '../../src/models/graphics-memory.ts';

const lost = (role: GpuTrouble['role'], at: number, more: Partial<GpuTrouble> = {}): GpuTrouble => ({
  role,
  reason: 'device-lost',
  whileLoading: false,
  at,
  ...more,
});

describe('graphics memory is short', () => {
  it.each<[string, boolean, GpuTrouble[]]>([
    ['not when nothing happened', false, []],
    ['not when one device was lost', false, [lost('llm', 0)]],
    ['not when the same one was lost twice', false, [lost('llm', 0), lost('llm', 1_000)]],
    ['when two were lost within a minute', true, [lost('llm', 0), lost('tts', 59_000)]],
    ['not when two were lost in two minutes', false, [lost('llm', 0), lost('tts', 61_000)]],
    ['when a third came between them', true, [lost('llm', 0), lost('tts', 100), lost('tts', 59_000)]],
    ['when a device was lost by what was loaded onto it', true, [lost('llm', 0, { whileLoading: true })]],
    ['when an engine says so', true, [lost('llm', 0, { reason: 'out-of-memory' })]],
    ['not when the last trouble was another one', false, [lost('tts', 0), lost('llm', 1, { reason: 'inference-failed' })]],
  ])('%s', (_, expected, troubles) => {
    expect(isMemoryShort(troubles)).toBe(expected);
  });
});

it('the voice gives way first, then the ears, and the language model last', () => {
  const onGpu = new Set<GpuTrouble['role']>(['llm', 'stt', 'tts']);
  const order = [];
  for (let role = whoGivesWay(onGpu); role !== null; role = whoGivesWay(onGpu)) {
    order.push(role);
    onGpu.delete(role);
  }
  expect(order).toEqual(['tts', 'stt', 'llm']);
});

it('only what runs on the graphics card takes its memory', () => {
  const spec = findModel('tts', 'kokoro-82m');
  expect(graphicsMb({ spec, backend: 'webgpu' })).toBeGreaterThan(0);
  expect(graphicsMb({ spec, backend: 'wasm' })).toBe(0);
});
