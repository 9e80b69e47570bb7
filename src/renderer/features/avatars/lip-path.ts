/** A closed lip contour as a smooth SVG path. Knows points, not avatars. */

type Point = readonly [number, number];

const at = (points: readonly Point[], index: number): Point =>
  points[(index + points.length) % points.length]!;
const write = (x: number, y: number): string => `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;

/** A closed Catmull-Rom curve through the points; `scale` turns normalised points into view units. Empty below 3 points. */
export const lipPath = (points: readonly Point[], scale: { x: number; y: number }): string => {
  if (points.length < 3) return '';
  const scaled = points.map(([x, y]): Point => [x * scale.x, y * scale.y]);
  const curves = scaled.map((from, index) => {
    const [before, to, after] = [at(scaled, index - 1), at(scaled, index + 1), at(scaled, index + 2)];
    const first = write(from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6);
    const second = write(to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6);
    return `C${first} ${second} ${write(to[0], to[1])}`;
  });
  return `M${write(scaled[0]![0], scaled[0]![1])}${curves.join('')}Z`;
};
