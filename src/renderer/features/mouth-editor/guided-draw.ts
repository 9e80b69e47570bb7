/** "Draw it": four clicks become a mouth, for faces no detector knows. Pure. */
import type { MouthDocument } from './mouth-document.ts';
import { CURVE_POINTS, measured } from './mouth-document.ts';
import { distance, type ImagePoint, imagePoint } from './points.ts';

/** The clicks in their order. */
export const DRAW_STEPS = ['left', 'right', 'top', 'bottom'] as const;
/** One of them. */
export type DrawStep = (typeof DRAW_STEPS)[number];

/** The gap between closed lips, as a part of the lips' height: thin, and it opens along the line between the corners. */
const GAP = 0.06;

/** Which click is next after `clicks`; null when all are there. */
export const nextStep = (clicks: readonly ImagePoint[]): DrawStep | null => DRAW_STEPS[clicks.length] ?? null;

/**
 * Lips from corners, top and bottom. Each half is half an ellipse over the line between the corners, as high as its click is
 * from that line; corners may be given in either order, and top and bottom too.
 */
export const drawnMouth = (clicks: readonly ImagePoint[]): MouthDocument | null => {
  const [first, second, third, fourth] = clicks;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return null;
  const [left, right] = first[0] <= second[0] ? [first, second] : [second, first];
  const width = Math.max(2, distance(left, right));
  const along = [(right[0] - left[0]) / width, (right[1] - left[1]) / width] as const;
  const down = [-along[1], along[0]] as const;
  const middle = imagePoint((left[0] + right[0]) / 2, (left[1] + right[1]) / 2);
  const depth = ([x, y]: ImagePoint): number => (x - middle[0]) * down[0] + (y - middle[1]) * down[1];
  const depths = [depth(third), depth(fourth)].sort((a, b) => a - b);
  const above = Math.min(-1, depths[0]!);
  const below = Math.max(1, depths[1]!);
  const lips = (up: number, low: number): ImagePoint[] =>
    Array.from({ length: CURVE_POINTS }, (_, i) => {
      const angle = Math.PI - (i * 2 * Math.PI) / CURVE_POINTS;
      const far = (Math.cos(angle) * width) / 2;
      const deep = Math.sin(angle) >= 0 ? Math.sin(angle) * low : -Math.sin(angle) * up;
      return imagePoint(
        middle[0] + along[0] * far + down[0] * deep,
        middle[1] + along[1] * far + down[1] * deep,
      );
    });
  const gap = Math.max(0.5, (below - above) * GAP);
  return measured({
    outer: lips(above, below),
    inner: lips(-gap, gap).map(([x, y]) =>
      imagePoint(middle[0] + (x - middle[0]) * 0.86, middle[1] + (y - middle[1]) * 0.86),
    ),
    centre: middle,
    rx: width / 2,
    ry: (below - above) / 2,
    faceBox: null,
    modelCrop: null,
  });
};
