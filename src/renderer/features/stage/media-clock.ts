/** Where playback stands on the session clock, driven by whichever clock is master: the sound card's, or the wall's while there is no sound. */
import type { Micros } from '../../../shared/media.ts';

/** A monotonic time in µs; its start is arbitrary. */
export type TimeSource = () => Micros;

/** A straight line from a master clock to session time. It only ever jumps by `anchor` and `shift`. */
export class MediaClock {
  #source: TimeSource;
  #base: { pts: Micros; at: Micros } | null = null;

  constructor(source: TimeSource) {
    this.#source = source;
  }

  /** Session time now, or null before the first anchor. */
  position(): Micros | null {
    return this.#base === null ? null : this.at(this.#source());
  }

  /** Session time at a moment of the master clock; 0 before the first anchor. */
  at(masterTime: Micros): Micros {
    return this.#base === null ? 0 : this.#base.pts + masterTime - this.#base.at;
  }

  /** The line itself, for a player that counts the same master clock. */
  get line(): { pts: Micros; at: Micros } | null {
    return this.#base;
  }

  /** Sets session time now. */
  anchor(pts: Micros): void {
    this.#base = { pts, at: this.#source() };
  }

  /** Moves session time by `delta` µs; negative plays later. */
  shift(delta: Micros): void {
    if (this.#base !== null) this.#base = { pts: this.#base.pts + delta, at: this.#base.at };
  }

  /** Another master takes over; session time goes on without a jump. */
  follow(source: TimeSource): void {
    const pts = this.position();
    this.#source = source;
    if (pts !== null) this.anchor(pts);
  }

  /** Forgets the line. */
  reset(): void {
    this.#base = null;
  }
}
