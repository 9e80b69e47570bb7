/** Meshes whose vertices move linearly by the motion bases: two layers over one grid, finer at the mouth. Knows no weights and no frames. */
import type { Control, Controls, Region } from './controls.ts';
import type { Face } from './face.ts';
import { JAW_LINE } from './landmark-ids.ts';
import { TEXELS_PER_PIXEL } from './layer-texture.ts';
import { BASES, EYE_BASES, HEAD_BASES } from './motion-bases.ts';
import { type MouthPlane, toPlane } from './mouth-plane.ts';
import { smoothStep } from './smooth-step.ts';
import { fitThinPlate, type ThinPlate } from './thin-plate.ts';

/** Moving points: rest places, and per basis their motion in pixels (`fields[b][2i]`, `[2i + 1]`); `share` is their part of the rigid head motion. */
export type MovingPoints = {
  count: number;
  restX: Float32Array;
  restY: Float32Array;
  fields: readonly Float32Array[];
  share: Float32Array;
};

/** A layer: moving vertices, their places in the texture (texels), and quads of four vertex indices. */
export type MeshLayer = MovingPoints & { u: Float32Array; v: Float32Array; quads: Uint16Array };

/** The two displacement fields of a face. */
export type WarpFields = {
  /** Values of the fields at places in the picture: for each a row of `columns` floats, basis by basis x y, then the share. */
  at(places: readonly (readonly [number, number])[], layer: 'upper' | 'lower' | 'face'): Float64Array;
  columns: number;
};

const COLUMNS = BASES.length * 2 + 1;

const solve = (plane: MouthPlane, controls: readonly Control[]): ThinPlate => {
  const x = new Float64Array(controls.length);
  const y = new Float64Array(controls.length);
  const values = new Float64Array(controls.length * COLUMNS);
  controls.forEach((control, i) => {
    const [px, py] = toPlane(plane, control.px, control.py);
    x[i] = px;
    y[i] = py;
    values.set(control.moves, i * COLUMNS);
    values[i * COLUMNS + COLUMNS - 1] = control.share;
  });
  return fitThinPlate(x, y, values, COLUMNS, 1e-3);
};

/** Where motions of the mouth, and of the eyes, end: a spline never ends by itself. */
const windowsOf = (face: Face, plane: MouthPlane): ((x: number, y: number) => [number, number]) => {
  const jaw = JAW_LINE.map(id => face.points.get(id)!).map(p => toPlane(plane, p.px, p.py));
  const left = Math.min(...jaw.map(p => p[0]));
  const right = Math.max(...jaw.map(p => p[0]));
  const chin = Math.max(...jaw.map(p => p[1]));
  return (x, y) => {
    const beside = Math.max(left - x, x - right);
    const lateral = smoothStep(0.5, 0.04, beside);
    const mouth = lateral * smoothStep(-0.8, -0.42, y) * smoothStep(chin + 0.75, chin + 0.2, y);
    const eyes = lateral * smoothStep(-1.5, -1.2, y) * smoothStep(-0.1, -0.3, y);
    return [mouth, eyes];
  };
};

/** Solves both layers' splines; `face` joins them: the upper one above the mouth, the lower one below, alike beside it. */
export const warpFieldsOf = (face: Face, plane: MouthPlane, controls: Controls): WarpFields => {
  const upper = solve(plane, [...controls.shared, ...controls.upper]);
  const lower = solve(plane, [...controls.shared, ...controls.lower]);
  const windows = windowsOf(face, plane);
  const eyeFrom = BASES.indexOf(EYE_BASES[0]) * 2;
  const headFrom = BASES.indexOf(HEAD_BASES[0]) * 2;
  /** 0 where the face belongs to the upper lip, 1 where it follows the jaw. */
  const lowerPart = (x: number, y: number): number => {
    const beside = Math.max(plane.left - x, x - plane.right);
    if (beside <= 0) {
      const line = plane.lowerInner(x);
      return smoothStep(line, line + 0.05, y);
    }
    const seam = (plane.upperInner(x) + plane.lowerInner(x)) / 2;
    const half = 0.02 + 0.5 * beside;
    return smoothStep(seam - half, seam + half, y);
  };
  /** Which spline a place belongs to: 0 the upper one, 1 the lower, between: a mixture. */
  const partAt = (x: number, y: number, layer: 'upper' | 'lower' | 'face'): number => {
    if (layer === 'upper') return 0;
    const beside = Math.max(plane.left - x, x - plane.right);
    return layer === 'lower' && beside <= 0 ? 1 : lowerPart(x, y);
  };
  return {
    columns: COLUMNS,
    at(places, layer) {
      const spots = places.map(([px, py]) => toPlane(plane, px, py));
      const parts = spots.map(([x, y]) => partAt(x, y, layer));
      const rows = new Float64Array(places.length * COLUMNS);
      for (const [spline, shareOf] of [
        [upper, (part: number) => 1 - part],
        [lower, (part: number) => part],
      ] as const) {
        const wanted = parts.map((_, i) => i).filter(i => shareOf(parts[i]!) > 0);
        const values = spline.at(wanted.map(i => spots[i]!));
        wanted.forEach((i, k) => {
          const share = shareOf(parts[i]!);
          for (let c = 0; c < COLUMNS; c++) rows[i * COLUMNS + c]! += values[k * spline.pitch + c]! * share;
        });
      }
      spots.forEach(([x, y], i) => {
        const [mouth, eyes] = windows(x, y);
        const row = i * COLUMNS;
        for (let c = 0; c < eyeFrom; c++) rows[row + c]! *= mouth;
        for (let c = eyeFrom; c < headFrom; c++) rows[row + c]! *= eyes;
      });
      return rows;
    },
  };
};

