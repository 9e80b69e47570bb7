/** Mel frames as the audio network wants them: 30 s, band by band, silence behind the speech. Writes only what is new. Knows no stream. */
import type { FrameRing } from '../../articulation/frame-ring.ts';
import { WHISPER_BANDS, WHISPER_SILENCE } from '../../features/whisper-mel.ts';

/** Values more than this below the loudest one of the window are raised to it (openai/whisper whisper/audio.py). */
const RANGE = 8;
/**
 * A window counts as at least this loud: about a voice 36 dB below full scale. Whisper hears the whole recording before it measures;
 * here a turn may begin with room noise, which must not be taken for speech until the first word comes.
 */
const LEAST_PEAK = -1;

const scaled = (value: number): number => (value + 4) / 4;

const peakOf = (row: Float32Array): number => {
  let peak = row[0]!;
  for (let band = 1; band < WHISPER_BANDS; band++) if (row[band]! > peak) peak = row[band]!;
  return peak;
};

/** One window that moves along one stream. */
export class MelWindow {
  /** [80, frames]; what `fill` wrote last. */ readonly data: Float32Array;
  readonly #frames: number;
  /** Loudest value of each frame of `data`. */ readonly #peaks: Float32Array;
  #start = 0;
  /** Frames written, and how many of them cannot change any more. */
  #filled = 0;
  #settled = 0;
  #least = Number.NaN;

  constructor(frames: number) {
    this.#frames = frames;
    this.data = new Float32Array(WHISPER_BANDS * frames);
    this.#peaks = new Float32Array(frames);
  }

  /** The next stream is another. */
  reset(): void {
    this.#least = Number.NaN;
  }

  /**
   * Frames `start` to `until` − 1, of `mel` and behind it of `tail` (which may differ next time), then silence; limited and scaled as
   * Whisper does it: (value + 4) / 4.
   */
  fill(mel: FrameRing, tail: FrameRing, start: number, until: number): void {
    const count = until - start;
    const isSame = start === this.#start && !Number.isNaN(this.#least);
    const kept = isSame ? Math.min(this.#settled, count) : 0;
    const rowAt = (at: number): Float32Array | null => {
      const index = start + at;
      if (index < mel.first) return null;
      return index < mel.end ? mel.row(index) : tail.row(index);
    };
    for (let at = kept; at < count; at++) {
      const row = rowAt(at);
      this.#peaks[at] = row === null ? WHISPER_SILENCE : peakOf(row);
    }
    let peak = LEAST_PEAK;
    for (let at = 0; at < count; at++) if (this.#peaks[at]! > peak) peak = this.#peaks[at]!;
    const least = peak - RANGE;
    const isLevel = isSame && least === this.#least;
    const silence = scaled(Math.max(WHISPER_SILENCE, least));
    if (!isLevel) this.data.fill(silence);
    else if (this.#filled > count)
      for (let band = 0; band < WHISPER_BANDS; band++)
        this.data.fill(silence, band * this.#frames + count, band * this.#frames + this.#filled);
    for (let at = isLevel ? kept : 0; at < count; at++) {
      const row = rowAt(at);
      for (let band = 0, to = at; band < WHISPER_BANDS; band++, to += this.#frames)
        this.data[to] = row === null ? silence : scaled(Math.max(row[band]!, least));
    }
    this.#start = start;
    this.#filled = count;
    this.#settled = Math.min(count, mel.end - start);
    this.#least = least;
  }
}
