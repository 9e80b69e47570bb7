/** Pieces of PCM as one array, for sound short enough to hold whole. */
import type { PcmChunk } from '../../../shared/media.ts';

/** All samples in order; the pieces must share one rate. */
export const joinPcm = async (chunks: AsyncIterable<PcmChunk>): Promise<Int16Array> => {
  const pieces: Int16Array[] = [];
  let count = 0;
  for await (const { samples } of chunks) {
    pieces.push(samples);
    count += samples.length;
  }
  const all = new Int16Array(count);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};
