/**
 * Convolutions of 3×3 computed tile by tile with fewer products than weights times pixels (Winograd's minimal filtering; Lavin and Gray,
 * arXiv 1509.09308): a patch of the input and the weights are brought to points, multiplied there, and brought back. Knows matrices, no graph.
 */

/**
 * One direction of it; both directions use the same. `tile`: pixels of the input that one tile stands for; `patch`: those it looks at,
 * the first at `from`; `block`: pixels of the output. Rows of `toPoints` and `weights` are points, of `fromPoints` pixels.
 */
export type TileAlgorithm = {
  tile: number;
  patch: number;
  from: number;
  block: number;
  toPoints: readonly (readonly number[])[];
  weights: readonly (readonly number[])[];
  fromPoints: readonly (readonly number[])[];
};

/** A plain convolution, padded by one: four pixels by six products where twelve would be needed. Points 0, ±1, ±2, ∞. */
export const FOUR_OF_SIX: TileAlgorithm = {
  tile: 4,
  patch: 6,
  from: -1,
  block: 4,
  toPoints: [
    [4, 0, -5, 0, 1, 0],
    [0, -4, -4, 1, 1, 0],
    [0, 4, -4, -1, 1, 0],
    [0, -2, -1, 2, 1, 0],
    [0, 2, -1, -2, 1, 0],
    [0, 4, 0, -5, 0, 1],
  ],
  weights: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
  fromPoints: [
    [1, 1, 1, 1, 1, 0],
    [0, 1, -1, 2, -2, 0],
    [0, 1, 1, 4, 4, 0],
    [0, 1, -1, 8, -8, 1],
  ],
};

/** The same for small pictures: two pixels by four products where six would be needed. */
export const TWO_OF_FOUR: TileAlgorithm = {
  tile: 2,
  patch: 4,
  from: -1,
  block: 2,
  toPoints: [
    [1, 0, -1, 0],
    [0, 1, 1, 0],
    [0, -1, 1, 0],
    [0, 1, 0, -1],
  ],
  weights: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
  fromPoints: [
    [1, 1, 1, 0],
    [0, 1, -1, -1],
  ],
};

/**
 * A transposed convolution that doubles the picture (stride 2, pad 1, output padding 1). Even pixels see one weight; of odd ones, which
 * see two, a pair takes three products instead of four.
 */
export const DOUBLING: TileAlgorithm = {
  tile: 2,
  patch: 3,
  from: 0,
  block: 4,
  toPoints: [
    [1, 0, 0],
    [0, 1, 0],
    [1, -1, 0],
    [0, 1, 0],
    [0, 1, -1],
  ],
  weights: [
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 1],
    [1, 0, 0],
  ],
  fromPoints: [
    [1, 0, 0, 0, 0],
    [0, 0, 1, 1, 0],
    [0, 1, 0, 0, 0],
    [0, 0, 0, 1, -1],
  ],
};

/** Both directions at once, row by row. */
export const inBothDirections = (matrix: readonly (readonly number[])[]): number[] =>
  matrix.flatMap(a => matrix.flatMap(b => a.flatMap(x => b.map(y => x * y))));

/**
 * Weights at their points: [points², inputs, outputs]. `weights` lie [outputs, inputs, 3, 3], or [inputs, outputs, 3, 3] when `inputsFirst`.
 */
export const weightsAtPoints = (
  algorithm: TileAlgorithm,
  weights: Float32Array,
  inputs: number,
  outputs: number,
  inputsFirst: boolean,
): Float32Array => {
  const points = algorithm.weights.length;
  const at = new Float32Array(points * points * inputs * outputs);
  // One input's rows of all points; they are put where they belong at once, which caches like better.
  const rows = new Float32Array(points * points * outputs);
  const half = new Float64Array(points * 3);
  const matrix = Float64Array.from(algorithm.weights.flat());
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const from = 9 * (inputsFirst ? i * outputs + o : o * inputs + i);
      for (let p = 0; p < points; p++) {
        const a = matrix[3 * p]!;
        const b = matrix[3 * p + 1]!;
        const c = matrix[3 * p + 2]!;
        for (let x = 0; x < 3; x++)
          half[3 * p + x] = a * weights[from + x]! + b * weights[from + 3 + x]! + c * weights[from + 6 + x]!;
      }
      let to = o;
      for (let p = 0; p < points; p++) {
        for (let q = 0; q < points; q++, to += outputs) {
          rows[to] =
            matrix[3 * q]! * half[3 * p]! +
            matrix[3 * q + 1]! * half[3 * p + 1]! +
            matrix[3 * q + 2]! * half[3 * p + 2]!;
        }
      }
    }
    for (let p = 0; p < points * points; p++)
      at.set(rows.subarray(p * outputs, (p + 1) * outputs), (p * inputs + i) * outputs);
  }
  return at;
};
