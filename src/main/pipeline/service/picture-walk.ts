/** Chooses the picture of each frame of a moving avatar: at rest where its lips are closed, in speech along the whole. Knows no pixels. */
import { MICROS_PER_SECOND, type Micros } from '../../../shared/media.ts';
import type { MovingFacts } from '../avatar/avatar-contract.ts';
import { type Stretch, stretchesOf } from '../avatar/lip-stretches.ts';
import { type PictureWalk, STILL_WALK } from './pose.ts';

/** Pictures passed over in one frame at most: a session that stood still walks on from where it stood. */
const MOST_STEPS = 4;

/** Times are whole µs: a picture that is due within this share of its time is due now. */
const ALMOST = 0.01;

/** Back and forth, one picture at a time: every change of place is one the camera saw. */
class LivingWalk implements PictureWalk {
  readonly #fps: number;
  readonly #stretches: { rest: Stretch; speech: Stretch };
  #index: number;
  #direction: 1 | -1 = 1;
  #life: Micros | null = null;
  #due = 0;

  constructor(facts: MovingFacts) {
    this.#fps = facts.fps;
    this.#stretches = stretchesOf(facts);
    this.#index = this.#stretches.rest.from;
  }

  next(lifeMicros: Micros, speaking: number): number {
    const passed = this.#life === null ? 0 : Math.max(0, lifeMicros - this.#life);
    this.#life = lifeMicros;
    this.#due += (passed * this.#fps) / MICROS_PER_SECOND;
    const steps = Math.floor(this.#due + ALMOST);
    this.#due -= steps;
    const stretch = speaking > 0 ? this.#stretches.speech : this.#stretches.rest;
    for (let i = 0; i < Math.min(steps, MOST_STEPS); i++) this.#step(stretch);
    return this.#index;
  }

  #step({ from, to }: Stretch): void {
    if (from === to && this.#index === from) return;
    if (this.#index <= from) this.#direction = 1;
    else if (this.#index >= to) this.#direction = -1;
    this.#index += this.#direction;
  }
}

/** The walk for a moving avatar; null: a still one. */
export const pictureWalkOf = (facts: MovingFacts | null): PictureWalk => {
  if (facts === null) return STILL_WALK;
  const count = facts.lipGaps.length;
  if (facts.order === 'living') return new LivingWalk(facts);
  let frame = 0;
  return { next: () => frame++ % count };
};
