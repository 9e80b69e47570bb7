/** As much of a mouth as lists carry, about a tenth of it: where it is and what its lips look like. Knows no avatar. */
import { z } from 'zod';
import { MouthAnimation, type MouthMetadata } from './mouth-metadata.ts';

/** A closed lip: x, y, x, y … in 1/10000 of the picture's width and height; empty: not known. Flat, since lists hold ten thousands of them. */
const Outline = z.array(z.int());

/** Enough for cards, frames and comparisons; the whole mouth is asked for when it is opened. */
export const MouthSketch = z.object({
  animation: MouthAnimation.pick({ mouth_center: true, mouth_rx: true, mouth_ry: true }).strip(),
  outer: Outline,
  inner: Outline,
});
/** Parsed MouthSketch. */
export type MouthSketch = z.infer<typeof MouthSketch>;

const flat = (points: readonly (readonly [number, number])[] | undefined): number[] =>
  (points ?? []).flatMap(([x, y]) => [Math.round(x * 1e4), Math.round(y * 1e4)]);
const fine = (share: number): number => Math.round(share * 1e6) / 1e6;

/** Lips to 1/10000 of the picture, what frames are cut by to a millionth. */
export const sketchOf = ({ animation }: Pick<MouthMetadata, 'animation'>): MouthSketch => ({
  animation: {
    mouth_center: [fine(animation.mouth_center[0]), fine(animation.mouth_center[1])],
    // A radius is never 0.
    mouth_rx: fine(animation.mouth_rx) || animation.mouth_rx,
    mouth_ry: fine(animation.mouth_ry) || animation.mouth_ry,
  },
  outer: flat(animation.outer_lip),
  inner: flat(animation.inner_mouth),
});

/** A lip of a sketch as points, normalised. */
export const pointsOfSketch = (outline: readonly number[]): [number, number][] =>
  Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i]! / 1e4, outline[2 * i + 1]! / 1e4]);
