/** Writes the sound of a session, or a part of it, into a WAV file, piece by piece: main never holds an hour of sound. Knows no database. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { StudioError } from '../../shared/errors.ts';
import { WAVE_HEADER_BYTES, waveHeader } from '../../shared/wave-header.ts';
import { atRate } from './wave-file.ts';

/** A raw file, PCM s16le mono, absolute path. */
export type RawSound = { path: string; sampleRate: number };

/** Which part, ms from the beginning; `toMs` null: to the end. */
export type SoundPart = { fromMs: number; toMs: number | null };

const PIECE_BYTES = 1024 * 1024;

/** Makes `to`. Files that are gone are left out. @throws StudioError `audio/unreadable` when nothing is left. */
export const writeSessionSound = async (
  files: readonly RawSound[],
  to: string,
  part: SoundPart,
): Promise<void> => {
  const rate = files[0]?.sampleRate ?? 16_000;
  const out = await open(to, 'wx');
  let written = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await out.write(bytes, 0, bytes.length, WAVE_HEADER_BYTES + written);
    written += bytes.length;
  };
  try {
    let atMs = 0;
    for (const { path, sampleRate } of files) {
      const file = await open(path).catch(() => null);
      if (file === null) continue;
      try {
        const samples = Math.floor((await file.stat()).size / 2);
        const within = (ms: number): number =>
          Math.max(0, Math.min(samples, Math.round(((ms - atMs) * sampleRate) / 1000)));
        const end = part.toMs === null ? samples : within(part.toMs);
        await copyPart(file, within(part.fromMs) * 2, end * 2, piece =>
          append(sampleRate === rate ? piece : resampled(piece, sampleRate, rate)),
        );
        atMs += (samples * 1000) / sampleRate;
      } finally {
        await file.close();
      }
    }
    await out.write(waveHeader(rate, 1, written), 0, WAVE_HEADER_BYTES, 0);
  } finally {
    await out.close();
  }
  if (written > 0) return;
  await rm(to, { force: true });
  throw new StudioError('audio/unreadable', 'There is no sound here: it was not kept, or it is deleted.');
};

const copyPart = async (
  file: FileHandle,
  from: number,
  to: number,
  take: (piece: Uint8Array) => Promise<void>,
): Promise<void> => {
  const buffer = new Uint8Array(PIECE_BYTES);
  for (let at = from; at < to; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(PIECE_BYTES, to - at), at);
    const whole = bytesRead - (bytesRead % 2);
    if (whole === 0) return;
    await take(buffer.subarray(0, whole));
    at += whole;
  }
};

const resampled = (piece: Uint8Array, from: number, to: number): Uint8Array => {
  const samples = new Int16Array(piece.buffer, piece.byteOffset, piece.byteLength / 2);
  const { buffer, byteOffset, byteLength } = atRate({ samples, sampleRate: from }, to);
  return new Uint8Array(buffer, byteOffset, byteLength);
};