/** Evaluates the fields at places in the picture. */
export const movingPointsAt = (
  fields: WarpFields,
  places: readonly (readonly [number, number])[],
  layer: 'upper' | 'lower' | 'face',
): MovingPoints => {
  const count = places.length;
  const restX = new Float32Array(count);
  const restY = new Float32Array(count);
  const share = new Float32Array(count);
  const motion = BASES.map(() => new Float32Array(count * 2));
  const rows = fields.at(places, layer);
  places.forEach(([px, py], i) => {
    restX[i] = px;
    restY[i] = py;
    const row = i * fields.columns;
    for (const [b, field] of motion.entries()) {
      field[2 * i] = rows[row + 2 * b]!;
      field[2 * i + 1] = rows[row + 2 * b + 1]!;
    }
    share[i] = rows[row + fields.columns - 1]!;
  });
  return { count, restX, restY, fields: motion, share };
};

/** Grid lines from `from` to `to`, about `step` apart, two of them at `a` and `b`. */
const gridLines = (from: number, to: number, a: number, b: number, step: number): number[] => {
  const lines: number[] = [];
  const run = (start: number, end: number): void => {
    if (end <= start) return;
    const n = Math.max(1, Math.round((end - start) / step));
    for (let i = 0; i < n; i++) lines.push(start + ((end - start) * i) / n);
  };
  run(from, a);
  run(a, b);
  run(b, to);
  lines.push(to);
  return lines;
};

/** A vertex of a layer: a place, or the point at `t` between two other vertices. */
type Place = { px: number; py: number; between: readonly [number, number, number] | null };

/** Collects vertices and quads of one layer. */
const createBuilder = () => {
  const places: Place[] = [];
  const quads: number[] = [];
  const indexOf = new Map<string, number>();
  const vertex = (px: number, py: number, between: Place['between'] = null): number => {
    const key = `${px.toFixed(3)} ${py.toFixed(3)}`;
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, places.length);
    places.push({ px, py, between });
    return places.length - 1;
  };
  return { places, quads, vertex };
};

/**
 * Adds a cell cut into `parts`². Vertices on a side whose neighbour is not cut lie on the straight line between the
 * cell's corners and move with it, so that no crack opens.
 */
const addCell = (
  builder: ReturnType<typeof createBuilder>,
  box: readonly [number, number, number, number],
  parts: number,
  straight: { left: boolean; top: boolean; right: boolean; bottom: boolean },
): void => {
  const [left, top, right, bottom] = box;
  const { vertex, quads } = builder;
  const corner = [
    vertex(left, top),
    vertex(right, top),
    vertex(left, bottom),
    vertex(right, bottom),
  ] as const;
  const at = (i: number, j: number): number => {
    const [s, t] = [i / parts, j / parts];
    const [px, py] = [left + (right - left) * s, top + (bottom - top) * t];
    const onEnd = i === 0 || i === parts || j === 0 || j === parts;
    if (onEnd && (i === 0 || i === parts) && (j === 0 || j === parts))
      return corner[(i === 0 ? 0 : 1) + (j === 0 ? 0 : 2)]!;
    if (j === 0 && straight.top) return vertex(px, py, [corner[0], corner[1], s]);
    if (j === parts && straight.bottom) return vertex(px, py, [corner[2], corner[3], s]);
    if (i === 0 && straight.left) return vertex(px, py, [corner[0], corner[2], t]);
    if (i === parts && straight.right) return vertex(px, py, [corner[1], corner[3], t]);
    return vertex(px, py);
  };
  for (let j = 0; j < parts; j++)
    for (let i = 0; i < parts; i++) quads.push(at(i, j), at(i + 1, j), at(i, j + 1), at(i + 1, j + 1));
};

