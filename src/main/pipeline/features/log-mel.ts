/** Streaming log-mel frames of 16-bit mono speech: the same frames to the bit, whatever the pieces. Knows no network. */
import { RealFft } from './real-fft.ts';
import { type NormaliserConstants, RunningNormaliser } from './running-normaliser.ts';

/** How frames are cut and measured. Times are in samples, frequencies in Hz. */
export type LogMelConstants = {
  sampleRate: number;
  hop: number;
  window: number;
  fft: number;
  bands: number;
  lowHz: number;
  highHz: number;
  preEmphasis: number;
  /** Added to mel power before the logarithm. */ floor: number;
};

type Band = { first: number; weights: Float64Array };

const hertzToMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const melToHertz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Triangles of height 1 on the bins of the transform, equally spaced in mel. */
const melBands = (c: LogMelConstants): Band[] => {
  const low = hertzToMel(c.lowHz);
  const high = hertzToMel(c.highHz);
  const edges = Array.from({ length: c.bands + 2 }, (_, i) =>
    melToHertz(low + ((high - low) * i) / (c.bands + 1)),
  );
  return Array.from({ length: c.bands }, (_, band) => {
    const [a, b, d] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const weights: number[] = [];
    let first = -1;
    for (let bin = 0; bin <= c.fft / 2; bin++) {
      const hz = (bin * c.sampleRate) / c.fft;
      const weight = Math.min((hz - a) / (b - a), (d - hz) / (d - b));
      if (weight <= 0) continue;
      if (first < 0) first = bin;
      weights.push(weight);
    }
    return { first: Math.max(first, 0), weights: Float64Array.from(weights) };
  });
};

type Tables = { bands: Band[]; taper: Float64Array };

/** A model's tables, made with its first stream: a session is opened in less time than they take. */
const tables = new WeakMap<LogMelConstants, Tables>();

const tablesOf = (constants: LogMelConstants): Tables => {
  const known = tables.get(constants);
  if (known !== undefined) return known;
  const taper = Float64Array.from(
    { length: constants.window },
    (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (constants.window - 1)),
  );
  const made = { bands: melBands(constants), taper };
  tables.set(constants, made);
  return made;
};

/**
 * Log-mel frames of one stream. Frame i is centred on sample i·hop and is complete once `window/2` samples beyond its
 * centre are known; before the stream there is silence.
 */
export class LogMelStream {
  readonly constants: LogMelConstants;
  readonly #fft: RealFft;
  readonly #bands: Band[];
  readonly #taper: Float64Array;
  readonly #normaliser: RunningNormaliser | null;
  readonly #recent: Float64Array;
  readonly #padded: Float64Array;
  readonly #power: Float64Array;
  #filled = 0;
  #previous = 0;
  #started = false;

  /** Without `normaliser` the frames are plain log-mel. */
  constructor(constants: LogMelConstants, normaliser: NormaliserConstants | null) {
    this.constants = constants;
    this.#fft = new RealFft(constants.fft);
    ({ bands: this.#bands, taper: this.#taper } = tablesOf(constants));
    this.#normaliser = normaliser ? new RunningNormaliser(normaliser) : null;
    this.#recent = new Float64Array(constants.window);
    this.#padded = new Float64Array(constants.fft);
    this.#power = new Float64Array(constants.fft / 2 + 1);
    this.restart();
  }

  /** Begins a new stream of the same speaker: silence before it, the normaliser kept. */
  restart(): void {
    this.#recent.fill(0);
    this.#filled = this.constants.window / 2;
    this.#previous = 0;
    this.#started = false;
  }

  /** Begins a new stream of an unknown speaker. */
  reset(): void {
    this.restart();
    this.#normaliser?.reset();
  }

  /** How many frames the next `samples` samples will complete. */
  framesIn(samples: number): number {
    const { window, hop } = this.constants;
    const known = this.#filled + samples;
    return known < window ? 0 : Math.floor((known - window) / hop) + 1;
  }

  /** Takes samples and writes every frame they complete to `out` (framesIn(samples.length) · bands long); returns their number. */
  push(samples: Int16Array, out: Float32Array): number {
    let frames = 0;
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]! / 32768;
      // The first sample has no neighbour: it stands for itself.
      frames += this.#take(this.#started ? x - this.constants.preEmphasis * this.#previous : x, out, frames);
      this.#previous = x;
      this.#started = true;
    }
    return frames;
  }

  /** The same for silence after the stream, which the taper meets as zeros. */
  pushSilence(samples: number, out: Float32Array): number {
    let frames = 0;
    for (let i = 0; i < samples; i++) frames += this.#take(0, out, frames);
    return frames;
  }

  #take(y: number, out: Float32Array, frame: number): number {
    const { window, hop, bands } = this.constants;
    this.#recent[this.#filled++] = y;
    if (this.#filled < window) return 0;
    this.#measure(out, frame * bands);
    this.#recent.copyWithin(0, hop);
    this.#filled = window - hop;
    return 1;
  }

  #measure(out: Float32Array, offset: number): void {
    for (let i = 0; i < this.#recent.length; i++) this.#padded[i] = this.#recent[i]! * this.#taper[i]!;
    this.#fft.power(this.#padded, this.#power);
    for (let band = 0; band < this.#bands.length; band++) {
      const { first, weights } = this.#bands[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * this.#power[first + i]!;
      out[offset + band] = Math.log(sum + this.constants.floor);
    }
    this.#normaliser?.normalise(out, offset);
  }
}
