/** Mono sound laid on session time and read out sample by sample. Runs in the audio thread; knows no Web Audio. */
import type { Micros } from '../../../shared/media.ts';

type Segment = { start: number; samples: Float32Array };

/** Half a second of a 5 ms fade, per sample: softens the edge where sound is cut off. */
const fadePerSample = (sampleRate: number): number => Math.exp(-1 / (0.003 * sampleRate));

/** Reads `output frame f` at session sample `f + offset`. Silence where nothing lies. */
export class PlayerTimeline {
  readonly #rate: number;
  readonly #snap: number;
  readonly #fade: number;
  readonly #capacity: number;
  #segments: Segment[] = [];
  #offset: number | null = null;
  #end = Number.NEGATIVE_INFINITY;
  #last = 0;
  #starved = 0;

  constructor(sampleRate: number, options: { longestS?: number } = {}) {
    this.#rate = sampleRate;
    this.#snap = sampleRate * 0.003;
    this.#fade = fadePerSample(sampleRate);
    this.#capacity = sampleRate * (options.longestS ?? 30);
  }

  /** Samples that came after their time although speech was going on. */
  get starved(): number {
    return this.#starved;
  }

  /** Session time as a line over the audio clock (both µs). */
  setLine(line: { pts: Micros; at: Micros }): void {
    this.#offset = Math.round(((line.pts - line.at) * this.#rate) / 1e6);
  }

  /** Lays samples at a session time; a piece within 3 ms of the last one's end is joined without a seam. */
  push(pts: Micros, samples: Float32Array, playedFrame: number): void {
    let start = Math.round((pts * this.#rate) / 1e6);
    const joins = Math.abs(start - this.#end) <= this.#snap;
    if (joins) start = this.#end;
    const position = this.#offset === null ? start : playedFrame + this.#offset;
    if (joins && position > start) this.#starved += Math.min(samples.length, position - start);
    const held = this.#segments.reduce((sum, segment) => sum + segment.samples.length, 0);
    if (held + samples.length > this.#capacity) this.#segments.shift();
    this.#segments.push({ start, samples });
    this.#end = start + samples.length;
  }

  /** Forgets what was not played yet. */
  clear(): void {
    this.#segments = [];
    this.#end = Number.NEGATIVE_INFINITY;
  }

  /** Writes one block that begins at output frame `frame`. */
  read(out: Float32Array, frame: number): void {
    const first = frame + (this.#offset ?? 0);
    while (this.#segments.length > 0 && this.#segments[0]!.start + this.#segments[0]!.samples.length <= first)
      this.#segments.shift();
    let index = 0;
    for (let i = 0; i < out.length; i++) {
      const at = first + i;
      while (index < this.#segments.length - 1 && at >= this.#segments[index + 1]!.start) index += 1;
      const segment = this.#segments[index];
      const sample =
        this.#offset === null || segment === undefined ? undefined : segment.samples[at - segment.start];
      this.#last = sample ?? this.#last * this.#fade;
      out[i] = this.#last;
    }
  }
}
