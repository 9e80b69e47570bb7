/** Thin-plate splines in the plane, solved for many right-hand sides at once. Knows no faces. */

const kernel = (squared: number): number => (squared < 1e-12 ? 0 : squared * Math.log(squared));

/** Spline through `count` sites with `columns` values each; `coefficients` is (count + 3) × columns. */
export type ThinPlate = {
  count: number;
  columns: number;
  x: Float64Array;
  y: Float64Array;
  coefficients: Float64Array;
};

/** Gaussian elimination with partial pivoting, in place: `a` is n×n, `b` n×m and becomes the solution. */
const solveInPlace = (a: Float64Array, b: Float64Array, n: number, m: number): void => {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    if (pivot !== k) {
      for (let j = k; j < n; j++) {
        const swap = a[k * n + j]!;
        a[k * n + j] = a[pivot * n + j]!;
        a[pivot * n + j] = swap;
      }
      for (let j = 0; j < m; j++) {
        const swap = b[k * m + j]!;
        b[k * m + j] = b[pivot * m + j]!;
        b[pivot * m + j] = swap;
      }
    }
    const head = a[k * n + k]!;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / head;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
      for (let j = 0; j < m; j++) b[i * m + j]! -= factor * b[k * m + j]!;
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let i = k + 1; i < n; i++) {
      const factor = a[k * n + i]!;
      if (factor === 0) continue;
      for (let j = 0; j < m; j++) b[k * m + j]! -= factor * b[i * m + j]!;
    }
    const head = a[k * n + k]!;
    for (let j = 0; j < m; j++) b[k * m + j]! /= head;
  }
};

/**
 * Fits `columns` functions at once. Sites should be of order 1 in size; `values` is count × columns;
 * `stiffness` ≥ 0 trades exactness at the sites for smoothness (1e-3 is nearly exact).
 */
export const fitThinPlate = (
  x: Float64Array,
  y: Float64Array,
  values: Float64Array,
  columns: number,
  stiffness: number,
): ThinPlate => {
  const count = x.length;
  const n = count + 3;
  const matrix = new Float64Array(n * n);
  const coefficients = new Float64Array(n * columns);
  coefficients.set(values);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const dx = x[i]! - x[j]!;
      const dy = y[i]! - y[j]!;
      matrix[i * n + j] = kernel(dx * dx + dy * dy);
    }
    matrix[i * n + i]! += stiffness;
    matrix[i * n + count] = 1;
    matrix[i * n + count + 1] = x[i]!;
    matrix[i * n + count + 2] = y[i]!;
    matrix[count * n + i] = 1;
    matrix[(count + 1) * n + i] = x[i]!;
    matrix[(count + 2) * n + i] = y[i]!;
  }
  solveInPlace(matrix, coefficients, n, columns);
  return { count, columns, x, y, coefficients };
};

/** Writes the spline's `columns` values at (px, py) into `into` from `offset` on. */
export const evaluateThinPlate = (
  plate: ThinPlate,
  px: number,
  py: number,
  into: Float64Array,
  offset: number,
): void => {
  const { count, columns, x, y, coefficients } = plate;
  const affine = count * columns;
  for (let c = 0; c < columns; c++) {
    into[offset + c] =
      coefficients[affine + c]! +
      coefficients[affine + columns + c]! * px +
      coefficients[affine + 2 * columns + c]! * py;
  }
  for (let i = 0; i < count; i++) {
    const dx = px - x[i]!;
    const dy = py - y[i]!;
    const weight = kernel(dx * dx + dy * dy);
    if (weight === 0) continue;
    const row = i * columns;
    for (let c = 0; c < columns; c++) into[offset + c]! += weight * coefficients[row + c]!;
  }
};
