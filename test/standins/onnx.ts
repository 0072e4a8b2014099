/**
 * Writes small ONNX models, so that tests can run the real runtimes over graphs that the repository builds by itself.
 *
 * The numbers below are the field numbers of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto); only what stand-ins need is here.
 */
import { bytes, concat, floats, text, varint, varints } from './protobuf.ts';

/** TensorProto.DataType. */
const ELEMENT = { float32: 1, int64: 7, bool: 9 } as const;

export type ElementType = keyof typeof ELEMENT;

/** A dimension: fixed, or named when it is known only at run time. The batch must be called `batch_size` for transformers.js. */
export type Dim = number | string;

/** What goes into or comes out of a graph. */
export type Value = { name: string; type: ElementType; shape: readonly Dim[] };

/** A constant. `shape` [] is a scalar. */
export type Tensor = { name: string; type: ElementType; shape: readonly number[]; data: Uint8Array };

/** JavaScript can't tell 1 from 1.0, so an attribute names its type. */
export type Attribute =
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { floats: readonly number[] }
  | { string: string }
  | { tensor: Tensor };

/** One operation. An optional input that is left out is ''. */
export type Node = {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, Attribute>>;
};

export type Graph = {
  inputs: readonly Value[];
  outputs: readonly Value[];
  nodes: readonly Node[];
  initializers?: readonly Tensor[];
  /** Version of the standard operators; 17 has all that onnxruntime-web runs well. */
  opset?: number;
};

/** The model file for a graph. Nodes must be in an order in which they can run; nothing is checked here, the runtime does that. */
export function model({ inputs, outputs, nodes, initializers = [], opset = 17 }: Graph): Uint8Array<ArrayBuffer> {
  const graph = concat([
    ...nodes.map((node) => bytes(1, nodeProto(node))),
    text(2, 'graph'),
    ...initializers.map((tensor) => bytes(5, tensorProto(tensor))),
    ...inputs.map((value) => bytes(11, valueProto(value))),
    ...outputs.map((value) => bytes(12, valueProto(value))),
  ]);
  // IR version 8 is the one that goes with opset 17; every later runtime reads it.
  return concat([varint(1, 8), text(2, 'parley-stand-ins'), bytes(7, graph), bytes(8, concat([text(1, ''), varint(2, opset)]))]);
}

/** A float32 constant; row-major. */
export function float32(name: string, shape: readonly number[], values: ArrayLike<number>): Tensor {
  return tensor(name, 'float32', shape, values.length, new Uint8Array(Float32Array.from(values).buffer));
}

/** An int64 constant; row-major. */
export function int64(name: string, shape: readonly number[], values: ArrayLike<number>): Tensor {
  const wide = BigInt64Array.from(Array.from(values, (value) => BigInt(value)));
  return tensor(name, 'int64', shape, values.length, new Uint8Array(wide.buffer));
}

/** A bool constant; row-major. */
export function bool(name: string, shape: readonly number[], values: readonly boolean[]): Tensor {
  return tensor(name, 'bool', shape, values.length, Uint8Array.from(values, Number));
}

/** Throws a RangeError when the shape and the number of values don't agree: onnxruntime would only say "failed to parse". */
function tensor(name: string, type: ElementType, shape: readonly number[], count: number, data: Uint8Array): Tensor {
  const expected = shape.reduce((product, dim) => product * dim, 1);
  if (expected !== count) throw new RangeError(`${name}: ${String(count)} values for shape [${shape.join(', ')}]`);
  return { name, type, shape, data };
}

function nodeProto({ op, inputs, outputs, attributes = {} }: Node): Uint8Array {
  return concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, attribute]) => bytes(5, attributeProto(name, attribute))),
  ]);
}

function attributeProto(name: string, attribute: Attribute): Uint8Array {
  const [value, type] = attributeValue(attribute);
  return concat([text(1, name), value, varint(20, type)]);
}

/** The value's field and its AttributeProto.AttributeType. */
function attributeValue(attribute: Attribute): [field: Uint8Array, type: number] {
  if ('float' in attribute) return [floats(2, [attribute.float]), 1];
  if ('int' in attribute) return [varint(3, attribute.int), 2];
  if ('string' in attribute) return [text(4, attribute.string), 3];
  if ('tensor' in attribute) return [bytes(5, tensorProto(attribute.tensor)), 4];
  if ('floats' in attribute) return [floats(7, attribute.floats), 6];
  return [varints(8, attribute.ints), 7];
}

function tensorProto({ name, type, shape, data }: Tensor): Uint8Array {
  return concat([varints(1, shape), varint(2, ELEMENT[type]), text(8, name), bytes(9, data)]);
}

function valueProto({ name, type, shape }: Value): Uint8Array {
  const dims = shape.map((dim) => bytes(1, typeof dim === 'number' ? varint(1, dim) : text(2, dim)));
  const tensorType = concat([varint(1, ELEMENT[type]), bytes(2, concat(dims))]);
  return concat([text(1, name), bytes(2, bytes(1, tensorType))]);
}
