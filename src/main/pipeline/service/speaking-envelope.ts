/** Fades between idle life and speech, so that neither starts nor ends with a jump. Knows no renderer. */
import { BLENDSHAPE_COUNT, type BlendshapeFrame } from '../../../shared/blendshapes.ts';
import type { Micros } from '../../../shared/media.ts';

/** A mouth moving more than this is speaking. */
const ACTIVE = 0.05;
/** Pauses between words shorter than this don't count as silence. */
const HOLD_MICROS = 450_000;
const RISE_MICROS = 160_000;
const FALL_MICROS = 420_000;
/** After an interruption the mouth falls shut in about this time. */
const RELEASE_MICROS = 110_000;

/** One per session; `next` is called once a frame with growing life time. */
export class SpeakingEnvelope {
  readonly #last = new Float32Array(BLENDSHAPE_COUNT);
  #speaking = 0;
  #activeAt: Micros = -HOLD_MICROS;
  #now: Micros | null = null;

  /** Shapes `weights` in place (null speech: releases the last ones towards 0) and returns speaking 0..1. */
  next(lifeMicros: Micros, weights: BlendshapeFrame, silent: boolean): number {
    const elapsed = this.#now === null ? 0 : Math.max(0, lifeMicros - this.#now);
    this.#now = lifeMicros;
    let peak = 0;
    if (silent) {
      const keep = Math.exp(-elapsed / (RELEASE_MICROS / 3));
      for (let i = 0; i < BLENDSHAPE_COUNT; i++) weights[i] = (this.#last[i] ?? 0) * keep;
    } else {
      for (let i = 0; i < BLENDSHAPE_COUNT; i++) peak = Math.max(peak, weights[i] ?? 0);
    }
    this.#last.set(weights);
    if (peak > ACTIVE) this.#activeAt = lifeMicros;
    const target = lifeMicros - this.#activeAt < HOLD_MICROS && !silent ? 1 : 0;
    const step = elapsed / (target > this.#speaking ? RISE_MICROS : FALL_MICROS);
    this.#speaking += Math.max(-step, Math.min(step, target - this.#speaking));
    return this.#speaking * this.#speaking * (3 - 2 * this.#speaking);
  }
}
