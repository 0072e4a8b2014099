import { describe, expect, it } from 'vitest';
import { bool, float32, int64, model } from '../../standins/onnx.ts';
import { InferenceSession, Tensor } from './node-session.ts';

describe('the ONNX writer', () => {
  it('writes a graph that the runtime computes: symbolic shapes, every element type, attributes', async () => {
    const bytes = model({
      inputs: [
        { name: 'x', type: 'float32', shape: ['batch_size', 3] },
        { name: 'doubled', type: 'bool', shape: [1] },
      ],
      outputs: [
        { name: 'y', type: 'float32', shape: ['batch_size', 3] },
        { name: 'best', type: 'int64', shape: ['batch_size'] },
      ],
      nodes: [
        { op: 'Or', inputs: ['doubled', 'never'], outputs: ['choice'] },
        { op: 'Where', inputs: ['choice', 'two', 'one'], outputs: ['factor'] },
        { op: 'Mul', inputs: ['x', 'factor'], outputs: ['scaled'] },
        { op: 'LeakyRelu', inputs: ['scaled'], outputs: ['y'], attributes: { alpha: { float: 0.5 } } },
        { op: 'ArgMax', inputs: ['y'], outputs: ['at'], attributes: { axis: { int: -1 }, keepdims: { int: 0 } } },
        { op: 'Add', inputs: ['at', 'hundred'], outputs: ['best'] },
      ],
      initializers: [float32('one', [], [1]), float32('two', [], [2]), bool('never', [1], [false]), int64('hundred', [1], [100])],
    });
    const session = await InferenceSession.create(bytes);
    const run = async (doubled: number) => {
      const { y, best } = await session.run({
        x: new Tensor('float32', Float32Array.of(1, -2, 3, 7, 5, 6), [2, 3]),
        doubled: new Tensor('bool', Uint8Array.of(doubled), [1]),
      });
      return { y: y?.data, dims: y?.dims, best: best?.data };
    };
    expect(await run(0)).toEqual({ y: Float32Array.of(1, -1, 3, 7, 5, 6), dims: [2, 3], best: BigInt64Array.of(102n, 100n) });
    expect(await run(1)).toMatchObject({ y: Float32Array.of(2, -2, 6, 14, 10, 12) });
  });

  it('refuses values that do not fill the shape', () => {
    expect(() => float32('w', [2, 3], [1, 2])).toThrow('w: 2 values for shape [2, 3]');
  });
});
