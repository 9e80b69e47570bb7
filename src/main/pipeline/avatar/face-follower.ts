/** Follows one face through the frames of a film and calms its landmarks. Knows no files. */
import type { FaceFinder, FoundFace } from '../face/face-finder.ts';
import { OUTER_EYE_CORNERS } from '../face/landmark-points.ts';
import type { FrameBuffer } from '../frame-buffer.ts';
import type { TrackedFrame } from './landmark-records.ts';

/** Frames without a face after which a search (costly where there is none) is only made now and then. */
const PATIENCE = 10;
const SEARCH_EVERY = 5;
/** Middle of the mouth between landmarks 13 and 14. */
const LIPS = [13, 14] as const;

/** A frame to look at: a copy of it (RGB, any scale) and its own upright size. */
export type FilmFrame = { copy: FrameBuffer; width: number; height: number };

/** One film. `hint`: the middle of the mouth to begin with, normalised; null: the largest face. */
export class FaceFollower {
  readonly #finder: FaceFinder;
  readonly #hint: readonly [number, number] | null;
  /** Normalised, as all landmarks that leave here. */ #last: Float32Array | null = null;
  #missed = 0;

  constructor(finder: FaceFinder, hint: readonly [number, number] | null) {
    this.#finder = finder;
    this.#hint = hint;
  }

  /** The next frame, with the landmarks of its face. */
  async next({ copy, width, height }: FilmFrame): Promise<TrackedFrame> {
    const found = (await this.#follow(copy)) ?? (await this.#search(copy));
    this.#missed = found === null ? this.#missed + 1 : 0;
    if (found !== null) this.#last = normalised(found, copy);
    return { width, height, landmarks: found === null ? null : this.#last };
  }

  #follow(copy: FrameBuffer): Promise<Float32Array | null> {
    if (this.#last === null || this.#missed > 0) return Promise.resolve(null);
    return this.#finder.follow(copy, inPixels(this.#last, copy));
  }

  async #search(copy: FrameBuffer): Promise<Float32Array | null> {
    if (this.#missed > PATIENCE && this.#missed % SEARCH_EVERY !== 0) return null;
    const faces = await this.#finder.find(copy);
    const wanted = this.#last === null ? this.#hint : lipsOf(this.#last);
    if (wanted === null) return faces[0]?.points ?? null;
    const distance = ({ points }: FoundFace): number => {
      const [x, y] = lipsOf(normalised(points, copy));
      return Math.hypot((x - wanted[0]) * copy.width, (y - wanted[1]) * copy.height);
    };
    return faces.toSorted((a, b) => distance(a) - distance(b))[0]?.points ?? null;
  }
}

const scaled = (points: Float32Array, x: number, y: number): Float32Array =>
  points.map((value, index) => value * (index % 3 === 1 ? y : x));

const normalised = (points: Float32Array, { width, height }: FrameBuffer): Float32Array =>
  scaled(points, 1 / width, 1 / height);

const inPixels = (points: Float32Array, { width, height }: FrameBuffer): Float32Array =>
  scaled(points, width, height);

const lipsOf = (points: Float32Array): [number, number] => {
  const [a, b] = LIPS;
  return [(points[a * 3]! + points[b * 3]!) / 2, (points[a * 3 + 1]! + points[b * 3 + 1]!) / 2];
};

/** Weights of a frame's neighbours, the frame itself first: one look has some 1 % of the eye distance of noise, a mouth drawn by it would quiver. */
const KERNEL = [0.4, 0.24, 0.06] as const;
/** A jump of the eyes by this share of their distance is a cut, over which nothing is smoothed. */
const CUT = 0.35;

const isCut = (a: TrackedFrame, b: TrackedFrame): boolean => {
  if (a.landmarks === null || b.landmarks === null) return true;
  const [right, left] = OUTER_EYE_CORNERS;
  const [p, q] = [a.landmarks, b.landmarks];
  const eyes = Math.hypot(
    (p[left * 3]! - p[right * 3]!) * a.width,
    (p[left * 3 + 1]! - p[right * 3 + 1]!) * a.height,
  );
  const moved = [right, left].map(id =>
    Math.hypot((p[id * 3]! - q[id * 3]!) * a.width, (p[id * 3 + 1]! - q[id * 3 + 1]!) * a.height),
  );
  return Math.max(...moved) > CUT * eyes;
};

/** The same frames with landmarks averaged over up to five neighbours, as many before as after, never across a cut. */
export const calmed = (frames: readonly TrackedFrame[]): TrackedFrame[] => {
  const joined = frames.map((frame, i) => i > 0 && !isCut(frames[i - 1]!, frame));
  return frames.map((frame, i) => {
    const { landmarks } = frame;
    if (landmarks === null) return frame;
    const sum = landmarks.map(value => value * KERNEL[0]);
    let weight: number = KERNEL[0];
    for (let reach = 1; reach < KERNEL.length; reach++) {
      if (joined[i - reach + 1] !== true || joined[i + reach] !== true) break;
      const [before, after] = [frames[i - reach]!.landmarks!, frames[i + reach]!.landmarks!];
      const share = KERNEL[reach]!;
      weight += 2 * share;
      for (let k = 0; k < sum.length; k++) sum[k]! += share * (before[k]! + after[k]!);
    }
    return { ...frame, landmarks: sum.map(value => value / weight) };
  });
};
