/** Moves the points of a mesh by weighted fields. Knows no drawing and no meaning of the weights. */

/**
 * Writes `rest` plus the `fields` by their coefficients into `at`; all are pairs of f32, `pairs` rounded up to an even number
 * of them apart. Fields lie one after the other.
 */
export function movePoints(
  at: usize,
  rest: usize,
  fields: usize,
  pairs: i32,
  coefficients: usize,
  count: i32,
): void {
  const bytes = <usize>(((pairs + 1) >> 1) << 4);
  memory.copy(at, rest, bytes);
  for (let b = 0; b < count; b++) {
    const k = load<f32>(coefficients + ((<usize>b) << 2));
    if (k === 0) continue;
    const weight = f32x4.splat(k);
    const field = fields + <usize>b * bytes;
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(at + i, f32x4.add(v128.load(at + i), f32x4.mul(weight, v128.load(field + i))));
    }
  }
}

/** Turns and shifts the points about a pivot, each by its share (f32). */
export function moveRigidly(
  at: usize,
  share: usize,
  pairs: i32,
  sin: f32,
  cosLess: f32,
  shiftX: f32,
  shiftY: f32,
  pivotX: f32,
  pivotY: f32,
): void {
  for (let i: usize = 0; i < <usize>pairs; i++) {
    const p = at + (i << 3);
    const s = load<f32>(share + (i << 2));
    const x = load<f32>(p);
    const y = load<f32>(p, 4);
    const dx = x - pivotX;
    const dy = y - pivotY;
    store<f32>(p, x + s * (dx * cosLess - dy * sin + shiftX));
    store<f32>(p, y + s * (dx * sin + dy * cosLess + shiftY), 4);
  }
}

/** Writes the bounds of the points into four f32: left, top, right, bottom. */
export function boundsOf(at: usize, pairs: i32, into: usize): void {
  let low = v128.load64_zero(at);
  let high = low;
  for (let i: usize = 0; i < <usize>pairs; i++) {
    const point = v128.load64_zero(at + (i << 3));
    low = f32x4.pmin(low, point);
    high = f32x4.pmax(high, point);
  }
  v128.store64_lane(into, low, 0);
  v128.store64_lane(into + 8, high, 0);
}
