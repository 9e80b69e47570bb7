/** The fields of protobuf records, read and written. Knows no schema. */

/** A field; `body` of a span, `value` of a number. `whole`: with its tag. */
export type Field = { number: number; value: bigint | null; body: Uint8Array | null; whole: Uint8Array };

const WIRE = { varint: 0, eight: 1, span: 2, four: 5 };

/** A number at `at`. @throws RangeError where it is cut off. */
export const readVarint = (bytes: Uint8Array, at: number): { value: bigint; next: number } => {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) break;
    value |= BigInt(byte & 127) << BigInt(7 * i);
    if (byte < 128) return { value, next: at + i + 1 };
  }
  throw new RangeError('a number is cut off');
};

/** The fields of a record, one after the other. @throws RangeError for what is no record. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    let value: bigint | null = null;
    let body: Uint8Array | null = null;
    let next = tag.next;
    if (wire === WIRE.varint) ({ value, next } = readVarint(bytes, tag.next));
    else if (wire === WIRE.span) {
      const length = readVarint(bytes, tag.next);
      next = length.next + Number(length.value);
      body = bytes.subarray(length.next, next);
    } else if (wire === WIRE.eight) next += 8;
    else if (wire === WIRE.four) next += 4;
    else throw new RangeError(`wire type ${wire}`);
    if (next > bytes.length) throw new RangeError('a field is cut off');
    yield { number, value, body, whole: bytes.subarray(at, next) };
    at = next;
  }
}

/** UTF-8. */
export const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();

/** A number, 0 … 2^53. */
export const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low + 128);
  } while (rest > 0);
  return Uint8Array.from(bytes);
};

/** One field with a body. */
export const span = (number: number, ...pieces: readonly Uint8Array[]): Uint8Array => {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([varint(number * 8 + WIRE.span), varint(length), ...pieces]);
};
/** One field with text. */
export const text = (number: number, value: string): Uint8Array => span(number, Buffer.from(value));
/** One field with a number, 0 … 2^53. */
export const integer = (number: number, value: number): Uint8Array =>
  Buffer.concat([varint(number * 8), varint(value)]);
