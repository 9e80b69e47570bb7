/** Decoded frames waiting for their time. Knows pts and order, not how a frame is drawn. */
import type { Micros } from '../../../shared/media.ts';

/** A frame that holds memory until it is closed. */
export type HeldFrame = { close(): void };

/** Frames in pts order. Whatever leaves without being shown is closed here; what `take` returns is the caller's to close. */
export class FrameQueue<F extends HeldFrame> {
  readonly #capacity: number;
  #frames: { pts: Micros; frame: F }[] = [];
  #skipped = 0;

  constructor(options: { capacity: number }) {
    this.#capacity = options.capacity;
  }

  /** Frames held. */
  get length(): number {
    return this.#frames.length;
  }

  /** Frames that were never shown: overtaken by a later one that was due too, or pushed out. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Adds a frame; decoding may finish out of order. A full queue loses its oldest. */
  push(pts: Micros, frame: F): void {
    let index = this.#frames.length;
    while (index > 0 && this.#frames[index - 1]!.pts > pts) index -= 1;
    this.#frames.splice(index, 0, { pts, frame });
    if (this.#frames.length > this.#capacity) this.#skip(1);
  }

  /** The newest frame whose time has come, or null; older ones are skipped. */
  take(position: Micros): { pts: Micros; frame: F } | null {
    let due = 0;
    while (due < this.#frames.length && this.#frames[due]!.pts <= position) due += 1;
    if (due === 0) return null;
    this.#skip(due - 1);
    return this.#frames.shift()!;
  }

  /** The next frame whatever its time, or null. No more than `behind` wait after it: those before are not missed by anybody. */
  next(behind: number): { pts: Micros; frame: F } | null {
    for (const { frame } of this.#frames.splice(0, this.#frames.length - 1 - behind)) frame.close();
    return this.#frames.shift() ?? null;
  }

  /** Closes all frames without counting them: an interruption made them stale. */
  clear(): void {
    for (const { frame } of this.#frames) frame.close();
    this.#frames = [];
  }

  #skip(count: number): void {
    for (const { frame } of this.#frames.splice(0, count)) frame.close();
    this.#skipped += count;
  }
}
