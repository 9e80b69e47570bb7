/** Walks the fields of a protobuf message in a file of any size, reading only what is asked for. Knows no schema. */
import type { FileHandle } from 'node:fs/promises';
import { StudioError } from '../../shared/errors.ts';

/** One field: a number, or a span [start, end) of the file. */
export type ProtobufField =
  | { number: number; kind: 'number'; value: bigint }
  | { number: number; kind: 'span'; start: number; end: number };

const WINDOW_BYTES = 64 * 1024;
/** More fields than any graph of ours has; a file of nothing but tiny fields must not keep us for hours. */
const MAX_FIELDS = 500_000;
/** Two numbers of ten bytes: a tag and a value or a length. */
const HEAD_BYTES = 20;
const WIRE = { varint: 0, eight: 1, span: 2, four: 5 };

/** `model/corrupt`, with the reason. */
export const damaged = (why: string): StudioError =>
  new StudioError('model/corrupt', `The file is not a whole ONNX model (${why}). Export or load it again.`, {
    why,
  });

/** A file open for reading; whoever opened `handle` closes it. Errors of all methods: model/corrupt. */
export class ProtobufFile {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #window = new Uint8Array(WINDOW_BYTES);
  #windowStart = 0;
  #windowEnd = 0;
  #at = 0;
  #fields = 0;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** The fields of the message that fills [start, end). */
  async *fields(start: number, end: number): AsyncGenerator<ProtobufField> {
    let at = start;
    while (at < end) {
      this.#fields += 1;
      if (this.#fields > MAX_FIELDS) throw damaged('it has too many fields');
      if (!this.#holds(at, HEAD_BYTES)) await this.#load(at);
      this.#at = at;
      const tag = Number(this.#varint(end));
      const number = Math.floor(tag / 8);
      const wire = tag % 8;
      if (number === 0) throw damaged('a field has no number');
      if (wire === WIRE.varint) {
        const value = this.#varint(end);
        at = this.#at;
        yield { number, kind: 'number', value };
      } else if (wire === WIRE.span) {
        const length = Number(this.#varint(end));
        const from = this.#at;
        at = from + length;
        if (at > end) throw damaged('it is cut off');
        yield { number, kind: 'span', start: from, end: at };
      } else if (wire === WIRE.eight || wire === WIRE.four) {
        at = this.#at + (wire === WIRE.eight ? 8 : 4);
        if (at > end) throw damaged('it is cut off');
      } else throw damaged('a field has no known form');
    }
  }

  /** A span as text, at most `limit` bytes long. */
  async text(span: { start: number; end: number }, limit = 1024): Promise<string> {
    if (span.end - span.start > limit) throw damaged('a name is too long');
    if (!this.#holds(span.start, span.end - span.start)) await this.#load(span.start);
    const from = span.start - this.#windowStart;
    if (span.end > this.#windowEnd) throw damaged('it is cut off');
    return new TextDecoder().decode(this.#window.subarray(from, from + span.end - span.start));
  }

  #varint(end: number): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.#at >= end || this.#at >= this.#windowEnd) throw damaged('it is cut off');
      const byte = this.#window[this.#at - this.#windowStart] as number;
      this.#at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw damaged('a number is too long');
  }

  #holds(at: number, length: number): boolean {
    return at >= this.#windowStart && Math.min(at + length, this.size) <= this.#windowEnd;
  }

  async #load(at: number): Promise<void> {
    const { bytesRead } = await this.#handle.read(this.#window, 0, WINDOW_BYTES, at);
    this.#windowStart = at;
    this.#windowEnd = at + bytesRead;
  }
}
