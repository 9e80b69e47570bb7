/** The native protocol's messages as bytes and text. Pure; knows no session and no socket. Source: OmniRT's reference server at 91d2c50. */
import { MAGIC } from '../../../shared/native-protocol.ts';

/** A failure a client can correct: the wire's own code, and a sentence for people. */
export type WireFailure = {
  code: string;
  message: string;
  /** More fields of the answer. */ extra?: Readonly<Record<string, unknown>>;
};

/** What a text message is before anything of it is trusted. */
export type ClientText =
  | { at: 'invalid-json' }
  | { at: 'message'; type: string; fields: Readonly<Record<string, unknown>> };

/** True for plain JSON objects. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deeper than any message of the protocol; what is deeper could not be written back as an echo. */
const MAX_DEPTH = 64;

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d,
];

const endOfString = (text: string, quote: number): number => {
  for (let at = text.indexOf('"', quote + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
};

// Counted before parsing: a parser takes seconds over megabytes of brackets.
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
};

const INVALID: ClientText = { at: 'invalid-json' };

/** Reads one text message. JSON that is not an object counts as invalid (the reference server dies of it). */
export const readText = (text: string): ClientText => {
  if (isTooDeep(text)) return INVALID;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return INVALID;
  }
  if (!isRecord(value)) return INVALID;
  const type = String(value.type ?? 'None'); // what the reference names a missing type
  return { at: 'message', type, fields: value };
};

const startsWith = (bytes: Uint8Array, magic: string): boolean => {
  if (bytes.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic.charCodeAt(i)) return false;
  return true;
};

/** The PCM bytes of an AUDI message, without the magic. `expectedBytes` null: any even length. */
export const readAudio = (
  bytes: Uint8Array,
  expectedBytes: number | null,
): { pcm: Uint8Array } | WireFailure => {
  if (!startsWith(bytes, MAGIC.audio)) {
    return { code: 'bad_audio_magic', message: 'Binary audio payload must start with AUDI magic.' };
  }
  const pcm = bytes.subarray(MAGIC.audio.length);
  if (expectedBytes !== null && pcm.length !== expectedBytes) {
    return {
      code: 'bad_audio_chunk',
      message: `Expected ${expectedBytes} bytes of pcm_s16le audio, got ${pcm.length}.`,
    };
  }
  if (pcm.length % 2 !== 0) {
    return { code: 'bad_audio_chunk', message: `Expected an even number of bytes, got ${pcm.length}.` };
  }
  return { pcm };
};

/** s16le bytes as samples; the bytes may lie at any offset. */
export const readSamples = (pcm: Uint8Array): Int16Array => {
  const samples = new Int16Array(pcm.length >> 1);
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true);
  return samples;
};

/** "VIDX" + u32le frame count + for each frame u32le length and JPEG. No frames are allowed. */
export const encodeVideo = (jpegs: readonly Uint8Array[]): Uint8Array => {
  const total = jpegs.reduce((sum, jpeg) => sum + 4 + jpeg.length, 8);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) bytes[i] = MAGIC.video.charCodeAt(i);
  view.setUint32(4, jpegs.length, true);
  let at = 8;
  for (const jpeg of jpegs) {
    view.setUint32(at, jpeg.length, true);
    bytes.set(jpeg, at + 4);
    at += 4 + jpeg.length;
  }
  return bytes;
};

/** "AUDI" and the bytes. */
export const encodeAudio = (pcm: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(4 + pcm.length);
  for (let i = 0; i < 4; i++) bytes[i] = MAGIC.audio.charCodeAt(i);
  bytes.set(pcm, 4);
  return bytes;
};

/** The reverse of encodeVideo; null for anything else: wrong magic, cut off, empty frames, bytes left over. */
export const decodeVideo = (bytes: Uint8Array): Uint8Array[] | null => {
  if (!startsWith(bytes, MAGIC.video) || bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jpegs: Uint8Array[] = [];
  let at = 8;
  for (let left = view.getUint32(4, true); left > 0; left--) {
    const size = at + 4 <= bytes.length ? view.getUint32(at, true) : 0;
    if (size === 0 || at + 4 + size > bytes.length) return null;
    jpegs.push(bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return at === bytes.length ? jpegs : null;
};

/** An error message; key order as the reference writes it. */
export const errorMessage = (failure: WireFailure, extra: Record<string, unknown> = {}): string =>
  JSON.stringify({ type: 'error', code: failure.code, message: failure.message, ...failure.extra, ...extra });

/** Milliseconds with three decimals, as metrics carry them. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000;
