/** Thin-plate splines in the plane: fitted by elimination, evaluated for many places at once. Knows no faces. */

/** The bits of √½, a little rounded: any cut near there serves. */
const ROOT_HALF: i64 = 0x3fe6a09e << 32;

/** Natural logarithms of two numbers above 0, to about 1e-14. */
function logarithms(value: v128): v128 {
  // value = 2^e · m with m from √½ to √2; ln m by the series of artanh, whose argument is below 0.172.
  const shifted = i64x2.sub(value, i64x2.splat(ROOT_HALF));
  const exponent = i64x2.shr_s(shifted, 52);
  const mantissa = i64x2.sub(value, i64x2.shl(exponent, 52));
  const s = f64x2.div(f64x2.sub(mantissa, f64x2.splat(1)), f64x2.add(mantissa, f64x2.splat(1)));
  const q = f64x2.mul(s, s);
  let sum = f64x2.splat(2.0 / 15.0);
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 13.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 11.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 9.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 7.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 5.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0 / 3.0));
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.0));
  // Exponents are small: added to 1.5 · 2⁵² they are the low bits of a float.
  const whole = f64x2.sub(i64x2.add(exponent, f64x2.splat(6755399441055744)), f64x2.splat(6755399441055744));
  return f64x2.add(f64x2.mul(whole, f64x2.splat(Math.LN2)), f64x2.mul(sum, s));
}

/** r² ln r² of the distances between two sites and a place; 0 at the place itself. */
function kernels(x: v128, y: v128): v128 {
  const squared = f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y));
  const near = f64x2.lt(squared, f64x2.splat(1e-12));
  const value = f64x2.mul(squared, logarithms(v128.bitselect(f64x2.splat(1), squared, near)));
  return v128.andnot(value, near);
}

/**
 * Fits `columns` (even) functions through `count` sites. `x`, `y` are f64, with one more place than `count` when that is odd.
 * `values` is (count + 3) × columns f64, the last three rows 0, and becomes the coefficients; `matrix` is room for
 * (count + 3) rows of `pitch` bytes, a multiple of 16 with two floats to spare.
 */
export function fitSpline(
  x: usize,
  y: usize,
  count: i32,
  values: usize,
  columns: i32,
  stiffness: f64,
  matrix: usize,
  pitch: usize,
): void {
  const n = count + 3;
  for (let i = 0; i < count; i++) {
    const row = matrix + <usize>i * pitch;
    const xi = load<f64>(x + ((<usize>i) << 3));
    const yi = load<f64>(y + ((<usize>i) << 3));
    for (let j = 0; j < count; j += 2) {
      const at = (<usize>j) << 3;
      v128.store(
        row + at,
        kernels(f64x2.sub(f64x2.splat(xi), v128.load(x + at)), f64x2.sub(f64x2.splat(yi), v128.load(y + at))),
      );
    }
    const diagonal = row + ((<usize>i) << 3);
    store<f64>(diagonal, load<f64>(diagonal) + stiffness);
    const plane = row + ((<usize>count) << 3);
    store<f64>(plane, 1);
    store<f64>(plane, xi, 8);
    store<f64>(plane, yi, 16);
    store<f64>(plane, 0, 24);
  }
  for (let k = 0; k < 3; k++) {
    const row = matrix + <usize>(count + k) * pitch;
    for (let j = 0; j < count; j++) {
      const value = k === 0 ? 1 : load<f64>((k === 1 ? x : y) + ((<usize>j) << 3));
      store<f64>(row + ((<usize>j) << 3), value);
    }
    for (let j = count; j < n + 1; j++) store<f64>(row + ((<usize>j) << 3), 0);
  }
  solve(matrix, pitch, values, n, columns);
}

/** Row `into` minus `factor` times row `from`, `pairs` pairs of f64. */
function subtract(into: usize, from: usize, factor: f64, pairs: i32): void {
  const f = f64x2.splat(factor);
  for (let j = 0; j < pairs; j++) {
    v128.store(into, f64x2.sub(v128.load(into), f64x2.mul(f, v128.load(from))));
    into += 16;
    from += 16;
  }
}

function exchange(a: usize, b: usize, pairs: i32): void {
  for (let j = 0; j < pairs; j++) {
    const kept = v128.load(a);
    v128.store(a, v128.load(b));
    v128.store(b, kept);
    a += 16;
    b += 16;
  }
}

