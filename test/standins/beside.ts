/** Moves the weights of an ONNX model into a file beside it, as exporters do with models above 2 GB. */
import { bytes, concat, text, varint } from './protobuf.ts';

/** Field numbers of onnx.proto: ModelProto, GraphProto, TensorProto, StringStringEntryProto. */
const GRAPH = 7;
const INITIALIZER = 5;
const RAW_DATA = 9;
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;

/** Smaller tensors stay where they are, bytes: shapes, which onnxruntime looks at while it makes a session. */
const LEAST_BYTES = 64;

/** `location`: name of the file beside it. */
export function withDataBeside(model: Uint8Array, location: string): { graph: Uint8Array; data: Uint8Array } {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const entry = (key: string, value: string) => bytes(EXTERNAL_DATA, concat([text(1, key), text(2, value)]));
  const tensor = (content: Uint8Array) =>
    each(content, RAW_DATA, (raw, whole) => {
      if (raw.length < LEAST_BYTES) return whole;
      const at = offset;
      parts.push(raw);
      offset += raw.length;
      const where = [entry('location', location), entry('offset', String(at)), entry('length', String(raw.length))];
      return concat([...where, varint(DATA_LOCATION, EXTERNAL)]);
    });
  const graph = each(model, GRAPH, (content) =>
    bytes(
      GRAPH,
      each(content, INITIALIZER, (initializer) => bytes(INITIALIZER, tensor(initializer))),
    ),
  );
  return { graph, data: concat(parts) };
}

/** A message in which every field of this number is replaced by what `change` makes of its content and of the whole field. */
function each(message: Uint8Array, field: number, change: (content: Uint8Array, whole: Uint8Array) => Uint8Array): Uint8Array {
  const out: Uint8Array[] = [];
  for (let at = 0; at < message.length;) {
    const from = at;
    const [key, afterKey] = read(message, at);
    const [value, afterValue] =
      (key & 7) === 5 ? [0, afterKey + 4] : (key & 7) === 1 ? [0, afterKey + 8] : read(message, afterKey);
    at = (key & 7) === 2 ? afterValue + value : afterValue;
    const whole = message.subarray(from, at);
    out.push(key >>> 3 === field ? change(message.subarray(afterValue, at), whole) : whole);
  }
  return concat(out);
}

/** An integer of seven bits a byte, lowest first, and where it ends. */
function read(message: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let at = from, factor = 1; ; at += 1, factor *= 128) {
    const byte = message[at] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + 1];
  }
}
