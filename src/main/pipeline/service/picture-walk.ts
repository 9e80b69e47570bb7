/** Chooses the picture of each frame of a moving avatar: at rest where its lips are closed, in speech along the whole. Knows no pixels. */
import { MICROS_PER_SECOND, type Micros } from '../../../shared/media.ts';
import type { MovingFacts } from '../avatar/avatar-contract.ts';
import { type PictureWalk, STILL_WALK } from './pose.ts';

/** Lips are closed up to this gap, eye distances, or a little above what the clip has at its most closed… */
const CLOSED_GAP = 0.03;
const CLOSED_ABOVE_BEST = 0.02;
/** …but never beyond this. */
const CLOSED_MOST = 0.08;
/** A closed stretch shorter than this would rock to and fro, s. */
const SHORTEST_REST_S = 0.8;
/** A talking clip whose closed stretch is this long is not left in speech either: its own jaw would work against the words, s. */
const ENOUGH_REST_S = 2;
/** Share of closed frames from which a clip counts as calm. */
const CALM = 0.75;
/** Pictures passed over in one frame at most: a session that stood still walks on from where it stood. */
const MOST_STEPS = 4;

/** Times are whole µs: a picture that is due within this share of its time is due now. */
const ALMOST = 0.01;

/** First and last picture, both included. */
export type Stretch = { from: number; to: number };

/** Which pictures have closed lips. */
export const closedLips = (lipGaps: Float32Array): boolean[] => {
  const known = [...lipGaps].filter(gap => Number.isFinite(gap)).sort((a, b) => a - b);
  const best = known[Math.floor(known.length / 10)] ?? 0;
  const limit = Math.min(CLOSED_MOST, Math.max(CLOSED_GAP, best + CLOSED_ABOVE_BEST));
  return Array.from(lipGaps, gap => gap <= limit);
};

/** The longest run of true; null for none. */
const longestRun = (flags: readonly boolean[]): Stretch | null => {
  let best: Stretch | null = null;
  let from = 0;
  for (let i = 0; i <= flags.length; i++) {
    if (flags[i] === true) continue;
    if (i > from && (best === null || i - from > best.to - best.from + 1)) best = { from, to: i - 1 };
    from = i + 1;
  }
  return best;
};

/** Where a clip stays while it is silent, and while it speaks. */
export const stretchesOf = ({
  lipGaps,
  fps,
}: Pick<MovingFacts, 'lipGaps' | 'fps'>): { rest: Stretch; speech: Stretch } => {
  const all: Stretch = { from: 0, to: lipGaps.length - 1 };
  const closed = closedLips(lipGaps);
  const longest = longestRun(closed);
  const seconds = longest === null ? 0 : (longest.to - longest.from + 1) / fps;
  const rest = longest !== null && seconds >= SHORTEST_REST_S ? longest : all;
  const calm = closed.filter(Boolean).length >= CALM * lipGaps.length;
  return { rest, speech: calm || seconds < ENOUGH_REST_S ? all : rest };
};

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
