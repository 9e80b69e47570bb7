/**
 * Messages of the native protocol (`/v1/avatar/realtime`) with our live extension, as the studio page and the server both speak it.
 * Wire facts: OmniRT's document and reference server. The server's own lenient parsing lives in protocols/omnirt/wire.ts.
 */
import type { MediaUnit, Micros } from './media.ts';

/** Binary magics. AUDI and VIDX are OmniRT's; LVID and LAUD are the live extension's. */
export const MAGIC = { audio: 'AUDI', video: 'VIDX', liveVideo: 'LVID', liveAudio: 'LAUD' } as const;

/**
 * Live extension. `config.delivery: "live"` at session.create makes the server pace frames by itself:
 * client → server: binary AUDI + PCM s16le 16 kHz of any size; {"type":"speech.text","id","text","language"?,"voice"?,"rate"?,"pitch"?};
 *   {"type":"session.flush"} ends the turn; {"type":"session.interrupt"} stops at once; {"type":"session.update","config":{…}}.
 * server → client: binary LVID + u32le turn + f64le pts µs + JPEG; binary LAUD + u32le turn + f64le pts µs + u32le rate + PCM s16le;
 *   {"type":"mark","name","turn","pts_us"}; {"type":"speech.words","id","turn","pts_us","words":[…]}; {"type":"session.interrupted","turn"};
 *   {"type":"stats",…} once a second. With `config.visemes: true` {"type":"viseme","name","turn","pts_us"} where the mouth's shape changes.
 * {"type":"take.start","name"?,"pts_us"?} → {"type":"take.started","take_id"}: from the session time the client sees on, everything
 *   that is heard is kept as a session of its own; {"type":"take.stop"} → {"type":"take.stopped","take_id","duration_ms"}.
 * `/studio/watch` shows a live session to others: binary units and marks as above after {"type":"watch.session","session_id","video"},
 *   {"type":"watch.waiting"} while there is none. `?session=` names one; without it the stage of the studio is followed.
 * `config.background: "transparent"` keeps a picture's alpha: each JPEG is then of double height (each half filled up to a multiple
 *   of 16 rows), colours over black above and alpha as grey below, and `session.created` says `video.alpha: "stacked"`.
 */
export type LiveUnit =
  | { kind: 'video'; turn: number; pts: Micros; bytes: Uint8Array }
  | { kind: 'audio'; turn: number; pts: Micros; sampleRate: number; bytes: Uint8Array };

const HEADER_BYTES = 16;

const writeHeader = (
  magic: string,
  turn: number,
  pts: Micros,
  extra: number,
): { bytes: Uint8Array; view: DataView } => {
  const bytes = new Uint8Array(HEADER_BYTES + extra);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 4; i++) bytes[i] = magic.charCodeAt(i);
  view.setUint32(4, turn, true);
  view.setFloat64(8, pts, true);
  return { bytes, view };
};

/** One live unit as a binary message. */
export const encodeLiveUnit = (unit: LiveUnit): Uint8Array => {
  if (unit.kind === 'video') {
    const { bytes } = writeHeader(MAGIC.liveVideo, unit.turn, unit.pts, unit.bytes.length);
    bytes.set(unit.bytes, HEADER_BYTES);
    return bytes;
  }
  const { bytes, view } = writeHeader(MAGIC.liveAudio, unit.turn, unit.pts, 4 + unit.bytes.length);
  view.setUint32(HEADER_BYTES, unit.sampleRate, true);
  bytes.set(unit.bytes, HEADER_BYTES + 4);
  return bytes;
};

const samplesAsBytes = (samples: Int16Array): Uint8Array => {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(i * 2, samples[i]!, true);
  return bytes;
};

/** A unit of a session as the message that carries it: text for marks, bytes for pictures and sound. */
export const encodeMediaUnit = (unit: MediaUnit): string | Uint8Array => {
  const { turn, pts } = unit;
  if (unit.kind === 'mark') return JSON.stringify({ type: 'mark', name: unit.name, turn, pts_us: pts });
  if (unit.kind === 'video') return encodeLiveUnit({ kind: 'video', turn, pts, bytes: unit.bytes });
  const { sampleRate, samples } = unit.pcm;
  return encodeLiveUnit({ kind: 'audio', turn, pts, sampleRate, bytes: samplesAsBytes(samples) });
};

/** The reverse; null for anything that is not a live unit. */
export const decodeLiveUnit = (bytes: Uint8Array): LiveUnit | null => {
  if (bytes.length < HEADER_BYTES) return null;
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const turn = view.getUint32(4, true);
  const pts = view.getFloat64(8, true);
  if (magic === MAGIC.liveVideo) return { kind: 'video', turn, pts, bytes: bytes.subarray(HEADER_BYTES) };
  if (magic !== MAGIC.liveAudio || bytes.length < HEADER_BYTES + 4) return null;
  const sampleRate = view.getUint32(HEADER_BYTES, true);
  return { kind: 'audio', turn, pts, sampleRate, bytes: bytes.subarray(HEADER_BYTES + 4) };
};