const finish = (
  builder: ReturnType<typeof createBuilder>,
  fields: WarpFields,
  name: 'lower' | 'face',
  region: Region,
): MeshLayer => {
  const points = movingPointsAt(
    fields,
    builder.places.map(place => [place.px, place.py]),
    name,
  );
  builder.places.forEach(({ between }, i) => {
    if (between === null) return;
    const [a, b, t] = between;
    points.share[i] = points.share[a]! * (1 - t) + points.share[b]! * t;
    for (const field of points.fields)
      for (const k of [0, 1]) field[2 * i + k] = field[2 * a + k]! * (1 - t) + field[2 * b + k]! * t;
  });
  return {
    ...points,
    u: points.restX.map(x => (x - 0.5 - region.left) * TEXELS_PER_PIXEL),
    v: points.restY.map(y => (y - 0.5 - region.top) * TEXELS_PER_PIXEL),
    quads: Uint16Array.from(builder.quads),
  };
};

/** The mouth's surroundings, pixels: where the layers part and the grid is fine. */
export const mouthBoxOf = (plane: MouthPlane, region: Region): Region => {
  const half = plane.right + 0.08;
  const left = plane.left - 0.08;
  const top = Math.min(plane.upperOuter(0), plane.upperInner(0)) - 0.05;
  const bottom = plane.lowerOuter(0) + 0.12;
  const corners = [
    [left, top],
    [half, top],
    [left, bottom],
    [half, bottom],
  ].map(([x, y]) => [
    plane.originX + (x! * plane.cos - y! * plane.sin) * plane.unit,
    plane.originY + (x! * plane.sin + y! * plane.cos) * plane.unit,
  ]);
  const xs = corners.map(c => c[0]!);
  const ys = corners.map(c => c[1]!);
  return {
    left: Math.max(region.left, Math.floor(Math.min(...xs))),
    right: Math.min(region.right, Math.ceil(Math.max(...xs))),
    top: Math.max(region.top, Math.floor(Math.min(...ys))),
    bottom: Math.min(region.bottom, Math.ceil(Math.max(...ys))),
  };
};

/** Sizes of cells, eye distances: over the face, and how often the ones at the mouth are cut. */
const CELL = 0.12;
const MOUTH_PARTS = 4;

/** Both layers of a face: the whole region for the face, the mouth's box for the lower lip. */
export const meshLayersOf = (
  fields: WarpFields,
  plane: MouthPlane,
  region: Region,
): { face: MeshLayer; lip: MeshLayer } => {
  const box = mouthBoxOf(plane, region);
  const step = Math.max(6, CELL * plane.unit);
  const xs = gridLines(region.left, region.right, box.left, box.right, step);
  const ys = gridLines(region.top, region.bottom, box.top, box.bottom, step);
  const atMouth = (i: number, j: number): boolean =>
    xs[i] !== undefined &&
    xs[i + 1] !== undefined &&
    ys[j] !== undefined &&
    ys[j + 1] !== undefined &&
    xs[i + 1]! > box.left &&
    xs[i]! < box.right &&
    ys[j + 1]! > box.top &&
    ys[j]! < box.bottom;
  const face = createBuilder();
  const lip = createBuilder();
  const none = { left: false, top: false, right: false, bottom: false };
  for (let j = 0; j + 1 < ys.length; j++)
    for (let i = 0; i + 1 < xs.length; i++) {
      const cell = [xs[i]!, ys[j]!, xs[i + 1]!, ys[j + 1]!] as const;
      if (!atMouth(i, j)) {
        addCell(face, cell, 1, none);
        continue;
      }
      addCell(lip, cell, MOUTH_PARTS, none);
      addCell(face, cell, MOUTH_PARTS, {
        left: !atMouth(i - 1, j),
        top: !atMouth(i, j - 1),
        right: !atMouth(i + 1, j),
        bottom: !atMouth(i, j + 1),
      });
    }
  return { face: finish(face, fields, 'face', region), lip: finish(lip, fields, 'lower', region) };
};
