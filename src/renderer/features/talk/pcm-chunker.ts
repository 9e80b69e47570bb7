/** Cuts float samples of any length into PCM s16 pieces of one length. Knows nothing of rates or time. */

/** −1..1 as a 16-bit sample, clipped. */
export const toPcm16 = (sample: number): number =>
  Math.max(-32768, Math.min(32767, Math.round(sample * 32767)));

/** Pieces of `length` samples; the rest waits for more. */
export class PcmChunker {
  readonly #length: number;
  readonly #emit: (samples: Int16Array) => void;
  #piece: Int16Array;
  #filled = 0;

  constructor(length: number, emit: (samples: Int16Array) => void) {
    this.#length = length;
    this.#emit = emit;
    this.#piece = new Int16Array(length);
  }

  /** Adds samples and emits every full piece. */
  push(samples: Float32Array): void {
    for (const sample of samples) {
      this.#piece[this.#filled++] = toPcm16(sample);
      if (this.#filled === this.#length) this.#send(this.#length);
    }
  }

  /** Emits what is left, shorter than a piece, if anything. */
  flush(): void {
    if (this.#filled > 0) this.#send(this.#filled);
  }

  #send(count: number): void {
    const piece = this.#piece.subarray(0, count);
    this.#piece = new Int16Array(this.#length);
    this.#filled = 0;
    this.#emit(piece);
  }
}
