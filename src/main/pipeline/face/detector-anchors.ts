/** The fixed grid of anchors of the short-range face detector. Knows no picture and no network. */

/** How many anchors the detector scores. */
export const ANCHOR_COUNT = 896;

// MediaPipe's short-range SSD: 2 anchors a cell at stride 8, 6 at stride 16, all of unit size, centred in their cells.
const GRIDS = [
  { cells: 16, anchorsPerCell: 2 },
  { cells: 8, anchorsPerCell: 6 },
] as const;

/** Anchor centres x y interleaved, normalised to the detector's square input (length 1792). */
export const createAnchors = (): Float32Array => {
  const anchors = new Float32Array(ANCHOR_COUNT * 2);
  let at = 0;
  for (const { cells, anchorsPerCell } of GRIDS) {
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        for (let index = 0; index < anchorsPerCell; index++) {
          anchors[at++] = (column + 0.5) / cells;
          anchors[at++] = (row + 0.5) / cells;
        }
      }
    }
  }
  return anchors;
};
