/** Running figures of one session. */
import type { Micros } from '../../shared/media.ts';
import type { SessionStats } from './session.ts';

/** Mutable SessionStats with averages over the last frames (weight of a new chunk: its share of 50 frames). */
export class SessionTally implements SessionStats {
  framesSent = 0;
  framesDropped = 0;
  audioMicros: Micros = 0;
  bytesSent = 0;
  errors = 0;
  inferMsPerFrame = 0;
  encodeMsPerFrame = 0;

  /** Counts rendered frames with their true costs. */
  rendered(jpegs: readonly Uint8Array[], inferMs: number, encodeMs: number): void {
    const count = jpegs.length;
    if (count === 0) return;
    const weight = this.framesSent === 0 ? 1 : Math.min(1, count / 50);
    this.inferMsPerFrame += (inferMs / count - this.inferMsPerFrame) * weight;
    this.encodeMsPerFrame += (encodeMs / count - this.encodeMsPerFrame) * weight;
    this.framesSent += count;
    for (const jpeg of jpegs) this.bytesSent += jpeg.length;
  }
}
