/** AUDI and VIDX as a client reads and writes them, from the protocol's document alone. Pure; shares no code with the server. */

/** Why bytes are no VIDX message. */
export type VideoFault = 'bad-magic' | 'truncated' | 'empty-frame' | 'trailing-bytes';

const AUDIO_MAGIC = [0x41, 0x55, 0x44, 0x49];
const VIDEO_MAGIC = [0x56, 0x49, 0x44, 0x58];

/** Reads "VIDX", u32le frame count, and for each frame u32le length and that many bytes. No frames are allowed, empty ones are not. */
export const decodeVideo = (bytes: Uint8Array): { jpegs: Uint8Array[] } | { fault: VideoFault } => {
  if (VIDEO_MAGIC.some((byte, i) => bytes[i] !== byte)) return { fault: 'bad-magic' };
  if (bytes.length < 8) return { fault: 'truncated' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jpegs: Uint8Array[] = [];
  let at = 8;
  for (let left = view.getUint32(4, true); left > 0; left--) {
    if (at + 4 > bytes.length) return { fault: 'truncated' };
    const size = view.getUint32(at, true);
    if (size === 0) return { fault: 'empty-frame' };
    if (at + 4 + size > bytes.length) return { fault: 'truncated' };
    jpegs.push(bytes.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return at === bytes.length ? { jpegs } : { fault: 'trailing-bytes' };
};

/** The frames of a VIDX message; throws its fault. */
export const jpegsOf = (bytes: Uint8Array): Uint8Array[] => {
  const decoded = decodeVideo(bytes);
  if ('fault' in decoded) throw new Error(`a VIDX message of ${bytes.length} bytes: ${decoded.fault}`);
  return decoded.jpegs;
};

/** AUDI and PCM s16le: given samples, or that many bytes of silence. */
export const audioMessage = (pcm: Int16Array | number): Uint8Array => {
  const silent = typeof pcm === 'number';
  const message = new Uint8Array(4 + (silent ? pcm : pcm.byteLength));
  message.set(AUDIO_MAGIC);
  if (!silent) message.set(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength), 4);
  return message;
};
