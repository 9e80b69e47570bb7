/** What the gateway has to know of this family's messages: their names and parts for people who look, and how a refusal is worded. Pure. */
import { decodeLiveUnit, MAGIC } from '../../../shared/native-protocol.ts';
import type { MessageShape, SpokenProtocol } from '../front-end.ts';
import { toWireFailure } from './error-codes.ts';
import { errorMessage, readText } from './wire.ts';

/** More entries than any message has. */
const MAX_FRAMES = 10_000;

const magicOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 4)).toString('latin1');

const framesOf = (bytes: Uint8Array): { offset: number; length: number }[] | null => {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: { offset: number; length: number }[] = [];
  let at = 8;
  for (let left = view.getUint32(4, true); left > 0 && frames.length < MAX_FRAMES; left--) {
    if (at + 4 > bytes.length) return null;
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) return null;
    frames.push({ offset: at + 4, length });
    at += 4 + length;
  }
  return at === bytes.length ? frames : null;
};

const liveShape = (bytes: Uint8Array): MessageShape | null => {
  const unit = decodeLiveUnit(bytes);
  if (unit === null) return null;
  const part = { offset: bytes.length - unit.bytes.length, length: unit.bytes.length };
  const headers = [
    { name: 'turn', value: String(unit.turn) },
    { name: 'pts µs', value: String(unit.pts) },
    { name: 'bytes', value: String(bytes.length) },
  ];
  if (unit.kind === 'video') return { type: MAGIC.liveVideo, headers, frames: [part] };
  const rate = { name: 'sample rate', value: String(unit.sampleRate) };
  return { type: MAGIC.liveAudio, headers: [rate, ...headers], sound: part };
};

const inspectBinary = (bytes: Uint8Array): MessageShape => {
  const magic = magicOf(bytes);
  const size = { name: 'bytes', value: String(bytes.length) };
  if (magic === MAGIC.audio) {
    const sound = { offset: 4, length: (bytes.length - 4) & ~1 };
    const samples = { name: 'samples', value: String(sound.length / 2) };
    return { type: magic, headers: [{ name: 'magic', value: magic }, samples, size], sound };
  }
  const frames = magic === MAGIC.video ? framesOf(bytes) : null;
  if (frames !== null) {
    const count = { name: 'frames', value: String(frames.length) };
    const lengths = { name: 'frame bytes', value: frames.map(({ length }) => length).join(' ') };
    const magicHeader = { name: 'magic', value: magic };
    return {
      type: magic,
      headers: [magicHeader, count, ...(frames.length > 0 ? [lengths] : []), size],
      frames,
    };
  }
  const live = magic === MAGIC.liveVideo || magic === MAGIC.liveAudio ? liveShape(bytes) : null;
  if (live !== null) return live;
  return { type: /^[A-Z]{4}$/.test(magic) ? magic : 'binary', headers: [size] };
};

const inspect = (message: string | Uint8Array): MessageShape => {
  if (typeof message !== 'string') return inspectBinary(message);
  const size = { name: 'bytes', value: String(Buffer.byteLength(message)) };
  const read = readText(message);
  if (read.at === 'invalid-json') return { type: 'text', headers: [size] };
  const plain = Object.entries(read.fields).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [{ name, value: String(value).slice(0, 200) }]
      : [],
  );
  return { type: read.type.slice(0, 60), headers: [...plain, size] };
};

const refusal: SpokenProtocol['refusal'] = error => errorMessage(toWireFailure(error));

/** The native protocol. */
export const OMNIRT: SpokenProtocol = { id: 'omnirt', refusal, inspect };
/** The FlashTalk-compatible one. */
export const FLASHTALK: SpokenProtocol = { id: 'flashtalk', refusal, inspect };
