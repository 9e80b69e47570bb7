/** The head of a WAV file: PCM s16le. Pure bytes; knows no file and no sound. */

/** Bytes before the samples. */
export const WAVE_HEADER_BYTES = 44;

const TAGS = [
  [0, 'RIFF'],
  [8, 'WAVEfmt '],
  [36, 'data'],
] as const;

/** `dataBytes` of samples follow it, up to 4 GB. */
export const waveHeader = (sampleRate: number, channels: number, dataBytes: number): Uint8Array => {
  const header = new Uint8Array(WAVE_HEADER_BYTES);
  const view = new DataView(header.buffer);
  for (const [at, tag] of TAGS) for (let i = 0; i < tag.length; i++) view.setUint8(at + i, tag.charCodeAt(i));
  view.setUint32(4, WAVE_HEADER_BYTES - 8 + dataBytes, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, dataBytes, true);
  return header;
};
