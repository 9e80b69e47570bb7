/** Lays words over a sequence of phones when only each word's phones on its own are known. Knows no text and no audio. */

const VOWELS = new Set('aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw'.split(' '));
const GAP_COST = 0.8;

const mismatch = (a: string, b: string): number => {
  if (a === b) return 0;
  // Reduced vowels are the usual difference between a word alone and in a sentence.
  if (VOWELS.has(a) && VOWELS.has(b)) return 0.4;
  return VOWELS.has(a) === VOWELS.has(b) ? 1 : 1.5;
};

/**
 * `spoken`: phones of the sentence without silences. `alone`: for each word its phones spoken by itself. Gives for each word
 * the index in `spoken` where it starts; a word that lost all its phones starts where the next one does.
 */
export const alignWords = (spoken: readonly string[], alone: readonly (readonly string[])[]): number[] => {
  const expected = alone.flat();
  const rows = expected.length + 1;
  const columns = spoken.length + 1;
  // The classic edit distance; sentences are short enough for the whole table (300 x 300).
  const cost = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (row === 0 || column === 0) {
        cost[at] = (row + column) * GAP_COST;
        continue;
      }
      const swap = cost[at - columns - 1]! + mismatch(expected[row - 1]!, spoken[column - 1]!);
      cost[at] = Math.min(swap, cost[at - columns]! + GAP_COST, cost[at - 1]! + GAP_COST);
    }
  }
  /** For each expected phone, the spoken index it begins at. */
  const startOf = new Array<number>(rows).fill(spoken.length);
  let row = rows - 1;
  let column = columns - 1;
  while (row > 0) {
    const at = row * columns + column;
    const swap =
      column > 0 ? cost[at - columns - 1]! + mismatch(expected[row - 1]!, spoken[column - 1]!) : Infinity;
    if (Math.abs(cost[at]! - swap) < 1e-9) {
      row -= 1;
      column -= 1;
      startOf[row] = column;
    } else if (Math.abs(cost[at]! - cost[at - columns]! - GAP_COST) < 1e-9) {
      row -= 1;
      startOf[row] = column;
    } else column -= 1;
  }
  let index = 0;
  return alone.map((phones, word) => {
    const start = word === 0 ? 0 : startOf[index]!;
    index += phones.length;
    return start;
  });
};
