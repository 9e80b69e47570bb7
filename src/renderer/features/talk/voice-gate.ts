/** Tells a voice that begins from a noise: loud enough for long enough. Knows levels and time only. */

/** Loudness (0..1) of a voice near the microphone, and for how long, ms; shorter gaps than `gapMs` do not count. */
export type GateOptions = { loud?: number; forMs?: number; gapMs?: number };

/** Times must not go back. */
export class VoiceGate {
  readonly #loud: number;
  readonly #forMs: number;
  readonly #gapMs: number;
  #since: number | null = null;
  #last = 0;

  constructor({ loud = 0.55, forMs = 180, gapMs = 90 }: GateOptions = {}) {
    this.#loud = loud;
    this.#forMs = forMs;
    this.#gapMs = gapMs;
  }

  /** True once somebody speaks. */
  hears(level: number, nowMs: number): boolean {
    if (level >= this.#loud) {
      this.#since ??= nowMs;
      this.#last = nowMs;
    } else if (nowMs - this.#last > this.#gapMs) this.#since = null;
    return this.#since !== null && this.#last - this.#since >= this.#forMs;
  }
}
