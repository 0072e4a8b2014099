/** Writes the fields of protocol buffers (protobuf.dev/programming-guides/encoding): each function returns one whole field. */

const WIRE_VARINT = 0;
const WIRE_LENGTH = 2;
const WIRE_32_BIT = 5;

/** An integer; negative ones take ten bytes, as int64 does. */
export function varint(field: number, value: number): Uint8Array {
  return concat([key(field, WIRE_VARINT), raw(value)]);
}

/** A repeated integer, unpacked, which every reader takes. */
export function varints(field: number, values: readonly number[]): Uint8Array {
  return concat(values.map((value) => varint(field, value)));
}

/** A float, or a repeated one. */
export function floats(field: number, values: readonly number[]): Uint8Array {
  return concat(values.map((value) => concat([key(field, WIRE_32_BIT), new Uint8Array(Float32Array.of(value).buffer)])));
}

/** A message or a byte string. */
export function bytes(field: number, content: Uint8Array): Uint8Array {
  return concat([key(field, WIRE_LENGTH), raw(content.length), content]);
}

export function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

/** Fields one after another: a message's body. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function key(field: number, wire: number): Uint8Array {
  return raw(field * 8 + wire);
}

/** Seven bits a byte, lowest first. */
function raw(value: number): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}
