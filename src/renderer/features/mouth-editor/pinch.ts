/** Two fingers on the canvas: follows them and tells how their middle and their distance change. Knows no DOM. */
import { type ViewPoint, viewPoint } from './points.ts';

/** One step of a pinch. */
export type PinchStep = { about: ViewPoint; shift: readonly [number, number]; factor: number };

/** The fingers of one canvas. */
export class Pinch {
  readonly #fingers = new Map<number, ViewPoint>();

  /** A finger goes down. */
  down(id: number, at: ViewPoint): void {
    this.#fingers.set(id, at);
  }

  /** A finger goes up. */
  up(id: number): void {
    this.#fingers.delete(id);
  }

  /** True from the second finger on: then nothing is edited. */
  get isOn(): boolean {
    return this.#fingers.size >= 2;
  }

  /** A finger has moved; null while there are not two. */
  move(id: number, at: ViewPoint): PinchStep | null {
    if (!this.#fingers.has(id)) return null;
    const before = this.#measure();
    this.#fingers.set(id, at);
    const after = this.#measure();
    if (before === null || after === null) return null;
    return {
      about: before.middle,
      shift: [after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]],
      factor: after.apart / before.apart,
    };
  }

  #measure(): { middle: ViewPoint; apart: number } | null {
    const [a, b] = this.#fingers.values();
    if (a === undefined || b === undefined) return null;
    return {
      middle: viewPoint((a[0] + b[0]) / 2, (a[1] + b[1]) / 2),
      apart: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])),
    };
  }
}
