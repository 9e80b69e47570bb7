/** Subtracts a running mean of speech from log-mel frames, strictly causal. Knows no samples and no network. */

/** Constants of the normaliser, as the network was trained with them. Levels are natural logarithms of mel power. */
export type NormaliserConstants = {
  /** Factor on (frame − mean). */ scale: number;
  /** Weight of the prior mean and the longest memory, in frames. */ initialCount: number;
  maximumCount: number;
  /** Where the peak follower starts above the prior mean, its fall per frame, and how far below it still counts as speech. */
  initialPeakOffset: number;
  peakLeak: number;
  peakGate: number;
  /** Rise per frame of the floor follower, and how far above it a frame must stand to count as speech. */
  floorRise: number;
  floorGate: number;
  /** The prior mean, one value a band. */ initialMean: readonly number[];
};

/** The normaliser of one stream. */
export class RunningNormaliser {
  readonly #constants: NormaliserConstants;
  readonly #mean: Float64Array;
  #count = 0;
  #peak = 0;
  #floor = 0;

  constructor(constants: NormaliserConstants) {
    this.#constants = constants;
    this.#mean = new Float64Array(constants.initialMean.length);
    this.reset();
  }

  /** Forgets the speaker. */
  reset(): void {
    const { initialMean, initialCount, initialPeakOffset } = this.#constants;
    this.#mean.set(initialMean);
    this.#count = initialCount;
    this.#peak = initialMean.reduce((sum, v) => sum + v, 0) / initialMean.length + initialPeakOffset;
    this.#floor = Number.POSITIVE_INFINITY;
  }

  /** Normalises one log-mel frame in place, at `offset` of `frames`; its length is that of the prior mean. */
  normalise(frames: Float32Array, offset: number): void {
    const k = this.#constants;
    const bands = this.#mean.length;
    let energy = 0;
    for (let i = 0; i < bands; i++) energy += frames[offset + i]!;
    energy /= bands;
    this.#peak = Math.max(this.#peak - k.peakLeak, energy);
    this.#floor = Math.min(this.#floor + k.floorRise, energy);
    const speech = energy > this.#peak - k.peakGate && energy > this.#floor + k.floorGate;
    if (speech) this.#count = Math.min(this.#count + 1, k.maximumCount);
    for (let i = 0; i < bands; i++) {
      const value = frames[offset + i]!;
      if (speech) this.#mean[i] = this.#mean[i]! + (value - this.#mean[i]!) / this.#count;
      frames[offset + i] = (value - this.#mean[i]!) * k.scale;
    }
  }
}
