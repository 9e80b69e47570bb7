/** Pictures as rows of channels, pixel by pixel in an order of blocks; the rows behind the last pixel are zero, which is what lies around a picture. */

/**
 * Pixel (y, x) of all blocks follow one another: first every block's top left pixel, and so on. `block` 1: line by line.
 * Zero rows: as many as there are blocks.
 */
export type RowOrder = { readonly height: number; readonly width: number; readonly block: number };

/** Blocks of a picture. */
export const blocksOf = ({ height, width, block }: RowOrder): number => (height * width) / block ** 2;

/** Rows of a picture, the zero ones with them. */
export const rowsOf = (order: RowOrder): number => (order.block ** 2 + 1) * blocksOf(order);

/** The row of a pixel; a zero one for what lies outside. */
export const rowAt = (order: RowOrder, y: number, x: number): number => {
  const { height, width, block } = order;
  const blocks = blocksOf(order);
  if (y < 0 || x < 0 || y >= height || x >= width) return block ** 2 * blocks;
  const inside = (y % block) * block + (x % block);
  return inside * blocks + Math.floor(y / block) * (width / block) + Math.floor(x / block);
};

/** The rows of `from` that lie in the order of lines. */
export const linesOf = (from: RowOrder): number[] =>
  Array.from({ length: from.height * from.width }, (_, i) =>
    rowAt(from, Math.floor(i / from.width), i % from.width),
  );

/** The rows of `from`, zero ones with them, in the order `to` of the same picture. */
export const reordered = (from: RowOrder, to: RowOrder): number[] => {
  const rows = new Array<number>(rowsOf(to)).fill(rowAt(from, -1, -1));
  for (let y = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++) rows[rowAt(to, y, x)] = rowAt(from, y, x);
  return rows;
};

/** The rows of `from` that tiles look at: [patch², tiles], a tile every `step` pixels, the first pixel at `first`. */
export const patchesOf = (from: RowOrder, step: number, patch: number, first: number): number[] => {
  const rows: number[] = [];
  for (let r = 0; r < patch; r++)
    for (let c = 0; c < patch; c++)
      for (let y = 0; y < from.height; y += step)
        for (let x = 0; x < from.width; x += step) rows.push(rowAt(from, y + r + first, x + c + first));
  return rows;
};
