/** Tells how much of a neural mouth is shown while the speech pauses: a network given silence makes lips quiver. Knows no picture. */
import type { Micros } from '../../../shared/media.ts';
import { FrameRing } from '../articulation/frame-ring.ts';

/** Samples of one level: 10 ms at 16 kHz. */
const BLOCK = 160;
const BLOCK_MICROS = 10_000;
/** Levels are RMS of full scale. A voice is this much over the floor, within these limits. */
const OVER_FLOOR = 3;
const LEAST_VOICE = 0.004;
const MOST_VOICE = 0.02;
const FLOOR_RISE = 1.003;
/** Open this long after a sound and before one, µs, and shut so much later. A pause shorter than all of it moves nothing. */
const HOLD_MICROS = 120_000;
const AHEAD_MICROS = 50_000;
const FADE_MICROS = 160_000;

/** The gate of one stream. */
export class SilenceGate {
  /** 1 for a block with voice. */ readonly #voiced = new FrameRing(1);
  #floor = LEAST_VOICE;
  #sum = 0;
  #count = 0;

  /** Begins a new stream at 0. */
  reset(): void {
    this.#voiced.clear(0);
    this.#floor = LEAST_VOICE;
    this.#sum = 0;
    this.#count = 0;
  }

  /** Takes 16 kHz speech. */
  push(samples: Int16Array): void {
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]! / 32768;
      this.#sum += x * x;
      if (++this.#count < BLOCK) continue;
      const level = Math.sqrt(this.#sum / BLOCK);
      this.#floor = Math.min(this.#floor * FLOOR_RISE, Math.max(level, 1e-4));
      const voice = Math.min(MOST_VOICE, Math.max(LEAST_VOICE, this.#floor * OVER_FLOOR));
      this.#voiced.append()[0] = level > voice ? 1 : 0;
      this.#sum = 0;
      this.#count = 0;
    }
  }

  /** 0 (shut) to 1 (open) at `micros` of the stream; eased. What was not heard yet counts as silence. */
  openAt(micros: Micros): number {
    const block = Math.floor(micros / BLOCK_MICROS);
    const reach = (HOLD_MICROS + FADE_MICROS) / BLOCK_MICROS;
    let open = 0;
    for (
      let i = Math.max(this.#voiced.first, block - reach);
      i < this.#voiced.end && i <= block + reach;
      i++
    ) {
      if (this.#voiced.at(i, 0) === 0) continue;
      const away = Math.abs(i - block) * BLOCK_MICROS - (i <= block ? HOLD_MICROS : AHEAD_MICROS);
      open = Math.max(open, Math.min(1, 1 - away / FADE_MICROS));
      if (open === 1) break;
    }
    return open * open * (3 - 2 * open);
  }

  /** Forgets what frames from `micros` on do not need. */
  dropBefore(micros: Micros): void {
    this.#voiced.dropBefore(Math.floor((micros - HOLD_MICROS - FADE_MICROS) / BLOCK_MICROS));
  }
}
