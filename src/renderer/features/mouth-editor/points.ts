/** The two spaces of the editor as two types, so that mixing them does not compile. Knows nothing of mouths. */

declare const space: unique symbol;

/** A place in the picture: pixels of the picture, [x, y], fractions allowed. */
export type ImagePoint = readonly [x: number, y: number] & { readonly [space]: 'image' };
/** A place on the screen: CSS pixels from the canvas's corner. */
export type ViewPoint = readonly [x: number, y: number] & { readonly [space]: 'view' };

/** Makes one. */
export const imagePoint = (x: number, y: number): ImagePoint => [x, y] as unknown as ImagePoint;
/** Makes one. */
export const viewPoint = (x: number, y: number): ViewPoint => [x, y] as unknown as ViewPoint;

/** Sum of a place and a shift in pixels of the picture. */
export const shifted = ([x, y]: ImagePoint, dx: number, dy: number): ImagePoint => imagePoint(x + dx, y + dy);

/** Distance in the space of both. */
export const distance = <P extends ImagePoint | ViewPoint>(a: P, b: P): number =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Smallest box around points: [left, top, right, bottom]. */
export const boundsOf = (points: readonly ImagePoint[]): [number, number, number, number] => {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** Mean of the points. */
export const meanOf = (points: readonly ImagePoint[]): ImagePoint =>
  imagePoint(
    points.reduce((sum, [x]) => sum + x, 0) / points.length,
    points.reduce((sum, [, y]) => sum + y, 0) / points.length,
  );
