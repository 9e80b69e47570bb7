/** Thin-plate splines in the plane, fitted and evaluated by the kernels for many functions at once. Knows no faces. */
import { openKernels, rounded } from '../../kernels/kernels.ts';

/** A fitted spline. */
export type ThinPlate = {
  /** Values of all columns at places (pairs x y), row after row; the view holds until the next call. */
  at(places: readonly (readonly [number, number])[]): Float64Array;
  /** Floats between two rows, at least the columns that were fitted. */ readonly pitch: number;
};

/** Columns the kernel sums up at once. */
const STEP = 12;
/** Places for one call of the kernel: few enough that its code is optimised while a first avatar is being made. */
const BATCH = 128;

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
  const pitch = Math.ceil(columns / STEP) * STEP;
  const matrixPitch = rounded((count + 5) * 8);
  const sizes = {
    sites: (count + 1) * 8,
    coefficients: (count + 3) * pitch * 8,
    matrix: (count + 3) * matrixPitch,
    places: BATCH * 16,
    rows: BATCH * pitch * 8,
  };
  const kernels = openKernels(
    3 * rounded(sizes.sites) +
      rounded(sizes.coefficients) +
      rounded(sizes.matrix) +
      rounded(sizes.places) +
      rounded(sizes.rows),
  );
  const { buffer, call } = kernels;
  const [xAt, yAt, weightsAt] = [0, 0, 0].map(() => kernels.take(sizes.sites)) as [number, number, number];
  const coefficientsAt = kernels.take(sizes.coefficients);
  const matrixAt = kernels.take(sizes.matrix);
  const placesAt = kernels.take(sizes.places);
  const rowsAt = kernels.take(sizes.rows);
  new Float64Array(buffer, xAt, count).set(x);
  new Float64Array(buffer, yAt, count).set(y);
  const coefficients = new Float64Array(buffer, coefficientsAt, count * pitch);
  for (let i = 0; i < count; i++)
    coefficients.set(values.subarray(i * columns, (i + 1) * columns), i * pitch);
  call.fitSpline(xAt, yAt, count, coefficientsAt, pitch, stiffness, matrixAt, matrixPitch);
  const room = new Float64Array(buffer, placesAt, 2 * BATCH);
  const rows = new Float64Array(buffer, rowsAt, BATCH * pitch);
  const evaluate = (places: readonly (readonly [number, number])[]): Float64Array => {
    places.forEach(([px, py], i) => {
      room[2 * i] = px;
      room[2 * i + 1] = py;
    });
    call.evaluateSpline(xAt, yAt, count, coefficientsAt, pitch, placesAt, places.length, weightsAt, rowsAt);
    return rows.subarray(0, places.length * pitch);
  };
  return {
    pitch,
    at(places) {
      if (places.length <= BATCH) return evaluate(places);
      const all = new Float64Array(places.length * pitch);
      for (let from = 0; from < places.length; from += BATCH)
        all.set(evaluate(places.slice(from, from + BATCH)), from * pitch);
      return all;
    },
  };
};
