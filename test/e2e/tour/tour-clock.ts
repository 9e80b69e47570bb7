/** The tour's time: wall time with the waits taken out, so that nothing stands still in the film. Knows no page and no frame. */

/** A stretch of wall time, ms since 1970, of which the film keeps `keepMs`. */
export type Lapse = { fromMs: number; toMs: number; keepMs: number };

/** Made when the recording begins. Film times are ms from there. */
export class TourClock {
  readonly startMs: number = Date.now();
  readonly lapses: Lapse[] = [];

  /** Where the film is now. */
  now(): number {
    return this.filmTime(Date.now());
  }

  /** Does what may take long; at most `keepMs` of it are seen, sped up. */
  async lapse<T>(keepMs: number, work: () => Promise<T>): Promise<T> {
    const fromMs = Date.now();
    const result = await work();
    const toMs = Date.now();
    if (toMs - fromMs > keepMs) this.lapses.push({ fromMs, toMs, keepMs });
    return result;
  }

  /** Where the film is at a wall time. */
  filmTime(wallMs: number): number {
    let film = wallMs - this.startMs;
    for (const { fromMs, toMs, keepMs } of this.lapses) {
      if (wallMs >= toMs) film -= toMs - fromMs - keepMs;
      else if (wallMs > fromMs) film -= (wallMs - fromMs) * (1 - keepMs / (toMs - fromMs));
    }
    return film;
  }

  /** The wall time of a moment of the film. */
  wallTime(filmMs: number): number {
    let wall = this.startMs + filmMs;
    for (const { fromMs, toMs, keepMs } of this.lapses) {
      if (wall <= fromMs) break;
      const within = wall - fromMs;
      wall = within < keepMs ? fromMs + (within * (toMs - fromMs)) / keepMs : toMs + within - keepMs;
    }
    return wall;
  }

  /** Whether a wall time is sped up; sound is left out there. */
  isLapsed(wallMs: number): boolean {
    return this.lapses.some(({ fromMs, toMs }) => wallMs > fromMs && wallMs < toMs);
  }
}