/** Gaussian elimination with partial pivoting: the right-hand sides become the solution. */
function solve(matrix: usize, pitch: usize, values: usize, n: i32, columns: i32): void {
  const width = (<usize>columns) << 3;
  const half = columns >> 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    let largest: f64 = -1;
    for (let i = k; i < n; i++) {
      const size = abs<f64>(load<f64>(matrix + <usize>i * pitch + ((<usize>k) << 3)));
      if (size > largest) {
        largest = size;
        pivot = i;
      }
    }
    // Columns left of k are done with: whole pairs may be worked on.
    const first = k & ~1;
    const pairs = (n - first + 1) >> 1;
    const row = matrix + <usize>k * pitch + ((<usize>first) << 3);
    const side = values + <usize>k * width;
    if (pivot !== k) {
      exchange(row, matrix + <usize>pivot * pitch + ((<usize>first) << 3), pairs);
      exchange(side, values + <usize>pivot * width, half);
    }
    const head = load<f64>(matrix + <usize>k * pitch + ((<usize>k) << 3));
    for (let i = k + 1; i < n; i++) {
      const other = matrix + <usize>i * pitch;
      const factor = load<f64>(other + ((<usize>k) << 3)) / head;
      if (factor === 0) continue;
      subtract(other + ((<usize>first) << 3), row, factor, pairs);
      subtract(values + <usize>i * width, side, factor, half);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const row = matrix + <usize>k * pitch;
    const side = values + <usize>k * width;
    for (let i = k + 1; i < n; i++) {
      const factor = load<f64>(row + ((<usize>i) << 3));
      if (factor !== 0) subtract(side, values + <usize>i * width, factor, half);
    }
    const head = f64x2.splat(load<f64>(row + ((<usize>k) << 3)));
    for (let j: usize = 0; j < width; j += 16) v128.store(side + j, f64x2.div(v128.load(side + j), head));
  }
}

/**
 * Evaluates a fitted spline at `places` places (pairs of f64) into rows of `columns` f64, a multiple of 12.
 * `weights` is room for count + 1 f64.
 */
export function evaluateSpline(
  x: usize,
  y: usize,
  count: i32,
  coefficients: usize,
  columns: i32,
  at: usize,
  places: i32,
  weights: usize,
  into: usize,
): void {
  const width = (<usize>columns) << 3;
  const affine = coefficients + <usize>count * width;
  for (let p = 0; p < places; p++) {
    const px = f64x2.splat(load<f64>(at));
    const py = f64x2.splat(load<f64>(at, 8));
    at += 16;
    for (let i = 0; i < count; i += 2) {
      const k = (<usize>i) << 3;
      v128.store(weights + k, kernels(f64x2.sub(px, v128.load(x + k)), f64x2.sub(py, v128.load(y + k))));
    }
    // Twelve columns at a time: their sums stay in registers.
    for (let c: usize = 0; c < width; c += 96) {
      let a = affine + c;
      let s0 = v128.load(a);
      let s1 = v128.load(a, 16);
      let s2 = v128.load(a, 32);
      let s3 = v128.load(a, 48);
      let s4 = v128.load(a, 64);
      let s5 = v128.load(a, 80);
      for (let k = 0; k < 2; k++) {
        a += width;
        const w = k === 0 ? px : py;
        s0 = f64x2.add(s0, f64x2.mul(w, v128.load(a)));
        s1 = f64x2.add(s1, f64x2.mul(w, v128.load(a, 16)));
        s2 = f64x2.add(s2, f64x2.mul(w, v128.load(a, 32)));
        s3 = f64x2.add(s3, f64x2.mul(w, v128.load(a, 48)));
        s4 = f64x2.add(s4, f64x2.mul(w, v128.load(a, 64)));
        s5 = f64x2.add(s5, f64x2.mul(w, v128.load(a, 80)));
      }
      a = coefficients + c;
      for (let i = 0; i < count; i++) {
        const w = v128.load64_splat(weights + ((<usize>i) << 3));
        s0 = f64x2.add(s0, f64x2.mul(w, v128.load(a)));
        s1 = f64x2.add(s1, f64x2.mul(w, v128.load(a, 16)));
        s2 = f64x2.add(s2, f64x2.mul(w, v128.load(a, 32)));
        s3 = f64x2.add(s3, f64x2.mul(w, v128.load(a, 48)));
        s4 = f64x2.add(s4, f64x2.mul(w, v128.load(a, 64)));
        s5 = f64x2.add(s5, f64x2.mul(w, v128.load(a, 80)));
        a += width;
      }
      const out = into + c;
      v128.store(out, s0);
      v128.store(out, s1, 16);
      v128.store(out, s2, 32);
      v128.store(out, s3, 48);
      v128.store(out, s4, 64);
      v128.store(out, s5, 80);
    }
    into += width;
  }
}
