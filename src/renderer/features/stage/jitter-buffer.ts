/** How long media waits before it is played: just long enough that none comes too late. Knows slack, not media. */
import type { Micros } from '../../../shared/media.ts';

/** `targetMs`: slack wanted; `windowMs`: how long the least slack is watched before playback is brought forward. */
export type JitterOptions = { targetMs?: number; longestMs?: number; windowMs?: number };

const LONGEST_BEHIND_MS = 1_500;

/** Watches the slack of arriving media (its pts minus the play position, µs) and says when to move the clock. */
export class JitterBuffer {
  readonly #target: Micros;
  readonly #longest: Micros;
  readonly #windowMs: number;
  #least: Micros = Number.POSITIVE_INFINITY;
  #leastSound: Micros = Number.POSITIVE_INFINITY;
  #bestPicture: Micros = Number.NEGATIVE_INFINITY;
  #since: number | null = null;
  #late = 0;

  constructor(options: JitterOptions = {}) {
    this.#target = (options.targetMs ?? 60) * 1000;
    this.#longest = (options.longestMs ?? 600) * 1000;
    this.#windowMs = options.windowMs ?? 4_000;
  }

  /** Slack the first unit should get. */
  get target(): Micros {
    return this.#target;
  }

  /** Least slack of the running window in µs, or null before any media came. */
  get least(): Micros | null {
    return Number.isFinite(this.#least) ? this.#least : null;
  }

  /** Units that came after their time. */
  get late(): number {
    return this.#late;
  }

  /** One unit arrived with this slack. */
  observe(kind: 'sound' | 'picture', slack: Micros, nowMs: number): void {
    this.#since ??= nowMs;
    if (slack < 0) this.#late += 1;
    this.#least = Math.min(this.#least, slack);
    if (kind === 'sound') this.#leastSound = Math.min(this.#leastSound, slack);
    else this.#bestPicture = Math.max(this.#bestPicture, slack);
  }

  /**
   * The shift for the clock in µs, 0 for none. Late sound moves playback back at once. Late pictures and spare slack move it
   * only while nothing speaks, the latter over a full window: a jump in speech is heard, a skipped frame is hardly seen. But
   * where every picture has been late for a while, one pause is better than lips that stay behind.
   */
  advise(nowMs: number, silent: boolean): Micros {
    if (this.#since === null) return 0;
    if (this.#leastSound < 0 || (silent && this.#least < 0))
      return this.#restart(nowMs, Math.max(this.#least - this.#target / 2, -this.#longest));
    const stayedBehind = this.#bestPicture < 0 && Number.isFinite(this.#bestPicture);
    if (stayedBehind && nowMs - this.#since >= LONGEST_BEHIND_MS)
      return this.#restart(nowMs, Math.max(this.#bestPicture - this.#target / 2, -this.#longest));
    if (nowMs - this.#since < this.#windowMs) return 0;
    const spare = this.#least - this.#target;
    if (silent && spare > this.#target) return this.#restart(nowMs, spare);
    if (silent || (spare <= this.#target && this.#least >= 0)) this.#restart(nowMs, 0);
    return 0;
  }

  /** Starts a new window, e.g. after an interruption. */
  reset(): void {
    this.#forget();
    this.#since = null;
  }

  #restart(nowMs: number, shift: Micros): Micros {
    this.#forget();
    this.#since = nowMs;
    return shift;
  }

  #forget(): void {
    this.#least = Number.POSITIVE_INFINITY;
    this.#leastSound = Number.POSITIVE_INFINITY;
    this.#bestPicture = Number.NEGATIVE_INFINITY;
  }
}
