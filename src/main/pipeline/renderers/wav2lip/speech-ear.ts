/** Hears the speech of a session as mel and gives each frame its window of it. Knows no faces. */
import type { Micros } from '../../../../shared/media.ts';
import { FrameRing } from '../../articulation/frame-ring.ts';
import {
  MEL_BANDS,
  MEL_COLUMNS_PER_SECOND,
  MEL_SILENCE,
  Wav2LipMelStream,
} from '../../features/wav2lip-mel.ts';
import { SilenceGate } from '../../patch/silence-gate.ts';
import type { Ear } from '../renderer.ts';
import { WINDOW_COLUMNS } from './network-shape.ts';

/** Columns kept behind the last window read: a second. */
const KEPT = MEL_COLUMNS_PER_SECOND;
const MICROS_PER_COLUMN = 1e6 / MEL_COLUMNS_PER_SECOND;
const MICROS_PER_SAMPLE = 62.5;

/**
 * An ear with windows. Behind the last complete column come the one or two whose end is missing; behind them, while speech
 * still comes, the first of those is held (the README of this folder says why), and after the turn's end there is silence.
 */
export class SpeechEar implements Ear {
  readonly #stream = new Wav2LipMelStream();
  readonly #gate = new SilenceGate();
  readonly #ring = new FrameRing(MEL_BANDS);
  readonly #edge = [new Float32Array(MEL_BANDS), new Float32Array(MEL_BANDS)];
  #edgeColumns = 0;
  #edgeAt = 0;
  #ended = false;
  #settledMicros: Micros = 0;

  get finalMicros(): Micros {
    const columns = this.#stream.complete - (WINDOW_COLUMNS - 1);
    return Math.max(this.#settledMicros, columns * MICROS_PER_COLUMN);
  }

  hear(pcm16k: Int16Array): void {
    this.#ended = false;
    this.#stream.push(pcm16k, () => this.#ring.append());
    this.#gate.push(pcm16k);
  }

  endTurn(): void {
    this.#ended = true;
    this.#settledMicros = this.#stream.received * MICROS_PER_SAMPLE;
  }

  reset(): void {
    this.#stream.reset();
    this.#gate.reset();
    this.#ring.clear(0);
    this.#edgeAt = 0;
    this.#edgeColumns = 0;
    this.#ended = false;
    this.#settledMicros = 0;
  }

  /**
   * Writes the window of the frame at `speechMicros` to `out` at `offset`, band by band (80 × 16). Times should grow; a second
   * back is kept. Where the speech pauses the window is eased into silence, or the lips would quiver with the noise of the
   * room. False: it is silence, to the bit.
   */
  window(speechMicros: Micros, out: Float32Array, offset: number): boolean {
    const start = Math.floor(speechMicros / MICROS_PER_COLUMN);
    if (this.#edgeAt !== this.#stream.received) {
      this.#edgeAt = this.#stream.received;
      this.#edgeColumns = this.#stream.edge(this.#edge);
    }
    const open = this.#gate.openAt(speechMicros);
    for (let k = 0; k < WINDOW_COLUMNS; k++)
      for (let band = 0; band < MEL_BANDS; band++)
        out[offset + band * WINDOW_COLUMNS + k] =
          open === 0 ? MEL_SILENCE : MEL_SILENCE + (this.#level(start + k, band) - MEL_SILENCE) * open;
    this.#ring.dropBefore(start - KEPT);
    this.#gate.dropBefore(speechMicros - KEPT * MICROS_PER_COLUMN);
    return open > 0;
  }

  #level(column: number, band: number): number {
    const ring = this.#ring;
    if (column < ring.first) return MEL_SILENCE;
    if (column < ring.end) return ring.at(column, band);
    if (column < ring.end + this.#edgeColumns) return this.#edge[column - ring.end]![band]!;
    // Of the two columns at the edge the first lacks hardly anything, the second up to half.
    return this.#ended || this.#edgeColumns === 0 ? MEL_SILENCE : this.#edge[0]![band]!;
  }
}
